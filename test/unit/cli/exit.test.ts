import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combine, EXIT, EXIT_LINES, type ExitCode } from '../../../src/cli/exit-codes.ts';
import { FAIL_ON, fails } from '../../../src/cli/fail-on.ts';
import type { Kind, Level } from '../../../src/contract/verdict.ts';

test('precedence is 130, 70, 2, 1, 3, 0', () => {
  const order: ExitCode[] = [130, 70, 2, 1, 3, 0];
  expect(EXIT_LINES.map(([code]) => code)).toEqual(order);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Object.values(EXIT))), (codes) => {
      expect(combine(codes)).toBe(order.find((c) => codes.includes(c)) ?? 0);
    }),
  );
});

const found = (kind: Kind, level: Level | null = null) => ({ kind, level, known: null });

test('a threshold takes what is as severe or more', () => {
  expect(fails(found('crash'), 'must')).toBe(true);
  expect(fails(found('violation', 'MUST'), 'must')).toBe(true);
  expect(fails(found('violation', 'SHOULD'), 'must')).toBe(false);
  expect(fails(found('violation', 'IMPLIED'), 'violation')).toBe(true);
  expect(fails(found('residue'), 'violation')).toBe(false);
  expect(fails(found('spec-gap'), 'difference')).toBe(false);
  expect(fails(found('spec-gap'), 'any')).toBe(true);
});

test('a known issue never fails a run', () => {
  for (const level of FAIL_ON) expect(fails({ ...found('crash'), known: 'seen' }, level)).toBe(false);
});
