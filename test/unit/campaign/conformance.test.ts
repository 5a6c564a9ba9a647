/** The loop over the fixed cases. */
import { expect, test } from 'vitest';
import { lookAtAll } from '../../../src/campaign/conformance.ts';
import type { ConformanceCase } from '../../../src/contract/conformance.ts';
import type { Verdict } from '../../../src/contract/verdict.ts';
import type { Examine, Sighting } from '../../../src/triage/examine.ts';
import { caseOf } from '../support/fake.ts';

const suite = ['x', 'y', 'z'].map(
  (name): ConformanceCase => ({ name, requirements: ['r'], case: caseOf({ name }) }),
);
const nameOf = (c: ConformanceCase['case']) =>
  String((c.config as { annotations: { name: string } }).annotations.name);
const verdict = (rule: string, outcome: Verdict['verdict'], label: string): Verdict => ({
  ...{ oracle: 'o', rule, verdict: outcome, subjects: [label] },
});
const options = { width: 2, signal: new AbortController().signal, onLook: () => {} };

function examining(verdicts: Record<string, Verdict[]>, inconclusive: Record<string, string[]> = {}) {
  const calls: string[] = [];
  const examine: Examine = async (c, o) => {
    calls.push([nameOf(c), ...(o?.labels ?? [])].join(' '));
    const sighting: Sighting = { candidates: [], runs: [], verdicts: [], inconclusive: [] };
    const name = nameOf(c);
    return { ...sighting, verdicts: verdicts[name] ?? [], inconclusive: inconclusive[name] ?? [] };
  };
  return { examine, calls };
}

test('looks again where a requirement of the case seems broken, at those who break it alone', async () => {
  const y = [verdict('r', 'violation', 'a'), verdict('r', 'ok', 'b'), verdict('other', 'violation', 'b')];
  const { examine, calls } = examining({ x: [verdict('other', 'violation', 'b')], y });
  const done: number[] = [];
  const { looks } = await lookAtAll(examine, suite, { ...options, onLook: (n) => done.push(n) });
  expect(calls.toSorted()).toEqual(['x', 'y', 'y a', 'z']);
  expect(looks.map((l) => [l.name, l.verdicts.length, l.again.length])).toEqual([
    ['x', 1, 0],
    ['y', 3, 3],
    ['z', 0, 0],
  ]);
  expect(done).toEqual([1, 2, 3]);
});

test('tells each fault of the harness once', async () => {
  const { examine } = examining({}, { x: ['fault'], z: ['fault', 'other'] });
  expect((await lookAtAll(examine, suite, options)).inconclusive).toEqual(['fault', 'other']);
});

test('stops when it is interrupted', async () => {
  const { examine, calls } = examining({});
  const abort = new AbortController();
  const { looks } = await lookAtAll(examine, suite, {
    ...{ width: 1, signal: abort.signal, onLook: () => abort.abort() },
  });
  expect(calls).toEqual(['x']);
  expect(looks.map((l) => l.name)).toEqual(['x']);
});
