/** mounts (config.md#mounts, #linux-mount-options): the valid part; odd ones are in mounts-edge.ts */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import type { Ask, FileEntry } from '../../src/contract/case.ts';
import type { OciMount } from '../../src/contract/config/index.ts';
import { type Area, type Context, knows, type Patch } from '../core/area.ts';
import { dir, file, inRootfs, link, maybe, merge, pick, SOURCES, some } from '../core/words.ts';
import { mountsEdge } from './mounts-edge.ts';

/** One of each pair of opposites, or neither. */
const flags = fc
  .tuple(
    maybe(pick(['ro', 'rw'])),
    maybe(pick(['nosuid', 'suid'])),
    maybe(pick(['nodev', 'dev'])),
    maybe(pick(['noexec', 'exec'])),
  )
  .map((list) => list.filter((o) => o !== undefined));
const atime = maybe(
  pick([
    'noatime',
    'relatime',
    'strictatime',
    'nodiratime',
    'diratime',
    'atime',
    'norelatime',
    'nostrictatime',
  ]),
);
/** Flags of a file system of its own. */
const ofFilesystem = maybe(pick(['sync', 'async', 'dirsync', 'lazytime', 'nolazytime']));
const propagation = maybe(
  pick(['private', 'rprivate', 'slave', 'rslave', 'shared', 'rshared', 'unbindable', 'runbindable']),
);
const recursive = pick(['rro', 'rnosuid', 'rnodev', 'rnoexec', 'rrw', 'rsuid', 'rdev', 'rexec', 'rrelatime']);

const joined = (...parts: fc.Arbitrary<string | string[] | undefined>[]): fc.Arbitrary<string[]> =>
  fc.tuple(...parts).map((list) => list.flat().filter((o) => o !== undefined));

/** A mount that is still to get its number, so that dropping one does not rename the others' members. */
type Made = (n: number) => { mount: OciMount; files: FileEntry[]; asks: Ask[] };

/** Where mounts go: there already, to be made, below one another, through a link. */
const places = [
  '/data',
  '/mnt',
  '/mnt/a',
  '/mnt/a/b',
  '/opt',
  '/new',
  '/new/deep/er',
  '/way',
  '/var/x',
] as const;
const placeFiles: Partial<Record<string, FileEntry[]>> = {
  '/mnt/a': [dir(inRootfs('/mnt/a'))],
  '/way': [dir(inRootfs('/target')), link(inRootfs('/way'), 'target')],
};

const at = (place: string, name: string): string => `${place.replace(/\/+$/, '')}/${name}`;

const tmpfsData = maybe(
  fc
    .tuple(
      some(
        ['size=64k', 'size=1m', 'mode=755', 'mode=1777', 'mode=0700', 'nr_inodes=100', 'uid=1000', 'gid=5'],
        0,
        3,
      ),
    )
    .map(([list]) => list.filter((o, i) => list.findIndex((p) => p.split('=')[0] === o.split('=')[0]) === i)),
);

const tmpfs: fc.Arbitrary<Made> = fc
  .tuple(
    pick(places),
    joined(flags, atime, ofFilesystem, tmpfsData),
    maybe(propagation),
    pick(['tmpfs', 'none', undefined]),
  )
  .map(([destination, options, spread, source]) => () => ({
    mount: {
      destination,
      type: 'tmpfs',
      ...(source === undefined ? {} : { source }),
      ...(options.length > 0 || spread ? { options: [...options, ...(spread ? [spread] : [])] } : {}),
    },
    files: placeFiles[destination] ?? [],
    asks: [
      ask('mount:write', destination, [at(destination, '.ask')]),
      ask('mount:stat', destination),
      ask('mount:mknod', destination, [at(destination, '.node'), 'c', '1', '3']),
      ask('mount:open', destination, [at(destination, '.node'), 'r']),
    ],
  }));

