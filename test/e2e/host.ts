/** What a campaign must leave on the host as it was. */
import { type Dirent, existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export type HostState = {
  mounts: string[];
  cgroups: string[];
  processes: string[];
  interfaces: string[];
  sysctls: Record<string, string>;
  devices: string[];
  directories: Record<string, string[]>;
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
    cgroups: cgroupDirs('/sys/fs/cgroup'),
    processes: ownProcesses(),
    interfaces: readdirSync('/sys/class/net').sort(),
    sysctls: Object.fromEntries(SYSCTLS.map((s) => [s, read(`/proc/sys/${s}`)])),
    devices: readdirSync('/dev').sort().map(owner),
    directories: Object.fromEntries(['/', '/run', '/dev/shm', '/dev/mqueue'].map((d) => [d, names(d)])),
  };
}

const read = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : 'absent');
const names = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir).sort() : []);

function owner(name: string): string {
  const s = lstatSync(join('/dev', name));
  return `${name} ${s.uid}:${s.gid} ${(s.mode & 0o7777).toString(8)}`;
}

/** Cgroup directories of campaigns: their names say so. */
function cgroupDirs(dir: string, depth = 0): string[] {
  if (depth > 4) return [];
  return entries(dir)
    .filter((e) => e.isDirectory())
    .flatMap((e) => {
      const path = join(dir, e.name);
      return [...(e.name.startsWith('ocifuzz-') ? [path] : []), ...cgroupDirs(path, depth + 1)];
    });
}

/** What is in a directory that another campaign may remove at any moment. */
function entries(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Processes that a campaign started: the agent and everything in a campaign's cgroup. */
function ownProcesses(): string[] {
  return readdirSync('/proc')
    .filter((p) => /^\d+$/.test(p))
    .flatMap((pid) => {
      try {
        const exe = readlinkSync(`/proc/${pid}/exe`);
        const ours =
          exe.includes('ocifuzz-native') || readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes('/ocifuzz-');
        return ours ? [`${pid} ${exe}`] : [];
      } catch {
        return [];
      }
    });
}

/** Waits for a condition, at most `ms`. */
export async function until(condition: () => boolean, ms: number, what: string): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
