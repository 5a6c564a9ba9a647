/** Cgroups that need more of the config than resources: joined again, handed over, and nodes that rules decide about. */
import { ask } from '../../src/contract/asks.ts';
import type { Step } from '../../src/contract/case.ts';
import { type Context, knows, type Patch } from '../core/area.ts';
import { merge } from '../core/words.ts';
import { usual } from './userns.ts';

type Change = [pointer: string, value: unknown];

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

/**
 * A user that is not the host's root, with and without what a cgroup of its own needs (config-linux.md#cgroup-ownership).
 * On v2 with a user namespace too: crun hands over nothing without one.
 */
export function delegations(ctx: Context): Patch[] {
  if (!knows(ctx, '1.1.0')) return [];
  const namespace: Change = ['/linux/namespaces/-', { type: 'cgroup' }];
  const mount = (options: string[]): Change => [
    '/mounts/-',
    { destination: '/sys/fs/cgroup', type: 'cgroup', source: 'cgroup', options },
  ];
  const flags = ['nosuid', 'noexec', 'nodev'];
  const user: Patch = { set: [['/process/user', { uid: 1000, gid: 1000 }]], version: '1.1.0' };
  const mapped = ctx.host.cgroup === 'v2' && ctx.host.namespaces.includes('user');
  const users = [user, ...(mapped ? [merge([usual, user])] : [])];
  const shapes = [
    [namespace, mount(flags)],
    [namespace, mount([...flags, 'ro'])],
    [mount(flags)],
    [namespace],
  ];
  return users.flatMap((u) => shapes.map((set) => merge([u, { set }])));
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
