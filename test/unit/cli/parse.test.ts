import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseChoice, parseDuration, parseInteger, parseShard, parseWords } from '../../../src/cli/parse.ts';
import { formatRuntimeList, parseRuntimeList } from '../../../src/cli/runtimes-list.ts';
import { nearest } from '../../../src/cli/suggest.ts';
import { UserError } from '../../../src/contract/errors.ts';

test.each([
  ['500ms', 500],
  ['60s', 60_000],
  ['1.5m', 90_000],
  ['1h', 3_600_000],
])('duration %s is %d ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '60', '0s', '-1s', '1d', '1 m', 's', '1e3s'])('%j is not a duration', (text) => {
  expect(() => parseDuration(text)).toThrow(UserError);
});

test('integers are decimal and in range', () => {
  expect(parseInteger(1)('7')).toBe(7);
  for (const bad of ['0', '', '1.5', '0x10', '-1', '99999999999999999999'])
    expect(() => parseInteger(1)(bad)).toThrow('whole number from 1 up');
  expect(() => parseInteger(1, 4)('5')).toThrow('from 1 to 4');
});

test('words and choices', () => {
  expect(parseWords('a, b,a')).toEqual(['a', 'b']);
  expect(() => parseWords('a,,b')).toThrow(UserError);
  const profile = parseChoice('profile', ['valid', 'edge']);
  expect(profile('edge')).toBe('edge');
  expect(() => profile('vaild')).toThrow("unknown profile 'vaild' (did you mean valid?)");
});

test('shards count from 1', () => {
  expect(parseShard('2/8')).toEqual({ index: 2, count: 8 });
  for (const bad of ['0/2', '3/2', '1', '1/0', 'a/b']) expect(() => parseShard(bad)).toThrow(UserError);
});

describe('a list of runtimes', () => {
  test.each([
    ['runc', [{ label: 'runc', flags: [] }]],
    [
      'runc,old=/a/runc',
      [
        { label: 'runc', flags: [] },
        { label: 'old', path: '/a/runc', flags: [] },
      ],
    ],
    ['runsc:gv=./runsc', [{ adapter: 'runsc', label: 'gv', path: './runsc', flags: [] }]],
    [
      'runc?systemd-cgroup&log-format=json',
      [{ label: 'runc', flags: ['--systemd-cgroup', '--log-format=json'] }],
    ],
    ['crun=/opt/c=d?debug', [{ label: 'crun', path: '/opt/c=d', flags: ['--debug'] }]],
  ])('%s', (text, entries) => {
    expect(parseRuntimeList(text)).toEqual(entries);
    expect(formatRuntimeList(parseRuntimeList(text))).toBe(text);
  });

  test.each([
    ['', "'' is not a runtime"],
    ['runc,', "'' is not a runtime"],
    ['=path', 'is not a runtime'],
    ['runc?', 'is not a runtime'],
    ['runc?--debug', 'is not a flag'],
    ['runc,runc', "label 'runc' is given twice"],
  ])('%j is refused with a sentence', (text, message) => {
    expect(() => parseRuntimeList(text)).toThrow(message);
  });

  test('what is formatted parses to the same', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
    const entry = fc.record(
      {
        adapter: word,
        label: word,
        path: fc.stringMatching(/^\/[a-zA-Z0-9._/=-]{1,20}$/),
        flags: fc.array(word.map((w) => `--${w}=1`)),
      },
      { requiredKeys: ['label', 'flags'] },
    );
    const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 4, selector: (e) => e.label });
    fc.assert(
      fc.property(entries, (list) => {
        expect(parseRuntimeList(formatRuntimeList(list))).toEqual(list);
      }),
    );
  });
});

test('the nearest word is near, or there is none', () => {
  expect(nearest('repaly', ['run', 'replay', 'list'])).toBe('replay');
  expect(nearest('mount', ['mounts', 'hooks'])).toBe('mounts');
  expect(nearest('xyzzy', ['mounts', 'hooks'])).toBeNull();
});
