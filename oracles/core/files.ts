/** Files of the work directory before and after a lifecycle. */
import { basename, resolve } from 'node:path';
import { AGENT_SOCKET, BUNDLE, type Case, REPORT_SOCKET, ROOTFS, WORK } from '../../src/contract/case.ts';
import type { FileStat } from '../../src/contract/observation.ts';
import { remembered } from '../../src/contract/remembered.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { configOf, programOf } from './case.ts';
import { linksOf, resolveIn } from './links.ts';
import { parseMountinfo } from './mountinfo.ts';
import { changedByHooks, isBelow, isBind, normalPath } from './mounts.ts';

/** Where the harness and the runtime keep what is theirs: state directory, streams, pid files, sockets. */
export const STREAMS = `${WORK}/io`;
export const STATE_ROOT = `${WORK}/root`;
const OWN = [
  ...[STATE_ROOT, STREAMS, AGENT_SOCKET, `${WORK}/console`],
  ...[`${WORK}/pid`, `${WORK}/report`, `${ROOTFS}${REPORT_SOCKET}`],
];

/** `created`, `removed`, `replaced`, or some of `mode`, `owner`, `content` joined by `+`. */
export type FileChange = { path: string; change: string; before: FileStat | null; after: FileStat | null };

function changeOf(before: FileStat | undefined, after: FileStat | undefined): string | null {
  if (before === after) return null;
  if (after === undefined) return before === undefined ? null : 'removed';
  if (before === undefined) return 'created';
  if (before.type !== after.type) return 'replaced';
  const words = [
    ...((before.mode & 0o7777) !== (after.mode & 0o7777) ? ['mode'] : []),
    ...(before.uid !== after.uid || before.gid !== after.gid ? ['owner'] : []),
    ...(before.type !== 'd' && before.extra !== after.extra ? ['content'] : []),
  ];
  return words.length > 0 ? words.join('+') : null;
}

const changesBetween = remembered((before: FileStat[], after: FileStat[]): FileChange[] => {
  if (before === after) return [];
  const [was, is] = [before, after].map((list) => new Map(list.map((f) => [f.path, f]))) as [
    Map<string, FileStat>,
    Map<string, FileStat>,
  ];
  return [...new Set([...was.keys(), ...is.keys()])]
    .flatMap((path): FileChange[] => {
      const change = changeOf(was.get(path), is.get(path));
      return change === null
        ? []
        : [{ path, change, before: was.get(path) ?? null, after: is.get(path) ?? null }];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
});

/** Every change below the work directory; `own`: also in the places that the harness and the runtime keep. */
export function fileChanges({ observation: { before, after } }: Run, own = false): FileChange[] {
  const all = changesBetween(before.files, after.files);
  return own ? all : all.filter(({ path }) => !OWN.some((p) => path === p || isBelow(path, p)));
}

/** A path as snapshots spell it: bytes that are no plain character as `\\ooo` (src/native/PROTOCOL.md, SNAP). */
const escaped = (path: string): string =>
  [...Buffer.from(path, 'utf8')]
    .map((b) =>
      b >= 0x20 && b < 0x7f && b !== 0x5c ? String.fromCharCode(b) : `\\${b.toString(8).padStart(3, '0')}`,
    )
    .join('');

/** Mount points and devices below a bind, and the directories on the way to them: they are made in its source. */
const pointsInSources = remembered((c: Case): ReadonlySet<string> => {
  const config = configOf(c);
  const mounts = config?.mounts ?? [];
  const points = [...mounts.map((m) => m.destination), ...(config?.linux?.devices ?? []).map((d) => d.path)];
  const made = mounts.filter(isBind).flatMap(({ source, destination }) => {
    const at = normalPath(destination);
    const inside = points.map(normalPath).filter((p) => isBelow(p, at));
    return inside.flatMap((p) => {
      const parts = p.slice(at.length).split('/').filter(Boolean);
      return parts.map((_, i) => resolve(BUNDLE, source ?? '', ...parts.slice(0, i + 1)));
    });
  });
  return new Set(made.map(escaped));
});

/** Where a link at rootfs/dev leads, for who stays in the rootfs and for who does not. */
const behindDev = remembered((c: Case): string[] => {
  const links = linksOf(c);
  const target = links.get('/dev');
  const inside = resolveIn(links, '/dev');
  if (target === undefined) return [];
  return [resolve(ROOTFS, target), ...(inside === null ? [] : [`${ROOTFS}${inside}`])];
});

/** Class of a path below the work directory, for paths of verdicts. */
export function fileClass(c: Case, path: string): string {
  const where = placeClass(c, path);
  const isElsewhere = ['rootfs', 'bundle', 'work'].includes(where);
  const isThere = (dir: string) => path === dir || isBelow(path, dir) || isBelow(dir, path);
  if (!isElsewhere || !behindDev(c).some(isThere)) return where;
  return isBelow(path, ROOTFS) ? 'linked-dev' : 'linked-dev-outside';
}

function placeClass(c: Case, path: string): string {
  if (pointsInSources(c).has(path)) return 'mountpoint';
  if (!isBelow(path, ROOTFS)) return path !== ROOTFS && isBelow(path, BUNDLE) ? 'bundle' : 'work';
  const inside = path.slice(ROOTFS.length);
  const config = configOf(c);
  const points = [
    ...(config?.mounts ?? []).map((m) => escaped(normalPath(m.destination))),
    ...(config?.linux?.devices ?? []).map((d) => escaped(normalPath(d.path))),
  ];
  if (points.some((p) => p === inside || isBelow(p, inside))) return 'mountpoint';
  const cwd = escaped(normalPath(config?.process?.cwd ?? '/'));
  if (cwd === inside || isBelow(cwd, inside)) return 'cwd';
  return isBelow(inside, '/dev') || inside === '/dev' ? 'dev' : 'rootfs';
}

/** True if mounts that are left hide files of the work directory. */
export function isCovered({ observation: { before, after } }: Run): boolean {
  if (before.mounts === after.mounts) return false;
  const points = (lines: string[]) => parseMountinfo(lines).filter((m) => isBelow(m.at, WORK)).length;
  return points(after.mounts) > points(before.mounts);
}

/** Names of files that experiments of the program make, wherever a mount puts them. */
const madeByAsks = remembered((c: Case): ReadonlySet<string> => {
  const makers = (programOf(c)?.behaviour.asks ?? []).filter((a) => ['write', 'mknod'].includes(a.kind));
  return new Set(makers.map((a) => basename(a.args[0] ?? '')).filter((name) => name.startsWith('.')));
});

/**
 * True for what the case's own programs change: what a hook does tells which hooks ran, what an experiment leaves whether
 * it went well.
 */
export const isOwnDoing = (c: Case, { path, change }: FileChange): boolean =>
  changedByHooks(c, isBelow(path, ROOTFS) ? path.slice(ROOTFS.length) : path) ||
  (change === 'created' && madeByAsks(c).has(basename(path)));

/** True if a program of the case may change files itself: then changes are nobody's fault. */
export function programsWrite(c: Case): boolean {
  return c.files.some((f) => {
    if (f.type !== 'program') return false;
    const { write, remove, mount, asks } = f.behaviour;
    const makes = (asks ?? []).some((a) => ['mkdir', 'mknod', 'chown', 'write', 'exec'].includes(a.kind));
    return write !== undefined || remove !== undefined || mount !== undefined || makes;
  });
}
