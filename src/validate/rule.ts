/** What a rule on configs is, and how rules look into a config that may have any form. */
import { token } from '../contract/config/pointers.ts';

/** A requirement of the specification that a config alone can break. */
export type ConfigRule = {
  /** id of the requirement; its level makes the fault an error (MUST, IMPLIED) or a warning (SHOULD) */
  requirement: string;
  /** what to do about it */
  hint: string;
  /** JSON pointers of the places that break it. Pure; total on any JSON value. */
  faults: (config: unknown) => string[];
  /** true: no error though the requirement is a MUST, for it binds only later or somebody else */
  warning?: boolean;
};

export type Place = { pointer: string; value: unknown };
export type Members = Record<string, unknown>;

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of an object; of anything else none. */
export const membersOf = (value: unknown): Members => (isObject(value) ? value : {});
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const stringsOf = (value: unknown): string[] => listOf(value).filter((v) => typeof v === 'string');

/** All places that a pattern fits: a star is any element of a list, `{key}` any member of an object. */
export function at(config: unknown, pattern: string): Place[] {
  let places: Place[] = [{ pointer: '', value: config }];
  for (const name of pattern.split('/').slice(1)) places = places.flatMap((place) => below(place, name));
  return places;
}

function below({ pointer, value }: Place, name: string): Place[] {
  if (name === '*') return listOf(value).map((v, i) => ({ pointer: `${pointer}/${i}`, value: v }));
  if (name === '{key}')
    return Object.entries(membersOf(value)).map(([k, v]) => ({
      pointer: `${pointer}/${token(k)}`,
      value: v,
    }));
  const members = membersOf(value);
  return Object.hasOwn(members, name) ? [{ pointer: `${pointer}/${name}`, value: members[name] }] : [];
}

/** Places of the pattern whose value breaks the rule. */
export const where =
  (pattern: string, breaks: (value: unknown, config: unknown) => boolean) =>
  (config: unknown): string[] =>
    at(config, pattern).flatMap((p) => (breaks(p.value, config) ? [p.pointer] : []));

/** Places of the pattern whose key was there before; `keyOf` gives undefined for what does not count. */
export const repeated =
  (pattern: string, keyOf: (value: unknown) => unknown) =>
  (config: unknown): string[] => {
    const seen = new Set<unknown>();
    return at(config, pattern).flatMap((p) => {
      const key = keyOf(p.value);
      if (key === undefined) return [];
      if (seen.has(key)) return [p.pointer];
      seen.add(key);
      return [];
    });
  };
