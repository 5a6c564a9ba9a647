/** Mount options: each by itself, opposites, unknown ones, what came after 1.0.2 */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import { MEANINGLESS_OPTION, MOUNT_OPTIONS } from '../../src/contract/config/index.ts';
import { lowestVersion } from '../../src/contract/config/versions.ts';
import { type Context, kernelHas, knows, type Patch } from '../core/area.ts';
import { bindAt, invalid, SOURCE, tmpfsAt, unspecified } from '../core/mount.ts';
import { dir, file, inRootfs, pick } from '../core/words.ts';

const { flag, atime, superblock, propagation, recursive, other } = MOUNT_OPTIONS;
/** Every word of the table, with the version that it came with. */
const SINCE = [...flag, ...atime, ...superblock, ...propagation, ...recursive, ...other].map(
  (word) => [word, lowestVersion({ mounts: [{ options: [word] }] })] as const,
);

/** Any option of the table, alone on a tmpfs or beside bind. Those that need more than themselves are open. */
export const oneOption = (ctx: Context): fc.Arbitrary<Patch> => {
  const known = SINCE.flatMap(([word, since]) => (knows(ctx, since) ? [word] : []));
  // valid cases have the others, which every runtime takes
  const rare = known.filter((o) => /symfollow|iversion|silent|loud|defaults|^r.*atime$/.test(o));
  const any = fc.oneof({ weight: 1, arbitrary: pick(known) }, { weight: 2, arbitrary: pick(rare) });
  const open = ['mand', 'nomand', 'remount', 'tmpcopyup'];
  return fc.tuple(any, pick(['tmpfs', 'bind', 'rbind'])).map(([option, how]) => {
    const fresh = how === 'tmpfs';
    const p = fresh ? tmpfsAt('/data', [option]) : bindAt('/data', [how, option], { type: 'bind' });
    return open.includes(option) ? unspecified(p) : offered(ctx, option, `/options/${fresh ? 0 : 1}`, p);
  });
};

/**
 * Runtimes have to take the option: by the table, which has no rnodev, and from a kernel on that has it too. A user
 * namespace locks mounts and their flags, so that some binds are refused by the kernel (mount_namespaces(7)). Devices
 * may lie below the destination, where nothing can be made if it is read-only.
 */
function offered(ctx: Context, option: string, member: string, p: Patch): Patch {
  const kernel = option.endsWith('symfollow') ? ([5, 14] as const) : ([5, 12] as const);
  const readonly = /^r?ro$/.test(option) && ctx.areas.includes('devices');
  const unfit = readonly || option === 'rnodev' || ctx.areas.includes('userns') || !knows(ctx, '1.1.0');
  if (unfit || !kernelHas(ctx, kernel)) return p;
  const harmless = {
    requirement: `config.mounts.opt.${option}`,
    pointer: `/mounts/-${member}`,
    alone: true as const,
  };
  return { ...p, harmless, version: '1.1.0' };
}

/** Both bind options by themselves: without them there is no bind mount. */
export const bindAlone = (ctx: Context): fc.Arbitrary<Patch> =>
  fc
    .tuple(pick(['bind', 'rbind']), pick(['bind', 'none', undefined]))
    .map(([option, type]) =>
      offered(ctx, option, '', bindAt('/data', [option], type === undefined ? {} : { type })),
    );

/** Two options that contradict each other, in either order: which wins? */
export const opposites = (ctx: Context): fc.Arbitrary<Patch> => {
  const pairs: [string, string][] = [
    ['ro', 'rw'],
    ['nosuid', 'suid'],
    ['nodev', 'dev'],
    ['noexec', 'exec'],
    ['noatime', 'strictatime'],
    ['relatime', 'noatime'],
    ['shared', 'rslave'],
    ['private', 'unbindable'],
    ['bind', 'rbind'],
    ...(knows(ctx, '1.1.0')
      ? ([
          ['rro', 'rrw'],
          ['rro', 'rw'],
          ['rnoexec', 'rexec'],
          ['ro', 'rrw'],
        ] as [string, string][])
      : []),
  ];
  return fc.tuple(pick(pairs), fc.boolean(), pick(['tmpfs', 'bind'])).map(([[a, b], swap, how]) => {
    const options = swap ? [b, a] : [a, b];
    const isBind =
      how === 'bind' ||
      options.some((o) => o.startsWith('r') && o !== 'ro' && o !== 'rw' && o !== 'relatime');
    return unspecified(isBind ? bindAt('/data', ['rbind', ...options]) : tmpfsAt('/data', options));
  });
};

