/** Campaigns: which releases take part, and whether what has to be found was found. */
import { describe, expect, it, test } from 'vitest';
import { checkFindings, labelled } from '../../../src/bench/campaign-check.ts';
import { CAMPAIGNS } from '../../../src/bench/campaigns.ts';
import { hostChanges } from '../../../src/bench/host-state.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { simpleCase } from '../executor/fixture.ts';
import { divergence } from '../report/samples.ts';

const TABLE = [
  'NAME\tVERSION\tPACKAGE\tSUITE\tPATH\tANSWERS',
  'runc\t1.1.15\tx\tx\t/r/runc-1.1.15\tx',
  'runc\t1.1.5\tx\tx\t/r/runc-1.1.5\tx',
  'runc\t1.4.3\tx\tx\t/r/runc-1.4.3\tx',
  'crun\t1.8.1\tx\tx\t/r/crun-1.8.1\tx',
].join('\n');

const finding = (signature: string, hooks: number, steps: number, altSignatures: string[] = []) => ({
  divergence: divergence({ signature, altSignatures, reliability: { same: 20, runs: 20 } }),
  case: simpleCase({
    config: { hooks: { poststart: Array.from({ length: hooks }, () => ({ path: '/h' })) } },
    script: Array.from({ length: steps }, () => ({ op: 'create' as const })),
  }),
});
const plan: Parameters<typeof checkFindings>[0] = {
  expected: [{ what: 'a thing', signature: / hooks\.poststart\.phase in-create .*\brunc\b/ }],
  most: { hooks: 2, steps: 3 },
};
const SEEN = 'hooks.poststart.phase hooks.poststart.phase in-create runc';

describe('releases', () => {
  it('are the oldest and the newest by number, once where there is one', () => {
    expect(labelled(TABLE, { runc: ['oldest', 'newest'], crun: ['oldest', 'newest'] })).toBe(
      'runc:runc-1.1.5=/r/runc-1.1.5,runc:runc-1.4.3=/r/runc-1.4.3,crun:crun-1.8.1=/r/crun-1.8.1',
    );
  });

  it('have to be in the table', () => {
    expect(() => labelled(TABLE, { runsc: ['newest'] })).toThrow('no release of runsc');
  });
});

test('what has changed on a host, and nothing else, is told', () => {
  const before = {
    ...{ mounts: ['a', 'b'], interfaces: ['lo'], sysctls: { x: '1' }, devices: [], beneath: [] },
    directories: { '/run': ['p', 'q'] },
  };
  const after = { ...before, mounts: ['b', 'c'], sysctls: { x: '2' }, directories: { '/run': ['q'] } };
  expect(hostChanges(before, structuredClone(before))).toEqual([]);
  expect(hostChanges(before, after)).toEqual([
    ...['mounts: - a', 'sysctls: - x 1', 'directories: - /run p', 'mounts: + c', 'sysctls: + x 2'],
  ]);
});

describe('what a campaign has to find', () => {
  it.each([
    ['is found with a small case', [finding(SEEN, 3, 9), finding(SEEN, 1, 3)], 0, /^found .*20\/20/],
    ['is found as part of another', [finding('x y z runc', 1, 3, [SEEN])], 0, /^found /],
    ['is too big with too many hooks', [finding(SEEN, 3, 3)], 1, /^TOO BIG .*3 hooks, 3 steps/],
    ['is too big with too many steps', [finding(SEEN, 1, 4)], 1, /^TOO BIG /],
    ['is missing of another runtime', [finding(SEEN.replace('runc', 'crun'), 1, 3)], 1, /^MISSING /],
  ])('%s', (_, findings, missing, line) => {
    const seen = checkFindings(plan, findings);
    expect(seen.missing).toBe(missing);
    expect(seen.lines.join('\n')).toMatch(line);
  });

  it('is found where another finding stands for it', () => {
    const head = finding('lifecycle.07.startContainer-failure steps.start[created] x runc', 1, 3);
    head.divergence.altSignatures = [SEEN];
    expect(checkFindings(plan, [head]).missing).toBe(0);
  });

  it('is nothing but equal violations where one binary runs under two labels', () => {
    const even = { a: { same: 3, runs: 3 }, b: { same: 3, runs: 3 } };
    const of = (kind: 'violation' | 'difference' | 'race', byLabel?: typeof even) => {
      const f = finding(SEEN, 1, 1);
      Object.assign(f.divergence, {
        kind,
        reliability: { same: 3, runs: 3, ...(byLabel ? { byLabel } : {}) },
      });
      return f;
    };
    const aa = { expected: [], most: plan.most, twice: true };
    expect(checkFindings(aa, [of('violation', even), of('race')]).missing).toBe(0);
    const uneven = { ...even, b: { same: 0, runs: 3 } };
    expect(checkFindings(aa, [of('violation', uneven), of('difference')]).missing).toBe(2);
    expect(labelled(TABLE, { crun: ['newest'] }, true)).toBe(
      'crun:crun-1.8.1=/r/crun-1.8.1,crun:crun-1.8.1-again=/r/crun-1.8.1',
    );
  });

  it('says how small the cases are that were shrunk', () => {
    const { lines } = checkFindings({ expected: [], most: plan.most }, [
      finding(SEEN, 2, 3),
      finding(SEEN, 1, 4),
    ]);
    expect(lines).toEqual([
      '0 of 2 cases are minimal; median of all: 1 values beyond the smallest valid config, 3 steps',
    ]);
  });

  it('is so many findings at least', () => {
    const many = { expected: [], most: plan.most, least: 2 };
    expect(checkFindings(many, [finding(SEEN, 1, 1)]).missing).toBe(1);
    expect(checkFindings(many, [finding(SEEN, 1, 1), finding('R p t runc', 1, 1)]).missing).toBe(0);
  });

  it('names only runs of this program that it knows', () => {
    for (const { runs, expected, releases, least, twice, after } of Object.values(CAMPAIGNS)) {
      expect(runs.length).toBeGreaterThan(0);
      for (const options of runs) expect(options).toContain('--max-time');
      expect(expected.length + (least ?? 0) + (twice || after ? 1 : 0)).toBeGreaterThan(0);
      if (after) expect(COMMANDS.map((c) => c.name)).toContain(after[0]);
      expect(Object.keys(releases).length).toBeGreaterThan(0);
    }
  });
});
