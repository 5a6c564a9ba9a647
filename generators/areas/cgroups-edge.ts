/** linux.cgroupsPath and linux.resources: values at the borders, and such as the text forbids */
import { type Context, knows, type Patch } from '../core/area.ts';
import { lacking, odd } from '../core/words.ts';
import { delegations, deviceLists, twice } from './cgroups-cases.ts';

export const MIB = 2 ** 20;

const member = (name: string, value: unknown): Patch => odd(`/linux/resources/${name}`, value);
const DISK = { major: 42, minor: 0 };

/** Values at the borders of what kernels take, and controllers that a host may lack: refusing is all right. */
export const odds = (ctx: Context): Patch[] => [
  member('memory', { limit: -1 }),
  member('memory', { limit: 0 }),
  member('memory', { limit: 4096 }),
  member('memory', { limit: 2 ** 53 }),
  member('memory', { limit: 64 * MIB + 1 }),
  member('memory', { limit: 64 * MIB, swap: 0 }),
  member('memory', { limit: 64 * MIB, swap: -1 }),
  member('memory', { limit: 64 * MIB, swap: 128 * MIB }),
  member('memory', { limit: 128 * MIB, swap: 64 * MIB }),
  member('memory', { swap: 64 * MIB }),
  member('memory', { reservation: -1 }),
  member('memory', { limit: 64 * MIB, reservation: 128 * MIB }),
  member('memory', { swappiness: 0 }),
  member('memory', { disableOOMKiller: true }),
  member('memory', { disableOOMKiller: false, useHierarchy: true }),
  member('memory', { kernel: 64 * MIB }),
  member('memory', { kernelTCP: 64 * MIB }),
  member('pids', { limit: -1 }),
  { ...member('pids', { limit: 0 }), ...(knows(ctx, '1.3.0') ? { version: '1.3.0' } : {}) },
  member('pids', { limit: 1 }),
  member('pids', { limit: 2 ** 40 }),
  member('cpu', { shares: 0 }),
  member('cpu', { shares: 1 }),
  member('cpu', { shares: 262145 }),
  member('cpu', { quota: -1 }),
  member('cpu', { quota: 0 }),
  member('cpu', { quota: 1 }),
  member('cpu', { period: 0 }),
  member('cpu', { period: 1 }),
  member('cpu', { period: 50_000 }),
  member('cpu', { quota: 50_000 }),
  member('cpu', { realtimeRuntime: 1000, realtimePeriod: 1_000_000 }),
  member('cpu', { cpus: '' }),
  member('cpu', { cpus: '99' }),
  member('cpu', { cpus: '0-' }),
  member('cpu', { cpus: ' 0 ' }),
  member('cpu', { cpus: '0,0' }),
  member('cpu', { mems: '7' }),
  member('blockIO', { weight: 500 }),
  member('blockIO', { weight: 5 }),
  member('blockIO', { weight: 0 }),
  member('blockIO', { leafWeight: 500 }),
  member('blockIO', { weightDevice: [{ ...DISK, weight: 500 }] }),
  member('blockIO', { throttleReadBpsDevice: [{ ...DISK, rate: MIB }] }),
  member('blockIO', { throttleWriteBpsDevice: [{ ...DISK, rate: 0 }] }),
  member('blockIO', {
    throttleReadIOPSDevice: [{ ...DISK, rate: 100 }],
    throttleWriteIOPSDevice: [{ ...DISK, rate: 100 }],
  }),
  member('blockIO', { weightDevice: [{ ...DISK, weight: 500, leafWeight: 300 }] }),
  member('hugepageLimits', [{ pageSize: '2MB', limit: 2 * MIB }]),
  member('hugepageLimits', [{ pageSize: '3MB', limit: 3 * MIB }]),
  member('network', { classID: 1048577 }),
  member('network', { priorities: [{ name: 'lo', priority: 5 }] }),
  twice,
  ...delegations(ctx),
  ...deviceLists,
  member('rdma', { mlx5_1: { hcaHandles: 3 }, mlx5_2: { hcaObjects: 10 } }),
  member('devices', []),
  /* a hole in what another rule allows: cgroup v1 cannot express it */
  member('devices', [
    { allow: false, access: 'rwm' },
    { allow: true, type: 'c', major: 42, access: 'rwm' },
    { allow: false, type: 'c', major: 42, minor: 5, access: 'm' },
  ]),
  member('devices', [
    { allow: true, access: 'rwm' },
    { allow: false, type: 'c', major: 1, minor: 3, access: 'r' },
  ]),
  { set: [['/linux/resources/devices', [{ allow: false }, { allow: true, type: 'c' }]]] },
  member('devices', [{ allow: true, type: 'c', major: -1, minor: -1, access: 'rwm' }]),
  member('devices', [
    { allow: false, type: 'a' },
    { allow: true, type: 'c', major: 1, minor: 3, access: '' },
  ]),
  { set: [['/linux/resources', {}]] },
  ...[
    '/ocifuzz/c1/',
    '/ocifuzz//c1',
    '/ocifuzz/./c1',
    '/ocifuzz/a/../c1',
    `/ocifuzz/${'x'.repeat(255)}`,
    `/ocifuzz/${'x'.repeat(300)}`,
  ].map((p) => odd('/linux/cgroupsPath', p)),
  ...(knows(ctx, '1.1.0')
    ? [
        member('cpu', { quota: 50_000, period: 100_000, burst: 60_000 }),
        member('cpu', { idle: 1 }),
        member('cpu', { idle: 0 }),
        member('memory', { limit: 64 * MIB, checkBeforeUpdate: true }),
        member('unified', { 'pids.max': '100' }),
        member('unified', { 'nosuch.max': '1' }),
        member('unified', { '../x': '1' }),
        member('unified', { 'memory.max': 'lots' }),
        member('unified', {}),
      ]
    : []),
];

