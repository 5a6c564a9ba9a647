/**
 * Confirmation: a candidate is a finding only if it shows again in fresh runs.
 *
 * What varies from run to run is a distribution. A rule of the specification is judged run by run: broken in all
 * runs it is a finding, broken in some a race with its rate. A difference between runtimes has no such rule: it
 * counts only where the sets of outcomes of the two sides have nothing in common after enough runs of each.
 */
import { canonical } from '../contract/canonical.ts';
import type { Case } from '../contract/case.ts';
import type { Divergence, Kind, Reliability, Run } from '../contract/verdict.ts';
import { type Examine, HASTE, quickest, type Sighting } from './examine.ts';
import { type Candidate, contrasts, signaturesOf } from './merge.ts';
import { isOpen, isPairwise, isTogether } from './signature.ts';

/** Fresh runs in which a broken rule must show; the first sighting does not count. */
export const RULE_RUNS = 3;
/** Verdicts on the order of processes that run at the same time: what looks settled may be a race of high rate. */
const ORDER = /\.(phase|order)$/;
/** The same for a difference: with the first sighting, 6 runs of each side. */
export const PAIR_RUNS = 5;
/** Runs spent on what does not show every time, or may not; the base of a race's rate. */
export const MAX_RUNS = 20;
/** Consecutive runs without a new outcome after which a set of outcomes counts as complete. */
const SETTLED = 5;
/** Reruns spoilt by faults of the harness before confirmation is given up. */
const MAX_SPOILT = 3;

export type Confirmation = { candidate: Candidate; runs: Run[] } & (
  | { outcome: 'confirmed'; kind: Kind; reliability: Reliability }
  /** did not hold: never shown again, or within the noise of the two sides */
  | { outcome: 'unstable' }
  | { outcome: 'inconclusive'; reason: string }
  /** the time was up before enough runs were made */
  | { outcome: 'unfinished' }
);

export type ConfirmOptions = {
  labels?: readonly string[];
  /** fresh runs at least; default RULE_RUNS and PAIR_RUNS */
  least?: number;
  /** asked before every run: true ends with what is decided */
  expired?: () => boolean;
};

/** Confirms all candidates of one case with the same reruns, the order of the runtimes turned round each time. */
export async function confirm(
  c: Case,
  first: Sighting,
  candidates: readonly Candidate[],
  examine: Examine,
  { least = 0, expired = () => false, ...options }: ConfirmOptions = {},
): Promise<Confirmation[]> {
  const forward = options.labels ?? first.runs.map((r) => r.runtime.label);
  const timeoutFactor = candidates.some((k) => k.kind === 'hang') ? 2 : waited(first) ? HASTE : 1;
  const reruns: Sighting[] = [];
  const decided = new Map<Candidate, Confirmation>();
  let spoilt: string[] = [];
  while (decided.size < candidates.length && !expired()) {
    const open = candidates.filter((k) => !decided.has(k));
    const needed = reruns.length < RULE_RUNS ? forward : forward.filter((l) => open.some(needs(first, l)));
    const labels = reruns.length % 2 === 0 ? needed.toReversed() : needed;
    const sighting = await examine(c, { ...options, labels, timeoutFactor });
    if (sighting.inconclusive.length === 0) reruns.push(sighting);
    else spoilt = [...spoilt, ...sighting.inconclusive];
    for (const candidate of candidates) {
      if (decided.has(candidate)) continue;
      const verdict = decide(candidate, first, reruns, spoilt, least);
      if (verdict) decided.set(candidate, verdict);
    }
  }
  return candidates.map((k) => decided.get(k) ?? { candidate: k, runs: [], outcome: 'unfinished' });
}

/** True if an operation did not end. */
const waited = ({ runs }: Sighting): boolean =>
  runs.some((r) => r.observation.steps.some((s) => s.outcome === 'timeout'));

/**
 * Whether the runtime can say more of a candidate, once it has been looked at a few times. A signature names the
 * runtimes that it is about; what the specification leaves open needs one more, that does otherwise.
 */
const needs =
  (first: Sighting, label: string) =>
  ({ verdict, pairwise, kind }: Candidate): boolean => {
    if (isTogether(verdict)) return true;
    if (pairwise) return verdict.subjects.includes(label);
    const name = (l: string) => first.runs.find((r) => r.runtime.label === l)?.runtime.name;
    if (verdict.subjects.some((s) => name(s) === name(label))) return true;
    return isOpen(kind) && quickest(first, contrasts(verdict, first.verdicts)).includes(label);
  };

/** null = more runs are needed */
function decide(
  candidate: Candidate,
  first: Sighting,
  reruns: readonly Sighting[],
  spoilt: readonly string[],
  least: number,
): Confirmation | null {
  const { runs } = reruns.at(-1) ?? first;
  if (spoilt.length > MAX_SPOILT)
    return { candidate, runs, outcome: 'inconclusive', reason: spoilt.at(-1) ?? 'harness faults' };
  const settled = candidate.pairwise
    ? settleDifference(candidate, [first, ...reruns], Math.max(least, runsNeeded(candidate)))
    : settleRule(candidate, first, reruns, Math.max(least, runsNeeded(candidate)));
  if (settled === 'more') return null;
  if (settled === 'unstable') return { candidate, runs, outcome: 'unstable' };
  return { candidate, runs, outcome: 'confirmed', ...settled };
}

