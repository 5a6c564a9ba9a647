/** What a campaign is given and what it gives back. */
import type { Generated } from '../../generators/index.ts';
import type { Event, Inconclusive, Stats, StopReason } from '../contract/event.ts';
import type { Executor } from '../contract/executor.ts';
import type { Divergence, KnownIssue, SavedFinding } from '../contract/verdict.ts';
import type { RunDir } from '../store/run-dir.ts';
import type { Judge } from '../triage/examine.ts';

/** null = no limit */
export type CampaignOptions = {
  seed: number;
  argv: string[];
  maxTimeMs: number | null;
  /** time is short: some of the next cases are passed over for a more novel one, and slow runtimes get fewer cases */
  timed: boolean;
  /** generated cases; those of the corpus come on top */
  maxCases: number | null;
  /** new findings: those that no known issue covers */
  maxDivergences: number | null;
  /** new findings that are told of, the most severe ones; the others are put off */
  maxNew: number | null;
  /** only this one case */
  index: number | null;
  /** indices with index % count == shard.index */
  shard: { index: number; count: number } | null;
  shrink: boolean;
  /** command line that replays a finding; `path` is absolute */
  replayCommand(path: string): string;
};

export type Clock = {
  /** ms, never goes back */
  now(): number;
  /** ISO date */
  today(): string;
};

export type CampaignInput = {
  executor: Executor;
  judge: Judge;
  /** the case of an index; depends on the index alone */
  generate(index: number): Generated;
  /** findings to run first */
  corpus: readonly SavedFinding[];
  known: readonly KnownIssue[];
  store: RunDir;
  options: CampaignOptions;
  emit(event: Event): void;
  /** ends the campaign early, with all reports written */
  signal: AbortSignal;
  clock: Clock;
};

export type CampaignResult = {
  reason: StopReason;
  stats: Stats;
  divergences: Divergence[];
  /** new findings that may touch security: in the run directory's private/, and nowhere else */
  privateFindings: number;
  inconclusive: Inconclusive[];
};
