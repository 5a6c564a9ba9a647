/** Bugs of what the kernel shows of the program: domain, memory policy, CPUs, labels, parameters, filters. */
import type { OciConfig } from '../../../../src/contract/config/index.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { recordIn } from '../fixture.ts';
import { type Bug, configured } from './plant.ts';

const shows = (change: object) => (o: Observation) => void Object.assign(recordIn(o), change);
const bug = (
  found: Bug['found'],
  change: (c: OciConfig) => unknown,
  right: object,
  wrong: object,
  more: Partial<Bug> = {},
): Bug => ({
  name: `${found[0]} ${found[2]}`,
  case: () => configured((c) => void change(c)),
  setup: shows(right),
  plant: shows(wrong),
  found,
  kind: 'violation',
  ...more,
});
const linux = (more: object) => (c: OciConfig) => Object.assign(c.linux ?? {}, more);
const process = (more: object) => (c: OciConfig) => Object.assign(c.process ?? {}, more);

/** The fixture's config names 1.1.0. */
const newer = (change: (c: OciConfig) => unknown) => (c: OciConfig) => {
  change(c);
  c.ociVersion = '1.3.0';
};
const policy = newer(
  linux({ memoryPolicy: { mode: 'MPOL_BIND', nodes: '0', flags: ['MPOL_F_STATIC_NODES'] } }),
);
const BOUND = { mode: 2 | (1 << 15), nodes: [0] };
const answers = (errno: number, target = 'kcmp,7') => ({
  results: [{ ask: `seccomp:call:${target}`, ret: -1, errno, text: null }],
});
const compared = (op: string, value: number, valueTwo?: number) =>
  linux({
    seccomp: {
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [
        {
          names: ['kcmp'],
          action: 'SCMP_ACT_ERRNO',
          args: [{ index: 0, op, value, ...(valueTwo === undefined ? {} : { valueTwo }) }],
        },
      ],
    },
  });
/** Argument 7 passes the test, so that the call fails with EPERM; EINVAL is the kernel's own answer. */
const operator = (op: string, value: number, valueTwo?: number): Bug =>
  bug(
    ['linux.seccomp.args.op', `seccomp.args.${op.toLowerCase()}`, 'other-errno'],
    compared(`SCMP_CMP_${op}`, value, valueTwo),
    answers(1),
    answers(22),
    { name: `seccomp operator ${op}` },
  );

export const KERNEL: Bug[] = [
  bug(
    ['linux.personality.linux32', 'program.machine', 'not-32-bit'],
    () => undefined,
    { machine: 'i686' },
    { machine: 'x86_64' },
  ),
  bug(
    ['linux.mempolicy.mode', 'program.memoryPolicy', 'not-applied'],
    policy,
    { memoryPolicy: BOUND },
    { memoryPolicy: { mode: 0, nodes: [] } },
  ),
  bug(
    ['linux.mempolicy.flags', 'program.memoryPolicy', 'flags'],
    policy,
    { memoryPolicy: BOUND },
    { memoryPolicy: { mode: 2, nodes: [0] } },
  ),
  bug(
    ['linux.mempolicy.nodes', 'program.memoryPolicy', 'nodes'],
    policy,
    { memoryPolicy: BOUND },
    { memoryPolicy: { ...BOUND, nodes: [1] } },
  ),
  bug(
    ['config.process.execCPUAffinity.not-init', 'program.affinity', 'changed'],
    (c) => {
      newer(process({ execCPUAffinity: { final: '0' } }))(c);
      delete c.linux?.resources?.cpu;
    },
    {},
    { affinity: [0] },
    { host: { cpus: 2 } },
  ),
  bug(
    ['config.process.apparmorProfile', 'program.label[apparmor]', 'other'],
    process({ apparmorProfile: 'strict' }),
    { label: 'strict (enforce)\n' },
    { label: 'unconfined\n' },
    { host: { lsm: ['apparmor'] } },
  ),
  bug(
    ['config.process.selinuxLabel', 'program.label[selinux]', 'other'],
    process({ selinuxLabel: 'u:r:t:s0' }),
    { label: 'u:r:t:s0\0' },
    { label: 'u:r:other:s0\0' },
    { host: { lsm: ['selinux'] } },
  ),
  bug(
    ['linux.sysctl.applied', 'sysctl[net]', 'not-applied'],
    linux({ sysctl: { 'net.ipv4.ping_group_range': '0 01000' } }),
    { results: [{ ask: 'sysctl:read:net.ipv4.ping_group_range', ret: 0, errno: 0, text: '0\t1000\n' }] },
    { results: [{ ask: 'sysctl:read:net.ipv4.ping_group_range', ret: 0, errno: 0, text: '1\t0\n' }] },
  ),
  bug(
    ['config.process.args.execvp-file', 'program.exe', 'other'],
    process({ args: ['probe'], env: ['PATH=/usr/bin:/bin'] }),
    { argv: ['probe'], env: ['PATH=/usr/bin:/bin'] },
    { exe: '/usr/bin/probe' },
  ),
  bug(
    ['config.process.rlimits.getrlimit', 'program.rlimits[NOFILE]', 'absent'],
    () => undefined,
    {},
    { rlimits: { CORE: ['0', '0'] } },
  ),
  bug(
    ['config.process.scheduler.flags', 'program.sched.flags', 'not-applied'],
    process({ scheduler: { policy: 'SCHED_BATCH', nice: 3, flags: ['SCHED_FLAG_RESET_ON_FORK'] } }),
    { sched: { policy: 3, priority: 0, nice: 3, flags: 1 } },
    { sched: { policy: 3, priority: 0, nice: 3, flags: 0 } },
  ),
  operator('NE', 8),
  operator('LT', 8),
  operator('LE', 7),
  operator('EQ', 7),
  operator('GE', 7),
  operator('GT', 6),
  operator('MASKED_EQ', 7, 7),
  bug(
    ['linux.seccomp.args.op', 'seccomp.args.eq', 'ok'],
    linux({
      seccomp: {
        defaultAction: 'SCMP_ACT_ERRNO',
        syscalls: [
          { names: ['kcmp'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, op: 'SCMP_CMP_EQ', value: 8 }] },
        ],
      },
    }),
    answers(1),
    { results: [{ ask: 'seccomp:call:kcmp,7', ret: 0, errno: 0, text: null }] },
    { name: 'a test that fails leaves the default action' },
  ),
  bug(
    ['linux.seccomp.architectures', 'seccomp.rule.errno', 'other-errno'],
    linux({
      seccomp: {
        defaultAction: 'SCMP_ACT_ALLOW',
        architectures: ['SCMP_ARCH_X86_64'],
        syscalls: [{ names: ['kcmp'], action: 'SCMP_ACT_ERRNO' }],
      },
    }),
    answers(1, 'kcmp'),
    answers(22, 'kcmp'),
  ),
];
