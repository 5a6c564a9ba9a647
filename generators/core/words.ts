/** Small arbitraries that several areas use. */
import fc from 'fast-check';
import { type FileEntry, ROOTFS, WORK } from '../../src/contract/case.ts';
import type { Patch } from './area.ts';

/** Bind sources lie here, declared as files of the case. */
export const SOURCES = `${WORK}/src`;

export const pick = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Some of the values, in any order; shrinks to fewer. */
export const some = <T>(values: readonly T[], minLength = 0, maxLength = values.length): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...values], { minLength, maxLength: Math.min(maxLength, values.length) });

/** A value or nothing at all. */
export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

/** An object with some of the members. */
export const partial = <T extends object>(
  members: { [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<Partial<T>> => fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

/** Sets each member of an object below the pointer; nothing for an empty object. */
export const below = (pointer: string, members: object): Patch => ({
  set: Object.entries(members)
    .filter(([, v]) => v !== undefined)
    .map(([name, v]) => [`${pointer}/${name}`, v]),
});

/** All changes of several patches in one. Later scripts, programs and callers win member by member. */
export function merge(patches: Patch[]): Patch {
  const all = <K extends 'set' | 'unset' | 'files' | 'asks' | 'text'>(key: K) =>
    patches.flatMap((p) => (p[key] ?? []) as never[]);
  const merged: Patch = Object.assign({}, ...patches);
  for (const key of ['set', 'unset', 'files', 'asks', 'text'] as const) {
    const values = all(key);
    if (values.length > 0) Object.assign(merged, { [key]: values });
  }
  return merged;
}

/** A change that breaks a requirement at its only place. */
export const broken = (requirement: string, pointer: string, value: unknown): Patch => ({
  set: [[pointer, value]],
  invalid: { requirement, pointer },
});

/** A value that lacks what this requirement demands, or has something wrong, at `member` (a pointer below it). */
export const lacking = (requirement: string, pointer: string, member: string, value: unknown): Patch => ({
  set: [[pointer, value]],
  invalid: { requirement, pointer: `${pointer}${member}` },
});

/** A change that this requirement says is no reason to refuse, by a config of at least `version`. */
export const harmless = (requirement: string, pointer: string, value: unknown, version?: string): Patch => ({
  set: [[pointer, value]],
  harmless: { requirement, pointer },
  ...(version === undefined ? {} : { version }),
});

/** A change at a border of the text. */
export const odd = (pointer: string, value: unknown): Patch => ({
  set: [[pointer, value]],
  unspecified: true,
});

export const dir = (path: string, mode = 0o755): FileEntry => ({ type: 'dir', path, mode });
export const file = (path: string, content: string, mode = 0o644): FileEntry => ({
  type: 'file',
  path,
  content,
  mode,
});
export const link = (path: string, target: string): FileEntry => ({ type: 'symlink', path, target });
/** A path of the container as a path of the work file system. */
export const inRootfs = (path: string): string => `${ROOTFS}${path}`;

/** Text with the characters that runtimes quote, split or count wrongly. No NUL. */
export const oddText = (): fc.Arbitrary<string> =>
  fc.oneof(
    pick([
      '',
      ' ',
      'a b',
      'ä',
      '\u{1f600}',
      '"',
      "'",
      '\\',
      '$HOME',
      '%s',
      'a\nb',
      '\t',
      '-x',
      '*',
      '\u007f',
      '=',
    ]),
    fc.string({ maxLength: 12 }).map((s) => s.replaceAll('\0', '')),
  );
/** Harmless text. */
export const plainText = (maxLength = 12): fc.Arbitrary<string> =>
  fc.string({ unit: pick([...'abcdefghijklmnopqrstuvwxyz0123456789']), minLength: 1, maxLength });
