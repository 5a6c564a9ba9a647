import { describe, expect, it } from 'vitest';
import { confirm, MAX_RUNS, PAIR_RUNS, RULE_RUNS } from '../../../src/triage/confirm.ts';
import { type Examine, examiner, HASTE } from '../../../src/triage/examine.ts';
import { type Behave, caseOf, fakeExecutor, fakeJudge, random, runtime } from '../support/fake.ts';

const A = runtime('a');
const B = runtime('b');
/** the same binary under another label */
const A2 = runtime('a2', { name: 'a' });

/** Looks once and confirms all that is seen. */
async function look(runtimes: (typeof A)[], behave: Behave, rules: Record<string, string> = {}) {
  const executor = fakeExecutor(runtimes, behave);
  const examine = examiner(executor, fakeJudge(rules), async () => {});
  const c = caseOf();
  const first = await examine(c);
  return { executor, first, results: await confirm(c, first, first.candidates, examine) };
}

describe('a broken rule', () => {
  it('is confirmed when it shows in all of the fresh runs', async () => {
    const { results } = await look([A, B], (_, label) => ({ values: { umask: label } }), { umask: 'b' });
    expect(results).toMatchObject([
      {
        outcome: 'confirmed',
        kind: 'violation',
        reliability: { same: RULE_RUNS, runs: RULE_RUNS, byLabel: { a: { same: 3 }, b: { same: 0 } } },
      },
    ]);
  });

  it('needs more runs where it is about the order of processes, and as many as are asked for', async () => {
    const bad: Behave = () => ({ values: { 'hook.order': 'bad', x: 'bad' } });
    const executor = fakeExecutor([A], bad);
    const examine = examiner(executor, fakeJudge({ 'hook.order': 'good', x: 'good' }), async () => {});
    const first = await examine(caseOf());
    const runsOf = async (least: number) =>
      (await confirm(caseOf(), first, first.candidates, examine, { least })).map((r) =>
        r.outcome === 'confirmed' ? r.reliability.runs : 0,
      );
    expect(await runsOf(0)).toEqual([MAX_RUNS, RULE_RUNS]);
    expect(await runsOf(10)).toEqual([MAX_RUNS, 10]);
  });

  it('is not waited for long where an operation does not end, unless that is what it is about', async () => {
    const executor = fakeExecutor([A], () => ({ values: { x: 'bad' } }));
    const plain = examiner(executor, fakeJudge({ x: 'good' }), async () => {});
    const factors = async (outcome: 'ok' | 'timeout', kind: 'violation' | 'hang') => {
      const asked = new Set<number | undefined>();
      const examine: Examine = (c, o) => {
        asked.add(o?.timeoutFactor);
        return plain(c, o);
      };
      const first = await plain(caseOf());
      for (const step of first.runs.flatMap((r) => r.observation.steps)) step.outcome = outcome;
      const candidates = first.candidates.map((k) => ({ ...k, kind }));
      await confirm(caseOf(), first, candidates, examine);
      return [...asked];
    };
    expect(await factors('ok', 'violation')).toEqual([1]);
    expect(await factors('timeout', 'violation')).toEqual([HASTE]);
    expect(await factors('timeout', 'hang')).toEqual([2]);
  });

  it('stays unfinished when the time is up', async () => {
    const executor = fakeExecutor([A], () => ({ values: { x: 'bad' } }));
    const examine = examiner(executor, fakeJudge({ x: 'good' }), async () => {});
    const first = await examine(caseOf());
    const expired = () => executor.ran.length > 2;
    const [result] = await confirm(caseOf(), first, first.candidates, examine, { expired });
    expect(result?.outcome).toBe('unfinished');
    expect(executor.ran).toHaveLength(3);
  });

  it('is dropped when it never shows again', async () => {
    const { results } = await look([A], (_, __, nth) => ({ values: { x: nth === 0 ? 'bad' : 'good' } }), {
      x: 'good',
    });
    expect(results.map((r) => r.outcome)).toEqual(['unstable']);
  });

  it('is a race with its rate when it shows in some', async () => {
    const { results, executor } = await look(
      [A],
      (_, __, nth) => ({ values: { x: nth % 2 ? 'good' : 'bad' } }),
      {
        x: 'good',
      },
    );
    expect(results).toMatchObject([
      { outcome: 'confirmed', kind: 'race', reliability: { same: 10, runs: MAX_RUNS } },
    ]);
    expect(executor.ran).toHaveLength(1 + MAX_RUNS);
  });

  it('keeps its rate where operations began together, though the specification is silent', async () => {
    const name = 'together.start+start[created]';
    const { results } = await look([A], (_, __, nth) => ({ values: { [name]: nth % 2 ? 'one' : 'both' } }), {
      [name]: 'one',
    });
    expect(results).toMatchObject([
      { outcome: 'confirmed', kind: 'spec-gap', reliability: { same: 10, runs: MAX_RUNS } },
    ]);
  });

  it('has about the same rate under both labels of one binary', async () => {
    const dice = random(7);
    const { results } = await look(
      [A, A2],
      (_, __, nth) => ({ values: { x: nth === 0 || dice() < 0.5 ? 'bad' : 'good' } }),
      { x: 'good' },
    );
    const race = results.find((r) => r.outcome === 'confirmed');
    const rates = race?.outcome === 'confirmed' ? race.reliability.byLabel : {};
    expect(Object.keys(rates ?? {})).toEqual(['a', 'a2']);
    for (const { same, runs } of Object.values(rates ?? {})) {
      expect(runs).toBe(MAX_RUNS);
      expect(same).toBeGreaterThan(4);
      expect(same).toBeLessThan(16);
    }
  });
});

