import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DRAIN_MS } from '../../../src/campaign/context.ts';
import { caseId } from '../../../src/contract/canonical.ts';
import type { Case } from '../../../src/contract/case.ts';
import { readFindings } from '../../../src/store/corpus.ts';
import { RULE_RUNS } from '../../../src/triage/confirm.ts';
import { type Behave, caseOf, random, runtime } from '../support/fake.ts';
import { play, type World } from './world.ts';

const A = runtime('a');
const B = runtime('b');
const WORDS = ['bad', 'one', 'two', 'three', 'four', 'five', 'six'];

const has = (c: Case, word: string): boolean => word in ((c.config?.annotations ?? {}) as object);
/** Cases with many annotations, of which only `bad` matters. */
const generate = (index: number) => ({
  case: caseOf({ index: `${index}`, ...Object.fromEntries(WORDS.map((w) => [w, w])) }),
  areas: ['fake'],
  *shrinks() {},
});
const bad: Behave = (c, label) => ({ values: { x: label === 'b' && has(c, 'bad') ? 'bad' : 'good' } });
const rules = { x: 'good', y: 'good' };

const shrinking = (world: Partial<World>) =>
  play({
    runtimes: [A, B],
    behave: bad,
    rules,
    ...world,
    input: { generate, ...world.input },
    options: { shrink: true, maxCases: 5, ...world.options },
  });

