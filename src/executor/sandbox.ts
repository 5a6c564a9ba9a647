/**
 * The sandbox's recipe: what the agent's main process builds once, and what every lifecycle gets afresh.
 * The order matters; why it is so stands at each part.
 */
import type { MountFlag, Op } from '../agent/protocol.ts';
import { WORK } from '../contract/case.ts';
import type { CgroupView, Hierarchy } from './cgroups.ts';

export type SandboxInput = {
  view: CgroupView;
  /** v1 hierarchies to mount; not used on v2 */
  hierarchies: Hierarchy[];
  /** `light`: no root of its own: the host's, writable, in a mount namespace of its own */
  mode: 'full' | 'light';
  /** propagation of every mount that a lifecycle sees */
  propagation: 'private' | 'shared';
  /** host directories that appear read-only at the same path, with all that is mounted below them */
  readOnlyBinds: string[];
  /** symbolic links of the host's root directory, such as /bin to usr/bin */
  links: { path: string; target: string }[];
};

/** The new root is built here: a directory that every host has and that is never bound itself. */
const NEW_ROOT = '/proc';
/** Name of the agent's own cgroup. */
export const LEAF = 'agent';
/** Where the copies of the runtimes' binaries lie in the full sandbox. */
const PROGRAMS = '/.runtimes';
/** Size limit of the work tmpfs: what a case may write. */
const WORK_SIZE = '256m';

const dir = (path: string, mode = 0o755): Op => ({ op: 'mkdir', path, mode, uid: 0, gid: 0 });
const link = (path: string, target: string): Op => ({ op: 'symlink', target, path });
const mount = (fstype: string, target: string, flags: MountFlag[] = [], data = ''): Op => ({
  op: 'mount',
  source: fstype,
  target,
  fstype,
  flags,
  data,
});
const bind = (source: string, target: string, flags: MountFlag[]): Op => ({
  op: 'mount',
  source,
  target,
  fstype: '',
  flags: ['bind', ...flags],
  data: '',
});
const propagation = (flag: MountFlag): Op => mount('', '/', [flag]);
const char = (path: string, mode: number, major: number, minor: number): Op => ({
  op: 'mknod',
  path,
  type: 'c',
  mode,
  uid: 0,
  gid: 0,
  major,
  minor,
});

/**
 * Set-up of the sandbox's main process, once. It runs in the cgroups of its own that the agent has entered
 * before: only so does the new cgroup namespace have them as its roots.
 */
export function sandboxOps(input: SandboxInput): Op[] {
  const own =
    input.mode === 'full' ? (['mnt', 'cgroup', 'net', 'ipc', 'uts'] as const) : (['mnt', 'cgroup'] as const);
  return [
    { op: 'unshare', namespaces: [...own] },
    // nothing goes back to the host
    propagation('rprivate'),
    ...(input.mode === 'full' ? rootOps(input) : cgroupOps(input, '')),
    // no process may stay in the namespace's root: cgroup v2 refuses to hand on controllers then
    { op: 'cgleaf', name: LEAF },
  ];
}

/** A root on tmpfs with the host read-only in it; pivot_root, because chroot forbids user namespaces. */
function rootOps(input: SandboxInput): Op[] {
  const at = (path: string) => `${NEW_ROOT}${path}`;
  return [
    mount('tmpfs', NEW_ROOT, [], 'mode=0755,size=16m'),
    ...input.readOnlyBinds.flatMap((path) => [dir(at(path)), bind(path, at(path), ['rec', 'ro'])]),
    ...input.links.map((l) => link(at(l.path), l.target)),
    ...['/proc', '/sys', '/dev', '/run'].map((path) => dir(at(path))),
    dir(at('/tmp'), 0o1777),
    // writable, as on a plain host: runc and crun copy themselves at every start unless they lie read-only
    dir(at(PROGRAMS)),
    mount('tmpfs', at(PROGRAMS), [], 'mode=0755,size=1g'),
    // bare, nothing masked: a user namespace may mount sysfs only where one is visible in full
    mount('sysfs', at('/sys'), ['nosuid', 'nodev', 'noexec']),
    ...cgroupOps(input, NEW_ROOT),
    { op: 'pivot', newroot: NEW_ROOT },
    mount('tmpfs', '/', ['remount', 'ro']),
  ];
}

