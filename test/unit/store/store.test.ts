import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocumentError } from '../../../src/contract/validate.ts';
import type { Run, SavedFinding } from '../../../src/contract/verdict.ts';
import { readCase, readFindings, readKnownIssues, slugOf, writeFinding } from '../../../src/store/corpus.ts';
import { observationStream } from '../../../src/store/observations.ts';
import { readRun } from '../../../src/store/read-run.ts';
import { createRunDir, pruneRuns, resumeRunDir } from '../../../src/store/run-dir.ts';
import { caseOf, observationOf, runtime } from '../support/fake.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ocifuzz-store-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const saved = (signature: string): SavedFinding => ({
  schemaVersion: 1,
  divergence: {
    signature,
    altSignatures: [],
    title: 't',
    kind: 'violation',
    level: 'MUST',
    requirement: null,
    anchor: null,
    oracle: 'o',
    runtimes: ['a'],
    case: 'c',
    reliability: { same: 3, runs: 3 },
    known: null,
    expected: 1,
    actual: 2,
    why: '',
    shrunk: null,
    replay: '',
  },
  runtimes: { a: { name: 'a', version: '1', sha256: '' } },
  case: caseOf(),
});
const run = (label: string): Run => ({ runtime: runtime(label), observation: observationOf(label, {}) });
const start = { seed: 7, argv: ['run'], startedAt: new Date('2026-11-20T02:00:00.123Z') };

describe('a run directory', () => {
  it('is named by time and seed, is `latest`, and never taken twice', () => {
    const [one, two] = [createRunDir(dir, start), createRunDir(dir, start)];
    expect(readdirSync(join(dir, 'runs'))).toEqual([
      '2026-11-20T02-00-00Z-s7',
      '2026-11-20T02-00-00Z-s7-2',
      'latest',
    ]);
    expect(readlinkSync(join(dir, 'runs/latest'))).toBe('2026-11-20T02-00-00Z-s7-2');
    expect(one.dir).not.toBe(two.dir);
  });

  it('can be resumed where it stood, whether it ended or died', () => {
    const first = createRunDir(dir, start);
    first.progress({ cases: 3 }, 12);
    expect(resumeRunDir(first.dir).record).toMatchObject({ seed: 7, next: 12, stopReason: null });
    first.finish('max-time');
    expect(JSON.parse(readFileSync(join(first.dir, 'run.json'), 'utf8')).stopReason).toBe('max-time');
    expect(resumeRunDir(first.dir).record.next).toBe(12);
  });

  it('is refused as one to resume when it is none', () => {
    expect(() => resumeRunDir(dir)).toThrow(/is not the directory of a run/);
    writeFileSync(join(dir, 'run.json'), '{"seed": "x"}');
    expect(() => resumeRunDir(dir)).toThrow(/run\.json is not a valid run record/);
  });

  it('holds findings with their observations until they are removed', async () => {
    const store = createRunDir(dir, start);
    const path = await store.saveFinding(saved('R p t a'), [run('a/b')]);
    expect(path).toBe(`divergences/${slugOf('R p t a')}/finding.json`);
    const file = join(store.dir, path, '../observations/a%2Fb.json.gz');
    expect(JSON.parse(gunzipSync(readFileSync(file)).toString()).runtime).toBe('a/b');
    expect(store.findings().map((f) => f.finding.divergence.signature)).toEqual(['R p t a']);
    store.removeFinding('R p t a');
    expect(store.findings()).toEqual([]);
  });

  it('writes nothing more of a finding that is removed while it is written', async () => {
    const store = createRunDir(dir, start);
    const written = store.saveFinding(saved('R p t a'), [run('a')]);
    store.removeFinding('R p t a');
    await written;
    store.saveSmaller('R p t a', saved('R p t a').case);
    expect(existsSync(join(store.dir, 'divergences', slugOf('R p t a')))).toBe(false);
  });
});

describe('the stream of observations', () => {
  const lines = (file: string) =>
    gunzipSync(readFileSync(join(dir, file)))
      .toString()
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l));

  it('holds every case with its observations, in order', async () => {
    const stream = observationStream(dir);
    await Promise.all([0, 1, 2].map((i) => stream.append(caseOf({ i: `${i}` }), [run('a'), run('b')])));
    expect(lines('recent-1.ndjson.gz')).toMatchObject([
      { case: { config: { annotations: { i: '0' } } }, runs: [{ observation: { runtime: 'a' } }, {}] },
      { case: { config: { annotations: { i: '1' } } } },
      { case: { config: { annotations: { i: '2' } } } },
    ]);
  });

  it('is bounded: the oldest files go', async () => {
    const stream = observationStream(dir, { segmentBytes: 1, segments: 2 });
    for (const i of [1, 2, 3, 4]) await stream.append(caseOf({ i: `${i}` }), []);
    expect(readdirSync(dir)).toEqual(['recent-3.ndjson.gz', 'recent-4.ndjson.gz']);
  });
});

