import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SavedFinding } from '../../../src/contract/verdict.ts';
import { readFindings } from '../../../src/store/corpus.ts';
import { createRunDir, resumeRunDir } from '../../../src/store/run-dir.ts';
import { random, runtime } from '../support/fake.ts';
import { generate, indexOf, play, temporary } from './world.ts';

const A = runtime('a');
const B = runtime('b');
const A2 = runtime('a2', { name: 'a' });
const differ = (_: unknown, label: string) => ({ values: { cwd: label } });

describe('campaign', () => {
  it('finds, confirms, files once and counts what it saw', async () => {
    const { result, events, store } = await play({ runtimes: [A, B], behave: differ });
    expect(result.reason).toBe('max-cases');
    expect(result.divergences).toMatchObject([
      { signature: 'DIFF program.cwd differs a+b', kind: 'difference', seen: 10, known: null },
    ]);
    expect(result.stats).toMatchObject({ cases: 10, lifecycles: 30, unstable: 0 });
    expect(result.stats.acceptedByRuntime).toEqual({
      a: { cases: 10, accepted: 10, ratio: 1 },
      b: { cases: 10, accepted: 10, ratio: 1 },
    });
    const types = events.map((e) => e.type);
    expect(types[0]).toBe('run-start');
    expect(types.at(-1)).toBe('run-end');
    expect(types.filter((t) => t === 'finding')).toHaveLength(1);
    expect(types.filter((t) => t === 'case-done')).toHaveLength(10);
    const lines = readFileSync(join(store.dir, 'events.ndjson'), 'utf8').trim().split('\n');
    expect(lines.map((l) => JSON.parse(l))).toEqual(JSON.parse(JSON.stringify(events)));
  });

  it('saves a finding that can be read back, with the command that replays it', async () => {
    const { store } = await play({ runtimes: [A, B], behave: differ });
    const [saved] = readFindings(join(store.dir, 'divergences'));
    expect(saved?.finding).toMatchObject({
      runtimes: { a: { name: 'a' }, b: { name: 'b' } },
      divergence: { replay: `ocifuzz replay ${saved?.path}`, actual: { a: 'a', b: 'b' } },
    });
    expect(join(store.dir, saved?.finding.divergence.case ?? '')).toBe(saved?.path);
  });

  it('is silent on one binary under two labels, but for violations, which both show alike', async () => {
    const dice = random(5);
    const noise = () => ({ values: { order: `${Math.floor(dice() * 3)}`, umask: '022' } });
    const { result } = await play({
      runtimes: [A, A2],
      behave: noise,
      rules: { umask: '0' },
      options: { maxCases: 300 },
    });
    expect(result.divergences).toMatchObject([
      { kind: 'violation', reliability: { byLabel: { a: { same: 3, runs: 3 }, a2: { same: 3, runs: 3 } } } },
    ]);
    expect(result.stats.unstable).toBeGreaterThan(0);
  });

  const broken = (signature: string) => {
    const [rule = '', path = '', token = ''] = signature.split(' ');
    const kind = 'violation' as const;
    return { oracle: 'o', rule, verdict: kind, subjects: ['a'], kind, level: 'MUST' as const, path, token };
  };

  it('tells of what may touch security in a directory of its own and nowhere else', async () => {
    const SECRET = 'linux.readonly.effect readonly writable a';
    const notClaimed = { ...broken('linux.masked.unreadable masked.file readable a'), notClaimed: true };
    const { result, store, events } = await play({
      runtimes: [A, B],
      behave: () => ({}),
      input: { judge: () => [broken(SECRET), broken('R p t a'), notClaimed] },
      options: { shrink: true },
    });
    expect(result.divergences.map((d) => d.signature)).toEqual(['R p t a']);
    expect(result.privateFindings).toBe(1);
    const told = `${JSON.stringify(events)} ${readFileSync(join(store.dir, 'stats.json'), 'utf8')}`;
    for (const secret of ['linux.readonly.effect', 'linux.masked.unreadable'])
      expect(told).not.toContain(secret);
    expect(statSync(join(store.dir, 'observations')).mode & 0o777).toBe(0o700);
    expect(JSON.stringify(events)).toContain('private address');
    const dir = join(store.dir, 'private');
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(readFindings(dir).map((f) => f.finding.divergence.signature)).toEqual([SECRET]);
    expect(readFindings(join(store.dir, 'divergences'))).toHaveLength(1);
  });

  it('puts off the less severe of more new findings than were asked for', async () => {
    const all = ['R1 p1 t a', 'R2 p2 t a', 'R3 p3 t a'];
    const { result, store } = await play({
      runtimes: [A, B],
      behave: () => ({}),
      input: {
        judge: () =>
          all.map((s, i) => ({ ...broken(s), level: (['IMPLIED', 'MUST', 'SHOULD'] as const)[i] ?? null })),
        known: [{ signature: 'R3 p3 t a', reason: 'seen' }],
      },
      options: { maxNew: 1 },
    });
    // what is known does not count
    expect(result.divergences.map((d) => d.signature)).toEqual(['R2 p2 t a', 'R3 p3 t a']);
    expect(readFindings(join(store.dir, 'later')).map((f) => f.finding.divergence.signature)).toEqual([
      'R1 p1 t a',
    ]);
    expect(readFindings(join(store.dir, 'divergences'))).toHaveLength(2);
  });

  it('marks what the newest release at hand does not show', async () => {
    const releases = ['1.9', '1.10'].map((version) => runtime(`a-${version}`, { name: 'a', version }));
    const shows = (label: string) =>
      play({
        runtimes: [...releases, B],
        behave: (_, l) => ({ values: { x: l === label ? 'bad' : 'good' } }),
        rules: { x: 'good' },
      });
    const rule = async (label: string) =>
      (await shows(label)).result.divergences.find((d) => d.signature.startsWith('RULE-x'))?.fixedUpstream;
    expect(await rule('a-1.9')).toBe(true);
    expect(await rule('a-1.10')).toBeUndefined();
    expect(await rule('b')).toBeUndefined();
  });

  it('files the most severe of what has one cause, whatever comes first, and keeps the others with it', async () => {
    const WORSE = 'hooks.poststart.phase hooks.poststart.phase in-create a';
    const MILDER = 'hooks.stdin.status.poststart hooks.poststart.stdin.status created a';
    const verdict = (signature: string, kind: 'violation' | 'difference') => {
      const [rule = '', path = '', token = ''] = signature.split(' ');
      const level = kind === 'violation' ? ('MUST' as const) : ('IMPLIED' as const);
      return { oracle: 'o', rule, verdict: 'violation' as const, subjects: ['a'], kind, level, path, token };
    };
    const ok = { oracle: 'o', rule: MILDER.split(' ')[0] ?? '', verdict: 'ok' as const, subjects: ['b'] };
    const { result, store } = await play({
      runtimes: [A, B],
      behave: () => ({}),
      input: {
        judge: ({ case: c }) => [
          ok,
          ...(indexOf(c) < 3 || indexOf(c) > 6 ? [verdict(MILDER, 'difference')] : []),
          ...(indexOf(c) >= 3 ? [verdict(WORSE, 'violation')] : []),
        ],
      },
    });
    expect(result.divergences).toMatchObject([{ signature: WORSE, altSignatures: [MILDER] }]);
    const saved = readFindings(join(store.dir, 'divergences')).map((f) => f.finding.divergence);
    expect(saved).toMatchObject([{ signature: WORSE, altSignatures: [MILDER] }]);
  });

  it('keeps one of two races that have one cause, though either might have been more', async () => {
    const FIRST = 'hooks.startContainer.phase hooks.startContainer.phase outlives-start a';
    const SECOND = 'hooks.order.startContainer-before-poststart hooks.poststart.phase before-program a';
    let looks = 0;
    const verdict = (signature: string) => {
      const [rule = '', path = '', token = ''] = signature.split(' ');
      if (looks % 3 === 0) return { oracle: 'o', rule, verdict: 'ok' as const, subjects: ['a'] };
      const broken = { verdict: 'violation' as const, kind: 'violation' as const, level: 'MUST' as const };
      return { oracle: 'o', rule, subjects: ['a'], ...broken, path, token };
    };
    const { result, store } = await play({
      runtimes: [A],
      behave: () => ({}),
      options: { maxCases: 40 },
      input: {
        judge({ case: c }) {
          looks += 1;
          return [verdict(indexOf(c) < 10 ? FIRST : SECOND)];
        },
      },
    });
    expect(result.divergences).toMatchObject([{ kind: 'race', altSignatures: [expect.any(String)] }]);
    const [kept] = result.divergences;
    expect([kept?.signature, ...(kept?.altSignatures ?? [])].sort()).toEqual([SECOND, FIRST].sort());
    expect(store.findings()).toHaveLength(1);
  });

  it('files one root cause seen by two oracles once, also when they see it in different cases', async () => {
    const { result, store } = await play({
      runtimes: [A, B],
      behave: (c, label) => ({ values: { umask: indexOf(c) < 3 ? `${label}-early` : label } }),
      input: {
        judge: (input) => [
          {
            oracle: 'differential',
            rule: 'DIFF',
            verdict: 'violation',
            subjects: ['a', 'b'],
            kind: 'difference',
            path: 'program.umask',
            token: 'differs',
            actual: { a: 1, b: 2 },
          },
          {
            oracle: 'spec',
            rule: 'R',
            verdict: indexOf(input.case) < 3 ? 'unknown' : 'violation',
            subjects: ['a'],
            kind: 'violation',
            level: 'MUST',
            path: 'program.umask',
            token: 'wrong',
          },
        ],
      },
    });
    expect(result.divergences).toMatchObject([
      { signature: 'R program.umask wrong a', altSignatures: ['DIFF program.umask differs a+b'] },
    ]);
    expect(store.findings()).toHaveLength(1);
  });

  it('leaves a signature alone after three cases on which it did not hold', async () => {
    const { result, events } = await play({
      runtimes: [A, B],
      behave: (_, label, nth) => ({ values: { time: `${label}${nth}` } }),
      options: { maxCases: 50 },
    });
    expect(result.divergences).toEqual([]);
    expect(result.stats.unstable).toBe(3);
    expect(events.filter((e) => e.type === 'confirming')).toHaveLength(3);
  });

  it('reports faults of the harness as inconclusive, never as findings', async () => {
    const { result } = await play({
      runtimes: [A, B],
      behave: (c, label) =>
        indexOf(c) === 4 && label === 'b' ? { fault: 'agent lost' } : { values: { x: '1' } },
    });
    expect(result.divergences).toEqual([]);
    expect(result.inconclusive).toMatchObject([{ reason: 'harness fault on b: agent lost', count: 1 }]);
  });

  it('lists refusals by cause, and does not hold what a release lacks against it', async () => {
    const { result } = await play({
      runtimes: [A],
      behave: (c) =>
        indexOf(c) < 2 ? { refusal: 'config-value' } : indexOf(c) < 5 ? { refusal: 'unsupported' } : {},
    });
    expect(result.stats.acceptedByRuntime).toEqual({ a: { cases: 7, accepted: 5, ratio: 5 / 7 } });
    expect(result.stats.refusals).toEqual({ a: { 'config-value (fake)': 2, 'unsupported (fake)': 3 } });
  });

  it('throws an error of the harness itself, and does not pass for a run that ended', async () => {
    const store = createRunDir(temporary(), { seed: 1, argv: [], startedAt: new Date(0) });
    const broken = (index: number) => {
      if (index > 5) throw new Error('generator broke');
      return generate(index);
    };
    const run = play({ runtimes: [A, B], behave: differ, store, input: { generate: broken } });
    await expect(run).rejects.toThrow('generator broke');
    expect(store.record.stopReason).toBeNull();
    expect(readFileSync(join(store.dir, 'events.ndjson'), 'utf8')).not.toContain('"run-end"');
  });
});

