/** linux.namespaces without user and time (config-linux.md#namespaces) */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import type { FileEntry } from '../../src/contract/case.ts';
import { NAMESPACE_TYPES } from '../../src/contract/config/index.ts';
import { type Area, type Context, knows, type Patch } from '../core/area.ts';
import { BASE_CGROUPS_PATH, BASE_NAMESPACES } from '../core/base.ts';
import { file, odd, pick, SOURCES, some } from '../core/words.ts';

/** Runtimes need their own mount namespace to build a root; the others may stay the runtime's. */
const OPTIONAL = ['pid', 'network', 'ipc', 'uts'] as const;
/** Kind of namespace to its name below /proc/PID/ns */
const FILES = { pid: 'pid', network: 'net', ipc: 'ipc', uts: 'uts', cgroup: 'cgroup' } as const;
type Joinable = keyof typeof FILES;
type NamespaceEntry = Extract<FileEntry, { type: 'namespace' }>;

/** The loopback device tells a network namespace that was set up from one that was not. */
const asks = [ask('path:read', '/sys/class/net/lo/operstate'), ask('path:list', '/sys/class/net')];
const list = (entries: object[]): Patch => ({ set: [['/linux/namespaces', entries]], asks });
const all = BASE_NAMESPACES.map((type) => ({ type }));

/** New ones, any order, some left out, cgroup too where the kernel has it. */
const subset = (ctx: Context): fc.Arbitrary<Patch> =>
  some([...OPTIONAL, ...(ctx.host.namespaces.includes('cgroup') ? (['cgroup'] as const) : [])], 0)
    .chain((types) => some([...types, 'mount'], types.length + 1))
    .map((types) => list(types.map((type) => ({ type }))));

const others = (type: string) => all.filter((n) => n.type !== type);

/** By path: those of the lifecycle's first process, which the runtime has too. */
const own = pick(Object.keys(FILES) as Joinable[]).map((type) =>
  list([...others(type), { type, path: `/proc/1/ns/${FILES[type]}` }]),
);

/** By path: one that somebody else has made. */
const HELD = `${SOURCES}/held`;
const held = (kind: NamespaceEntry['kind']): FileEntry => ({ type: 'namespace', path: HELD, kind });
const joined = (ctx: Context): fc.Arbitrary<Patch> =>
  pick([
    ...(['pid', 'network', 'ipc', 'uts', 'cgroup'] as const).filter((type) =>
      ctx.host.namespaces.includes(FILES[type]),
    ),
  ]).map((type) => {
    const namespaces = [...others(type), { type, path: HELD }];
    const pointer = `/linux/namespaces/${namespaces.length - 1}`;
    return {
      ...list(namespaces),
      files: [held(FILES[type])],
      harmless: { requirement: 'linux.ns.path.join', pointer },
    };
  });

/** What has an order of its own to join in, or needs more than itself. */
const joinedOdd = (ctx: Context): fc.Arbitrary<Patch> =>
  pick<Patch>([
    {
      ...list([...others('mount'), { type: 'mount', path: HELD }]),
      files: [held('mnt')],
      unspecified: true,
    },
    ...(ctx.host.namespaces.includes('time') && knows(ctx, '1.1.0')
      ? [
          {
            ...list([...all, { type: 'time', path: HELD }]),
            files: [held('time')],
            unspecified: true as const,
          },
        ]
      : []),
    {
      ...list([...all, { type: 'user', path: HELD }]),
      files: [{ type: 'namespace', path: HELD, kind: 'user', map: [0, 100000, 65536] }],
      owner: { uid: 100000, gid: 100000 },
      unspecified: true,
    },
  ]);

/** A path of another kind than the type says. */
const mismatched = fc
  .tuple(pick(Object.keys(FILES) as Joinable[]), pick(['pid', 'net', 'mnt', 'ipc', 'uts', 'user'] as const))
  .filter(([type, kind]) => FILES[type] !== kind)
  .map(([type, kind]): Patch => {
    const namespaces = [...others(type), { type, path: HELD }];
    const pointer = `/linux/namespaces/${namespaces.length - 1}/path`;
    return {
      ...list(namespaces),
      files: [held(kind)],
      invalid: { requirement: 'linux.ns.path.wrong-type', pointer },
    };
  });

/** Kinds that ought to be supported; a control without the entry shares the runtime's. */
const supported = (ctx: Context): fc.Arbitrary<Patch> =>
  pick(NAMESPACE_TYPES.filter((t) => t !== 'user' && t !== 'mount' && (t !== 'time' || knows(ctx, '1.1.0'))))
    .filter((type) => type !== 'time' || ctx.host.namespaces.includes('time'))
    .map((type) => {
      const namespaces = [...others(type), { type }];
      return {
        ...list(namespaces),
        harmless: {
          requirement: `linux.ns.supported.${type}`,
          pointer: `/linux/namespaces/${namespaces.length - 1}`,
          alone: true as const,
        },
      };
    });

const wrong = (requirement: string, entry: object): Patch => ({
  set: [['/linux/namespaces/-', entry]],
  invalid: { requirement, pointer: '/linux/namespaces/-' },
});

const oddLists = (ctx: Context): fc.Arbitrary<Patch> =>
  fc.oneof(
    { weight: 1, arbitrary: own },
    { weight: 4, arbitrary: joined(ctx) },
    { weight: 1, arbitrary: joinedOdd(ctx) },
    { weight: 2, arbitrary: mismatched },
    { weight: 2, arbitrary: supported(ctx) },
    {
      weight: 5,
      arbitrary: pick<Patch>([
        odd('/linux/namespaces', []),
        odd(
          '/linux/namespaces',
          all.filter((n) => n.type !== 'mount'),
        ),
        { unset: ['/linux/namespaces'], unspecified: true },
        odd('/linux', { cgroupsPath: BASE_CGROUPS_PATH }),
        ...BASE_NAMESPACES.map((type) => wrong('linux.ns.duplicate', { type })),
        wrong('linux.ns.duplicate', { type: 'pid', path: '/proc/1/ns/pid' }),
        wrong('linux.ns.type.unknown', { type: 'nosuch' }),
        wrong('linux.ns.type.unknown', { type: '' }),
        wrong('linux.ns.type.unknown', { type: 'mnt' }),
        wrong('linux.ns.type.required', {}),
        wrong('linux.ns.path.absolute', { type: 'cgroup', path: 'proc/1/ns/cgroup' }),
        odd('/linux/namespaces/-', { type: 'cgroup', path: '' }),
        {
          ...wrong('linux.ns.path.wrong-type', { type: 'cgroup', path: `${SOURCES}/plain` }),
          files: [file(`${SOURCES}/plain`, 'x')],
        },
        wrong('linux.ns.path.wrong-type', { type: 'cgroup', path: '/proc/1/ns/uts' }),
        wrong('linux.ns.path.wrong-type', { type: 'cgroup', path: `${SOURCES}/missing` }),
      ]),
    },
  );

export const namespaces: Area = {
  name: 'namespaces',
  title: 'linux.namespaces: which are new, which are joined, which stay the runtime’s',
  /* a user namespace wants all of them new */
  valid: (ctx) => (ctx.areas.includes('userns') ? null : subset(ctx)),
  edge: (ctx) => (ctx.areas.some((a) => a === 'userns' || a === 'timens') ? null : oddLists(ctx)),
};
