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
 * The case with the edits made, sharing all that they do not touch; places are those of the case given, whatever the
 * order of the edits. What is done to a config is done to the control config too, where that has the same value at
 * the place, and the contrast's pointer follows its element.
 */
export function edited(c: Case, edits: readonly Edit[]): Case {
  const own = new Set<Container>();
  const sorted = [...edits].sort((a, b) => comparePaths(b.path, a.path));
  let result = c;
  for (const [i, edit] of sorted.entries()) {
    const next = sorted[i + 1];
    // two that take the same away are one; of two values the last counts
    if (next && comparePaths(edit.path, next.path) === 0) continue;
    for (const one of [...alsoInContrast(result, edit), edit])
      result = made(result, one.path, one, own) as Case;
  }
  return result;
}

function alsoInContrast(c: Case, edit: Edit): Edit[] {
  const [top, ...below] = edit.path;
  const contrast = contrastOf(c);
  if (top !== 'config' || !contrast) return [];
  const name = c.invalid ? 'invalid' : 'harmless';
  const isSame = canonical(valueAt(contrast.control, below)) === canonical(valueAt(c.config, below));
  return [
    ...(isSame ? [{ ...edit, path: [name, 'control', ...below] }] : []),
    ...('to' in edit ? [] : [{ path: [name, 'pointer'], to: moved(contrast.pointer, below) }]),
  ];
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

/** The value with the edit made; containers on the way are copied, but for those that are copies already (`own`). */
function made(value: unknown, [key, ...below]: Path, edit: Edit, own: Set<Container>): unknown {
  if (key === undefined || !isContainer(value) || !Object.hasOwn(value, key)) return value;
  const copy = own.has(value) ? value : ((Array.isArray(value) ? [...value] : { ...value }) as Container);
  own.add(copy);
  if (below.length > 0) copy[key] = made(copy[key], below, edit, own);
  else if ('to' in edit) copy[key] = edit.to;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy;
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
