/** linux.devices and the default devices (config-linux.md#devices, #default-devices) */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import { DEFAULT_DEVICES } from '../../src/contract/config/index.ts';
import { type Area, knows, type Patch } from '../core/area.ts';
import { dir, file, inRootfs, link, maybe, merge, pick, SOURCES } from '../core/words.ts';

type Device = {
  type: string;
  path: string;
  major?: number;
  minor?: number;
  fileMode?: number;
  uid?: number;
  gid?: number;
};

/** Numbers that no harm comes from: copies of default devices, tun and fuse. */
const NUMBERS = [
  ...DEFAULT_DEVICES.map((d) => [d.major, d.minor] as const),
  [10, 200] as const,
  [10, 229] as const,
];

const add = (device: Device): Patch => ({
  set: [['/linux/devices/-', device]],
  asks: device.path.startsWith('/')
    ? [
        ask('device:stat', device.path),
        ...(device.type === 'p' ? [] : [ask('device:open', device.path, [device.path, 'r'])]),
      ]
    : [],
});

const attributes = fc.record({
  fileMode: maybe(pick([0o666, 0o600, 0o640, 0o444, 0])),
  uid: maybe(pick([0, 1, 1000])),
  gid: maybe(pick([0, 5, 1000])),
});
/** One more device; a triple is used once (linux.dev.duplicate). */
const device = (outside: boolean) =>
  fc
    .tuple(
      fc.nat({ max: NUMBERS.length }),
      pick(outside ? ['/dev/x', '/dev/sub/x', '/x', '/data/x'] : ['/dev/x', '/dev/sub/x', '/dev/net/x']),
      pick(['c', 'u']),
      attributes,
    )
    .map(([n, path, type, a]): Device => {
      const given = Object.fromEntries(Object.entries(a).filter(([, v]) => v !== undefined));
      const numbers = NUMBERS[n];
      return numbers
        ? { type, path: `${path}${n}`, major: numbers[0], minor: numbers[1], ...given }
        : { type: 'p', path: `${path}${n}`, ...given };
    });

const defaults: Patch = {
  asks: DEFAULT_DEVICES.flatMap((d) => [
    ask('device:stat', d.path),
    ask('device:open', d.path, [d.path, 'r']),
  ]),
};

/** The file system on /dev and those below it are left out. */
const withoutDev: Patch = { unset: ['/mounts/1', '/mounts/1', '/mounts/1', '/mounts/1'] };

const NULL = { type: 'c', major: 1, minor: 3 };
const open = (p: Patch): Patch => ({ ...p, unspecified: true });
const broken = (requirement: string, p: Patch): Patch => ({
  ...p,
  invalid: { requirement, pointer: '/linux/devices/-' },
});

export const devices: Area = {
  name: 'devices',
  title: 'linux.devices: nodes, modes, owners; default devices',
  /* with a user namespace a node can only be bound from the same path of the host */
  valid: (ctx) =>
    ctx.areas.includes('userns')
      ? fc.constant(defaults)
      : fc.oneof(
          { weight: 1, arbitrary: fc.constant(defaults) },
          {
            weight: 4,
            arbitrary: fc
              .uniqueArray(device(knows(ctx, '1.1.0')), {
                minLength: 1,
                maxLength: 3,
                selector: (d) => `${d.major}:${d.minor}`,
              })
              .map((list) => merge([defaults, ...list.map(add)])),
          },
        ),
  edge: (ctx) =>
    pick<Patch>([
      open(merge([add({ ...NULL, path: '/dev/twin1' }), add({ ...NULL, path: '/dev/twin2' })])),
      open(merge([add({ ...NULL, path: '/dev/same' }), add({ ...NULL, path: '/dev/same', minor: 5 })])),
      add({ ...NULL, path: '/dev/null', fileMode: 0o600, uid: 1000 }),
      add({ ...NULL, path: '/dev/nowhere/deep/x' }),
      open(add({ ...NULL, path: 'dev/relative' })),
      open(add({ ...NULL, path: '/dev' })),
      open(add({ ...NULL, path: '' })),
      open(add({ ...NULL, path: '/dev/../data/x' })),
      open(add({ type: 'b', path: '/dev/block', major: 42, minor: 0 })),
      open(add({ type: 'c', path: '/dev/large', major: 42, minor: 1_000_000 })),
      open(add({ type: 'p', path: '/dev/fifo', major: 0, minor: 0 })),
      open(add({ ...NULL, path: '/dev/mode', fileMode: 0o777 })),
      open(add({ ...NULL, path: '/dev/owner', uid: 4294967295 })),
      open({ ...add({ ...NULL, path: '/dev/pts/9' }) }),
      broken('linux.dev.major-minor', add({ type: 'c', path: '/dev/nonumbers' })),
      broken('linux.dev.path.required', { set: [['/linux/devices/-', NULL]] }),
      broken('linux.dev.type.required', add({ type: 'x', path: '/dev/x', major: 1, minor: 3 })),
      ...(knows(ctx, '1.1.0')
        ? [
            {
              ...broken('linux.dev.path.mismatch', add({ ...NULL, path: '/etc/there' })),
              files: [file(inRootfs('/etc/there'), 'a file\n')],
            },
          ]
        : []),
      /* without a file system on /dev the rootfs shows through */
      {
        ...open(add({ ...NULL, path: '/dev/there' })),
        ...withoutDev,
        files: [file(inRootfs('/dev/there'), 'x')],
      },
      {
        ...open(defaults),
        ...withoutDev,
        files: [link(inRootfs('/dev/zero'), '/data/zero')],
      },
      { ...defaults, set: [['/linux/devices', []]] },
      /* /dev of the rootfs is a link: within the container, or out of it */
      ...['/data', `${SOURCES}/dev`, '../../src/dev'].flatMap((target): Patch[] => {
        const files = [dir(`${SOURCES}/dev`), link(inRootfs('/dev'), target)];
        return [open({ ...defaults, files }), open({ ...withoutDev, files })];
      }),
    ]),
};
