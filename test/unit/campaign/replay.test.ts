import { describe, expect, it } from 'vitest';
import { AREAS, generateCase } from '../../../generators/index.ts';
import { replay, runsForRace } from '../../../src/campaign/replay.ts';
import { caseId } from '../../../src/contract/canonical.ts';
import type { SavedFinding } from '../../../src/contract/verdict.ts';
import { examiner } from '../../../src/triage/examine.ts';
import { type Behave, fakeExecutor, fakeJudge, host, random, runtime } from '../support/fake.ts';
import { play } from './world.ts';

const A = runtime('a');
const B = runtime('b');
const rules = { x: 'good' };

/** What a campaign on such runtimes records. */
async function recorded(behave: Behave, rule: Record<string, string> = rules): Promise<SavedFinding> {
  const { store } = await play({ runtimes: [A, B], behave, rules: rule, options: { maxCases: 30 } });
  const finding = store.findings()[0]?.finding;
  if (!finding) throw new Error('nothing was found');
  return finding;
}

async function replayed(
  finding: SavedFinding,
  behave: Behave,
  runtimes = [A, B],
  rule: Record<string, string> = rules,
) {
  const executor = fakeExecutor(runtimes, behave);
  const examine = examiner(executor, fakeJudge(rule), async () => {});
  return await replay(finding, 'corpus/x', runtimes, examine);
}

const bad: Behave = (_, label) => ({ values: { x: label === 'b' ? 'bad' : 'good' } });
const good: Behave = () => ({ values: { x: 'good' } });

describe('replay', () => {
  it('says STILL where the finding shows every time', async () => {
    expect(await replayed(await recorded(bad), bad)).toMatchObject({
      case: 'corpus/x',
      signature: 'RULE-x program.x wrong b',
      outcome: 'STILL',
      reliability: { same: 3, runs: 3 },
    });
  });

  it('says STILL on another version under another label', async () => {
    const newer = runtime('new', { name: 'b', version: '9.0.0' });
    const still: Behave = (_, label) => ({ values: { x: label === 'new' ? 'bad' : 'good' } });
    expect(await replayed(await recorded(bad), still, [A, newer])).toMatchObject({ outcome: 'STILL' });
  });

  it('says FIXED where nothing of the kind shows, whatever else does', async () => {
    const other: Behave = (_, label) => ({ values: { x: 'good', cwd: label } });
    expect(await replayed(await recorded(bad), good)).toMatchObject({ outcome: 'FIXED' });
    expect(await replayed(await recorded(bad), other)).toMatchObject({ outcome: 'FIXED' });
  });

  it('says STILL where another runtime breaks the rule as well, or the only one is asked', async () => {
    const both: Behave = () => ({ values: { x: 'bad' } });
    const finding = await recorded(bad);
    expect(await replayed(finding, both)).toMatchObject({ outcome: 'STILL' });
    expect(await replayed(finding, both, [B])).toMatchObject({ outcome: 'STILL' });
  });

  it('says of releases that never showed it that they did not', async () => {
    const older = runtime('old', { name: 'b', version: '0.9.0' });
    const finding = await recorded(bad);
    expect(await replayed(finding, good, [A, older])).toMatchObject({
      outcome: 'FIXED',
      why: 'releases like these were not seen to show it',
    });
    expect(await replayed(finding, good)).toMatchObject({ outcome: 'FIXED', why: '' });
  });

  it('says ERROR where the rule is not judged at all', async () => {
    const finding = await recorded(bad);
    expect(await replayed(finding, good, [A, B], {})).toMatchObject({
      outcome: 'ERROR',
      why: 'it cannot be told: what the rule is about did not happen',
    });
  });

  it('says CHANGED where something else shows in the same place, or only sometimes the same', async () => {
    const finding = await recorded(bad);
    // no rule any more: the difference is what is left
    expect(await replayed(finding, bad, [A, B], {})).toMatchObject({
      outcome: 'CHANGED',
      why: 'instead: DIFF program.x differs a+b',
    });
    const seldom: Behave = (c, label, nth) => (nth < 2 ? bad(c, label, nth) : good(c, label, nth));
    expect(await replayed(finding, seldom)).toMatchObject({
      outcome: 'CHANGED',
      why: 'showed in 1 of 3 runs only',
    });
  });

  it('says ERROR where a runtime is missing or the harness fails', async () => {
    const finding = await recorded(bad);
    expect(await replayed(finding, good, [A])).toMatchObject({
      outcome: 'ERROR',
      why: 'it needs b among --runtimes',
    });
    expect(await replayed(finding, () => ({ fault: 'no cgroup' }))).toMatchObject({ outcome: 'ERROR' });
  });
});

describe('a race', () => {
  const racing = (seed: number, rate: number): Behave => {
    const dice = random(seed);
    return (_, label) => ({ values: { x: label === 'b' && dice() < rate ? 'bad' : 'good' } });
  };

  it('is STILL as soon as it shows, and FIXED after so many runs that luck cannot hide it', async () => {
    const finding = await recorded(racing(1, 0.5));
    expect(finding.divergence.kind).toBe('race');
    for (let seed = 0; seed < 200; seed++)
      expect(await replayed(finding, racing(seed, 0.5))).toMatchObject({ outcome: 'STILL' });
    const fixed = await replayed(finding, good);
    expect(fixed).toMatchObject({
      outcome: 'FIXED',
      reliability: { same: 0, runs: runsForRace(finding.divergence.reliability) },
    });
  });

  it('may be what showed in every run, if it is about the order of processes', async () => {
    const order = { order: 'good' };
    const late = (from: number): Behave => {
      let runs = 0;
      return (_, label) => ({ values: { order: label === 'b' && ++runs >= from ? 'bad' : 'good' } });
    };
    const finding = await recorded(late(1), order);
    expect(finding.divergence).toMatchObject({ kind: 'violation', reliability: { same: 20, runs: 20 } });
    expect(await replayed(finding, late(3), [A, B], order)).toMatchObject({
      outcome: 'STILL',
      reliability: { same: 1, runs: 3 },
    });
  });

  it('is given more runs the more seldom it is, within bounds', () => {
    expect(runsForRace({ same: 10, runs: 20 })).toBe(20);
    expect(runsForRace({ same: 19, runs: 20 })).toBe(5);
    expect(runsForRace({ same: 1, runs: 20 })).toBe(100);
  });
});

describe('a change of generators', () => {
  it('changes nothing of a case that was recorded before it', async () => {
    const facts = [{ declaredSpec: '1.0.2', ociVersions: [] }];
    const seed = { seed: 11, index: 3, profile: 'valid', host, runtimes: facts } as const;
    const before = generateCase({ ...seed, areas: AREAS });
    // another order of areas is as great a change as any
    const after = generateCase({ ...seed, areas: [...AREAS].reverse() });
    expect(caseId(after.case)).not.toBe(caseId(before.case));
    const finding = { ...(await recorded(bad)), case: before.case };
    const read = JSON.parse(JSON.stringify(finding)) as SavedFinding;
    const executor = fakeExecutor([A, B], bad);
    const examine = examiner(executor, fakeJudge(rules), async () => {});
    expect(await replay(read, 'corpus/x', [A, B], examine)).toMatchObject({ outcome: 'STILL' });
    for (const { case: ran } of executor.ran) expect(ran).toEqual(before.case);
    expect(executor.ran.length).toBeGreaterThan(0);
  });
});
