/** Canonical JSON and ids: equal values give equal text whatever the order of their members. */
import { createHash } from 'node:crypto';
import type { Case } from './case.ts';
import { remembered } from './remembered.ts';

/** Members sorted by name, no white space; members with the value undefined are left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((v) => canonical(v === undefined ? null : v)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`);
  return `{${members.join(',')}}`;
}

/** First 12 hex digits of the SHA-256 of the canonical text. */
export function shortHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 12);
}

/** Id of a case: the hash of all but its origin, so that the same experiment has the same id. */
export const caseId = remembered((c: Case): string => {
  const { origin: _, ...rest } = c;
  return shortHash(rest);
});