describe('the end of a campaign', () => {
  it('comes with the budget of time', async () => {
    const { result } = await play({
      runtimes: [A],
      behave: () => ({}),
      cost: 10,
      options: { maxCases: null, maxTimeMs: 200 },
    });
    expect(result.reason).toBe('max-time');
    expect(result.stats.cases).toBeGreaterThanOrEqual(20);
    expect(result.stats.cases).toBeLessThanOrEqual(21);
  });

  it('comes with the number of new findings', async () => {
    const { result } = await play({
      runtimes: [A, B],
      behave: (c, label) => ({ values: { [`v${indexOf(c)}`]: label } }),
      options: { maxCases: 100, maxDivergences: 4 },
    });
    expect(result.reason).toBe('max-divergences');
    expect(result.divergences.length).toBeGreaterThanOrEqual(4);
    expect(result.divergences.length).toBeLessThanOrEqual(5);
  });

  it('comes with an interruption, in the middle of a confirmation too, with all reports written', async () => {
    const stop = new AbortController();
    const { result, store, events } = await play({
      runtimes: [A, B],
      behave: differ,
      onRun: (nth) => nth === 5 && stop.abort(),
      input: { signal: stop.signal },
    });
    expect(result.reason).toBe('interrupted');
    expect(events.at(-1)).toMatchObject({ type: 'run-end', reason: 'interrupted' });
    expect(resumeRunDir(store.dir).record.next).toBeLessThan(10);
    expect(JSON.parse(readFileSync(join(store.dir, 'stats.json'), 'utf8')).lifecycles).toBeGreaterThan(5);
  });

  it('comes at once without runtimes', async () => {
    expect((await play({ runtimes: [], behave: () => ({}) })).result.reason).toBe('no-runtime');
  });
});