describe('a difference', () => {
  it('is confirmed when each side keeps to its own outcome', async () => {
    const { results } = await look([A, B], (_, label) => ({ values: { cwd: label } }));
    expect(results).toMatchObject([
      { outcome: 'confirmed', kind: 'difference', reliability: { same: PAIR_RUNS, runs: PAIR_RUNS } },
    ]);
  });

  it('is confirmed for disjoint sets of outcomes, once no new outcome comes', async () => {
    const dice = random(3);
    const { results } = await look([A, B], (_, label) => ({
      values: { order: `${label}${Math.floor(dice() * 3)}` },
    }));
    expect(results).toMatchObject([{ outcome: 'confirmed', kind: 'difference' }]);
  });

  it('is dropped when the sides have an outcome in common, though they differed every time', async () => {
    const values: Record<string, string[]> = {
      a: ['1', '2', '3', '1', '2', '3'],
      b: ['2', '3', '1', '2', '3', '1'],
    };
    const at: Record<string, number> = { a: 0, b: 0 };
    const { results } = await look([A, B], (_, label) => {
      const nth = at[label] ?? 0;
      at[label] = nth + 1;
      return { values: { order: values[label]?.[nth] ?? '0' } };
    });
    expect(results.map((r) => r.outcome)).toEqual(['unstable']);
  });

  it('is dropped when the sides agreed once', async () => {
    const { results } = await look([A, B], (_, label, nth) => ({ values: { x: nth < 4 ? label : 'same' } }));
    expect(results.map((r) => r.outcome)).toEqual(['unstable']);
  });

  it('is dropped when every run has a value never seen before: such sets are disjoint by chance', async () => {
    const { results } = await look([A, B], (_, __, nth) => ({ values: { time: `${nth}` } }));
    expect(results.map((r) => r.outcome)).toEqual(['unstable']);
  });

  it('between two runs of one random binary is never confirmed', async () => {
    for (let seed = 0; seed < 300; seed++) {
      const dice = random(seed);
      const { results } = await look([A, A2], () => ({ values: { order: `${Math.floor(dice() * 2)}` } }));
      expect(results.filter((r) => r.outcome === 'confirmed')).toEqual([]);
    }
  });
});

describe('the reruns', () => {
  it('are shared by all candidates and turn the order of the runtimes round', async () => {
    const { executor, results } = await look([A, B], (_, label) => ({ values: { x: label, y: label } }));
    expect(results).toHaveLength(2);
    expect(executor.ran.map((r) => r.label).join('')).toBe('ab' + 'ba' + 'ab' + 'ba' + 'ab' + 'ba');
  });

  it('do not count when the harness failed; when it goes on failing nothing is concluded', async () => {
    const flaky = await look([A], (_, __, nth) => (nth === 1 ? { fault: 'x' } : { values: { x: 'bad' } }), {
      x: '',
    });
    expect(flaky.results).toMatchObject([{ outcome: 'confirmed', reliability: { same: 3, runs: 3 } }]);
    const dead = await look(
      [A],
      (_, __, nth) => (nth > 0 ? { fault: 'no cgroup' } : { values: { x: 'bad' } }),
      {
        x: '',
      },
    );
    expect(dead.results).toMatchObject([
      { outcome: 'inconclusive', reason: 'harness fault on a: no cgroup' },
    ]);
  });
});

describe('a runtime that can say no more', () => {
  const C = runtime('c');
  const count = (ran: { label: string }[], label: string) => ran.filter((r) => r.label === label).length;

  it('is run no more, but for the releases of those that the finding is about', async () => {
    const bad: Behave = (_, label) => ({ values: { 'hook.order': label === 'a' ? 'bad' : 'good' } });
    const { executor, results } = await look([A, A2, B], bad, { 'hook.order': 'good' });
    const [{ byLabel } = {}] = results.flatMap((r) => (r.outcome === 'confirmed' ? [r.reliability] : []));
    expect(byLabel).toEqual({
      a: { same: MAX_RUNS, runs: MAX_RUNS },
      a2: { same: 0, runs: MAX_RUNS },
      b: { same: 0, runs: RULE_RUNS },
    });
    // with the first sighting
    expect(count(executor.ran, 'b')).toBe(1 + RULE_RUNS);
  });

  it('does not take part in the rest of a difference of others', async () => {
    const { executor, results } = await look([A, B, C], (_, label) =>
      label === 'c' ? { refusal: 'unsupported' } : { values: { umask: label } },
    );
    expect(results).toMatchObject([{ outcome: 'confirmed', kind: 'difference' }]);
    expect(count(executor.ran, 'a')).toBe(1 + PAIR_RUNS);
    expect(count(executor.ran, 'c')).toBe(1 + RULE_RUNS);
  });
});
