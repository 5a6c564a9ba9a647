/** Whatever a generator says that a case breaks is among the rules that the oracle of refusals can report. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AREAS } from '../../../generators/index.ts';
import { agreement } from '../../../oracles/agreement.ts';
import { HOST } from '../generators/host.ts';

test('agreement can report every requirement that generators break', () => {
  const broken = new Set(
    AREAS.flatMap((area) =>
      (['valid', 'edge', 'hostile'] as const).flatMap((kind) => {
        const arbitrary = area[kind]?.({ host: HOST, version: '1.3.0', areas: [] });
        if (!arbitrary) return [];
        return fc.sample(arbitrary, { seed: 11, numRuns: 400 }).flatMap((p) => p.invalid?.requirement ?? []);
      }),
    ),
  );
  const rules = agreement.rules.map((r) => r.id);
  expect([...broken].filter((id) => !rules.includes(id))).toEqual([]);
  expect(broken.size).toBeGreaterThan(20);
});
