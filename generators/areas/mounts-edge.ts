/** Odd mounts: destinations, sources, lists, what runtimes take for granted. Options are in mount-options.ts. */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import { type FileEntry, ROOTFS } from '../../src/contract/case.ts';
import { type Context, knows, type Part, type Patch } from '../core/area.ts';
import { baseConfig } from '../core/base.ts';
import { asksAt, bindAt, invalid, SOURCE, sourceFiles, tmpfsAt, unspecified } from '../core/mount.ts';
import { dir, file, inRootfs, link, pick, SOURCES } from '../core/words.ts';
import { bindAlone, idmaps, newer, oddOptions, oneOption, opposites } from './mount-options.ts';

/** Where a tmpfs goes, and the files that make the place odd. */
const oddDestinations: [string, FileEntry[]][] = [
  ['/data/', []],
  ['//data', []],
  ['/./data', []],
  ['/data/../opt', []],
  ['/..', []],
  ['/data/../../../opt', []],
  ['/', []],
  ['', []],
  ['/bin', []],
  ['/tmp/with space', []],
  ['/tmp/ä\u{1f600}', []],
  ['/tmp/back\\slash', []],
  ['/tmp/new\nline', []],
  ['/tmp/tab\t', []],
  [`/tmp/${'x'.repeat(255)}`, []],
  [`/tmp/${'x'.repeat(256)}`, []],
  [`/tmp${'/deep'.repeat(60)}`, []],
  ['/proc', []],
  ['/proc/bus', []],
  ['/proc/sys', []],
  ['/proc/sys/kernel/nosuch', []],
  ['/sys', []],
  ['/dev', []],
  ['/dev/shm', []],
  ['/dev/new', []],
  ['/way', [link(inRootfs('/way'), '/opt')]],
  ['/way/below', [link(inRootfs('/way'), '/opt')]],
  ['/way', [link(inRootfs('/way'), '/nowhere/x')]],
  ['/way', [link(inRootfs('/way'), 'nowhere')]],
  ['/way', [link(inRootfs('/way'), '../../out/x')]],
  ['/way/below', [link(inRootfs('/way'), '../../out')]],
  ['/way', [link(inRootfs('/way'), 'way')]],
  ['/etc/file', [file(inRootfs('/etc/file'), 'x')]],
];
const destinations = pick(oddDestinations).map(
  ([destination, files]): Patch => ({
    ...unspecified(tmpfsAt(destination)),
    files,
    asks: [ask('path:list', '/opt'), ask('path:list', '/data')],
  }),
);

const sources = pick<Patch>([
  invalid('config.mounts.destination.required', '/destination', {
    set: [['/mounts/-', { type: 'tmpfs', source: 'tmpfs' }]],
  }),
  invalid('op.create.cannot-apply', '/source', bindAt('/data', ['bind'], { source: `${SOURCES}/missing` })),
  invalid('op.create.cannot-apply', '/type', {
    set: [['/mounts/-', { destination: '/data', type: 'nosuchfs', source: 'x' }]],
  }),
  unspecified({ set: [['/mounts/-', { destination: '/data', type: 'bind', options: ['bind'] }]] }),
  unspecified({ set: [['/mounts/-', { destination: '/data', source: '', options: ['rbind'] }]] }),
  unspecified({ set: [['/mounts/-', { destination: '/data' }]] }),
  unspecified({ set: [['/mounts/-', { destination: '/data', type: '', source: 'tmpfs' }]] }),
  unspecified({ set: [['/mounts/-', { destination: '/data', type: 'tmpfs', source: '' }]] }),
  unspecified({ set: [['/mounts/-', { destination: '/data', type: 'ramfs', source: 'ramfs' }]] }),
  unspecified({ set: [['/mounts/-', { destination: '/mnt/mq', type: 'mqueue', source: 'mqueue' }]] }),
  unspecified({ set: [['/mounts/-', { destination: '/mnt/proc', type: 'proc', source: 'proc' }]] }),
  unspecified({
    set: [['/mounts/-', { destination: '/mnt/sys', type: 'sysfs', source: 'sysfs', options: ['ro'] }]],
  }),
  /* type bind without the option: no bind mount by the text, one to some runtimes */
  unspecified(bindAt('/data', ['ro'], { type: 'bind' })),
  unspecified(bindAt('/data', [], { type: 'bind' })),
  unspecified(bindAt('/etc/file', ['bind'])),
  { ...unspecified(bindAt('/data', ['bind'], { source: `${SOURCE}/hello` })) },
  unspecified(bindAt('/data', ['bind', 'ro'], { source: `${SOURCE}/link` })),
  {
    set: [['/mounts/-', { destination: '/data/fifo', source: `${SOURCES}/fifo`, options: ['bind', 'ro'] }]],
    files: [{ type: 'fifo', path: `${SOURCES}/fifo` }],
    asks: [ask('path:stat', '/data/fifo')],
  },
  unspecified({
    set: [['/mounts/-', { destination: '/data', source: `${SOURCES}/gone`, options: ['bind'] }]],
    files: [link(`${SOURCES}/gone`, 'nowhere')],
  }),
  /* over what the container or the runtime relies on */
  unspecified({
    set: [['/mounts/-', { destination: '/dev/null', source: `${SOURCE}/hello`, options: ['bind'] }]],
    files: sourceFiles,
    asks: [ask('device:stat', '/dev/null')],
  }),
  unspecified({
    set: [['/mounts/-', { destination: '/proc/net/dev', source: `${SOURCE}/hello`, options: ['bind'] }]],
    files: sourceFiles,
    asks: [ask('path:read', '/proc/net/dev')],
  }),
  unspecified({
    set: [['/mounts/-', { destination: '/data', source: ROOTFS, options: ['rbind'] }]],
    asks: [ask('path:list', '/data')],
  }),
]);

