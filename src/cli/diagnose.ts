/** What a host can and cannot test, from facts. */
import { NAMESPACES } from '../contract/case.ts';
import type { HostFacts, RuntimeFacts } from '../contract/facts.ts';

/** `limit`: some cases are not generated or not judged; `stop`: nothing can run. */
export type Diagnosis = { level: 'ok' | 'limit' | 'stop'; text: string; advice?: string };

/** What a missing capability (without CAP_) keeps from being tested. */
const CAPABILITIES: Record<string, string> = {
  SYS_ADMIN: 'anything: namespaces and mounts need it',
  SYS_RESOURCE: 'raised rlimits, negative oomScoreAdj, this capability itself',
  SYS_NICE: 'real-time scheduling and raised priorities',
  NET_ADMIN: 'network devices',
  MKNOD: 'devices',
  AUDIT_WRITE: 'this capability itself',
};
const CONTROLLERS = ['cpu', 'memory', 'pids', 'cpuset', 'io'];
/** Names of v2 controllers that v1 has under another name. */
const V1_NAMES: Record<string, string> = { io: 'blkio' };

export function diagnose(host: HostFacts, runtimes: readonly RuntimeFacts[]): Diagnosis[] {
  return [
    {
      level: 'ok',
      text: `Linux ${host.kernel} ${host.arch}, ${host.distribution}, ${host.cpus} CPUs, cgroup ${host.cgroup}`,
    },
    ...capabilities(host),
    ...namespaces(host),
    ...controllers(host),
    ...modules(host),
    ...clock(host),
    ...runtimes.flatMap(runtime),
    ...(runtimes.length > 1
      ? []
      : [
          {
            level: 'limit' as const,
            text: 'one runtime: rules are judged, nothing is compared',
            advice: 'name two or more with --runtimes',
          },
        ]),
  ];
}

function capabilities(host: HostFacts): Diagnosis[] {
  return Object.entries(CAPABILITIES)
    .filter(([name]) => !host.capabilities.includes(`CAP_${name}`))
    .map(([name, what]) => ({
      level: name === 'SYS_ADMIN' ? 'stop' : 'limit',
      text: `no CAP_${name}: cannot test ${what}`,
      advice: 'run as root outside a container, or give the container this capability',
    }));
}

function namespaces(host: HostFacts): Diagnosis[] {
  return NAMESPACES.filter((n) => !host.namespaces.includes(n)).map((n) => ({
    level: 'limit',
    text: `the kernel has no ${n} namespaces: cases with them are not generated`,
  }));
}

function controllers(host: HostFacts): Diagnosis[] {
  const missing = CONTROLLERS.filter(
    (c) => !host.controllers.includes(host.cgroup === 'v1' ? (V1_NAMES[c] ?? c) : c),
  );
  if (missing.length === 0) return [];
  return [
    {
      level: 'limit',
      text: `cgroup ${host.cgroup} has no ${missing.join(', ')}: these resources are not tested`,
      advice: `try --cgroup ${host.cgroup === 'v1' ? 'v2' : 'v1'}, or give the harness these controllers`,
    },
  ];
}

function modules(host: HostFacts): Diagnosis[] {
  return ['apparmor', 'selinux']
    .filter((m) => !host.lsm.includes(m))
    .map((m) => ({ level: 'limit', text: `${m} is not active: its labels are not tested` }));
}

/** docs/sandbox.md tells what the kernel's trace is for. */
function clock(host: HostFacts): Diagnosis[] {
  if (host.filesystems.includes('tracefs')) return [];
  const text = 'the kernel has no tracefs: programs and hooks are ordered by the arrival of their reports';
  return [{ level: 'limit', text }];
}

function runtime(r: RuntimeFacts): Diagnosis[] {
  const spec = r.declaredSpec === null ? 'declares no spec version' : `declares spec ${r.declaredSpec}`;
  const own = r.ownKernel ? '; a kernel of its own, so views from the host are not compared' : '';
  const said = `${r.label}: ${r.name} ${r.version}, ${spec}${own} (${r.path})`;
  if (r.noUserNamespaces === undefined) return [{ level: 'ok', text: said }];
  const limit = `${r.label} cannot make user namespaces: ${r.noUserNamespaces}`;
  return [
    { level: 'ok', text: said },
    { level: 'limit', text: limit },
  ];
}