/** What a bind source holds: something to read, to execute (fails with ENOEXEC where allowed), to follow. */
const sourceDir = (source: string, n: number): FileEntry[] => [
  dir(source),
  /* mount points for entries that go below this one, read-only or not */
  ...['a', 'a/b', 'deep', 'deep/er', 'x'].map((d) => dir(`${source}/${d}`)),
  file(`${source}/hello`, `source ${n}\n`),
  file(`${source}/run`, 'no program\n', 0o755),
  link(`${source}/link`, 'hello'),
];

const bindType = pick<string | undefined>(['bind', 'none', undefined, 'tmpfs']);
const bindOptions = (ctx: Context) =>
  joined(
    pick(['bind', 'rbind']),
    flags,
    ctx.areas.includes('userns') ? fc.constant(undefined) : atime,
    propagation,
    knows(ctx, '1.1.0') ? maybe(recursive) : fc.constant(undefined),
  );

const bindDir = (ctx: Context): fc.Arbitrary<Made> =>
  fc
    .tuple(pick(places), bindOptions(ctx), bindType, pick(['absolute', 'relative'] as const))
    .map(([destination, options, type, spelling]) => (n) => {
      const path = `${SOURCES}/${n}`;
      return {
        mount: {
          destination,
          source: spelling === 'absolute' ? path : `../src/${n}`,
          ...(type === undefined ? {} : { type }),
          options,
        },
        files: [...sourceDir(path, n), ...(placeFiles[destination] ?? [])],
        asks: [
          ask('mount:read', destination, [at(destination, 'hello')]),
          ask('mount:write', destination, [at(destination, '.ask')]),
          ask('mount:exec', destination, [at(destination, 'run')]),
          ask('mount:follow', destination, [at(destination, 'link')]),
        ],
      };
    });

const bindFile = (ctx: Context): fc.Arbitrary<Made> =>
  fc
    .tuple(pick(['/etc/conf', '/data/file', '/new/file', '/etc/there']), bindOptions(ctx), bindType)
    .map(([destination, options, type]) => (n) => ({
      mount: { destination, source: `${SOURCES}/${n}`, ...(type === undefined ? {} : { type }), options },
      files: [
        file(`${SOURCES}/${n}`, `file ${n}\n`, 0o755),
        ...(destination === '/etc/there' ? [file(inRootfs(destination), 'covered\n')] : []),
      ],
      asks: [ask('mount:read', destination), ask('mount:write', destination), ask('mount:exec', destination)],
    }));

/** Needs the caller's rights over its cgroups, which a new user namespace does not have. */
const CGROUP: OciMount = {
  destination: '/sys/fs/cgroup',
  type: 'cgroup',
  source: 'cgroup',
  options: ['nosuid', 'noexec', 'nodev', 'relatime', 'ro'],
};

/** Other file systems of the container's own. */
const special = (ctx: Context): fc.Arbitrary<Made> =>
  pick<OciMount>([
    ...(ctx.areas.includes('userns') ? [] : [CGROUP]),
    {
      destination: '/mnt/pts',
      type: 'devpts',
      source: 'devpts',
      options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666'],
    },
    {
      destination: '/run',
      type: 'tmpfs',
      source: 'tmpfs',
      options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'],
    },
  ]).map((mount) => () => ({ mount, files: [], asks: [ask('mount:list', mount.destination)] }));

/** Mounts in the order of the list; a later one may lie over or in an earlier one. */
export function mountsPatch(list: readonly Made[]): Patch {
  return merge(
    list.map((make, n): Patch => {
      const { mount, files, asks } = make(n);
      return { set: [['/mounts/-', mount]], files, asks };
    }),
  );
}

export const mounts: Area = {
  name: 'mounts',
  title: 'mounts: tmpfs, bind and special file systems, options, propagation, order, destinations',
  weight: 6,
  valid: (ctx) =>
    fc
      .array(
        fc.oneof(
          { weight: 4, arbitrary: tmpfs },
          { weight: 4, arbitrary: bindDir(ctx) },
          { weight: 2, arbitrary: bindFile(ctx) },
          { weight: 1, arbitrary: special(ctx) },
        ),
        { minLength: 1, maxLength: 4, size: 'max' },
      )
      .map(mountsPatch),
  edge: mountsEdge,
};
