/** Places in a JSON value. */
import { isContainer, type Path } from '../edit.ts';

export type Place = { path: Path; value: unknown; parent: 'object' | 'array' };

/** Every member and element below `root`, those near it first: taking one away takes all below it away. */
export const places = (root: unknown, path: Path): Place[] => levels(root, path).flat();

/** The same, one list for each level of depth. */
export function levels(root: unknown, path: Path): Place[][] {
  const all: Place[][] = [];
  for (let level = children(root, path); level.length > 0; ) {
    all.push(level);
    level = level.flatMap((place) => children(place.value, place.path));
  }
  return all;
}

/** The members or elements of `root` itself. */
export function children(value: unknown, path: Path): Place[] {
  if (Array.isArray(value))
    return value.map((inner, i) => ({ path: [...path, i], value: inner, parent: 'array' }));
  if (!isContainer(value)) return [];
  return Object.entries(value).map(([key, inner]) => ({
    path: [...path, key],
    value: inner,
    parent: 'object',
  }));
}
