/** One total measure of cases: fewer things first, then simpler values. */
import type { Case } from '../contract/case.ts';
import { isContainer } from './edit.ts';

/** Number of members, elements and steps: of the config, the files, the script, the caller and the host view. */
export function caseSize(c: Case): number {
  return [c.config, c.files, c.script, c.caller, c.host].reduce<number>((sum, part) => sum + things(part), 0);
}

/** True if `a` is smaller than `b`: fewer things, or as many with simpler values. */
export function isSmaller(a: Case, b: Case): boolean {
  const difference = caseSize(a) - caseSize(b);
  return difference < 0 || (difference === 0 && weight(parts(a)) < weight(parts(b)));
}

const parts = (c: Case): unknown => [c.config, c.configText, c.files, c.script, c.caller, c.host];

function things(value: unknown): number {
  if (!isContainer(value)) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + 1 + things(inner), 0);
}

/** Shorter strings, numbers near 0 and false are simpler. */
function weight(value: unknown): number {
  if (typeof value === 'string') return 1 + value.length;
  if (typeof value === 'number') return Math.log2(1 + Math.abs(value)) + (value < 0 ? 1 : 0);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (!isContainer(value)) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + weight(inner), 0);
}
