/** An honest runtime: every oracle is silent, and says ok where it judged something. */
import { describe, expect, it } from 'vitest';
import { judgeAll, ORACLES } from '../../../oracles/index.ts';
import type { Step } from '../../../src/contract/case.ts';
import type { StepObservation } from '../../../src/contract/observation.ts';
import type { JudgeInput } from '../../../src/contract/verdict.ts';
import { started, twoStarts } from './bugs/lifecycle.ts';
import { aCase, honest, input, run } from './fixture.ts';

/** Oracles that the common case gives nothing to judge. */
const OWN: Record<string, () => JudgeInput> = {
  concurrency: () => {
    const runs = ['a', 'b'].map((label) => {
      const o = honest(label);
      started(o);
      return run(label, o);
    });
    return input(runs, twoStarts());
  },
  faults: () => {
    const script = aCase().script.map((s) => (s.op === 'delete' ? { ...s, force: true } : s));
    const create: Step = { op: 'create', fault: { type: 'kill', atReport: 1 } };
    const runs = ['a', 'b'].map((label) => {
      const o = honest(label);
      o.steps[0] = { ...o.steps[0], outcome: 'signal', signal: 9, fault: 'applied' } as StepObservation;
      return { ...run(label, o), control: honest(label) };
    });
    return input(runs, aCase({ script: [create, ...script.slice(1)] }));
  },
};

describe('an honest lifecycle', () => {
  it('is well by every rule that could be judged', () => {
    const bad = judgeAll(input([run('a')])).filter((v) => v.verdict !== 'ok');
    expect(bad).toEqual([]);
  });

  it.each(ORACLES.map((o) => [o.name, o] as const))('leaves %s silent on a pair', (_, oracle) => {
    const verdicts = oracle.judge(OWN[oracle.name]?.() ?? input([run('a'), run('b')]));
    expect(verdicts.filter((v) => v.verdict !== 'ok')).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(0);
  });
});
