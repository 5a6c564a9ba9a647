/** JSON pointers into configs, and pointer patterns as in config-properties.tsv (`*` = element, `{key}`). */

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
export const token = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export type Place = { pointer: string; pattern: string; value: unknown };

/** Every place of a value whose pattern is among `known`, depth first; unknown members are left out. */
export function places(value: unknown, known: ReadonlySet<string>, at = '', pattern = ''): Place[] {
  if (value === null || typeof value !== 'object') return [];
  const isArray = Array.isArray(value);
  return Object.entries(value).flatMap(([name, member]) => {
    const names = isArray ? ['*'] : [name, '{key}'];
    const p = names.map((n) => `${pattern}/${n}`).find((n) => known.has(n));
    if (p === undefined) return [];
    const pointer = `${at}/${isArray ? name : token(name)}`;
    return [{ pointer, pattern: p, value: member }, ...places(member, known, pointer, p)];
  });
}

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
