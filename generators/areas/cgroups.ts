/** linux.cgroupsPath and linux.resources (config-linux.md#control-groups) */
import fc from 'fast-check';
import { type Area, type Context, holds, knows, type Patch } from '../core/area.ts';
import { below, maybe, merge, partial, pick } from '../core/words.ts';
import { MIB, odds, wrongs } from './cgroups-edge.ts';

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
          pick([
            { 'cgroup.max.depth': '5' },
            { 'cgroup.max.descendants': '10' },
            ...(has('hugetlb') ? [{ 'hugetlb.2MB.max': '2097152' }] : []),
            ...(has('pids') ? [{ 'pids.max': '100' }] : []),
            ...(has('memory') ? [{ 'memory.oom.group': '1' }] : []),
          ]).map((unified): Patch => ({ set: [['/linux/resources/unified', unified]] })),
        ]
      : []),
  ];
}

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
  edge: (ctx) => pick([...odds(ctx), ...wrongs(ctx)]),
};
