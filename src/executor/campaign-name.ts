/** Names of campaigns' cgroups tell whose they are, so that the next start can reap those of the dead. */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'ocifuzz';

/** `ocifuzz-PIDNS-PID-STARTTIME`: unique on this host while it runs, and checkable afterwards. */
export function campaignName(): string {
  return [PREFIX, pidNamespace(), process.pid, startTime(process.pid)].join('-');
}

/**
 * Directories of campaigns whose process is gone. `parents`: the directories in which campaigns make theirs.
 * Those of another pid namespace are left alone: from here nobody can tell whether they live.
 */
export function deadCampaigns(parents: string[]): string[] {
  return parents.flatMap((parent) =>
    (existsSync(parent) ? readdirSync(parent) : []).filter(isDead).map((name) => join(parent, name)),
  );
}

function isDead(name: string): boolean {
  const [prefix, namespace, pid, started] = name.split('-');
  if (prefix !== PREFIX || namespace !== pidNamespace() || started === undefined) return false;
  return startTime(Number(pid)) !== started;
}

const pidNamespace = (): string => /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';

/** Field 22 of /proc/PID/stat (proc_pid_stat(5)); empty when there is no such process. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