describe('shrinking in a campaign', () => {
  it('files the smallest case, confirmed on all runtimes', async () => {
    const { result, store, events } = await shrinking({});
    expect(result.divergences).toMatchObject([
      {
        kind: 'violation',
        runtimes: ['b'],
        reliability: { byLabel: { a: { same: 0 }, b: { same: 10, runs: 10 } } },
      },
    ]);
    const [saved] = readFindings(join(store.dir, 'divergences'));
    expect(saved?.finding.case.config).toEqual({
      ociVersion: '1.0.2',
      root: { path: 'rootfs' },
      annotations: { bad: '' },
    });
    expect(saved?.finding.case.script).toEqual([]);
    expect(saved?.finding.divergence.shrunk).toEqual({ from: 18, to: 5, minimal: true });
    expect(events.filter((e) => e.type === 'shrunk')).toHaveLength(1);
    expect(existsSync(join(saved?.path ?? '', '../smaller.json'))).toBe(false);
  });

  it('begins with the smallest case that showed the finding, whoever met it', async () => {
    const ran: Case[] = [];
    const { result } = await shrinking({
      behave: (c, label, nth) => {
        ran.push(c);
        return bad(c, label, nth);
      },
      input: {
        // the second case is nearly minimal
        generate: (i) =>
          i === 0
            ? generate(0)
            : { case: caseOf({ bad: '', index: `${i}` }), areas: ['fake'], *shrinks() {} },
      },
      options: { maxCases: 2 },
    });
    expect(result.divergences[0]?.shrunk?.to).toBe(5);
    const sizes = ran.map((c) => Object.keys((c.config?.annotations ?? {}) as object).length);
    // after the two cases and their confirmation nothing between the two sizes is run
    expect(sizes.filter((n) => n > 2 && n < WORDS.length + 1)).toEqual([]);
  });

  it('tries a broken rule on the offender alone first', async () => {
    const { executor, result } = await shrinking({ options: { maxCases: 1 } });
    const count = (label: string) => executor.ran.filter((r) => r.label === label).length;
    expect(result.divergences[0]?.shrunk).not.toBeNull();
    expect(count('b') - count('a')).toBeGreaterThan(3);
  });

  it('keeps what the others need to do it right', async () => {
    const { store } = await shrinking({
      behave: (c, label) =>
        // without `one` the other runtime does not even get so far
        label === 'a' && !has(c, 'one') ? { refusal: 'config-value' } : bad(c, label, 0),
    });
    const [saved] = store.findings();
    expect(saved?.finding.divergence).toMatchObject({ runtimes: ['b'] });
    expect(Object.keys(saved?.finding.case.config?.annotations ?? {})).toEqual(['bad', 'one']);
  });

  it('confirms a small case once for all findings that it shows', async () => {
    const { executor, store } = await shrinking({
      behave: (c, label) => {
        const value = label === 'b' && has(c, 'bad') ? 'bad' : 'good';
        return { values: { x: value, y: value } };
      },
      options: { maxCases: 1 },
    });
    const [x, y] = store.findings().map((f) => f.finding);
    expect(y?.case).toEqual(x?.case);
    expect(y?.divergence).toMatchObject({ shrunk: x?.divergence.shrunk, reliability: { same: 10 } });
    // the runtime that does it right, on that case: looked at for each, confirmed once
    const id = x && caseId(x.case);
    const looks = executor.ran.filter((r) => r.label === 'a' && caseId(r.case) === id).length;
    expect(looks).toBeLessThan(2 * RULE_RUNS + 2);
  });

  it('says what of the smallest case matters', async () => {
    const { result, store } = await shrinking({ options: { maxCases: 1 } });
    const explained = {
      matters: [],
      free: ['/config/annotations/bad'],
      nearest: { pointer: '/config/annotations/bad' },
    };
    expect(result.divergences).toMatchObject([{ explained }]);
    expect(store.findings()[0]?.finding.divergence.explained).toEqual(explained);
  });

  it('can be left out', async () => {
    const { result, events } = await shrinking({ options: { shrink: false } });
    expect(result.divergences).toMatchObject([{ shrunk: null }]);
    expect(events.some((e) => e.type === 'shrinking')).toBe(false);
  });

  it('does not turn a sure finding into a race by taking away what makes it sure', async () => {
    const dice = random(4);
    const { store } = await shrinking({
      behave: (c, label) => {
        const sure = c.script.some((s) => s.op === 'start');
        return { values: { x: label === 'b' && has(c, 'bad') && (sure || dice() < 0.7) ? 'bad' : 'good' } };
      },
    });
    const [saved] = store.findings();
    expect(saved?.finding.divergence.kind).toBe('violation');
    expect(saved?.finding.case.script).toEqual([{ op: 'create' }, { op: 'start' }]);
    expect(Object.keys(saved?.finding.case.config?.annotations ?? {})).toEqual(['bad']);
  });

  /** Wrong on `b` in every other run of a case, and in the first `sure` runs of generated cases. */
  function everyOther(sure = 0): Behave {
    const runs = new Map<string, number>();
    return (c, label) => {
      const key = `${label} ${caseId(c)}`;
      const nth = runs.get(key) ?? 0;
      runs.set(key, nth + 1);
      const shows = nth % 2 === 0 || (nth < sure && has(c, 'six'));
      return { values: { x: label === 'b' && has(c, 'bad') && shows ? 'bad' : 'good' } };
    };
  }

  it('shrinks a race, and measures the rate of the smaller case', async () => {
    const { result, store } = await shrinking({ behave: everyOther() });
    expect(result.divergences).toMatchObject([{ kind: 'race', reliability: { runs: 20, same: 10 } }]);
    expect(Object.keys(store.findings()[0]?.finding.case.config?.annotations ?? {})).toEqual(['bad']);
  });

  it('files as a race what luck had confirmed as sure', async () => {
    const { result, events, store } = await shrinking({ behave: everyOther(4) });
    const filed = events.find((e) => e.type === 'finding');
    expect(filed).toMatchObject({ divergence: { kind: 'violation', reliability: { same: 3, runs: 3 } } });
    expect(result.divergences).toMatchObject([{ kind: 'race', reliability: { runs: 20 } }]);
    expect(Object.keys(store.findings()[0]?.finding.case.config?.annotations ?? {})).toEqual(['bad']);
  });

  it('files apart what else it meets', async () => {
    const { result } = await shrinking({
      behave: (c, label) => ({
        values: {
          x: label === 'b' && has(c, 'bad') ? 'bad' : 'good',
          y: label === 'b' && !has(c, 'one') ? 'bad' : 'good',
        },
      }),
    });
    expect(result.divergences.map((d) => d.signature)).toEqual([
      'RULE-x program.x wrong b',
      'RULE-y program.y wrong b',
    ]);
  });

  it('does not shrink what is known', async () => {
    const known = [{ signature: 'RULE-x program.x wrong b', reason: 'upstream' }];
    const { result, events } = await shrinking({ input: { generate, known } });
    expect(result.divergences).toMatchObject([{ known: 'upstream', shrunk: null }]);
    expect(events.some((e) => e.type === 'shrinking')).toBe(false);
  });
});

