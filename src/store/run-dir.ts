/** The directory of one run: everything that a campaign leaves, complete at every moment. */
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import Type from 'typebox';
import { type Case, SCHEMA_VERSION } from '../contract/case.ts';
import type { Event, StopReason } from '../contract/event.ts';
import type { HostFacts, RuntimeFacts } from '../contract/facts.ts';
import { DocumentError } from '../contract/validate.ts';
import type { Divergence, Run, SavedFinding } from '../contract/verdict.ts';
import { readFindings, type StoredFinding, slugOf, writeFinding } from './corpus.ts';
import { linkTo, readDocument, writeJson } from './files.ts';
import { besideFinding, caseDir, observationStream, writeObservations } from './observations.ts';

/** Findings that may touch security, readable by their owner alone. */
export const PRIVATE = 'private';
/** Path of a finding's file in the directory of a run. */
export const findingPath = (signature: string, isPrivate: boolean): string =>
  join(isPrivate ? PRIVATE : 'divergences', slugOf(signature), 'finding.json');
/** New findings beyond those that were asked for. */
const LATER = 'later';

const RunRecord = Type.Object(
  {
    schemaVersion: Type.Literal(SCHEMA_VERSION),
    seed: Type.Integer(),
    argv: Type.Array(Type.String()),
    startedAt: Type.String(),
    /** lowest index of a generated case that has not been judged */
    next: Type.Integer(),
    /** null while it runs, and for ever if it died */
    stopReason: Type.Union([Type.String(), Type.Null()]),
  },
  { title: 'run record' },
);
export type RunRecord = Type.Static<typeof RunRecord>;

export type RunDir = {
  dir: string;
  /** as it stands on disk */
  record: RunRecord;
  environment(host: HostFacts, runtimes: readonly RuntimeFacts[]): void;
  /** appends to events.ndjson */
  event(event: Event): void;
  /** stats.json, and how far the run has come */
  progress(stats: object, next: number): void;
  /** every observation, before it is judged */
  observed(c: Case, runs: readonly Run[]): Promise<void>;
  /** the observations of a case with candidate findings, for good */
  keep(c: Case, runs: readonly Run[]): Promise<void>;
  /** divergences/SLUG/finding.json (or private/SLUG) and its observations; returns the file's path relative to `dir` */
  saveFinding(saved: SavedFinding, runs: readonly Run[], isPrivate?: boolean): Promise<string>;
  /** divergences/SLUG/smaller.json: how far shrinking has come, for a run that ends meanwhile; null = it is done */
  saveSmaller(signature: string, c: Case | null): void;
  /** the same with the observations that lie at `observed`, of a finding of another run */
  adopt(saved: SavedFinding, observed: string, isPrivate: boolean): void;
  removeFinding(signature: string): void;
  /** writes what was learnt of a saved finding */
  saveLearnt(signature: string, learnt: Partial<Divergence>): void;
  /** moves a finding to later/: it is kept, and counts no more */
  putOff(signature: string): void;
  /** findings that the directory holds (of the run so far, or of the one that is resumed) */
  findings(): StoredFinding[];
  finish(reason: StopReason): void;
};

export type NewRun = { seed: number; argv: string[]; startedAt: Date };

/** Makes `OUT/runs/UTC-sSEED` and points `OUT/runs/latest` at it. */
export function createRunDir(out: string, { seed, argv, startedAt }: NewRun): RunDir {
  const stamp = startedAt.toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  const dir = freshDir(join(out, 'runs'), `${stamp}-s${seed}`);
  linkTo(basename(dir), join(dirname(dir), 'latest'));
  const record = { schemaVersion: SCHEMA_VERSION, seed, argv, startedAt: startedAt.toISOString() } as const;
  return runDir(dir, { ...record, next: 0, stopReason: null });
}

/**
 * Goes on with a run that ended or died.
 * @throws DocumentError for a directory that is not one of a run
 */
export function resumeRunDir(dir: string): RunDir {
  return runDir(dir, { ...readRecord(dir), stopReason: null });
}

/** @throws DocumentError for a directory that is not one of a run */
export function readRecord(dir: string): RunRecord {
  const path = join(dir, 'run.json');
  if (!existsSync(path))
    throw new DocumentError(
      `${dir} is not the directory of a run: it has no run.json; --out has them below runs/`,
    );
  return readDocument(RunRecord, path);
}

