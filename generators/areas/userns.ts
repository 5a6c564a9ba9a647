/** User namespaces and their mappings (config-linux.md#user-namespace-mappings) */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import type { Area, Patch } from '../core/area.ts';
import { BASE_NAMESPACES } from '../core/base.ts';
import { maybe, pick } from '../core/words.ts';

type Mapping = { containerID: number; hostID: number; size: number };
const map = (containerID: number, hostID: number, size: number): Mapping => ({ containerID, hostID, size });

/** All namespaces new: others belong to the runtime's user namespace, so little may be done in them. */
const types = [...BASE_NAMESPACES, 'user'].map((type) => ({ type }));

/** Namespaces, mappings and a rootfs that belongs to the container's root. */
function withMappings(uidMappings: Mapping[], gidMappings: Mapping[]): Patch {
  const root = (list: Mapping[]) => list.find((m) => m.containerID === 0)?.hostID ?? 0;
  return {
    set: [
      ['/linux/namespaces', types],
      ['/linux/uidMappings', uidMappings],
      ['/linux/gidMappings', gidMappings],
    ],
    owner: { uid: root(uidMappings), gid: root(gidMappings) },
    asks: [ask('path:stat', '/'), ask('path:write', '/data/.ask')],
  };
}

const range = fc
  .tuple(pick([100000, 1000000, 65536, 1]), pick([65536, 65535, 200000]))
  .map(([host, size]) => [map(0, host, size)]);
/** Several ranges, root in the first, process ids below 65536 in one of them. */
const split = pick([
  [map(0, 100000, 1000), map(1000, 200000, 64536)],
  [map(0, 100000, 1), map(1, 300000, 65535)],
  [map(0, 500, 500), map(500, 200000, 65036)],
]);
const ranges = fc.oneof(range, split);

const both = (mappings: Mapping[]): Patch => withMappings(mappings, mappings);
/** One range, as engines map it. */
export const usual: Patch = both([map(0, 100000, 65536)]);
/** A mapping that lacks what it has to have. */
const without = (member: keyof Mapping): Patch => {
  const { [member]: _, ...rest } = map(0, 100000, 65536);
  return {
    ...usual,
    set: [...(usual.set ?? []), ['/linux/uidMappings', [rest]]],
    invalid: { requirement: `linux.userns.mapping.${member}`, pointer: `/linux/uidMappings/0/${member}` },
  };
};

const open = (p: Patch): Patch => ({ ...p, unspecified: true });
const cannot = (mappings: Mapping[]): Patch => ({
  ...both(mappings),
  invalid: { requirement: 'op.create.cannot-apply', pointer: '/linux/uidMappings' },
});

export const userns: Area = {
  name: 'userns',
  title: 'user namespace: uid and gid mappings, owner of the rootfs',
  valid: (ctx) =>
    ctx.host.namespaces.includes('user')
      ? fc.tuple(ranges, maybe(ranges)).map(([u, g]) => withMappings(u, g ?? u))
      : null,
  edge: (ctx) =>
    pick<Patch>([
      both([map(0, 0, 65536)]),
      both([map(0, 0, 4294967295)]),
      {
        ...usual,
        set: [...(usual.set ?? []), ['/linux/sysctl', { 'user.max_user_namespaces': '100' }]],
        unspecified: true,
      },
      /* the rootfs stays root's, which has no id inside */
      open({ ...usual, owner: { uid: 0, gid: 0 } }),
      open({ set: [['/linux/namespaces', types]] }),
      open({
        set: [
          ['/linux/uidMappings', [map(0, 100000, 65536)]],
          ['/linux/gidMappings', [map(0, 100000, 65536)]],
        ],
      }),
      open({
        ...both([map(1000, 100000, 1)]),
        set: [...(both([map(1000, 100000, 1)]).set ?? []), ['/process/user', { uid: 1000, gid: 1000 }]],
      }),
      open(both([map(1000, 100000, 1)])),
      open(both(Array.from({ length: 40 }, (_, i) => map(i * 10, 100000 + i * 10, 10)))),
      open(both(Array.from({ length: 341 }, (_, i) => map(i, 100000 + i, 1)))),
      open(both([])),
      ...(['containerID', 'hostID', 'size'] as const).map(without),
      ...(ctx.areas.includes('timens')
        ? []
        : [
            {
              ...usual,
              harmless: { requirement: 'linux.ns.supported.user', pointer: '/linux/namespaces' },
            },
          ]),
      cannot([map(0, 100000, 0)]),
      cannot([map(0, 100000, 10), map(5, 200000, 10)]),
      cannot([map(0, 100000, 10), map(10, 100005, 10)]),
      cannot([map(0, 4294967290, 100)]),
    ]),
};
