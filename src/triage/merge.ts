/** From the verdicts of one case to candidates: one for each thing that was observed to be wrong. */
import type { Kind, Level, Verdict } from '../contract/verdict.ts';
import { severityRank, touchesSecurity } from './severity.ts';
import { isOpen, isPairwise, isTogether, type Names, signatureOf } from './signature.ts';

/** A finding that is not confirmed yet. */
export type Candidate = {
  signature: string;
  /** signatures of other verdicts on the same observed thing */
  altSignatures: string[];
  /** the first verdict with this signature, with subjects and actual values of all that have it */
  verdict: Verdict;
  /** compares runtimes with each other, instead of one with a rule */
  pairwise: boolean;
  kind: Kind;
  level: Level | null;
};

/**
 * Candidates, most severe first. Verdicts of equal signature are one. What breaks several rules on one path is
 * one finding, of the most severe rule. A difference between runtimes on a path where one of them breaks a rule
 * of the specification is an alternative signature of that violation.
 */
export function merge(verdicts: readonly Verdict[], names: Names): Candidate[] {
  const bySignature = new Map<string, Candidate>();
  for (const verdict of verdicts) {
    if (verdict.verdict !== 'violation' || verdict.notClaimed) continue;
    const signature = signatureOf(verdict, names);
    const seen = bySignature.get(signature);
    bySignature.set(signature, seen ? joined(seen, verdict) : candidate(signature, verdict));
  }
  const all = [...bySignature.values()].filter((c) => isViolation(c) || hasContrast(c, verdicts));
  const violations: Candidate[] = [];
  for (const v of all.filter((c) => !c.pairwise).sort((a, b) => severityRank(a) - severityRank(b))) {
    const same = violations.find((w) => sameThing(w.verdict, v.verdict));
    if (same) same.altSignatures.push(v.signature);
    else violations.push(v);
  }
  const gaps: Candidate[] = [];
  for (const pair of all.filter((c) => c.pairwise)) {
    const explained = violations.filter((v) => explains(v.verdict, pair.verdict));
    // a public finding must not name what a private one explains
    const secret = explained.filter(touchesSecurity);
    for (const v of secret.length > 0 ? secret : explained) v.altSignatures.push(pair.signature);
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
  const pairwise = isPairwise(verdict);
  return { signature, altSignatures: [], verdict, pairwise, kind, level: verdict.level ?? null };
}

function joined(c: Candidate, more: Verdict): Candidate {
  const subjects = [...new Set([...c.verdict.subjects, ...more.subjects])];
  const actual = { ...more.actual, ...c.verdict.actual };
  return { ...c, verdict: { ...c.verdict, subjects, actual } };
}

const isViolation = (c: Candidate): boolean => c.pairwise || isTogether(c.verdict) || !isOpen(c.kind);

/**
 * What the specification leaves open is a finding only where runtimes do not do the same: where all deviate alike,
 * or nobody else got that far, it is silent.
 */
const hasContrast = ({ verdict }: Candidate, verdicts: readonly Verdict[]): boolean =>
  contrasts(verdict, verdicts).length > 0;

/** Labels of runtimes that were judged by the same rule and did otherwise. */
export function contrasts(verdict: Verdict, verdicts: readonly Verdict[]): string[] {
  const same = verdicts.filter((v) => v.rule === verdict.rule);
  const alike = same
    .filter((v) => v.path === verdict.path && v.token === verdict.token)
    .flatMap((v) => v.subjects);
  return same
    .filter((v) => v.verdict !== 'unknown')
    .flatMap((v) => v.subjects)
    .filter((s) => !alike.includes(s));
}

function sameThing(a: Verdict, b: Verdict): boolean {
  return (
    a.path !== undefined && a.path === b.path && a.rule !== b.rule && `${a.subjects}` === `${b.subjects}`
  );
}

function explains(violation: Verdict, difference: Verdict): boolean {
  return (
    violation.path !== undefined &&
    violation.path === difference.path &&
    violation.subjects.some((s) => difference.subjects.includes(s))
  );
}
