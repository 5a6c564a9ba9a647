/** A run as it lies on disk: what reports are made from, when it ends and at any time later. */
import type { Event } from './event.ts';
import type { Observation } from './observation.ts';
import type { SavedFinding } from './verdict.ts';

export type StoredRun = {
  dir: string;
  /** ISO time */
  startedAt: string;
  /** in the order in which they were told; read anew each time it is walked through */
  events: Iterable<Event>;
  findings: readonly StoredEvidence[];
};

export type StoredEvidence = {
  saved: SavedFinding;
  /** what the runtimes did with the case; read when asked for, because there is much of it */
  observations(): Observation[];
};
