/** Event: what the campaign tells its listeners. The NDJSON file of a run is exactly this stream. */
import type { HostFacts, RuntimeFacts } from './facts.ts';
import type { Divergence, Verdict } from './verdict.ts';

/** Why a run ended. */
export type StopReason = 'max-time' | 'max-cases' | 'max-divergences' | 'interrupted' | 'no-runtime' | 'done';

export type AcceptedCount = { cases: number; accepted: number; ratio: number };

export type Stats = {
  cases: number;
  lifecycles: number;
  elapsedSeconds: number;
  acceptedByRuntime: Record<string, AcceptedCount>;
  /** refusals of cases expected valid: label to cause (error class and area) to count */
  refusals: Record<string, Record<string, number>>;
  /** rule to label to counts */
  rules: Record<string, Record<string, { ok: number; violation: number; unknown: number }>>;
  /** config member (a pointer with `*` for elements and `{key}` for keys) to cases that have it */
  members: Record<string, number>;
  notClaimed: number;
  /** differences that did not hold when run again */
  unstable: number;
  /** sightings that the time did not suffice to confirm */
  unconfirmed: number;
};

/** A harness fault or a verdict that could not be reached, by reason. */
export type Inconclusive = { reason: string; count: number; case: string | null };

export type Event =
  | {
      type: 'run-start';
      seed: number;
      host: HostFacts;
      runtimes: RuntimeFacts[];
      argv: string[];
      runDir: string;
    }
  | { type: 'case-done'; index: number; caseId: string; areas: string[]; findings: number }
  | { type: 'confirming'; signature: string; index: number }
  | { type: 'finding'; divergence: Divergence; isNew: boolean }
  | { type: 'shrinking'; signature: string; from: number; now: number; executions: number }
  | { type: 'shrunk'; divergence: Divergence }
  | { type: 'not-claimed'; verdict: Verdict }
  | { type: 'inconclusive'; reason: string; caseId: string | null }
  | { type: 'warning'; text: string }
  | { type: 'progress'; stats: Stats; divergences: number }
  | {
      type: 'run-end';
      reason: StopReason;
      stats: Stats;
      divergences: Divergence[];
      inconclusive: Inconclusive[];
    };
