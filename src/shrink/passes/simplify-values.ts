import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';
import { beyondSmallest } from '../size.ts';
import { isInsideAsk } from './drop-files.ts';
import { type Place, places } from './walk.ts';

/** Members that name something else in the case, or whose form is fixed: a simpler one would mean another thing. */
export const NAMES = new Set(['ociVersion', 'path', 'source', 'destination', 'cwd', 'cgroupsPath']);

/** Strings, numbers and booleans of the config, the caller and the programs, the simplest of all of them first. */
export function simplifyValues(c: Case): Unit[][] {
  const leaves = [
    ...beyondSmallest(c).filter(({ path }) => !NAMES.has(`${path.at(-1)}`)),
    ...outsideConfig(c),
  ];
  const alternatives = leaves.map(({ path, value }) => simpler(value).map((to) => ({ path, to })));
  const most = Math.max(0, ...alternatives.map((a) => a.length));
  return Array.from({ length: most }, (_, i) => alternatives.flatMap((a) => (a[i] ? [[a[i]]] : [])));
}

/** Values of the caller, and of what programs do and files hold. */
export const outsideConfig = (c: Case): Place[] => [
  ...places(c.caller, ['caller']),
  ...places(c.files, ['files']).filter(
    ({ path }) => (path[2] === 'behaviour' && !isInsideAsk(path)) || path[2] === 'content',
  ),
];

/** Values that are simpler than this one. */
export function simpler(value: unknown): unknown[] {
  if (typeof value === 'boolean') return value ? [false] : [];
  if (typeof value === 'number')
    return distinct([0, 1, Math.trunc(value / 2)]).filter((n) => Math.abs(n) < Math.abs(value));
  if (typeof value !== 'string') return [];
  const half = Math.ceil(value.length / 2);
  return distinct(['', 'a', value.slice(0, half), value.slice(half)]).filter((s) => s.length < value.length);
}

const distinct = <T>(values: T[]): T[] => [...new Set(values)];
