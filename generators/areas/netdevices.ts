/** linux.netDevices (config-linux.md#network-devices): interfaces of the runtime's namespace that go into the container */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import type { Interface } from '../../src/contract/case.ts';
import { type Area, type Context, knows, type Patch } from '../core/area.ts';
import { maybe, pick } from '../core/words.ts';

const ADDRESSES = ['10.91.0.2/24', '10.91.7.1/32', 'fd91::2/64', 'fd91:1::7/128'];

const OCI0: Interface = { name: 'oci0', mac: '02:00:5e:10:00:02' };
const OCI1: Interface = { name: 'oci1', mac: '02:00:5e:10:00:03' };

/** What the program looks at: the names, and of the interface its flags, MTU and hardware address. */
const looks = (name: string) => [
  ask('net:list', '/', ['/sys/class/net']),
  ...['flags', 'mtu', 'address'].map((what) =>
    ask('net:read', `${name}/${what}`, [`/sys/class/net/${name}/${what}`]),
  ),
  ask('net:addresses', 'inet', ['/proc/net/fib_trie']),
  ask('net:addresses', 'inet6', ['/proc/net/if_inet6']),
];

const moved = (i: Interface, name: string | undefined, inside: string): Patch => ({
  set: [[`/linux/netDevices/${i.name}`, name === undefined ? {} : { name }]],
  version: '1.3.0',
  host: { interfaces: [i] },
  asks: looks(inside),
});

const attributes = fc
  .record({
    mtu: maybe(pick([1280, 1400, 9000])),
    /* never a random one: what one runtime shows must be what another shows */
    mac: pick(['02:00:5e:10:00:01', '02:aa:bb:cc:dd:ee']),
    addresses: maybe(fc.subarray(ADDRESSES, { minLength: 1 })),
    up: maybe(fc.boolean()),
  })
  .map((a) => Object.fromEntries(Object.entries(a).filter(([, v]) => v !== undefined)));

const harmless = (requirement: string, p: Patch): Patch => ({
  ...p,
  version: '1.3.0',
  harmless: { requirement, pointer: '/linux/netDevices' },
});
const broken = (requirement: string, p: Patch): Patch => ({
  ...p,
  version: '1.3.0',
  invalid: { requirement, pointer: '/linux/netDevices' },
});

/** Needs a network namespace of the container's own, and user namespaces that do not own it. */
const fits = (ctx: Context): boolean =>
  knows(ctx, '1.3.0') && !ctx.areas.some((a) => a === 'namespaces' || a === 'userns');

export const netDevices: Area = {
  name: 'netDevices',
  title: 'linux.netDevices: names, templates, attributes and addresses of interfaces that are moved',
  valid: (ctx) =>
    fits(ctx)
      ? fc
          .tuple(attributes, pick([undefined, 'eth0', 'net%d', 'inside']))
          .map(([a, name]) =>
            harmless(
              name?.endsWith('%d') ? 'linux.netdev.name.template' : 'linux.netdev.available',
              moved({ name: 'oci0', ...a }, name, name?.replace('%d', '0') ?? 'oci0'),
            ),
          )
      : null,
  edge: (ctx) =>
    fits(ctx)
      ? pick<Patch>([
          { set: [['/linux/netDevices', {}]] },
          broken('linux.netdev.check-possible', { set: [['/linux/netDevices', { nosuch0: {} }]] }),
          broken('linux.netdev.check-possible', {
            set: [['/linux/netDevices', { nosuch0: { name: 'eth0' } }]],
          }),
          broken('linux.netdev.name.conflict', moved(OCI0, 'lo', 'lo')),
          broken('linux.netdev.name.conflict', {
            set: [['/linux/netDevices', { oci0: { name: 'eth0' }, oci1: { name: 'eth0' } }]],
            host: { interfaces: [OCI0, OCI1] },
          }),
          harmless('linux.netdev.name.template', {
            set: [['/linux/netDevices', { oci0: { name: 'net%d' }, oci1: { name: 'net%d' } }]],
            host: { interfaces: [OCI0, { ...OCI1, addresses: ['10.91.0.2/24'] }] },
            asks: looks('net1'),
          }),
          ...['a/b', '', '..', 'x'.repeat(16), 'a b', 'a%d%d', '%dx'].map(
            (name): Patch => ({ ...moved(OCI0, name, 'oci0'), unspecified: true }),
          ),
          { ...moved(OCI0, undefined, 'oci0'), unset: ['/linux/namespaces/1'], unspecified: true },
        ])
      : null,
};
