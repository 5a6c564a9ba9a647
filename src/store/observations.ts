/**
 * What was observed, on disk before it is judged: a bounded stream of compressed lines. Every line is a gzip
 * member of its own, so that a file is readable (zcat) whatever moment the writer died in.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { caseId } from '../contract/canonical.ts';
import type { Case } from '../contract/case.ts';
import { Observation } from '../contract/observation.ts';
import type { Run } from '../contract/verdict.ts';
import { readDocument } from './files.ts';

const compress = promisify(gzip);

/** The stream keeps the newest SEGMENTS files of about SEGMENT_BYTES each; older ones are removed. */
export type Bounds = { segmentBytes: number; segments: number };
const BOUNDS: Bounds = { segmentBytes: 16 * 1024 * 1024, segments: 4 };

export type ObservationStream = { append(c: Case, runs: readonly Run[]): Promise<void> };

/**
 * Lines `{"case", "runs": [{"observation", "control"?}]}` in `dir`/recent-N.ndjson.gz. The directory is its owner's
 * alone: nobody has judged yet whether what is in it touches security.
 */
export function observationStream(dir: string, bounds: Bounds = BOUNDS): ObservationStream {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  let segment = 1;
  let size = 0;
  let last: Promise<void> = Promise.resolve();
  const file = (n: number) => join(dir, `recent-${n}.ndjson.gz`);
  const write = async (bytes: Buffer): Promise<void> => {
    if (size + bytes.length > bounds.segmentBytes && size > 0) {
      segment += 1;
      size = 0;
      rmSync(file(segment - bounds.segments), { force: true });
    }
    size += bytes.length;
    await appendFile(file(segment), bytes);
  };
  return {
    async append(c, runs) {
      const line = JSON.stringify({ case: c, runs: runs.map(({ runtime: _, ...seen }) => seen) });
      const compressed = compress(`${line}\n`, { level: 1 });
      last = last.then(async () => await write(await compressed));
      return await last;
    },
  };
}

/**
 * One file `LABEL.json.gz` for each run below `dir`; labels may hold any character. Nothing is written if it is not
 * `wanted` any more when they are compressed.
 */
export async function writeObservations(
  dir: string,
  runs: readonly Run[],
  wanted: () => boolean = () => true,
): Promise<void> {
  const files = await Promise.all(
    runs.map(async ({ runtime, observation }) => ({
      name: `${encodeURIComponent(runtime.label)}.json.gz`,
      bytes: await compress(`${JSON.stringify(observation)}\n`),
    })),
  );
  if (!wanted()) return;
  mkdirSync(dir, { recursive: true });
  for (const { name, bytes } of files) writeFileSync(join(dir, name), bytes);
}

/**
 * The observations that lie in `dir`, in the order of the labels; none where there is no such directory.
 * @throws DocumentError for a file of another form
 */
export function readObservations(dir: string): Observation[] {
  if (!existsSync(dir)) return [];
  const files = readdirSync(dir).filter((name) => name.endsWith('.json.gz'));
  return files.sort().map((name) => readDocument(Observation, join(dir, name)));
}

/** Where the observations of a saved finding are kept, by the path of its file. */
export const besideFinding = (file: string): string => join(dirname(file), 'observations');

/** Where the observations of a case with candidate findings are kept. */
export const caseDir = (dir: string, c: Case): string => join(dir, caseId(c));
