/** Names of campaigns' cgroups and tracefs instances tell whose they are, so that the next start can reap those of the dead. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'ocifuzz';

/** `ocifuzz-PIDNS-PID-STARTTIME`: unique on this host while it runs, and checkable afterwards. */
export function campaignName(): string {
  return [PREFIX, pidNamespace(), process.pid, startTime(process.pid)].join('-');
}

/**
 * Directories of campaigns whose process is gone, anywhere below the mounts of cgroup file systems: a campaign's
 * lie below the cgroups of whoever started it. Those of another pid namespace are left alone: from here nobody
 * can tell whether they live.
 */
export function deadCampaigns(cgroupMounts: string[]): string[] {
  return cgroupMounts.flatMap((point) => below(point, DEPTH));
}

/** A campaign is not looked for deeper than so many levels of cgroups. */
const DEPTH = 8;

function below(dir: string, depth: number): string[] {
  const names = subdirectories(dir);
  const dead = names.filter(isDead);
  const others = depth === 0 ? [] : names.filter((n) => !n.startsWith(`${PREFIX}-`));
  return [...dead.map((n) => join(dir, n)), ...others.flatMap((n) => below(join(dir, n), depth - 1))];
}

/** Cgroups come and go while we look. */
function subdirectories(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : []));
  } catch {
    return [];
  }
}

/** True for a name of a campaign whose process is gone, whatever follows it. */
export function isDead(name: string): boolean {
  const [prefix, namespace, pid, started] = name.split('-');
  if (prefix !== PREFIX || namespace !== pidNamespace() || started === undefined) return false;
  return startTime(Number(pid)) !== started;
}

const pidNamespace = (): string => /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';

/** Field 22 of /proc/PID/stat (proc_pid_stat(5)); empty where there is no such process, or one that nobody has reaped. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
