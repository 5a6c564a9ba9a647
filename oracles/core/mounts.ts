/** The mounts that a config asks for, and what kind a mount point inside is by them. */
import { type Case, ROOTFS } from '../../src/contract/case.ts';
import type { OciConfig, OciMount } from '../../src/contract/config/index.ts';
import { remembered } from '../../src/contract/remembered.ts';
import { linksOf, resolveIn } from './links.ts';

/** Without empty parts, `.` or `..`: most paths. */
const NORMAL = /^\/(?:(?:(?!\.{1,2}(?:\/|$))[^/]+\/)*(?!\.{1,2}$)[^/]+)?$/;

/** A destination as the kernel spells it: absolute, no `.`, no empty parts; `..` stays above the root. */
export function normalPath(path: string): string {
  if (NORMAL.test(path)) return path;
  const parts: string[] = [];
  for (const p of path.split('/')) {
    if (p === '..') parts.pop();
    else if (p !== '' && p !== '.') parts.push(p);
  }
  return `/${parts.join('/')}`;
}

export const isBind = (m: OciMount): boolean => (m.options ?? []).some((o) => o === 'bind' || o === 'rbind');

const TYPES = ['tmpfs', 'proc', 'sysfs', 'devpts', 'mqueue', 'cgroup', 'cgroup2', 'overlay'];

/** `bind`, a known file system, or `other`. */
export const mountKind = (m: OciMount): string =>
  isBind(m) ? 'bind' : TYPES.includes(m.type ?? '') ? (m.type ?? '') : 'other';

export const isBelow = (path: string, dir: string): boolean =>
  path !== dir && path.startsWith(dir === '/' ? '/' : `${dir}/`);

/**
 * What a mount point is by the config: `root`, the kind of the entry, `KIND/below` under an entry, `unlisted`.
 * null: how it comes about is the runtime's choice (masked paths, device nodes).
 */
export function kindOfPoint(c: Case, config: OciConfig, at: string): string | null {
  if (at === '/') return 'root';
  if (maskedPlaces(c, config).includes(at)) return null;
  const entries = entriesOf(config);
  const own = entries.findLast(([d]) => d === at);
  if (own) return mountKind(own[1]);
  if (readonlyPlaces(c, config).includes(at)) return 'readonly';
  if ((config.linux?.devices ?? []).some((d) => normalPath(d.path) === at)) return null;
  if (isDevice(at) || linkedDevices(c).has(at)) return null;
  const above = entries.filter(([d]) => isBelow(at, d)).sort(([a], [b]) => b.length - a.length)[0];
  return above ? `${mountKind(above[1])}/below` : 'unlisted';
}

const isDevice = (at: string): boolean => /^\/dev\/[^/]+$/.test(at);

/** Where links in the rootfs at places of device nodes lead. */
const linkedDevices = remembered((c: Case): ReadonlySet<string> => {
  const links = linksOf(c);
  return new Set([...links.keys()].filter(isDevice).flatMap((at) => resolveIn(links, at) ?? []));
});

/** A masked or read-only path lies over the place, or over a directory above: what is on top is not the entry's. */
export function isOverlaid(c: Case, config: OciConfig, at: string): boolean {
  const covers = (p: string) => p === at || isBelow(at, p);
  return maskedPlaces(c, config).some(covers) || readonlyPlaces(c, config).some(covers);
}

/** Places that paths of the config name: as they are spelled, and where the rootfs's symbolic links lead. */
export function placesOf(c: Case, paths: readonly string[] = []): string[] {
  const links = linksOf(c);
  return paths.flatMap((p) => [normalPath(p), resolveIn(links, p) ?? []].flat());
}

export const maskedPlaces = remembered((c: Case, config: OciConfig) =>
  placesOf(c, config.linux?.maskedPaths),
);
const readonlyPlaces = remembered((c: Case, config: OciConfig) => placesOf(c, config.linux?.readonlyPaths));

const entriesOf = remembered((config: OciConfig) =>
  (config.mounts ?? []).map((m) => [normalPath(m.destination), m] as const),
);

/**
 * Paths inside that a hook makes, covers by a mount or takes away: what is there depends on when it ran. A directory that
 * goes takes the mounts on it along, in all namespaces (rmdir(2)).
 */
const hookPaths = remembered((c: Case): readonly string[] =>
  c.files.flatMap((f) => {
    if (f.type !== 'program' || f.behaviour.role !== 'hook') return [];
    const { remove, write, mount } = f.behaviour;
    // hooks inside name it from the root
    return [remove, write?.path, mount?.target].flatMap((p) =>
      p?.startsWith(`${ROOTFS}/`) ? p.slice(ROOTFS.length) : (p ?? []),
    );
  }),
);

/** True where a hook may have changed what a directory holds. */
export const changedInside = (c: Case, dir: string): boolean =>
  hookPaths(c).some((p) => p.slice(0, p.lastIndexOf('/')) === dir.replace(/\/$/, ''));

/** True where a hook may have changed what is at the path. */
export const changedByHooks = (c: Case, path: string): boolean =>
  hookPaths(c).some((p) => p === path || isBelow(path, p));
