/** Mount options: each by itself, opposites, unknown ones, what came after 1.0.2 */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import { MOUNT_OPTIONS } from '../../src/contract/config/index.ts';
import { lowestVersion } from '../../src/contract/config/versions.ts';
import { type Context, knows, type Patch } from '../core/area.ts';
import { bindAt, invalid, tmpfsAt, unspecified } from '../core/mount.ts';
import { dir, file, inRootfs, pick } from '../core/words.ts';

/** Any option of the table, alone on a tmpfs or beside bind. Those that need more than themselves are open. */
export const oneOption = (ctx: Context): fc.Arbitrary<Patch> => {
  const { flag, atime, superblock, propagation, recursive, other } = MOUNT_OPTIONS;
  const words = [...flag, ...atime, ...superblock, ...propagation, ...recursive, ...other];
  const known = words.filter((o) => knows(ctx, lowestVersion({ mounts: [{ options: [o] }] })));
  const open = ['mand', 'nomand', 'remount', 'tmpcopyup'];
  return fc.tuple(pick(known), pick(['tmpfs', 'bind', 'rbind'])).map(([option, how]) => {
    const p = how === 'tmpfs' ? tmpfsAt('/data', [option]) : bindAt('/data', [how, option], { type: 'bind' });
    return open.includes(option) ? unspecified(p) : p;
  });
};

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
      'nosuchoption',
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

/** What came after 1.0.2, by version. */
export const newer = (ctx: Context): Patch[] => {
  const ids = [{ containerID: 0, hostID: 100000, size: 65536 }];
  const mappings = { uidMappings: ids, gidMappings: ids };
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
          tmpfsAt('data'),
          tmpfsAt('./opt/x'),
          bindAt('/data', ['bind', 'idmap'], mappings),
          bindAt('/data', ['rbind', 'ridmap'], mappings),
          unspecified(bindAt('/data', ['bind'], mappings)),
          invalid('config.mounts.opt.idmap.no-userns-error', '/options', bindAt('/data', ['bind', 'idmap'])),
          invalid(
            'config.mounts.opt.ridmap.no-userns-error',
            '/options',
            bindAt('/data', ['rbind', 'ridmap']),
          ),
          invalid(
            'config.mounts.idmappings.both',
            '',
            bindAt('/data', ['bind', 'idmap'], { uidMappings: ids }),
          ),
        ]
      : []),
  ];
};
