/** Scripts from the status machine, and operations that begin together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concurrent } from '../../../generators/areas/lifecycle-edge.ts';
import { scriptOf } from '../../../generators/core/machine.ts';
import { isAlongside, isOperation, MORE_OPERATIONS, type Step } from '../../../src/contract/case.ts';

const scripts = fc
  .sample(fc.array(fc.nat({ max: 999 }), { minLength: 2, maxLength: 9 }), { seed: 3, numRuns: 400 })
  .map(scriptOf);
const ops = (steps: Step[]): string[] => steps.map((s) => s.op);

describe('the status machine', () => {
  it('reaches all that it knows, legal or not', () => {
    const all = new Set(scripts.flatMap(ops));
    expect([...all]).toEqual(
      expect.arrayContaining(['create', 'start', 'kill', 'delete', ...MORE_OPERATIONS]),
    );
    const pairs = new Set(scripts.flatMap((s) => s.map((step, i) => `${step.op} ${s[i + 1]?.op}`)));
    for (const pair of ['create create', 'delete create', 'delete delete', 'pause pause'])
      expect(pairs).toContain(pair);
  });

  it('makes no wait that nothing ends, and leaves no container', () => {
    for (const steps of scripts) {
      steps.forEach((step, i) => {
        if (step.op === 'wait') expect(['start', 'kill']).toContain(steps[i - 1]?.op);
      });
      expect(steps.at(-1)).toEqual({ op: 'state' });
      const ends = steps.findLastIndex((s) => s.op === 'delete');
      expect(ends).toBeGreaterThanOrEqual(steps.findLastIndex((s) => s.op === 'create'));
    }
  });
});

describe('operations that begin together', () => {
  const all = fc.sample(concurrent, { seed: 3, numRuns: 200 }).map((p) => p.script ?? []);

  it('are two at least, and a look at the container comes right after them', () => {
    for (const script of all) {
      const first = script.findIndex((_, i) => isAlongside(script, i));
      const last = script.findLastIndex((_, i) => isAlongside(script, i)) + 1;
      expect(first).toBeGreaterThanOrEqual(0);
      expect(script.slice(first, last + 1).every(isOperation)).toBe(true);
      const next = script.slice(last + 1).find(isOperation);
      expect(next?.op).toBe('state');
    }
  });
});
