/** Findings that somebody has looked at: matched by signature, version range and date. */
import type { RuntimeFacts } from '../contract/facts.ts';
import { compareVersions } from '../contract/spec/index.ts';
import type { KnownIssue } from '../contract/verdict.ts';
import { causeOf } from './cause.ts';

/** A finding as far as known issues look at it. */
export type Sought = {
  signatures: readonly string[];
  subjects: readonly Pick<RuntimeFacts, 'name' | 'version'>[];
};

/**
 * The first issue that covers the finding, or null. An issue covers it when it names one of its signatures, or one
 * of the same cause, has not expired on `today` (ISO date), and every subject whose adapter it gives a range for
 * lies in that range.
 */
export function knownIssue(issues: readonly KnownIssue[], sought: Sought, today: string): KnownIssue | null {
  const causes = sought.signatures.map(familyOf);
  return (
    issues.find(
      (issue) =>
        causes.includes(familyOf(issue.signature)) &&
        !expired(issue, today) &&
        covers(issue, sought.subjects),
    ) ?? null
  );
}

/** The cause, and whose it is: what is known of some runtimes says nothing of others. */
const familyOf = (signature: string): string => `${causeOf(signature)} ${signature.split(' ').at(-1)}`;

/** What a report shows of an issue: its link, else its reason. */
export const knownText = (issue: KnownIssue | null): string | null => issue && (issue.url ?? issue.reason);

export function expired(issue: KnownIssue, today: string): boolean {
  return issue.expires !== undefined && issue.expires < today;
}

/** Issues that were tried (a case of theirs was run on runtimes in their range) and did not show. */
export function staleIssues(
  issues: readonly KnownIssue[],
  tried: readonly Sought[],
  seen: Set<string>,
): KnownIssue[] {
  return issues.filter(
    (issue) =>
      !seen.has(issue.signature) &&
      tried.some((t) => t.signatures.includes(issue.signature) && covers(issue, t.subjects)),
  );
}

function covers(issue: KnownIssue, subjects: Sought['subjects']): boolean {
  return subjects.every(({ name, version }) => inRange(version, issue.runtimes?.[name] ?? ''));
}

/** `range` is a list of comparisons that must all hold, such as `>=1.1.0 <1.4.0`; empty = every version. */
export function inRange(version: string, range: string): boolean {
  return range
    .split(/\s+/)
    .filter((part) => part !== '')
    .every((part) => {
      const [, op = '=', bound = part] = /^(>=|<=|>|<|=)?(.*)$/.exec(part) ?? [];
      return holds(compareReleases(version, bound), op);
    });
}

/** Negative, 0 or positive, as `a` is older than, the same as or newer than `b`. */
export const compareReleases = (a: string, b: string): number => compareVersions(padded(a), padded(b));

/** Releases that are dates (runsc's 0.0~20240729.0) or have one dot (crun's 1.28) compare like the others. */
const padded = (version: string): string => {
  const numbers = /\d+(\.\d+)*/.exec(version.replace(/^[\d.]*~/, ''))?.[0].split('.') ?? ['0'];
  return [...numbers, '0', '0'].slice(0, 3).join('.');
};

function holds(order: number, op: string): boolean {
  if (op === '>=') return order >= 0;
  if (op === '<=') return order <= 0;
  if (op === '>') return order > 0;
  if (op === '<') return order < 0;
  return order === 0;
}
