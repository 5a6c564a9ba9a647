/** Facts about this host that predictions and verdicts depend on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import type { HostFacts } from '../contract/facts.ts';

const CAPABILITIES = (
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE ' +
  'NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT ' +
  'SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE ' +
  'AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ ' +
  'PERFMON BPF CHECKPOINT_RESTORE'
).split(' ');

/** Names of the bits of a capability mask as /proc/PID/status prints it (capabilities(7)). */
export function capabilityNames(hex: string): string[] {
  const mask = BigInt(`0x${hex}`);
  return CAPABILITIES.filter((_, bit) => (mask >> BigInt(bit)) & 1n).map((name) => `CAP_${name}`);
}

/** /proc/PID/limits as RLIMIT name (without prefix) to [soft, hard]; values as text, "infinity" for none. */
export function parseLimits(text: string): Record<string, [string, string]> {
  const names: Record<string, string> = {
    'Max cpu time': 'CPU',
    'Max file size': 'FSIZE',
    'Max data size': 'DATA',
    'Max stack size': 'STACK',
    'Max core file size': 'CORE',
    'Max resident set': 'RSS',
    'Max processes': 'NPROC',
    'Max open files': 'NOFILE',
    'Max locked memory': 'MEMLOCK',
    'Max address space': 'AS',
    'Max file locks': 'LOCKS',
    'Max pending signals': 'SIGPENDING',
    'Max msgqueue size': 'MSGQUEUE',
    'Max nice priority': 'NICE',
    'Max realtime priority': 'RTPRIO',
    'Max realtime timeout': 'RTTIME',
  };
  const value = (v: string) => (v === 'unlimited' ? 'infinity' : v);
  const limits: Record<string, [string, string]> = {};
  for (const line of text.split('\n')) {
    const m = /^(Max [a-z ]+?)\s{2,}(\S+)\s+(\S+)/.exec(line);
    const name = m?.[1] === undefined ? undefined : names[m[1]];
    if (m?.[2] !== undefined && m[3] !== undefined && name) limits[name] = [value(m[2]), value(m[3])];
  }
  return limits;
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
const list = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);

/** Reads /proc and /sys; never fails: what cannot be read counts as absent. */
export function hostFacts(cgroup: 'v1' | 'v2', controllers: string[], sandbox: 'full' | 'light'): HostFacts {
  const active = read('/sys/kernel/security/lsm').split(',');
  const delegate = read('/sys/kernel/cgroup/delegate').split('\n').filter(Boolean);
  return {
    kernel: os.release(),
    arch: os.arch(),
    distribution: /^PRETTY_NAME="?([^"\n]*)/m.exec(read('/etc/os-release'))?.[1] ?? 'unknown',
    cpus: os.availableParallelism(),
    cgroup,
    controllers,
    ...(delegate.length > 0 ? { cgroupDelegate: delegate } : {}),
    capabilities: capabilityNames(/^CapEff:\s*(\S+)/m.exec(read('/proc/self/status'))?.[1] ?? '0'),
    lsm: ['apparmor', 'selinux'].filter((l) => active.includes(l)),
    namespaces: list('/proc/self/ns').filter((n) => !n.endsWith('_for_children')),
    rlimits: parseLimits(read('/proc/self/limits')),
    filesystems: read('/proc/filesystems')
      .split('\n')
      .map((l) => l.split('\t')[1] ?? '')
      .filter((f) => f !== ''),
    hugepageSizes: list('/sys/kernel/mm/hugepages').map((d) => d.replace(/^hugepages-/, '')),
    sandbox,
  };
}
