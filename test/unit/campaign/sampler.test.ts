/** A slow runtime gets half of the time, where others can be compared meanwhile. */
import { describe, expect, it } from 'vitest';
import { Sampler } from '../../../src/campaign/sampler.ts';
import type { RuntimeFacts } from '../../../src/contract/facts.ts';
import { observationOf, runtime } from '../support/fake.ts';
import { play } from './world.ts';

type Cost = { ms: number; outcome?: 'ok' | 'timeout' };

/** How many of `count` cases ran on each label. */
function shares(runtimes: RuntimeFacts[], costs: Record<string, Cost>, count = 1000): Record<string, number> {
  const sampler = new Sampler(runtimes);
  const ran: Record<string, number> = {};
  for (let i = 0; i < count; i++) {
    const own = runtimes.filter((r) => sampler.labels().includes(r.label));
    for (const { label } of own) ran[label] = (ran[label] ?? 0) + 1;
    sampler.note(
      own.map((r) => {
        const { ms = 1, outcome = 'ok' } = costs[r.name] ?? {};
        const observation = observationOf(r.label, {});
        return {
          runtime: r,
          observation: {
            ...observation,
            steps: observation.steps.slice(0, 1).map((s) => ({ ...s, wallMs: ms, outcome })),
          },
        };
      }),
    );
  }
  return ran;
}

const three = ['runc', 'crun', 'runsc'].map((name) => runtime(name, { name }));

describe('the sampler', () => {
  it('gives half of the time to a runtime that would take more', () => {
    const ran = shares(three, { runc: { ms: 60 }, crun: { ms: 20 }, runsc: { ms: 320 } });
    expect(ran).toMatchObject({ runc: 1000, crun: 1000 });
    expect(ran.runsc).toBeGreaterThanOrEqual(249);
    expect(ran.runsc).toBeLessThanOrEqual(252);
  });

  it('counts all releases of a runtime together', () => {
    const runtimes = [
      ...three,
      runtime('runsc-old', { name: 'runsc' }),
      runtime('runc-old', { name: 'runc' }),
    ];
    const ran = shares(runtimes, { runc: { ms: 20 }, crun: { ms: 20 }, runsc: { ms: 60 } });
    expect(ran.runsc).toBe(ran['runsc-old']);
    expect(ran.runsc).toBeGreaterThanOrEqual(499);
    expect(ran.runsc).toBeLessThanOrEqual(502);
  });

  it('compares two runtimes in every case, however many releases there are of them', () => {
    const runtimes = ['runc', 'crun'].flatMap((name) =>
      [name, `${name}-new`].map((l) => runtime(l, { name })),
    );
    expect(shares(runtimes, { runc: { ms: 60 }, crun: { ms: 20 } }, 50)).toEqual({
      ...{ runc: 50, 'runc-new': 50, crun: 50, 'crun-new': 50 },
    });
  });

  it('runs every case on all where one alone would be left, where they are alike, and where one hangs', () => {
    expect(shares(three.slice(1), { crun: { ms: 1 }, runsc: { ms: 100 } }, 50)).toEqual({
      crun: 50,
      runsc: 50,
    });
    expect(shares(three, {}, 50)).toEqual({ runc: 50, crun: 50, runsc: 50 });
    expect(shares(three, { runsc: { ms: 10_000, outcome: 'timeout' } }, 50)).toMatchObject({ runsc: 50 });
  });
});

describe('a campaign', () => {
  const slow = (timed: boolean) =>
    play({
      runtimes: three,
      behave: (_, label) => ({ wallMs: label === 'runsc' ? 40 : 1 }),
      options: { maxCases: 100, timed },
    });
  const casesOf = async (timed: boolean) =>
    (await slow(timed)).executor.ran.filter((r) => r.label === 'runsc').length;

  it('spares slow runtimes where time is short, not where cases are counted', async () => {
    expect(await casesOf(false)).toBe(100);
    const few = await casesOf(true);
    expect(few).toBeGreaterThan(1);
    expect(few).toBeLessThan(20);
  });
});
