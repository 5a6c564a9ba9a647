/** Environments against what the config lists (environ of IEEE Std 1003.1: NAME=value, order free). */
import type { Case } from '../../src/contract/case.ts';
import { bytesOf, isPlain } from './case.ts';

const name = (entry: string): string => entry.slice(0, entry.indexOf('='));

/** True for a list that has one meaning: every entry NAME=value, no name twice. */
function isClear(env: string[]): boolean {
  return env.every((e) => isPlain(e) && e.indexOf('=') > 0) && new Set(env.map(name)).size === env.length;
}

/**
 * How an environment deviates from the listed one: `''` not at all, `missing`, `changed`, or `extra:NAMES` (the
 * names of what the runtime adds, sorted; `extra` alone if there are more than three). null if the listed one
 * itself is not clear. Names that the case made up do not count: variables of the program, whose list `ofProgram` is,
 * are `program`, all but PATH.
 */
export function deviatesEnv(listed: string[], seen: string[], ofProgram: string[] = []): string | null {
  if (!isClear(listed)) return null;
  const wanted = new Map(listed.map((e) => [name(bytesOf(e)), bytesOf(e)]));
  const names = new Set(seen.map(name));
  if ([...wanted.keys()].some((n) => !names.has(n))) return 'missing';
  if (seen.some((e) => wanted.has(name(e)) && wanted.get(name(e)) !== e)) return 'changed';
  const program = new Set(ofProgram.map((e) => name(bytesOf(e))).filter((n) => n !== 'PATH'));
  const added = [...names].filter((n) => !wanted.has(n)).map((n) => (program.has(n) ? 'program' : n));
  const extra = [...new Set(added)].sort();
  if (extra.length === 0) return seen.length === wanted.size ? '' : 'repeated';
  return extra.length > 3 ? 'extra' : `extra:${extra.join('+')}`;
}

/** True if every variable comes from the caller: PATH, which the harness gives, or what the case adds. */
export function isInherited(c: Case, seen: string[]): boolean {
  const given = new Set((c.caller.env ?? []).map(bytesOf));
  return seen.every((e) => e.startsWith('PATH=') || given.has(e));
}