describe('a corpus', () => {
  it('has one readable directory for each signature', () => {
    expect(slugOf('HOOK-poststart hooks.poststart.phase inside-create runc')).toMatch(
      /^hook-poststart-hooks-poststart-phase-inside-create-runc-[0-9a-f]{6}$/,
    );
    expect(slugOf(`R ${'x'.repeat(200)} a`)).not.toBe(slugOf(`R ${'x'.repeat(200)} b`));
  });

  it('gives its findings sorted, from a file, a directory, or anything below it', () => {
    const paths = ['B', 'A', 'C'].map((s) => writeFinding(join(dir, 'corpus'), saved(s)));
    mkdirSync(join(dir, 'corpus/empty'));
    writeFileSync(join(dir, 'corpus/known-issues.json'), '{}');
    expect(readFindings(dir).map((f) => f.path)).toEqual([...paths].sort());
    expect(readFindings(paths[0] ?? '').map((f) => f.finding.divergence.signature)).toEqual(['B']);
    expect(readFindings(join(dir, 'corpus', slugOf('A')))).toHaveLength(1);
  });

  it('replaces a finding as a whole', () => {
    const path = writeFinding(dir, saved('A'));
    writeFinding(dir, { ...saved('A'), case: caseOf({ smaller: '1' }) });
    expect(readFindings(path)[0]?.finding.case.config?.annotations).toEqual({ smaller: '1' });
    expect(readdirSync(join(dir, slugOf('A')))).toEqual(['finding.json']);
  });

  it('gives the case of a finding, of its directory, and of a case file', () => {
    const path = writeFinding(dir, saved('A'));
    writeFileSync(join(dir, 'case.json'), JSON.stringify(caseOf({ plain: '1' })));
    expect(readCase(path)).toEqual(caseOf());
    expect(readCase(join(dir, slugOf('A')))).toEqual(caseOf());
    expect(readCase(join(dir, 'case.json'))).toEqual(caseOf({ plain: '1' }));
  });

  it('says which file is wrong, and where', () => {
    const path = join(dir, 'finding.json');
    expect(() => readFindings(path)).toThrow(`${path} does not exist`);
    writeFileSync(path, '{');
    expect(() => readFindings(path)).toThrow(`${path} is not JSON`);
    writeFileSync(path, JSON.stringify({ ...saved('A'), schemaVersion: 9 }));
    expect(() => readFindings(path)).toThrow(`${path} is not a valid saved finding: /schemaVersion`);
  });
});

describe('known issues', () => {
  it('are read and checked', () => {
    const path = join(dir, 'known-issues.json');
    const issues = [{ signature: 'S', reason: 'r', runtimes: { runc: '<1.2.0' } }];
    writeFileSync(path, JSON.stringify({ schemaVersion: 1, issues }));
    expect(readKnownIssues(path)).toEqual(issues);
    writeFileSync(path, JSON.stringify({ schemaVersion: 1, issues: [{ signature: 'S' }] }));
    expect(() => readKnownIssues(path)).toThrow(/is not a valid list of known issues: \/issues\/0 .*reason/);
  });
});

describe('a run read back', () => {
  it('has its events, findings and observations, and no half line of a run that died', async () => {
    const made = createRunDir(dir, start);
    made.event({ type: 'warning', text: 'ü'.repeat(2 ** 20) });
    made.event({ type: 'warning', text: 'two' });
    appendFileSync(join(made.dir, 'events.ndjson'), '{"type":"warn');
    await made.saveFinding(saved('s'), [run('b'), run('a')]);
    const read = readRun(made.dir);
    expect([...read.events].map((e) => (e.type === 'warning' ? e.text.length : e.type))).toEqual([
      2 ** 20,
      3,
    ]);
    expect([...read.events]).toHaveLength(2);
    expect(read.startedAt).toBe('2026-11-20T02:00:00.123Z');
    expect(read.findings.map((f) => f.saved.divergence.signature)).toEqual(['s']);
    expect(read.findings[0]?.observations().map((o) => o.runtime)).toEqual(['a', 'b']);
    await made.observed(caseOf({ n: '1' }), [run('a')]);
    await made.observed(caseOf({ n: '2' }), [run('a'), run('b')]);
    const file = join(made.dir, 'observations/recent-1.ndjson.gz');
    expect([...read.recent].map((o) => o.runs.length)).toEqual([1, 2]);
    truncateSync(file, statSync(file).size - 20);
    expect([...read.recent].map((o) => o.runs.length)).toEqual([1]);
  });

  it('must be one of a run', () => {
    expect(() => readRun(dir)).toThrow(DocumentError);
    const made = createRunDir(dir, start);
    expect(() => readRun(made.dir)).toThrow('nothing was run');
  });
});

describe('old runs', () => {
  const newRun = (day: number) =>
    createRunDir(dir, { seed: 1, argv: [], startedAt: new Date(Date.UTC(2026, 0, day)) });

  it('go, the oldest first, but for those with private findings and what is no run', async () => {
    const [first, second, third, fourth] = [1, 2, 3, 4].map(newRun);
    await first?.saveFinding(saved('R p t a'), [], true);
    mkdirSync(join(dir, 'runs/notes'));
    expect(pruneRuns(dir, 2)).toEqual([second?.dir]);
    const left = readdirSync(join(dir, 'runs')).map((name) => join(dir, 'runs', name));
    expect(left).toEqual(
      expect.arrayContaining([first?.dir, third?.dir, fourth?.dir, join(dir, 'runs/notes')]),
    );
    expect(left).not.toContain(second?.dir);
  });
});
