/** linux.namespaces without user and time (config-linux.md#namespaces) */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import type { Area, Context, Patch } from '../core/area.ts';
import { BASE_CGROUPS_PATH, BASE_NAMESPACES } from '../core/base.ts';
import { file, odd, pick, SOURCES, some } from '../core/words.ts';

/** Runtimes need their own mount namespace to build a root; the others may stay the runtime's. */
const OPTIONAL = ['pid', 'network', 'ipc', 'uts'] as const;
/** Kind of namespace to its name below /proc/PID/ns */
const FILES = { pid: 'pid', network: 'net', ipc: 'ipc', uts: 'uts', cgroup: 'cgroup' } as const;
type Joinable = keyof typeof FILES;

/** The loopback device tells a network namespace that was set up from one that was not. */
const asks = [ask('path:read', '/sys/class/net/lo/operstate'), ask('path:list', '/sys/class/net')];
const list = (entries: object[]): Patch => ({ set: [['/linux/namespaces', entries]], asks });
const all = BASE_NAMESPACES.map((type) => ({ type }));

/** New ones, any order, some left out, cgroup too where the kernel has it. */
const subset = (ctx: Context): fc.Arbitrary<Patch> =>
  some([...OPTIONAL, ...(ctx.host.namespaces.includes('cgroup') ? (['cgroup'] as const) : [])], 0)
    .chain((types) => some([...types, 'mount'], types.length + 1))
    .map((types) => list(types.map((type) => ({ type }))));

/** By path: those of the lifecycle's first process, which the runtime has too. */
const joined = pick(Object.keys(FILES) as Joinable[]).map((type) =>
  list([...all.filter((n) => n.type !== type), { type, path: `/proc/1/ns/${FILES[type]}` }]),
);

const wrong = (requirement: string, entry: object): Patch => ({
  set: [['/linux/namespaces/-', entry]],
  invalid: { requirement, pointer: '/linux/namespaces/-' },
});

export const namespaces: Area = {
  name: 'namespaces',
  title: 'linux.namespaces: which are new, which are joined, which stay the runtime’s',
  valid: subset,
  edge: () =>
    fc.oneof(
      { weight: 3, arbitrary: joined },
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
    ),
};
