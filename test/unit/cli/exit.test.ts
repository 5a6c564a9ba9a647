import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combine, EXIT, EXIT_LINES, type ExitCode } from '../../../src/cli/exit-codes.ts';
import { FAIL_ON, fails } from '../../../src/cli/fail-on.ts';
import { exitCodeOf } from '../../../src/cli/session.ts';
import type { Kind, Level } from '../../../src/contract/verdict.ts';
import { divergence } from '../report/samples.ts';

test('precedence is 130, 70, 2, 125, 1, 3, 0', () => {
  const order: ExitCode[] = [130, 70, 2, 125, 1, 3, 0];
  expect(EXIT_LINES.map(([code]) => code)).toEqual(order);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Object.values(EXIT))), (codes) => {
      expect(combine(codes)).toBe(order.find((c) => codes.includes(c)) ?? 0);
    }),
  );
});

const found = (kind: Kind, level: Level | null = null) => ({
  signature: 'rule path token runtime',
  kind,
  level,
  known: null,
});

test('a threshold takes what is as severe or more', () => {
  expect(fails(found('crash'), 'must')).toBe(true);
  expect(fails(found('violation', 'MUST'), 'must')).toBe(true);
  expect(fails(found('violation', 'SHOULD'), 'must')).toBe(false);
  expect(fails(found('violation', 'IMPLIED'), 'violation')).toBe(true);
  expect(fails(found('residue'), 'violation')).toBe(true);
  expect(fails(found('residue'), 'must')).toBe(false);
  expect(fails(found('race'), 'violation')).toBe(false);
  expect(fails(found('spec-gap'), 'difference')).toBe(false);
  expect(fails(found('spec-gap'), 'any')).toBe(true);
});

test('a known issue never fails a run', () => {
  for (const level of FAIL_ON) expect(fails({ ...found('crash'), known: 'seen' }, level)).toBe(false);
});

describe('the end of a campaign', () => {
  const end = { reason: 'max-time' as const, divergences: [], inconclusive: [] };
  const withFinding = { ...end, divergences: [divergence()] };
  const unsure = { reason: 'harness fault', count: 1, case: null };
  const strict = { failOn: 'any' as const, exitZero: false };

  test.each([
    ['nothing new', end, strict, 0],
    ['a finding', withFinding, strict, 1],
    ['a finding below the threshold', withFinding, { ...strict, failOn: 'crash' as const }, 0],
    ['a finding and a fault', { ...withFinding, inconclusive: [unsure] }, strict, 1],
    ['a fault', { ...end, inconclusive: [unsure] }, strict, 3],
    ['all, with --exit-zero', { ...withFinding, inconclusive: [unsure] }, { ...strict, exitZero: true }, 0],
    [
      'interrupted, with --exit-zero',
      { ...withFinding, reason: 'interrupted' as const },
      { ...strict, exitZero: true },
      130,
    ],
    ['no runtime for any case', { ...end, reason: 'no-runtime' as const }, strict, 2],
  ])('%s', (_name, result, options, code) => {
    expect(exitCodeOf(result, options)).toBe(code);
  });
});