describe('the time of shrinking', () => {
  it('goes to a small case of every finding before any becomes minimal', async () => {
    const { events, store } = await shrinking({
      rules: { bad: 'good', two: 'good' },
      behave: (c, label) => {
        const wrong = (word: string) => (label === 'b' && has(c, word) ? 'bad' : 'good');
        return { values: { bad: wrong('bad'), two: wrong('two') } };
      },
      options: { maxCases: 1 },
    });
    const shrunk = events.flatMap((e) => (e.type === 'shrunk' ? [e.divergence] : []));
    const [bad, two] = ['RULE-bad program.bad wrong b', 'RULE-two program.two wrong b'];
    expect(shrunk.map((d) => d.signature)).toEqual([bad, two, bad, two]);
    const [hasty, , minimal, last] = shrunk;
    expect(hasty?.reliability.runs).toBe(RULE_RUNS);
    expect(minimal?.reliability.runs).toBe(10);
    expect([hasty, minimal, last].map((d) => d?.shrunk?.minimal)).toEqual([false, true, true]);
    const left = store.findings().map((f) => f.finding.case.config?.annotations);
    expect(left).toEqual([{ bad: '' }, { two: '' }]);
  });

  /** Every case has a finding of its own, and no lifecycle is fast. */
  const busy: Partial<World> = {
    behave: (c, label) => ({
      values: {
        [`v${(c.config?.annotations as { index?: string })?.index}`]: has(c, 'bad') ? label : 'same',
      },
    }),
    cost: 50,
    forgetful: true,
    options: { shrink: true, maxCases: null, maxTimeMs: 20_000 },
  };

  it('waits as long as cases bring something new, and no longer', async () => {
    const order = async (world: Partial<World>) => {
      const { events } = await shrinking({ ...world, options: { shrink: true, maxCases: 80 } });
      const types = events.map((e) => e.type);
      return types.indexOf('shrinking') < types.lastIndexOf('case-done') ? 'beside' : 'afterwards';
    };
    expect(await order({ ...busy, cost: 0 })).toBe('afterwards');
    expect(await order({})).toBe('beside');
  });

  it('does not keep the campaign from looking at cases', async () => {
    const [with_, without] = [
      await shrinking(busy),
      await shrinking({ ...busy, options: { ...busy.options, shrink: false } }),
    ];
    expect(with_.result.stats.cases).toBeGreaterThan(without.result.stats.cases / 4);
    expect(with_.result.divergences.filter((d) => d.shrunk).length).toBeGreaterThan(3);
  });

  it('takes no more cases once the time that is left is needed to make all findings small', async () => {
    const { result } = await shrinking({ ...busy, options: { ...busy.options, maxTimeMs: 60_000 } });
    // not of what was only met while others were shrunk
    const generated = result.divergences.filter((d) => /\.v\d+ /.test(d.signature));
    expect(generated.length).toBeGreaterThan(20);
    expect(generated.filter((d) => d.shrunk === null)).toEqual([]);
  });

  it('leaves time to confirm the smallest case so far, which is not minimal', async () => {
    const words = Array.from({ length: 80 }, (_, i) => `w${i}`);
    const needed = words.filter((_, i) => i % 2 === 0);
    const { result } = await shrinking({
      behave: (c, label) => ({
        values: { x: label === 'b' && needed.every((w) => has(c, w)) ? 'bad' : 'good' },
      }),
      input: {
        generate: () => ({
          case: caseOf(Object.fromEntries(words.map((w) => [w, w]))),
          areas: ['fake'],
          *shrinks() {},
        }),
      },
      cost: 100,
      options: { maxCases: 1, maxTimeMs: 1000 },
    });
    const [d] = result.divergences;
    expect(d).toMatchObject({ kind: 'violation', shrunk: { minimal: false } });
    expect(d?.shrunk?.to).toBeLessThan(d?.shrunk?.from ?? 0);
    expect(d?.reliability.runs).toBeGreaterThanOrEqual(RULE_RUNS);
  });

  it('ends soon after that of the campaign, with every finding filed', async () => {
    const { result, store } = await shrinking(busy);
    expect(result.reason).toBe('max-time');
    expect(result.stats.elapsedSeconds * 1000).toBeLessThan(20_000 + DRAIN_MS + 5000);
    expect(readdirSync(join(store.dir, 'divergences'))).toHaveLength(result.divergences.length);
  });

  it('ends with an interruption, and the finding stays as it was', async () => {
    const stop = new AbortController();
    const { result, store } = await shrinking({
      input: {
        generate,
        signal: stop.signal,
        emit: (e) => e.type === 'shrinking' && stop.abort(),
      },
    });
    expect(result.reason).toBe('interrupted');
    expect(result.divergences).toMatchObject([{ shrunk: null }]);
    const [saved] = store.findings();
    expect(Object.keys(saved?.finding.case.config?.annotations ?? {})).toContain('one');
    expect(existsSync(join(saved?.path ?? '', '../smaller.json'))).toBe(true);
  });
});
