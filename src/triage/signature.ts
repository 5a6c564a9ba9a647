/** What makes two verdicts the same finding, whatever the host, release, id, time or message. */
import type { Divergence, Kind, Verdict } from '../contract/verdict.ts';

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
const word = (part: string | undefined): string => part?.trim().replace(/\s+/g, '_') || '-';

export type Parts = { rule: string; path: string; token: string; runtimes: string };

export function partsOf(signature: string): Parts {
  const [rule = '', path = '', token = '', runtimes = ''] = signature.split(' ');
  return { rule, path, token, runtimes };
}

/** True for a violation with the rule, path and token of a signature, whoever its subjects are. */
export function isLike(verdict: Verdict, { rule, path, token }: Parts): boolean {
  const same = verdict.rule === rule && word(verdict.path) === path && word(verdict.token) === token;
  return same && verdict.verdict === 'violation';
}

/** Kinds of what the specification leaves open. */
export const isOpen = (kind: Kind): boolean => kind === 'difference' || kind === 'spec-gap';

/** True for a comparison of runtimes with each other, where no rule says who is right. */
export function isPairwise(verdict: Verdict): boolean {
  return verdict.subjects.length > 1 && verdict.kind !== undefined && isOpen(verdict.kind);
}

/** The same of a finding. Several releases of a runtime may break one rule; only a comparison has sides. */
export function isComparison({ kind, signature }: Pick<Divergence, 'kind' | 'signature'>): boolean {
  const { token, runtimes } = partsOf(signature);
  return isOpen(kind) && (runtimes.includes('+') || /=|_differ$/.test(token));
}

/** What operations that began together came to: not specified, and a matter of chance; told with its rate. */
export function isTogether(verdict: Verdict): boolean {
  return verdict.path?.startsWith('together.') === true;
}
