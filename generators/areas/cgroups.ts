/** linux.cgroupsPath and linux.resources (config-linux.md#control-groups) */
import fc from 'fast-check';
import { type Area, type Context, holds, knows, type Patch } from '../core/area.ts';
import { below, maybe, merge, odd, partial, pick } from '../core/words.ts';

const MIB = 2 ** 20;

/** Absolute and below one directory of our own, always. */
const path = pick([
  '/ocifuzz/c1',
  '/ocifuzz/a/b/c',
  '/ocifuzz/with space',
  '/ocifuzz/c1.scope',
  '/ocifuzz/ä',
]).map((p): Patch => ({ set: [['/linux/cgroupsPath', p]] }));

const at = <T extends object>(member: string, values: fc.Arbitrary<T>): fc.Arbitrary<Patch> =>
  values.map((v) => below(`/linux/resources/${member}`, v));

/** A reservation below the limit, as the kernel wants it on v1. */
const memory = fc
  .tuple(pick([64, 128, 512, 4096]), maybe(pick([0.25, 0.5, 1])), maybe(pick([0, 0, 60, 100])))
  .map(([mib, part, swappiness]) => ({
    limit: mib * MIB,
    ...(part === undefined ? {} : { reservation: mib * part * MIB }),
    ...(swappiness === undefined ? {} : { swappiness }),
  }));

const cpu = (ctx: Context) =>
  fc
    .tuple(
      partial({ shares: pick([2, 100, 512, 1024, 2048, 262144]) }),
      maybe(
        fc.record({
          period: pick([10_000, 50_000, 100_000, 1_000_000]),
          quota: pick([20_000, 50_000, 100_000, 300_000]),
        }),
      ),
      maybe(pick(knows(ctx, '1.1.0') ? [0, 1000] : [undefined])),
    )
    .map(([shares, bandwidth, burst]) => ({
      ...shares,
      ...bandwidth,
      ...(bandwidth && burst !== undefined ? { burst } : {}),
    }));
const cpuset = (ctx: Context) =>
  partial({ cpus: pick(ctx.host.cpus > 1 ? ['0', '1', '0-1', '0,1'] : ['0', '0-0']), mems: pick(['0']) });

const rule = fc
  .tuple(
    pick([undefined, 'a', 'c', 'b']),
    pick([undefined, 1, 5, 10, 42]),
    pick([undefined, 0, 3, 5, 200]),
    pick(['r', 'rw', 'rwm', 'm', 'w']),
  )
  .map(([type, major, minor, access]) => ({
    allow: true,
    ...(type === undefined ? {} : { type }),
    ...(type === 'a' || major === undefined ? {} : { major }),
    ...(type === 'a' || minor === undefined ? {} : { minor }),
    access,
  }));
/** As engines write it: nothing allowed, then what is needed. */
const denyFirst = pick([
  [{ allow: false, access: 'rwm' }],
  [
    { allow: false, access: 'rwm' },
    { allow: true, type: 'c', major: 42, access: 'rw' },
  ],
  [
    { allow: false, access: 'rwm' },
    { allow: true, type: 'c', major: 1, minor: 3, access: 'rwm' },
    { allow: false, type: 'c', major: 1, minor: 3, access: 'm' },
  ],
  [{ allow: true, access: 'rwm' }],
]);
const deviceRules = fc.oneof(
  denyFirst,
  fc.array(rule, { minLength: 1, maxLength: 3 }).map((r) => [{ allow: false, access: 'rwm' }, ...r]),
);

/** Controller (name in v1, name in v2) to what may be asked of it. */
function controllers(ctx: Context): fc.Arbitrary<Patch>[] {
  const has = (...names: string[]) => names.some((n) => ctx.host.controllers.includes(n));
  const v1 = ctx.host.cgroup === 'v1';
  const rules = v1 ? has('devices') : holds(ctx, 'SYS_RESOURCE');
  return [
    ...(has('memory') ? [at('memory', memory)] : []),
    ...(has('pids')
      ? [
          at(
            'pids',
            pick([64, 100, 1000, 4096]).map((limit) => ({ limit })),
          ),
        ]
      : []),
    ...(has('cpu') ? [at('cpu', cpu(ctx))] : []),
    ...(has('cpuset') ? [at('cpu', cpuset(ctx))] : []),
    ...(rules ? [deviceRules.map((list): Patch => ({ set: [['/linux/resources/devices', list]] }))] : []),
    ...(has('hugetlb')
      ? [
          pick([0, 2 * MIB]).map(
            (limit): Patch => ({ set: [['/linux/resources/hugepageLimits', [{ pageSize: '2MB', limit }]]] }),
          ),
        ]
      : []),
    ...(!v1 && knows(ctx, '1.1.0')
      ? [
          pick([{ 'cgroup.max.depth': '5' }, { 'cgroup.max.descendants': '10' }]).map(
            (unified): Patch => ({ set: [['/linux/resources/unified', unified]] }),
          ),
        ]
      : []),
  ];
}

const member = (name: string, value: unknown): Patch => odd(`/linux/resources/${name}`, value);
const DISK = { major: 42, minor: 0 };

/** Values at the borders of what kernels take, and controllers that a host may lack: refusing is all right. */
const odds = (ctx: Context): Patch[] => [
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
  member('pids', { limit: 0 }),
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

export const cgroups: Area = {
  name: 'cgroups',
  title: 'linux.cgroupsPath; resources: memory, cpu, cpuset, pids, blockIO, devices, hugepages, unified',
  weight: 2,
  valid: (ctx) => {
    const some = controllers(ctx);
    return some.length === 0
      ? path
      : fc
          .tuple(maybe(path), fc.array(fc.oneof(...some), { minLength: 1, maxLength: 3 }))
          .map(([p, list]) => merge([...(p ? [p] : []), ...list]));
  },
  edge: (ctx) => pick(odds(ctx)),
};
