import { describe, expect, it } from 'vitest';
import { type Bisected, bisect } from '../../../src/campaign/bisect.ts';
import { matrix } from '../../../src/campaign/matrix.ts';
import type { SavedFinding } from '../../../src/contract/verdict.ts';
import { examiner } from '../../../src/triage/examine.ts';
import { type Behave, caseOf, fakeExecutor, fakeJudge, runtime } from '../support/fake.ts';

const RELEASES = ['1.0', '1.1', '1.2', '1.3'].map((version) =>
  runtime(`r-${version}`, { name: 'r', version }),
);

const saved = (signature: string, more: Partial<SavedFinding['divergence']> = {}): SavedFinding => ({
  schemaVersion: 1,
  divergence: {
    signature,
    altSignatures: [],
    title: 't',
    kind: 'violation',
    level: 'MUST',
    requirement: null,
    anchor: null,
    oracle: 'spec',
    runtimes: ['r-1.2'],
    case: 'c',
    reliability: { same: 3, runs: 3 },
    known: null,
    expected: null,
    actual: null,
    why: '',
    shrunk: null,
    replay: '',
    ...more,
  },
  runtimes: {},
  case: caseOf(),
});

const rows = (
  finding: SavedFinding,
  behave: Behave,
  rules: Record<string, string> = {},
  runtimes = RELEASES,
) =>
  matrix(
    finding,
    runtimes,
    examiner(fakeExecutor(runtimes, behave), fakeJudge(rules), async () => {}),
  );
const newer = (label: string) => label >= 'r-1.2';

describe('matrix', () => {
  const rule = saved('RULE-x program.x wrong r');

  it('says of each runtime whether it breaks the rule', async () => {
    const found = await rows(rule, (_, l) => ({ values: { x: newer(l) ? 'bad' : 'good' } }), { x: 'good' });
    expect(found.map((r) => [r.version, r.outcome, r.same, r.runs])).toEqual([
      ['1.0', 'ABSENT', 0, 3],
      ['1.1', 'ABSENT', 0, 3],
      ['1.2', 'SHOWS', 3, 3],
      ['1.3', 'SHOWS', 3, 3],
    ]);
  });

  it('tells nothing of those that refuse the case, fault, or do not take its version', async () => {
    const runtimes = [...RELEASES, runtime('old', { ociVersions: ['0.'] })];
    const behave: Behave = (_, l) =>
      l === 'r-1.0'
        ? { refusal: 'config-value' }
        : l === 'r-1.1'
          ? { fault: 'lost' }
          : { values: { x: 'good' } };
    const found = await rows(rule, behave, { x: 'good' }, runtimes);
    expect(found.map((r) => r.outcome)).toEqual(['UNKNOWN', 'UNKNOWN', 'ABSENT', 'ABSENT', 'UNKNOWN']);
    expect(found[4]?.detail).toMatch(/ociVersion/);
  });

  it('looks for a race as long as its rate asks for', async () => {
    const race = saved('RULE-x program.x wrong r', { kind: 'race', reliability: { same: 5, runs: 20 } });
    let nth = 0;
    const seldom: Behave = () => ({ values: { x: nth++ % 20 === 19 ? 'bad' : 'good' } });
    const [only] = await rows(race, seldom, { x: 'good' }, RELEASES.slice(0, 1));
    expect(only?.runs).toBeGreaterThan(20);
    expect(only?.outcome).toBe('SHOWS');
  });

  it('does not take a rule that several releases break for a comparison', async () => {
    const gap = saved('RULE-x program.x wrong r', { kind: 'spec-gap', runtimes: ['r-1.2', 'r-1.3'] });
    const found = await rows(gap, (_, l) => ({ values: { x: newer(l) ? 'bad' : 'good' } }), { x: 'good' });
    expect(found.map((r) => r.outcome)).toEqual(['ABSENT', 'ABSENT', 'SHOWS', 'SHOWS']);
  });

  it('puts those into one group that do the same where nobody is wrong', async () => {
    const pair = saved('DIFF program.x r_r_differ r', { kind: 'difference', runtimes: ['r-1.1', 'r-1.2'] });
    const found = await rows(pair, (_, l) => ({ values: { x: newer(l) ? 'new' : 'old' } }));
    expect(found.map((r) => [r.outcome, r.detail])).toEqual([
      ['A', '"old"'],
      ['A', '"old"'],
      ['B', '"new"'],
      ['B', '"new"'],
    ]);
  });
});

describe('bisect', () => {
  const LABELS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const found = async (bad: (label: string) => boolean | null) => {
    const looked: string[] = [];
    const result = await bisect(LABELS, async (label) => {
      looked.push(label);
      return bad(label);
    });
    return { result: result as Bisected, looked };
  };

  it.each(LABELS.slice(1))('finds that %s is the first bad one, by halves', async (first) => {
    const { result, looked } = await found((l) => l >= first);
    expect(result).toMatchObject({
      firstBad: first,
      lastGood: LABELS[LABELS.indexOf(first) - 1],
      skipped: [],
    });
    expect(looked.length).toBeLessThanOrEqual(5);
    expect(new Set(looked).size).toBe(looked.length);
  });

  it('names those that cannot be told between the last good and the first bad', async () => {
    const { result } = await found((l) => (l === 'c' || l === 'd' ? null : l > 'd'));
    expect(result).toMatchObject({ lastGood: 'b', firstBad: 'e', skipped: ['c', 'd'] });
  });

  it('says which end is not what it was said to be', async () => {
    expect((await found(() => true)).result).toEqual({ wrongEnd: 'a', bad: true });
    expect((await found(() => false)).result).toEqual({ wrongEnd: 'h', bad: false });
    expect((await found(() => null)).result).toEqual({ wrongEnd: 'a', bad: null });
  });
});
