/** Cgroups that need more of the config than resources: joined again, handed over, and nodes that rules decide about. */
import { ask } from '../../src/contract/asks.ts';
import type { Step } from '../../src/contract/case.ts';
import { type Context, knows, type Patch } from '../core/area.ts';

/** The same container twice: its cgroup is in the same place. */
export const twice: Patch = {
  script: [1, 2].flatMap((): Step[] => [
    { op: 'create' },
    { op: 'observe' },
    { op: 'start' },
    { op: 'wait', until: 'stopped' },
    { op: 'delete' },
  ]),
};

/** A user that is not root, with and without what a cgroup of its own needs (config-linux.md#cgroup-ownership). */
export function delegations(ctx: Context): Patch[] {
  const user: [string, unknown] = ['/process/user', { uid: 1000, gid: 1000 }];
  const namespace: [string, unknown] = ['/linux/namespaces/-', { type: 'cgroup' }];
  const mount = (options: string[]): [string, unknown] => [
    '/mounts/-',
    { destination: '/sys/fs/cgroup', type: 'cgroup', source: 'cgroup', options },
  ];
  const flags = ['nosuid', 'noexec', 'nodev'];
  return knows(ctx, '1.1.0')
    ? [
        { set: [user, namespace, mount(flags)], version: '1.1.0' },
        { set: [user, namespace, mount([...flags, 'ro'])], version: '1.1.0' },
        { set: [user, mount(flags)], version: '1.1.0' },
        { set: [user, namespace], version: '1.1.0' },
      ]
    : [];
}

/** Nodes that no driver answers, and rules that decide about them. */
const NODES = [
  { type: 'c', path: '/dev/ex0', major: 42, minor: 0 },
  { type: 'c', path: '/dev/ex5', major: 42, minor: 5 },
  { type: 'b', path: '/dev/exb', major: 42, minor: 0 },
];
const deny = (rule: object = {}) => ({ allow: false, access: 'rwm', ...rule });
const allow = (rule: object = {}) => ({ allow: true, access: 'rwm', ...rule });
export const deviceLists: Patch[] = [
  [deny(), allow({ type: 'c', major: 42 })],
  [deny(), allow({ type: 'c', major: 42, minor: 5 })],
  [deny(), allow({ type: 'b' })],
  [deny(), allow({ major: 42, minor: 0 })],
  [deny(), allow({ type: 'c', major: 42, minor: 0, access: 'r' })],
  [deny(), allow({ type: 'c', major: 42, minor: 0, access: 'w' })],
  [allow(), deny({ type: 'c', major: 42, minor: 0 })],
  [deny(), allow({ type: 'c', major: 42, minor: 0 }), deny({ type: 'c', major: 42, minor: 0 })],
  [deny(), allow({ type: 'a' })],
  [allow({ type: 'c', major: 42, minor: 0 }), deny()],
].map(
  (rules): Patch => ({
    set: [
      ['/linux/resources/devices', rules],
      ['/linux/devices', NODES],
    ],
    asks: NODES.map((d) => ask('device:open', d.path, [d.path, 'r'])),
    unspecified: true,
  }),
);