describe('the plan', () => {
  const indices = (events: { type: string; index?: number }[]) =>
    events.flatMap((e) => (e.type === 'case-done' ? [e.index] : [])).sort((a = 0, b = 0) => a - b);

  it('takes one case alone', async () => {
    const { result, events } = await play({ runtimes: [A], behave: () => ({}), options: { index: 77 } });
    expect(indices(events)).toEqual([77]);
    expect(result.reason).toBe('done');
  });

  it('splits the cases between shards', async () => {
    const shard = async (index: number) =>
      indices(
        (
          await play({
            runtimes: [A],
            behave: () => ({}),
            options: { maxCases: 4, shard: { index, count: 3 } },
          })
        ).events,
      );
    expect([await shard(0), await shard(1), await shard(2)]).toEqual([
      [0, 3, 6, 9],
      [1, 4, 7, 10],
      [2, 5, 8, 11],
    ]);
  });

  it('goes on where an interrupted run stopped, and keeps its findings', async () => {
    const stop = new AbortController();
    const first = await play({
      runtimes: [A, B],
      behave: differ,
      onRun: (nth) => nth === 60 && stop.abort(),
      input: { signal: stop.signal },
      options: { maxCases: 100 },
    });
    expect(first.result.divergences).toHaveLength(1);
    const next = first.store.record.next;
    const second = await play({
      runtimes: [A, B],
      behave: differ,
      store: resumeRunDir(first.store.dir),
      options: { maxCases: 3 },
    });
    expect(indices(second.events)).toEqual([next, next + 1, next + 2]);
    expect(second.events.filter((e) => e.type === 'confirming')).toEqual([]);
    expect(second.result.divergences).toMatchObject([{ signature: 'DIFF program.cwd differs a+b', seen: 3 }]);
  });

  it('runs the corpus first', async () => {
    const finding = (await play({ runtimes: [A, B], behave: differ })).store.findings()[0]?.finding;
    const { executor, result } = await play({
      runtimes: [A, B],
      behave: differ,
      input: { corpus: [finding as SavedFinding], generate: (i) => generate(i + 100) },
      options: { maxCases: 2 },
    });
    expect(executor.ran[0]?.case).toEqual(finding?.case);
    expect(result.stats.cases).toBe(3);
  });
});

