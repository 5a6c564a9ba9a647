/** JSON pointers into configs, and pointer patterns as in config-properties.tsv (`*` = element, `{key}`). */
import { remembered } from '../remembered.ts';

type Schema = { properties?: object; items?: object; patternProperties?: object };

/** Every member that the schema names, as a pattern, objects before what they hold. */
export function schemaPointers(schema: object, at = ''): string[] {
  const { properties, items, patternProperties } = schema as Schema;
  const below: [string, object][] = [
    ...Object.entries(properties ?? {}),
    ...(items ? [['*', items] as [string, object]] : []),
    ...Object.values(patternProperties ?? {}).map((s): [string, object] => ['{key}', s as object]),
  ];
  return below.flatMap(([name, s]) => [`${at}/${name}`, ...schemaPointers(s, `${at}/${name}`)]);
}

/** False for the elements of lists and maps. */
export const isMember = (pattern: string): boolean => !/\/(\*|\{key\})$/.test(pattern);

/** One token of a JSON pointer (RFC 6901). */
export const token = (name: string): string =>
  /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;

export type Place = { pointer: string; pattern: string; value: unknown };

/** Every place of a value whose pattern is among `known`, depth first; unknown members are left out. */
export function places(value: unknown, known: ReadonlySet<string>): Place[] {
  const found: Place[] = [];
  collect(value, '', '', namesBelow(known), found);
  return found;
}

function collect(value: unknown, at: string, pattern: string, below: NamesBelow, found: Place[]): void {
  if (value === null || typeof value !== 'object') return;
  const names = below.get(pattern);
  if (names === undefined) return;
  const isArray = Array.isArray(value);
  for (const [name, member] of Object.entries(value)) {
    const own = isArray ? names.get('*') : (names.get(name) ?? names.get('{key}'));
    if (own === undefined) continue;
    const pointer = `${at}/${isArray ? name : token(name)}`;
    found.push({ pointer, pattern: own, value: member });
    collect(member, pointer, own, below, found);
  }
}

/** Pattern to the patterns of what it holds, by their last names. */
type NamesBelow = ReadonlyMap<string, ReadonlyMap<string, string>>;

const namesBelow = remembered((known: ReadonlySet<string>): NamesBelow => {
  const below = new Map<string, Map<string, string>>();
  for (const pattern of known) {
    const cut = pattern.lastIndexOf('/');
    const names = below.get(pattern.slice(0, cut)) ?? new Map<string, string>();
    below.set(pattern.slice(0, cut), names.set(pattern.slice(cut + 1), pattern));
  }
  return below;
});

/** The pattern among `known` that a pointer fits, whether there is something at it or not; null for none. */
export function patternOf(pointer: string, known: ReadonlySet<string>): string | null {
  let pattern = '';
  for (const name of pointer.split('/').slice(1)) {
    const next = [name, '*', '{key}'].map((n) => `${pattern}/${n}`).find((p) => known.has(p));
    if (next === undefined) return null;
    pattern = next;
  }
  return pattern;
}