type Settled = 'more' | 'unstable' | { kind: Kind; reliability: Reliability };

/** Fresh runs that a broken rule takes at least. */
export const ruleRuns = ({ verdict }: Pick<Candidate, 'verdict'>): number =>
  ORDER.test(verdict.path ?? '') || isTogether(verdict) ? MAX_RUNS : RULE_RUNS;

/** Fresh runs that a candidate takes at least. */
export const runsNeeded = (c: Candidate): number => (c.pairwise ? PAIR_RUNS : ruleRuns(c));

/** Whether a run may fail to show a finding that is there, even if none of those that confirmed it did. */
export const mayHide = ({ signature, reliability }: Pick<Divergence, 'signature' | 'reliability'>): boolean =>
  reliability.same < reliability.runs || ORDER.test(signature.split(' ')[1] ?? '');

const shows = (signature: string) => (s: Sighting) => signaturesOf(s.candidates).has(signature);

function settleRule(
  candidate: Candidate,
  first: Sighting,
  reruns: readonly Sighting[],
  least: number,
): Settled {
  if (reruns.length < least) return 'more';
  const shown = reruns.map((s) => subjectsIn(s, candidate.signature));
  const reliability = rates(shown, reruns, labelsOf(first));
  if (reliability.same === 0) return 'unstable';
  if (shown.every((labels) => sameSet(labels, candidate.verdict.subjects)))
    return { kind: candidate.kind, reliability };
  const open = isOpen(candidate.kind);
  // what the specification leaves open cannot be raced for
  if (open && !isTogether(candidate.verdict)) return 'unstable';
  return reruns.length < MAX_RUNS ? 'more' : { kind: open ? candidate.kind : 'race', reliability };
}

const subjectsIn = (s: Sighting, signature: string): string[] =>
  s.candidates.find((k) => k.signature === signature)?.verdict.subjects ?? [];

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((x) => b.includes(x));

const labelsOf = (s: Sighting): string[] => s.runs.map((r) => r.runtime.label);

/** `shown`: for each run the labels that showed it. */
function rates(
  shown: readonly string[][],
  reruns: readonly Sighting[],
  labels: readonly string[],
): Reliability {
  const same = (label: string) => shown.filter((seen) => seen.includes(label)).length;
  const runs = (label: string) => reruns.filter((s) => labelsOf(s).includes(label)).length;
  return {
    same: shown.filter((seen) => seen.length > 0).length,
    runs: shown.length,
    byLabel: Object.fromEntries(labels.map((l) => [l, { same: same(l), runs: runs(l) }])),
  };
}

function settleDifference(candidate: Candidate, sightings: readonly Sighting[], least: number): Settled {
  const reruns = sightings.slice(1);
  if (!reruns.every(shows(candidate.signature))) return 'unstable';
  if (reruns.length < least) return 'more';
  const sides = outcomes(candidate, sightings);
  if (!disjoint(sides)) return 'unstable';
  const settled = Object.values(sides).every((seen) => runsSinceNew(seen) >= SETTLED);
  if (!settled) return reruns.length < MAX_RUNS ? 'more' : 'unstable';
  return { kind: candidate.kind, reliability: { same: reruns.length, runs: reruns.length } };
}

/** label to what was seen of it in each run, as canonical JSON */
type Outcomes = Record<string, string[]>;

function outcomes(candidate: Candidate, sightings: readonly Sighting[]): Outcomes {
  const all: Outcomes = {};
  for (const { verdicts } of sightings) {
    const actual: Record<string, unknown> = {};
    for (const v of verdicts.filter((v) => isPairwise(v) && sameThing(v, candidate.verdict)))
      Object.assign(actual, v.actual);
    for (const label of candidate.verdict.subjects) {
      all[label] ??= [];
      all[label].push(canonical(actual[label]));
    }
  }
  return all;
}

const sameThing = (a: Candidate['verdict'], b: Candidate['verdict']): boolean =>
  a.rule === b.rule && a.path === b.path && a.verdict === 'violation';

/** True where runtimes differed at first and those that did have no outcome in common over all runs. */
function disjoint(sides: Outcomes): boolean {
  const all = Object.values(sides);
  const differing = all.flatMap((x, i) => all.slice(i + 1).flatMap((y) => (x[0] === y[0] ? [] : [{ x, y }])));
  return differing.length > 0 && differing.every(({ x, y }) => !x.some((value) => y.includes(value)));
}

function runsSinceNew(seen: readonly string[]): number {
  const lastNew = seen.reduce((last, value, i) => (seen.indexOf(value) === i ? i : last), 0);
  return seen.length - 1 - lastNew;
}