export const oddOptions = fc
  .tuple(
    pick([
      MEANINGLESS_OPTION,
      '',
      'RO',
      'ro ',
      'ro,noexec',
      'size=64k,mode=700',
      'size=lots',
      'x-mount.mkdir',
      'mode=',
      '=',
      'bind ',
      'defaults',
    ]),
    pick(['tmpfs', 'bind']),
  )
  .map(([option, how]) =>
    unspecified(how === 'tmpfs' ? tmpfsAt('/data', [option]) : bindAt('/data', ['bind', option])),
  );

const relative = (p: Patch): Patch => ({
  ...p,
  harmless: { requirement: 'config.mounts.destination.relative-to-slash', pointer: '/mounts/-' },
});

const mayHaveUserNamespace = ({ areas }: Context): boolean =>
  areas.some((a) => a === 'userns' || a === 'namespaces');

/** With nothing to take a mapping from. */
const unmapped = [
  invalid('config.mounts.opt.idmap.no-userns-error', '/options', bindAt('/data', ['bind', 'idmap'])),
  invalid('config.mounts.opt.ridmap.no-userns-error', '/options', bindAt('/data', ['rbind', 'ridmap'])),
];

/** What came after 1.0.2, by version. */
export const newer = (ctx: Context): Patch[] => {
  const ids = [{ containerID: 0, hostID: 100000, size: 65536 }];
  const copied = [dir(inRootfs('/data/in'), 0o1777), file(inRootfs('/data/file'), 'below\n')];
  return [
    ...(knows(ctx, '1.1.0')
      ? [
          {
            ...tmpfsAt('/data', ['tmpcopyup']),
            files: copied,
            asks: [ask('mount:list', '/data'), ask('path:stat', '/data/in')],
          },
          {
            ...tmpfsAt('/data', ['tmpcopyup', 'ro', 'mode=700']),
            files: copied,
            asks: [ask('mount:list', '/data')],
          },
        ]
      : []),
    ...(knows(ctx, '1.2.0')
      ? [
          ...['data', './opt/x', 'opt/../mnt/x'].map((d) => relative(tmpfsAt(d))),
          unspecified(bindAt('/data', ['bind'], { uidMappings: ids, gidMappings: ids })),
          ...(mayHaveUserNamespace(ctx) ? [] : unmapped),
          invalid(
            'config.mounts.idmappings.both',
            '',
            bindAt('/data', ['bind', 'idmap'], { uidMappings: ids }),
          ),
        ]
      : []),
  ];
};

/** Mappings of a mount, over submounts too, for sources that belong to root and to others (tmpfs: from Linux 6.3 on). */
export const idmaps = (ctx: Context): fc.Arbitrary<Patch> | null =>
  !knows(ctx, '1.2.0') || !kernelHas(ctx, [6, 3])
    ? null
    : fc
        .tuple(
          pick([
            ['bind', 'idmap'],
            ['rbind', 'idmap'],
            ['rbind', 'ridmap'],
          ]),
          pick([
            [{ containerID: 0, hostID: 100000, size: 65536 }],
            [{ containerID: 0, hostID: 100500, size: 10 }],
            [
              { containerID: 0, hostID: 100001, size: 1 },
              { containerID: 1, hostID: 100000, size: 1 },
              { containerID: 2, hostID: 100002, size: 100 },
            ],
            undefined,
          ]),
          pick([0, 1, 3]),
        )
        .map(([options, ids, owner]) => {
          const mappings = ids === undefined ? {} : { uidMappings: ids, gidMappings: ids };
          const p = bindAt('/data', options, mappings);
          const source = { ...dir(SOURCE), uid: owner, gid: owner };
          const owned = { ...p, files: [...(p.files ?? []), source] };
          // without mappings of its own a runtime may take those of the container, or refuse
          return ids === undefined ? unspecified(owned) : offered(ctx, options[1] ?? '', '', owned);
        });
