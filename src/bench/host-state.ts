/** What a campaign must leave on the host as it was. */
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type HostState = {
  mounts: string[];
  interfaces: string[];
  sysctls: Record<string, string>;
  devices: string[];
  directories: Record<string, string[]>;
  beneath: string[];
};

const SYSCTLS = [
  ...[
    'kernel/hostname',
    'kernel/domainname',
    'kernel/shmmax',
    'kernel/msgmax',
    'kernel/sem',
    'kernel/core_pattern',
  ],
  ...[
    'net/ipv4/ip_forward',
    'net/ipv4/ping_group_range',
    'net/core/somaxconn',
    'fs/mqueue/queues_max',
    'vm/swappiness',
  ],
];

/** The state of everything that a container runtime could change, without what changes by itself. */
export function hostState(): HostState {
  return {
    mounts: read('/proc/self/mountinfo').split('\n'),
    interfaces: readdirSync('/sys/class/net').sort(),
    sysctls: Object.fromEntries(SYSCTLS.map((s) => [s, read(`/proc/sys/${s}`)])),
    devices: readdirSync('/dev').sort().map(owner),
    directories: Object.fromEntries(['/', '/run', '/dev/shm', '/dev/mqueue'].map((d) => [d, names(d)])),
    beneath: beneath('/sys/fs/cgroup/unified'),
  };
}

/** Things come and go while we look. */
function or<T>(get: () => T, otherwise: T): T {
  try {
    return get();
  } catch {
    return otherwise;
  }
}

const read = (path: string): string => or(() => readFileSync(path, 'utf8'), 'absent');
const names = (dir: string): string[] => or(() => readdirSync(dir).sort(), []);

function owner(name: string): string {
  const s = lstatSync(join('/dev', name));
  return `${name} ${s.uid}:${s.gid} ${(s.mode & 0o7777).toString(8)}`;
}

/** What lies in a directory beneath its mount, where nobody sees it. */
function beneath(mount: string): string[] {
  // -n: it keeps no table in /run/mount
  const look = `umount -n -l ${mount} && ls ${mount}`;
  const run = spawnSync('unshare', ['--mount', 'sh', '-c', look], { encoding: 'utf8' });
  return run.stdout.split('\n').filter((n) => n !== '');
}

/** What is not as it was: `mounts: + LINE`, `devices: - LINE`. */
export function hostChanges(before: HostState, after: HostState): string[] {
  const lines = (s: HostState): string[] =>
    Object.entries(s).flatMap(([what, value]: [string, string[] | Record<string, unknown>]) =>
      Array.isArray(value)
        ? value.map((v) => `${what}: ${v}`)
        : Object.entries(value).flatMap(([k, v]) => [v].flat().map((x) => `${what}: ${k} ${x}`)),
    );
  const [was, is] = [lines(before), lines(after)];
  return [
    ...was.filter((l) => !is.includes(l)).map((l) => l.replace(': ', ': - ')),
    ...is.filter((l) => !was.includes(l)).map((l) => l.replace(': ', ': + ')),
  ];
}

/** What of the campaign with this pid is on the host: its cgroups, and the processes that name or are in them. */
export function traces(pid: number | undefined): string[] {
  const name = new RegExp(`/ocifuzz-\\d+-${pid}-`);
  const inProc = (p: string, file: string) => name.test(read(`/proc/${p}/${file}`));
  return [
    ...cgroupDirs('/sys/fs/cgroup').filter((d) => name.test(d)),
    ...names('/proc').filter((p) => /^\d+$/.test(p) && (inProc(p, 'cmdline') || inProc(p, 'cgroup'))),
  ];
}

function cgroupDirs(dir: string, depth = 0): string[] {
  if (depth > 4) return [];
  return names(dir)
    .map((n) => join(dir, n))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory())
    .flatMap((path) => [path, ...cgroupDirs(path, depth + 1)]);
}
