/** A run directory read back. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Event } from '../contract/event.ts';
import type { StoredRun } from '../contract/stored-run.ts';
import { DocumentError } from '../contract/validate.ts';
import { readFindings } from './corpus.ts';
import { readDocument } from './files.ts';
import { besideFinding, readObservations } from './observations.ts';
import { RunRecord } from './run-dir.ts';

/** Bytes read at a time. */
const CHUNK = 1 << 20;

/**
 * The run in `dir`, be it over, under way or dead.
 * @throws DocumentError for a directory that is not one of a run
 */
export function readRun(dir: string): StoredRun {
  const { startedAt } = readDocument(RunRecord, join(dir, 'run.json'));
  const events = join(dir, 'events.ndjson');
  if (!existsSync(events)) throw new DocumentError(`${dir} has no events.ndjson: nothing was run`);
  const divergences = join(dir, 'divergences');
  return {
    dir,
    startedAt,
    events: { [Symbol.iterator]: () => readEvents(events) },
    findings: (existsSync(divergences) ? readFindings(divergences) : []).map(({ path, finding }) => ({
      saved: finding,
      observations: () => readObservations(besideFinding(path)),
    })),
  };
}

/** A run that died may have left half a line at the end. */
function* readEvents(path: string): Generator<Event, undefined> {
  for (const line of linesOf(path)) {
    try {
      yield JSON.parse(line) as Event;
    } catch {
      return;
    }
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
