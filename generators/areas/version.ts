/** ociVersion and unknown members (config.md#specification-version, #extensibility) */
import fc from 'fast-check';
import { type Area, type Context, mayBeOld, type Patch } from '../core/area.ts';
import { broken, harmless, odd, pick } from '../core/words.ts';

/** Members that no version knows, at every depth; and those of other platforms. */
const unknown = fc
  .tuple(
    pick([
      '',
      '/process',
      '/process/user',
      '/root',
      '/linux',
      '/linux/resources',
      '/mounts/0',
      '/linux/namespaces/0',
      '/hooks',
    ]),
    pick(['unknown', 'x-unknown', 'ä', 'Unknown Member', 'rootfs', 'nosuch']),
    pick<unknown>([null, true, 1, 'text', [], {}, [{ a: [1, 'b'] }], { nested: { deep: { er: 1.5 } } }]),
  )
  .map(([place, name, value]) => harmless('config.ext.unknown.ignore', `${place}/${name}`, value));
const platforms = pick<Patch>([
  { set: [['/windows', { layerFolders: ['C:\\layer'] }]] },
  { set: [['/solaris', { limitpriv: 'default' }]] },
  { set: [['/vm', { kernel: { path: '/nosuch' } }]] },
]);

const named = (v: string): Patch => harmless('config.ociVersion.backward-compat', '/ociVersion', v);
/** Versions that have all that the case may use. An older one only where no area may use what is newer. */
const versions = (ctx: Context) =>
  pick([ctx.version, ...(mayBeOld(ctx) ? ['1.0.0', '1.0.1', '1.0.2'] : [])]).map(named);
const reversed: Patch = { reversed: true, harmless: { requirement: 'json.member-order', pointer: '' } };

export const version: Area = {
  name: 'version',
  title: 'ociVersion; unknown members at every depth; order of members; other platforms',
  valid: (ctx) =>
    fc.oneof(
      { weight: 4, arbitrary: unknown },
      { weight: 1, arbitrary: platforms },
      { weight: 1, arbitrary: versions(ctx) },
      { weight: 1, arbitrary: fc.constant(reversed) },
    ),
  edge: () =>
    pick<Patch>([
      ...['1.0.2-dev', '1.0.2+build.7', '1.0.99', '1.0.0-rc5'].map((v) => odd('/ociVersion', v)),
      ...['1.99.0', '2.0.0', '0.9.0', '99.0.0'].map((v) => odd('/ociVersion', v)),
      ...['', '1', '1.0', 'v1.0.2', 'latest', '1.0.2 ', '01.0.2'].map((v) =>
        broken('config.ociVersion.semver', '/ociVersion', v),
      ),
      {
        unset: ['/ociVersion'],
        invalid: { requirement: 'config.ociVersion.required', pointer: '/ociVersion' },
      },
    ]),
};
