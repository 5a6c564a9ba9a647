import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeJson, sanitize } from '../../../src/report/sanitize.ts';

/** A terminal acts on these, or shows text in another order or not at all. */
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

test.each([
  ['\u001b[2Jgone', '\\x1b[2Jgone'],
  ['a\r\nb\tc', 'a\\r\\nb\\tc'],
  ['\u009b31m', '\\x9b31m'],
  ['left\u202eright', 'left\\u202eright'],
  ['\u{e0041}', '\\u{e0041}'],
  ['plain ünïcode 漢字', 'plain ünïcode 漢字'],
])('%j is shown as %s', (text, shown) => {
  expect(sanitize(text)).toBe(shown);
});

test('line feeds stay where lines are wanted', () => {
  expect(sanitize('a\nb\u0007', 'lines')).toBe('a\nb\\x07');
});

test('nothing dangerous comes through, and safe text is left alone', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = sanitize(text);
      expect(shown).not.toMatch(DANGEROUS);
      expect(sanitize(shown)).toBe(shown);
      if (!DANGEROUS.test(text)) expect(shown).toBe(text);
    }),
  );
});

test('safe JSON reads back to the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = safeJson(value, 1);
      expect(text.replaceAll('\n', '')).not.toMatch(DANGEROUS);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
