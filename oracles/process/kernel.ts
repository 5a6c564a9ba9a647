/** What the kernel shows of the program by the config: domain, memory policy, CPUs, labels, kernel parameters. */
import { parseAsk } from '../../src/contract/asks.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import { hasUserNamespace } from '../core/case.ts';
import { specRules } from '../core/rules.ts';
import type { ProcessInput } from './index.ts';

export const KERNEL_RULES = specRules(
  'linux.personality.domain',
  'linux.personality.linux32',
  'linux.mempolicy.mode',
  'linux.mempolicy.nodes',
  'linux.mempolicy.flags',
  'config.process.execCPUAffinity.not-init',
  'config.process.apparmorProfile',
  'config.process.selinuxLabel',
  'linux.sysctl.applied',
);

/** What create has to apply, and what is exact here (runtime.md#create). */
const EXACT = { kind: 'violation', level: 'IMPLIED', ignored: true } as const;

export function judgeKernel(all: ProcessInput): void {
  judgeSysctl(all);
  if (all.run.runtime.ownKernel) return;
  judgePersonality(all);
  judgeMemoryPolicy(all);
  judgeAffinity(all);
  judgeLabels(all);
}

/** Words of a kernel parameter; numbers as numbers, for the kernel prints them its own way. */
const words = (value: string): string[] =>
  value
    .trim()
    .split(/\s+/)
    .map((w) => (/^\d+$/.test(w) ? `${BigInt(w)}` : w));

function judgeSysctl({ input, config, record, r }: ProcessInput): void {
  const listed = config.linux?.sysctl ?? {};
  for (const { ask, ret, text } of record.results) {
    const asked = parseAsk(ask);
    const wanted = asked?.name === 'sysctl:read' ? listed[asked.target] : undefined;
    // names of the UTS namespace have members of their own
    if (asked === null || wanted === undefined || /^kernel[./](host|domain)name$/.test(asked.target))
      continue;
    // group ids, printed by the reader's user namespace, which need not be the writer's
    if (/ping_group_range$/.test(asked.target) && hasUserNamespace(config)) continue;
    if (ret < 0 || text === null || input.case.expectation !== 'valid') continue;
    r.check('linux.sysctl.applied', `${words(text)}` === `${words(wanted)}`, {
      kind: 'violation',
      path: `sysctl[${asked.target.split(/[./]/)[0]}]`,
      token: 'not-applied',
      title: 'a kernel parameter has not the configured value',
      expected: { [asked.target]: wanted },
      actual: text,
    });
  }
}

/** uname(2) of a 32-bit machine, by Node's name of the host's architecture. */
const MACHINES_32: Record<string, RegExp> = { x64: /^i[3-6]86$/, arm64: /^armv\d+[lb]$/ };

/** personality(2): PER_LINUX 0, PER_LINUX32 8 */
function judgePersonality({ input, config, record, r }: ProcessInput): void {
  const wanted = config.linux?.personality;
  if (wanted === undefined || record.personality === null) return;
  const is32 = wanted.domain === 'LINUX32';
  r.check('linux.personality.domain', (record.personality & 0xff) === (is32 ? 8 : 0), {
    ...EXACT,
    path: 'program.personality',
    token: 'not-applied',
    title: 'the execution domain is not applied',
    expected: wanted.domain,
    actual: record.personality,
  });
  const machine = MACHINES_32[input.host.arch];
  if (!is32 || machine === undefined || record.machine == null) return;
  r.check('linux.personality.linux32', machine.test(record.machine), {
    ...EXACT,
    path: 'program.machine',
    token: 'not-32-bit',
    title: 'uname does not show a 32-bit machine',
    actual: record.machine,
  });
}

type Policy = NonNullable<NonNullable<OciConfig['linux']>['memoryPolicy']>;
/** set_mempolicy(2), include/uapi/linux/mempolicy.h */
const MODES: Record<Policy['mode'], number> = {
  MPOL_DEFAULT: 0,
  MPOL_PREFERRED: 1,
  MPOL_BIND: 2,
  MPOL_INTERLEAVE: 3,
  MPOL_LOCAL: 4,
  MPOL_PREFERRED_MANY: 5,
  MPOL_WEIGHTED_INTERLEAVE: 6,
};
const FLAGS: Record<NonNullable<Policy['flags']>[number], number> = {
  MPOL_F_NUMA_BALANCING: 1 << 13,
  MPOL_F_RELATIVE_NODES: 1 << 14,
  MPOL_F_STATIC_NODES: 1 << 15,
};
const MODE_MASK = 0x1fff;

function judgeMemoryPolicy({ input, config, record, r }: ProcessInput): void {
  const wanted = config.linux?.memoryPolicy;
  const seen = record.memoryPolicy;
  if (wanted === undefined || seen == null || input.case.expectation !== 'valid') return;
  const shown = { ...EXACT, path: 'program.memoryPolicy', expected: wanted, actual: seen };
  r.check('linux.mempolicy.mode', (seen.mode & MODE_MASK) === MODES[wanted.mode], {
    ...shown,
    token: seen.mode === 0 ? 'not-applied' : 'mode',
  });
  const flags = (wanted.flags ?? []).reduce((mask, f) => mask | FLAGS[f], 0);
  r.check('linux.mempolicy.flags', (seen.mode & ~MODE_MASK) === flags, { ...shown, token: 'flags' });
  const node = /^\d+$/.exec(wanted.nodes ?? '')?.[0];
  if (node !== undefined)
    r.check('linux.mempolicy.nodes', `${seen.nodes}` === `${Number(node)}`, { ...shown, token: 'nodes' });
}

/**
 * The first process has the CPUs of the caller or, as entering a cgroup with a cpuset gives them back, all; where no
 * cpuset narrows them.
 */
function judgeAffinity({ input, config, process, record, r }: ProcessInput): void {
  if (process.execCPUAffinity === undefined || record.affinity === null) return;
  if (config.linux?.resources?.cpu?.cpus !== undefined || input.case.expectation !== 'valid') return;
  const all = Array.from({ length: input.host.cpus }, (_, n) => n);
  const wanted = [input.case.caller.affinity ?? all, all].map(String);
  r.check('config.process.execCPUAffinity.not-init', wanted.includes(`${record.affinity}`), {
    kind: 'violation',
    path: 'program.affinity',
    token: 'changed',
    title: 'execCPUAffinity changes the CPUs of the first process',
    expected: input.case.caller.affinity ?? all,
    actual: record.affinity,
  });
}

/** /proc/PID/attr/current: AppArmor adds its mode in parentheses, SELinux a NUL. */
function judgeLabels({ input, process, record, r }: ProcessInput): void {
  const label = record.label?.replace(/[\n\0]+$/, '');
  if (label === undefined) return;
  for (const [lsm, rule, wanted] of [
    ['apparmor', 'config.process.apparmorProfile', process.apparmorProfile],
    ['selinux', 'config.process.selinuxLabel', process.selinuxLabel],
  ] as const) {
    if (wanted === undefined || wanted === '' || !input.host.lsm.includes(lsm)) continue;
    r.check(rule, label.replace(/ \(\w+\)$/, '') === wanted, {
      kind: 'violation',
      path: `program.label[${lsm}]`,
      token: 'other',
      title: `the program does not run under the ${lsm} label of the config`,
      expected: wanted,
      actual: label,
    });
  }
}
