/** From the verdicts of one case to candidates: one for each thing that was observed to be wrong. */
import type { Kind, Level, Verdict } from '../contract/verdict.ts';
import { severityRank } from './severity.ts';
import { isPairwise, type Names, signatureOf } from './signature.ts';

/** A finding that is not confirmed yet. */
export type Candidate = {
  signature: string;
  /** signatures of other verdicts on the same observed thing */
  altSignatures: string[];
  /** the first verdict with this signature, with subjects and actual values of all that have it */
  verdict: Verdict;
  kind: Kind;
  level: Level | null;
};

/**
 * Candidates, most severe first. Verdicts of equal signature are one. A difference between runtimes on a path
 * where one of them breaks a rule of the specification is an alternative signature of that violation.
 */
export function merge(verdicts: readonly Verdict[], names: Names): Candidate[] {
  const bySignature = new Map<string, Candidate>();
  for (const verdict of verdicts) {
    if (verdict.verdict !== 'violation' || verdict.notClaimed) continue;
    const signature = signatureOf(verdict, names);
    const seen = bySignature.get(signature);
    bySignature.set(signature, seen ? joined(seen, verdict) : candidate(signature, verdict));
  }
  const all = [...bySignature.values()];
  const violations = all.filter((c) => !isPairwise(c.verdict));
  const gaps: Candidate[] = [];
  for (const pair of all.filter((c) => isPairwise(c.verdict))) {
    const explained = violations.filter((v) => explains(v.verdict, pair.verdict));
    for (const v of explained) v.altSignatures.push(pair.signature);
    if (explained.length === 0) gaps.push(pair);
  }
  return [...violations, ...gaps].sort((a, b) => severityRank(a) - severityRank(b));
}

/** Every signature that the candidates stand for. */
export function signaturesOf(candidates: readonly Candidate[]): Set<string> {
  return new Set(candidates.flatMap((c) => [c.signature, ...c.altSignatures]));
}

function candidate(signature: string, verdict: Verdict): Candidate {
  const kind = verdict.kind ?? 'violation';
  return { signature, altSignatures: [], verdict, kind, level: verdict.level ?? null };
}

function joined(c: Candidate, more: Verdict): Candidate {
  const subjects = [...new Set([...c.verdict.subjects, ...more.subjects])];
  const actual = { ...more.actual, ...c.verdict.actual };
  return { ...c, verdict: { ...c.verdict, subjects, actual } };
}

function explains(violation: Verdict, difference: Verdict): boolean {
  return (
    violation.path !== undefined &&
    violation.path === difference.path &&
    violation.subjects.some((s) => difference.subjects.includes(s))
  );
}