describe('known issues', () => {
  const signature = 'DIFF program.cwd differs a+b';

  it('are counted and shown, and do not use up the number of findings', async () => {
    const { result, events } = await play({
      runtimes: [A, B],
      behave: differ,
      input: { known: [{ signature, reason: 'upstream knows' }] },
      options: { maxDivergences: 1 },
    });
    expect(result.reason).toBe('max-cases');
    expect(result.divergences).toMatchObject([{ signature, known: 'upstream knows', seen: 10 }]);
    expect(events.find((e) => e.type === 'finding')).toMatchObject({ isNew: false });
  });

  it('are announced when they have expired and when their saved case does not show them any more', async () => {
    const corpus = (await play({ runtimes: [A, B], behave: differ })).store.findings().map((f) => f.finding);
    const { events } = await play({
      runtimes: [A, B],
      behave: () => ({ values: { cwd: '/' } }),
      input: {
        corpus,
        known: [
          { signature, reason: 'x' },
          { signature: 'T', reason: 'y', expires: '2025-12-31' },
        ],
      },
    });
    expect(events.flatMap((e) => (e.type === 'warning' ? [e.text] : []))).toEqual([
      'known issue expired on 2025-12-31 and counts as new: T',
      `known issue is stale, its saved case does not show it any more: ${signature}`,
    ]);
  });
});
