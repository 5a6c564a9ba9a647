/** A run directory read back. */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { constants, gunzipSync } from 'node:zlib';
import { type Event, Stats } from '../contract/event.ts';
import type { ObservedCase, StoredRun } from '../contract/stored-run.ts';
import { DocumentError } from '../contract/validate.ts';
import { readFindings } from './corpus.ts';
import { readDocument } from './files.ts';
import { besideFinding, readObservations } from './observations.ts';
import { readRecord } from './run-dir.ts';

/** Bytes read at a time. */
const CHUNK = 1 << 20;

/**
 * The run in `dir`, be it over, under way or dead.
 * @throws DocumentError for a directory that is not one of a run
 */
export function readRun(dir: string): StoredRun {
  const { startedAt } = readRecord(dir);
  const events = join(dir, 'events.ndjson');
  if (!existsSync(events)) throw new DocumentError(`${dir} has no events.ndjson: nothing was run`);
  const [divergences, stats] = [join(dir, 'divergences'), join(dir, 'stats.json')];
  return {
    dir,
    startedAt,
    events: { [Symbol.iterator]: () => readEvents(events) },
    stats: existsSync(stats) ? readDocument(Stats, stats) : null,
    recent: { [Symbol.iterator]: () => readRecent(join(dir, 'observations')) },
    findings: (existsSync(divergences) ? readFindings(divergences) : []).map(({ path, finding }) => ({
      saved: finding,
      observations: () => readObservations(besideFinding(path)),
    })),
  };
}

/** Each line is a gzip member of its own: a file whose last one is cut has the others. */
function* readRecent(dir: string): Generator<ObservedCase, undefined> {
  const files = existsSync(dir) ? readdirSync(dir).filter((f) => /^recent-\d+\.ndjson\.gz$/.test(f)) : [];
  const number = (f: string) => Number(/\d+/.exec(f)?.[0]);
  for (const file of files.sort((a, b) => number(a) - number(b))) {
    const text = gunzipSync(readFileSync(join(dir, file)), { finishFlush: constants.Z_SYNC_FLUSH });
    for (const line of text.toString('utf8').split('\n')) {
      if (line === '') continue;
      const observed = parsed<ObservedCase>(line);
      if (observed === null) return;
      yield observed;
    }
  }
}

/** A run that died may have left half a line at the end. */
function* readEvents(path: string): Generator<Event, undefined> {
  for (const line of linesOf(path)) {
    const event = parsed<Event>(line);
    if (event === null) return;
    yield event;
  }
}

/** A line that was written as T; null for one that was cut. */
function parsed<T>(line: string): T | null {
  try {
    return JSON.parse(line) as T;
  } catch {
    return null;
  }
}

/** Line by line: the file of a long run does not fit into a string. */
function* linesOf(path: string): Generator<string> {
  const fd = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(CHUNK);
    let rest = '';
    for (let n = readSync(fd, buffer); n > 0; n = readSync(fd, buffer)) {
      const lines = `${rest}${decoder.write(buffer.subarray(0, n))}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(fd);
  }
}