/** Where a runtime's binary is called: a copy in the full sandbox, since a container may try to write to it. */
export function programPath(mode: 'full' | 'light', label: string, path: string): string {
  return mode === 'full' ? `${PROGRAMS}/${label}/${path.slice(path.lastIndexOf('/') + 1)}` : path;
}

/** Puts the copy of a binary there; for the sandbox's main process, after its set-up. */
export function programOps(mode: 'full' | 'light', label: string, path: string, content: Uint8Array): Op[] {
  if (mode === 'light') return [];
  return [{ op: 'file', path: programPath(mode, label, path), mode: 0o755, uid: 0, gid: 0, content }];
}

/** Every hierarchy mounted afresh, so that its root is the new namespace's; the host's mounts show the host's. */
function cgroupOps(input: SandboxInput, root: string): Op[] {
  const top = `${root}/sys/fs/cgroup`;
  const flags: MountFlag[] = ['nosuid', 'nodev', 'noexec'];
  if (input.view === 'v2') return [mount('cgroup2', top, flags)];
  const aliases = input.hierarchies.flatMap((h) => {
    const controllers = h.options.split(',').filter((o) => o !== 'none' && !o.includes('='));
    return controllers.filter((c) => c !== h.name).map((c) => link(`${top}/${c}`, h.name));
  });
  return [
    mount('tmpfs', top, flags, 'mode=0755,size=1m'),
    ...input.hierarchies.flatMap((h) => [
      dir(`${top}/${h.name}`),
      mount('cgroup', `${top}/${h.name}`, flags, h.options),
    ]),
    ...aliases,
    // as on a host with systemd: a runtime cannot leave plain directories here
    mount('tmpfs', top, ['remount', 'ro', ...flags]),
  ];
}

/**
 * What every lifecycle gets afresh, in namespaces `mnt` and `ipc` of its own: proc of its pid namespace, /dev
 * with nodes of its own, /run, /tmp and the work file system (without mount flags: they would show in `/` of
 * containers). The work directory is empty.
 */
export function lifecycleOps(input: SandboxInput): Op[] {
  const flags: MountFlag[] = ['nosuid', 'nodev'];
  return [
    mount('proc', '/proc', [...flags, 'noexec']),
    ...devOps(),
    mount('tmpfs', '/run', flags, 'mode=0755,size=32m'),
    ...(input.mode === 'full' ? [mount('tmpfs', '/tmp', flags, 'mode=1777,size=64m')] : []),
    dir(WORK),
    mount('tmpfs', WORK, [], `mode=0755,size=${WORK_SIZE}`),
    ...(input.propagation === 'shared' ? [propagation('rshared')] : []),
  ];
}

/** Nodes of our own: runtimes chown and bind them (crun gave the host's /dev/null to a container's root). */
function devOps(): Op[] {
  return [
    mount('tmpfs', '/dev', ['nosuid'], 'mode=0755,size=1m'),
    char('/dev/null', 0o666, 1, 3),
    char('/dev/zero', 0o666, 1, 5),
    char('/dev/full', 0o666, 1, 7),
    char('/dev/random', 0o666, 1, 8),
    char('/dev/urandom', 0o666, 1, 9),
    char('/dev/tty', 0o666, 5, 0),
    char('/dev/ptmx', 0o666, 5, 2),
    link('/dev/fd', '/proc/self/fd'),
    link('/dev/stdin', '/proc/self/fd/0'),
    link('/dev/stdout', '/proc/self/fd/1'),
    link('/dev/stderr', '/proc/self/fd/2'),
    dir('/dev/pts'),
    mount('devpts', '/dev/pts', ['nosuid', 'noexec'], 'newinstance,mode=0620,ptmxmode=0666,gid=5'),
    dir('/dev/shm', 0o1777),
    mount('tmpfs', '/dev/shm', ['nosuid', 'nodev'], 'mode=1777,size=16m'),
    dir('/dev/mqueue', 0o1777),
    mount('mqueue', '/dev/mqueue', ['nosuid', 'nodev', 'noexec']),
  ];
}