const at = (requirement: string, member: string, place: string, value: unknown): Patch =>
  lacking(`linux.res.${requirement}`, `/linux/resources/${member}`, place, value);

/** What has no file in cgroup v2, so that a conversion is not possible. */
const UNCONVERTIBLE: [string, string, object][] = [
  ['memory', '/swappiness', { swappiness: 60 }],
  ['memory', '/disableOOMKiller', { disableOOMKiller: true }],
  ['cpu', '/realtimeRuntime', { realtimeRuntime: 1000, realtimePeriod: 1_000_000 }],
  ['network', '/classID', { classID: 1048577 }],
  ['network', '/priorities', { priorities: [{ name: 'lo', priority: 5 }] }],
];

/** Members that lack something, or that this host cannot serve. */
export const wrongs = (ctx: Context): Patch[] => [
  at('dev.allow.required', 'devices', '/0/allow', [{ access: 'rwm' }]),
  at('blkio.weightDevice.numbers', 'blockIO', '/weightDevice/0/minor', {
    weightDevice: [{ major: 42, weight: 500 }],
  }),
  at('blkio.weightDevice.one-of', 'blockIO', '/weightDevice/0', { weightDevice: [DISK] }),
  at('blkio.throttle.numbers', 'blockIO', '/throttleReadBpsDevice/0/minor', {
    throttleReadBpsDevice: [{ major: 42, rate: MIB }],
  }),
  at('blkio.throttle.rate', 'blockIO', '/throttleWriteIOPSDevice/0/rate', {
    throttleWriteIOPSDevice: [DISK],
  }),
  at('hugetlb.pageSize', 'hugepageLimits', '/0/pageSize', [{ limit: 0 }]),
  at('hugetlb.pageSize', 'hugepageLimits', '/0/pageSize', [{ pageSize: '3MB', limit: 0 }]),
  at('hugetlb.limit', 'hugepageLimits', '/0/limit', [{ pageSize: '2MB' }]),
  at('net.priorities.name', 'network', '/priorities/0/name', { priorities: [{ priority: 5 }] }),
  at('net.priorities.priority', 'network', '/priorities/0/priority', { priorities: [{ name: 'lo' }] }),
  at('rdma.one-of', 'rdma', '/mlx5_1', { mlx5_1: {} }),
  ...(ctx.host.cgroup === 'v2' && knows(ctx, '1.1.0')
    ? [
        ...UNCONVERTIBLE.map(([member, place, value]): Patch => {
          const known = ctx.host.controllers.includes(member);
          // a conversion is for what the host has; the rest cannot be applied
          const requirement = known ? 'linux.res.unified.convert-error' : 'op.create.cannot-apply';
          return { ...lacking(requirement, `/linux/resources/${member}`, place, value), version: '1.1.0' };
        }),
        at('unified.absent-controller', 'unified', '/nosuch.max', { 'nosuch.max': '1' }),
        at('unified.absent-controller', 'unified', '/hugetlb.3MB.max', { 'hugetlb.3MB.max': '0' }),
      ]
    : []),
];
