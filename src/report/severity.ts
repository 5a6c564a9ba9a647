/** The words that say how grave a finding is, and the order in which findings are shown. */
import type { Divergence } from '../contract/verdict.ts';
import { SEVERITIES, severityOf, severityRank } from '../triage/severity.ts';

type Graded = Pick<Divergence, 'kind' | 'level' | 'signature'>;

/** Words of severityWord(), the gravest first. */
export const SEVERITY_WORDS: readonly string[] = SEVERITIES.map((s) => s.name);

export const severityWord = (d: Graded): string => severityOf(d);

/** `violation MUST`, `spec-gap` */
export function kindText({ kind, level }: Pick<Graded, 'kind' | 'level'>): string {
  return level === null ? kind : `${kind} ${level}`;
}

/** For sort(): the gravest first; equal ones by title. */
export function severityOrder(a: Graded & { title: string }, b: Graded & { title: string }): number {
  return severityRank(a) - severityRank(b) || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0);
}

/** What a finding is about: the first word of its path, such as `mounts`, `hooks`, `program`. */
export function areaOf({ signature }: Pick<Divergence, 'signature'>): string {
  return /^\w+/.exec(signature.split(' ')[1] ?? '')?.[0] ?? 'other';
}

/** How loud a CI is about a finding. */
export type Loudness = 'error' | 'warning' | 'notice';

/** Broken demands are errors; what is allowed, or what nobody decided, is a notice. */
export function loudness(d: Graded): Loudness {
  const rank = severityRank(d);
  if (rank <= SEVERITY_WORDS.indexOf('must')) return 'error';
  return rank < SEVERITY_WORDS.indexOf('difference') ? 'warning' : 'notice';
}