const base = baseConfig().mounts ?? [];
const without = (...destinations: string[]): Patch =>
  unspecified({
    set: [['/mounts', base.filter((m) => !destinations.some((d) => m.destination.startsWith(d)))]],
  });

const lists = pick<Patch>([
  unspecified({ unset: ['/mounts'] }),
  unspecified({ set: [['/mounts', []]] }),
  without('/dev'),
  without('/proc'),
  without('/sys', '/dev/shm', '/dev/mqueue'),
  without('/dev/pts'),
  {
    ...tmpfsAt('/data'),
    set: [
      ['/mounts/-', { destination: '/data/in', type: 'tmpfs' }],
      ['/mounts/-', { destination: '/data', type: 'tmpfs' }],
    ],
  },
  { set: Array.from({ length: 60 }, (_, i) => ['/mounts/-', { destination: `/mnt/m${i}`, type: 'tmpfs' }]) },
  { set: Array.from({ length: 12 }, () => ['/mounts/-', { destination: '/data', type: 'tmpfs' }]) },
  unspecified({
    set: [
      ...(tmpfsAt('/data').set ?? []),
      ['/mounts/-', { destination: '/data', options: ['remount', 'ro'] }],
    ],
    asks: asksAt('/data'),
  }),
  unspecified({ ...bindAt('/data', ['bind', 'remount', 'ro']) }),
  unspecified({
    set: [
      ...(bindAt('/data', ['bind']).set ?? []),
      ['/mounts/-', { destination: '/data', source: SOURCE, options: ['bind', 'remount', 'ro', 'nosuid'] }],
    ],
    files: sourceFiles,
    asks: asksAt('/data'),
  }),
  {
    set: [
      [
        '/mounts/-',
        {
          destination: '/data',
          type: 'overlay',
          source: 'overlay',
          options: [`lowerdir=${SOURCES}/low`, `upperdir=${SOURCES}/over/up`, `workdir=${SOURCES}/over/work`],
        },
      ],
    ],
    files: [
      dir(`${SOURCES}/low`),
      file(`${SOURCES}/low/hello`, 'low\n'),
      dir(`${SOURCES}/over/up`),
      dir(`${SOURCES}/over/work`),
    ],
    asks: [ask('mount:list', '/data')],
    unspecified: true,
  },
]);

/** A source that is a mount with flags of its own, or has one below it: made by an earlier entry of the list. */
const submounts = (ctx: Context): fc.Arbitrary<Patch> => {
  const options = [
    ['rbind'],
    ['bind'],
    ['rbind', 'ro'],
    ['bind', 'ro'],
    ['ro'],
    ['rbind', 'rw', 'exec'],
    ['rbind', 'rslave'],
  ];
  const newer = [
    ['rbind', 'rro'],
    ['rbind', 'rnosuid', 'rnoexec'],
    ['rbind', 'rro', 'rrw'],
    ['bind', 'rexec'],
  ];
  return fc
    .tuple(
      pick(knows(ctx, '1.1.0') ? [...options, ...newer] : options),
      pick(['/srv', '/srv/sub']),
      pick([['nosuid', 'nodev', 'noexec'], ['ro'], ['noatime'], []]),
    )
    .map(
      ([list, source, flags]): Patch => ({
        set: [
          ['/mounts/-', { destination: '/srv/sub', type: 'tmpfs', source: 'tmpfs', options: flags }],
          ['/mounts/-', { destination: '/data', type: 'bind', source: `${ROOTFS}${source}`, options: list }],
        ],
        files: [dir(inRootfs('/srv')), dir(inRootfs('/srv/sub'))],
        asks: [
          ask('mount:write', '/data', ['/data/.ask']),
          ...(source === '/srv' ? [ask('mount:write-below', '/data', ['/data/sub/.ask'])] : []),
        ],
        unspecified: true,
      }),
    );
};

export const mountsEdge: Part = (ctx) => {
  const late = newer(ctx);
  const mapped = idmaps(ctx);
  return fc.oneof(
    { weight: 24, arbitrary: oneOption(ctx) },
    { weight: 1, arbitrary: bindAlone(ctx) },
    { weight: 3, arbitrary: opposites(ctx) },
    { weight: 2, arbitrary: oddOptions },
    { weight: 5, arbitrary: destinations },
    { weight: 3, arbitrary: sources },
    { weight: 3, arbitrary: lists },
    { weight: 3, arbitrary: submounts(ctx) },
    ...(late.length > 0 ? [{ weight: 2, arbitrary: pick(late) }] : []),
    ...(mapped === null ? [] : [{ weight: 5, arbitrary: mapped }]),
  );
};
