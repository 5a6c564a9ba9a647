/** The reporter behind --json: one document when the run has ended. */
import { SCHEMA_VERSION } from '../contract/case.ts';
import type { Event } from '../contract/event.ts';
import type { Result } from '../contract/result.ts';
import type { ReportContext, Reporter } from './reporter.ts';
import { safeJson } from './sanitize.ts';

type Start = Extract<Event, { type: 'run-start' }>;
type End = Extract<Event, { type: 'run-end' }>;

export function json({ out, version }: ReportContext): Reporter {
  let start: Start | null = null;
  return {
    onEvent(event) {
      if (event.type === 'run-start') start = event;
      if (event.type === 'run-end' && start !== null)
        out.write(`${safeJson(resultOf(version, start, event), 2)}\n`);
    },
    close: () => {},
  };
}

/** The document of a run; src/contract/result.ts has its schema. */
export function resultOf(version: string, start: Start, end: End): Result {
  return {
    schemaVersion: SCHEMA_VERSION,
    ocifuzz: version,
    host: start.host,
    runtimes: start.runtimes,
    seed: start.seed,
    stats: end.stats,
    divergences: end.divergences,
    inconclusive: end.inconclusive,
    stopReason: end.reason,
    runDir: start.runDir,
  };
}
