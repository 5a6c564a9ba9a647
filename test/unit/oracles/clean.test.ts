/** An honest runtime: every oracle is silent, and says ok where it judged something. */
import { describe, expect, it } from 'vitest';
import { judgeAll, ORACLES } from '../../../oracles/index.ts';
import { input, run } from './fixture.ts';

describe('an honest lifecycle', () => {
  it('is well by every rule that could be judged', () => {
    const bad = judgeAll(input([run('a')])).filter((v) => v.verdict !== 'ok');
    expect(bad).toEqual([]);
  });

  it.each(ORACLES.map((o) => [o.name, o] as const))('leaves %s silent on a pair', (_, oracle) => {
    const verdicts = oracle.judge(input([run('a'), run('b')]));
    expect(verdicts.filter((v) => v.verdict !== 'ok')).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(0);
  });
});
