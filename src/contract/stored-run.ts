/** A run as it lies on disk: what reports are made from, when it ends and at any time later. */

import type { Case } from './case.ts';
import type { Event, Stats } from './event.ts';
import type { Observation } from './observation.ts';
import type { Run, SavedFinding } from './verdict.ts';

export type StoredRun = {
  dir: string;
  /** ISO time */
  startedAt: string;
  /** in the order in which they were told; read anew each time it is walked through */
  events: Iterable<Event>;
  /** as of its last progress; null for a run that ended or died before the first */
  stats: Stats | null;
  findings: readonly StoredEvidence[];
  /** the newest cases that were looked at, as many as were kept; read when walked through */
  recent: Iterable<ObservedCase>;
};

export type ObservedCase = { case: Case; runs: Pick<Run, 'observation' | 'control'>[] };

export type StoredEvidence = {
  saved: SavedFinding;
  /** what the runtimes did with the case; read when asked for, because there is much of it */
  observations(): Observation[];
};
