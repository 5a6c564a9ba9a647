/** Of several cases the one that can teach most is run, where time is short. */
import { describe, expect, it } from 'vitest';
import { Novelty } from '../../../src/campaign/novelty.ts';
import type { Case } from '../../../src/contract/case.ts';
import { caseOf, runtime } from '../support/fake.ts';
import { indexOf, play } from './world.ts';

const of = (c: Case) => ({ case: c });
const a = of(caseOf({ name: 'a' }));
const both = of(caseOf({ name: 'a', more: 'b' }));

describe('the choice', () => {
  it('falls on what has most that no case had before', () => {
    const novelty = new Novelty();
    expect(novelty.choose(a, [both])).toBe(both);
    // all of both is known now
    const c = of(caseOf({ name: 'c' }));
    expect(novelty.choose(both, [a, c])).toBe(c);
    const killed = of(caseOf({ name: 'c' }, { script: [{ op: 'create' }, { op: 'kill', signal: 'TERM' }] }));
    expect(novelty.choose(c, [both, killed])).toBe(killed);
  });

  it('falls on the first of equal ones', () => {
    const novelty = new Novelty();
    expect(novelty.choose(a, [of(caseOf({ name: 'b' }))])).toBe(a);
    expect(novelty.choose(a, [of(caseOf({ name: 'a' }))])).toBe(a);
  });
});

describe('a campaign', () => {
  const ranIn = async (timed: boolean, shard: { index: number; count: number } | null = null) => {
    const { executor } = await play({
      runtimes: [runtime('a')],
      behave: () => ({}),
      // every fourth case has something that no other has
      input: {
        generate: (index) => ({
          ...{ areas: ['fake'], *shrinks() {} },
          case: caseOf({ index: `${index}`, ...(index % 4 === 2 ? { [`only${index}`]: 'x' } : {}) }),
        }),
      },
      options: { timed, maxCases: 5, shard },
    });
    return executor.ran.map((r) => indexOf(r.case));
  };

  it('takes the most promising one of the next cases, and all of them where cases are counted', async () => {
    expect(await ranIn(true)).toEqual([2, 6, 10, 14, 18]);
    expect(await ranIn(false)).toEqual([0, 1, 2, 3, 4]);
    expect(await ranIn(false, { index: 1, count: 2 })).toEqual([1, 3, 5, 7, 9]);
    expect((await ranIn(true, { index: 0, count: 2 })).every((index) => index % 2 === 0)).toBe(true);
  });
});
