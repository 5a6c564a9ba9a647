/** Since which version of the specification a config's members and values exist. */
import { allProperties, compareVersions } from '../spec/index.ts';
import { OciConfig } from './index.ts';
import { type Place, places, schemaPointers } from './pointers.ts';
import { VERSIONS } from './releases.ts';
import { NEWER_WORDS } from './vocabulary.ts';

const patterns = new Set(schemaPointers(OciConfig));
const sinceColumn = new Map(allProperties().map((p) => [p.pointer, p.since]));

/**
 * Version of a member: the start of the table's column; `as kind` = as the list of hooks that it is in. What has no
 * row of its own came with the first thing below it.
 */
function memberSince(pattern: string): string {
  const column = sinceColumn.get(pattern) ?? firstBelow(pattern);
  if (column === 'as kind') return memberSince(pattern.split('/').slice(0, 3).join('/'));
  return /^\d+\.\d+\.\d+/.exec(column)?.[0] ?? '1.0.0';
}

const firstBelow = (pattern: string): string =>
  [...sinceColumn]
    .flatMap(([pointer, since]) => (pointer.startsWith(`${pattern}/`) && /^\d/.test(since) ? [since] : []))
    .sort(compareVersions)[0] ?? '1.0.0';

const memberVersions = new Map([...patterns].map((pattern) => [pattern, memberSince(pattern)]));

/** Values whose version the words alone do not tell. */
const VALUES: Record<string, (value: unknown) => string | undefined> = {
  '/mounts/*/destination': (v) => (/^[^/]/.test(String(v)) ? '1.2.0' : undefined),
  '/linux/devices/*/path': (v) => (/^\/(?!dev(\/|$))/.test(String(v)) ? '1.1.0' : undefined),
  '/linux/intelRdt/closID': (v) => (v === '/' ? '1.3.0' : undefined),
};

function valueSince({ pattern, value }: Place): string {
  const words = NEWER_WORDS[pattern];
  if (words && typeof value === 'string' && Object.hasOwn(words, value)) return words[value] ?? '1.0.0';
  return VALUES[pattern]?.(value) ?? '1.0.0';
}

/** The newest of some versions. */
export const laterVersion = (first: string, ...others: string[]): string =>
  others.reduce((a, b) => (compareVersions(a, b) < 0 ? b : a), first);

/** `value`: the member is older, and only what it holds is new */
export type Newer = { pointer: string; since: string; what: 'member' | 'value' };

/** Members and values that the specification did not have at `version` yet. */
export function membersNewerThan(config: unknown, version: string): Newer[] {
  return places(config, patterns).flatMap((place): Newer[] => {
    const member = memberVersions.get(place.pattern) ?? '1.0.0';
    const value = valueSince(place);
    if (member === '1.0.0' && value === '1.0.0') return [];
    const since = laterVersion(member, value);
    if (compareVersions(since, version) <= 0) return [];
    const what = compareVersions(member, version) > 0 ? 'member' : 'value';
    return [{ pointer: place.pointer, since, what }];
  });
}

/** Lowest released version (1.0.2 or later) that has every member and value that the config uses. */
export function lowestVersion(config: unknown): string {
  return membersNewerThan(config, VERSIONS[0]).reduce(
    (v, n) => laterVersion(v, n.since),
    VERSIONS[0] as string,
  );
}

/** Version of the specification that a config is judged by: its own, or the newest where it names none of 1.x. */
export function versionOf(config: unknown): string {
  const version = (config as { ociVersion?: unknown } | null | undefined)?.ociVersion;
  return typeof version === 'string' && /^1\.\d+\.\d+/.test(version) ? version : VERSIONS[4];
}
