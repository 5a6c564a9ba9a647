/** What makes two verdicts the same finding, whatever the host, release, id, time or message. */
import type { SavedFinding, Verdict } from '../contract/verdict.ts';

/** label to the name of the runtime's adapter */
export type Names = (label: string) => string;

/** Labels of a run as names of adapters; an unknown label is its own name. */
export function namesOf(runtimes: readonly { label: string; name: string }[]): Names {
  const names = new Map(runtimes.map((r) => [r.label, r.name]));
  return (label) => names.get(label) ?? label;
}

/**
 * `RULE PATH TOKEN RUNTIMES`, for example `HOOK-poststart hooks.poststart.phase inside-create runc`.
 * RUNTIMES are the subjects' adapter names, sorted, each once, joined by `+`; an absent part is `-`.
 */
export function signatureOf(verdict: Verdict, names: Names): string {
  const runtimes = [...new Set(verdict.subjects.map(names))].sort().join('+');
  return [verdict.rule, verdict.path, verdict.token, runtimes].map(word).join(' ');
}

/** A part as it is spelled in a signature. */
export const word = (part: string | undefined): string => part?.trim().replace(/\s+/g, '_') || '-';

export function partsOf({ divergence }: SavedFinding): { rule: string; path: string; token: string } {
  const [rule = '', path = '', token = ''] = divergence.signature.split(' ');
  return { rule, path, token };
}

/** True for a comparison of runtimes with each other, where no rule says who is right. */
export function isPairwise(verdict: Verdict): boolean {
  return verdict.subjects.length > 1 && (verdict.kind === 'difference' || verdict.kind === 'spec-gap');
}

/** The same of a saved finding. */
export const isComparison = ({ divergence: d }: SavedFinding): boolean =>
  d.runtimes.length > 1 && (d.kind === 'difference' || d.kind === 'spec-gap');

/** What operations that began together came to: not specified, and a matter of chance; told with its rate. */
export function isTogether(verdict: Verdict): boolean {
  return verdict.path?.startsWith('together.') === true;
}
