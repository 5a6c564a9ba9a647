/** Places in a JSON value. */
import { isContainer, type Path } from '../edit.ts';

export type Place = { path: Path; value: unknown; parent: 'object' | 'array' };

/** Every member and element below `root`, those near it first: taking one away takes all below it away. */
export function places(root: unknown, path: Path): Place[] {
  const all: Place[] = [];
  let level: Place[] = children(root, path);
  while (level.length > 0) {
    all.push(...level);
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