function runDir(dir: string, start: RunRecord): RunDir {
  const divergences = join(dir, 'divergences');
  const hidden = join(dir, PRIVATE);
  const observations = join(dir, 'observations');
  const stream = observationStream(observations);
  const placeOf = (isPrivate: boolean): string => {
    if (isPrivate) mkdirSync(hidden, { recursive: true, mode: 0o700 });
    return isPrivate ? hidden : divergences;
  };
  const self: RunDir = {
    dir,
    record: start,
    environment: (host, runtimes) => writeJson(join(dir, 'env.json'), { host, runtimes }),
    event: (event) => appendFileSync(join(dir, 'events.ndjson'), `${JSON.stringify(event)}\n`),
    progress(stats, next) {
      writeJson(join(dir, 'stats.json'), stats);
      save({ ...self.record, next });
    },
    observed: (c, runs) => stream.append(c, runs),
    keep: (c, runs) => writeObservations(caseDir(observations, c), runs),
    async saveFinding(saved, runs, isPrivate = false) {
      const path = writeFinding(placeOf(isPrivate), saved);
      // it may be explained by another one meanwhile, and be removed
      await writeObservations(besideFinding(path), runs, () => existsSync(path));
      return relative(dir, path);
    },
    adopt(saved, observed, isPrivate) {
      const path = writeFinding(placeOf(isPrivate), saved);
      if (existsSync(observed)) cpSync(observed, besideFinding(path), { recursive: true });
    },
    saveSmaller(signature, c) {
      const [here, secret] = [divergences, hidden].map((d) => join(d, slugOf(signature))) as [string, string];
      const place = existsSync(secret) ? secret : here;
      const path = join(place, 'smaller.json');
      if (c === null) rmSync(path, { force: true });
      else if (existsSync(place)) writeJson(path, c);
    },
    saveLearnt(signature, learnt) {
      const [place] = [divergences, hidden]
        .map((d) => join(d, slugOf(signature)))
        .filter((d) => existsSync(d));
      if (place === undefined) return;
      const [stored] = readFindings(place);
      if (stored === undefined) return;
      const { finding, path } = stored;
      writeJson(path, { ...finding, divergence: { ...finding.divergence, ...learnt } });
    },
    removeFinding(signature) {
      for (const place of [divergences, hidden])
        rmSync(join(place, slugOf(signature)), { recursive: true, force: true });
    },
    putOff(signature) {
      const from = join(divergences, slugOf(signature));
      if (!existsSync(from)) return;
      mkdirSync(join(dir, LATER), { recursive: true });
      renameSync(from, join(dir, LATER, slugOf(signature)));
    },
    findings: () => [divergences, hidden].flatMap((d) => (existsSync(d) ? readFindings(d) : [])),
    finish: (reason) => save({ ...self.record, stopReason: reason }),
  };
  const save = (record: RunRecord): void => {
    self.record = record;
    writeJson(join(dir, 'run.json'), record);
  };
  save(start);
  return self;
}

/** Name of a run's directory, as createRunDir() makes it. */
const RUN_NAME = /^\d{4}-\d\d-\d\dT[\d-]+Z-s\d+(-\d+)?$/;

/**
 * Removes the directories of the oldest runs below OUT, so that `keep` are left. One with findings that may touch
 * security stays. Returns what was removed.
 */
export function pruneRuns(out: string, keep: number): string[] {
  const runs = join(out, 'runs');
  const old = readdirSync(runs)
    .filter((name) => RUN_NAME.test(name) && existsSync(join(runs, name, 'run.json')))
    .sort()
    .slice(0, -keep)
    .map((name) => join(runs, name))
    .filter((dir) => !existsSync(join(dir, PRIVATE)));
  for (const dir of old) rmSync(dir, { recursive: true, force: true });
  return old;
}

/** Two campaigns may begin in the same second with the same seed. */
function freshDir(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true });
  for (let n = 1; ; n++) {
    const dir = join(parent, n === 1 ? name : `${name}-${n}`);
    try {
      mkdirSync(dir);
      return dir;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
