/** Changes of a case as data: what every pass proposes and the shrinker tries. */
import { canonical } from '../contract/canonical.ts';
import { type Case, contrastOf } from '../contract/case.ts';

/** Names of members and indices of elements, from the case down. */
export type Path = readonly (string | number)[];

/** Removes what is at `path`, or replaces it where `to` is given. */
export type Edit = { path: Path; to?: unknown };

/** Edits that belong together: one thing to take away or to make simpler. */
export type Unit = readonly Edit[];

type Container = Record<string | number, unknown>;

/**
 * The case with the edits made; places are those of the case given, whatever the order of the edits. What is
 * done to a config is done to the control config too, where that has the same value at the place, and
 * the contrast's pointer follows its element.
 */
export function edited(c: Case, edits: readonly Edit[]): Case {
  const copy = copyOf(c);
  const sorted = [...edits].sort((a, b) => comparePaths(b.path, a.path));
  for (const [i, edit] of sorted.entries()) {
    const next = sorted[i + 1];
    // two that take the same away are one; of two values the last counts
    if (next && comparePaths(edit.path, next.path) === 0) continue;
    const [top, ...below] = edit.path;
    const contrast = contrastOf(copy);
    if (top === 'config' && contrast) {
      if (canonical(valueAt(contrast.control, below)) === canonical(valueAt(copy.config, below)))
        make(contrast.control as Container, { ...edit, path: below });
      if (!('to' in edit)) contrast.pointer = moved(contrast.pointer, below);
    }
    make(copy as unknown as Container, edit);
  }
  return copy;
}

/** The value at the path, or undefined. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (isContainer(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    root,
  );
}

export const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

/** Of JSON, with the same strings: structuredClone copies those too, and the files of a foreign bundle are megabytes. */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)])) as T;
}

function make(root: Container, edit: Edit): void {
  const last = edit.path.at(-1);
  const parent = valueAt(root, edit.path.slice(0, -1));
  if (last === undefined || !isContainer(parent) || !Object.hasOwn(parent, last)) return;
  if ('to' in edit) parent[last] = edit.to;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

/** The JSON pointer after the removal of `path`: elements behind a removed one move up. */
function moved(pointer: string, path: Path): string {
  const tokens = pointer.split('/').slice(1);
  const at = path.length - 1;
  const [removed, here] = [path[at], Number(tokens[at])];
  const sameArray = path.slice(0, at).every((key, i) => `${key}` === tokens[i]);
  if (typeof removed !== 'number' || !sameArray || !(here > removed)) return pointer;
  tokens[at] = `${here - 1}`;
  return `/${tokens.join('/')}`;
}

/** Ancestors before descendants, lower indices before higher ones. */
function comparePaths(a: Path, b: Path): number {
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (y === undefined) return 1;
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return `${x}` < `${y}` ? -1 : 1;
  }
  return a.length - b.length;
}
