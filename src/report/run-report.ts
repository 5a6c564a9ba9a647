/** What all reports of a finished run are made from: its events and findings folded into one value. Pure. */
import type { Case } from '../contract/case.ts';
import {
  type Figures,
  type Inconclusive,
  type Stats,
  type StopReason,
  withReason,
} from '../contract/event.ts';
import type { Requirement } from '../contract/spec/index.ts';
import type { StoredEvidence, StoredRun } from '../contract/stored-run.ts';
import { DocumentError } from '../contract/validate.ts';
import type { Expected } from '../contract/verdict.ts';
import type { ExportFormat } from './finding.ts';
import { EMPTY, fold, type RunState } from './run-state.ts';
import { severityOrder } from './severity.ts';

/** A requirement, and what is done about it. */
export type Catalogued = {
  requirement: Requirement;
  area: string;
  /** `checked` where oracles judge runs by it */
  status: string;
  /** why nobody judges it, '' where somebody does */
  why: string;
};

/** The same for every run. */
export type ReportSettings = {
  /** version of ocifuzz */
  version: string;
  /** how the user calls ocifuzz, for commands to paste */
  self: string;
  /** every requirement of the specification */
  catalogue: readonly Catalogued[];
  /** how many rules there are, of the specification and of the oracles' own */
  ruleCount: number;
  exportFormat: ExportFormat;
  /** the case in a few lines */
  describe: (c: Case) => string[];
  /** what releases were measured to show of a signature, by the corpus */
  recorded: (signature: string) => readonly Expected[];
};

/** The run at one moment. */
export type Point = {
  /** s since its start */
  at: number;
  cases: number;
  lifecycles: number;
  fresh: number;
  known: number;
  /** rules with a verdict of ok or violation */
  rules: number;
  /** config members that some case had */
  members: number;
  /** label to accepted share of the cases expected valid */
  accepted: Record<string, number>;
};

export type RunReport = ReportSettings & {
  dir: string;
  startedAt: string;
  start: NonNullable<RunState['start']>;
  stats: Stats;
  /** null for a run that is under way or died */
  reason: StopReason | null;
  /** the gravest first */
  findings: StoredEvidence[];
  inconclusive: Inconclusive[];
  warnings: string[];
  points: Point[];
};

const NOTHING: Stats = {
  ...{ cases: 0, lifecycles: 0, elapsedSeconds: 0, acceptedByRuntime: {}, refusals: {}, rules: {} },
  ...{ members: {}, notClaimed: 0, unstable: 0, unconfirmed: 0 },
};

/** @throws DocumentError for a run that never started */
export function runReport(run: StoredRun, settings: ReportSettings): RunReport {
  let state = EMPTY;
  let before = 0;
  let inconclusive: Inconclusive[] = [];
  const warnings: string[] = [];
  const points: Point[] = [];
  for (const event of run.events) {
    // a run that was resumed starts its clock again
    if (event.type === 'run-start') before = points.at(-1)?.at ?? 0;
    state = fold(state, event, 0);
    if (event.type === 'progress') points.push(pointOf(state, event.figures, before));
    if (event.type === 'warning') warnings.push(event.text);
    if (event.type === 'run-end') inconclusive = event.inconclusive;
    else if (event.type === 'inconclusive')
      inconclusive = withReason(inconclusive, { reason: event.reason, count: 1, case: event.caseId });
  }
  if (state.start === null) throw new DocumentError(`${run.dir} has no run-start event: nothing was run`);
  return {
    ...settings,
    dir: run.dir,
    startedAt: run.startedAt,
    start: state.start,
    stats: state.stats ?? run.stats ?? NOTHING,
    reason: state.end,
    findings: [...run.findings].sort((a, b) => severityOrder(a.saved.divergence, b.saved.divergence)),
    inconclusive,
    warnings,
    points,
  };
}

function pointOf(state: RunState, figures: Figures, before: number): Point {
  const findings = [...state.findings.values()];
  const known = findings.filter((d) => d.known !== null).length;
  const { elapsedSeconds, acceptedByRuntime, ...counts } = figures;
  return {
    ...counts,
    at: before + elapsedSeconds,
    fresh: findings.length - known,
    known,
    accepted: Object.fromEntries(Object.entries(acceptedByRuntime).map(([l, c]) => [l, c.ratio])),
  };
}
