/** root (config.md#root) */
import { ask } from '../../src/contract/asks.ts';
import { BUNDLE, ROOTFS } from '../../src/contract/case.ts';
import type { Area, Patch } from '../core/area.ts';
import { broken, file, link, odd, pick } from '../core/words.ts';

const asks = [ask('root:write', '/', ['/.ask'])];
const path = (value: string): Patch => ({ set: [['/root/path', value]], asks });

export const root: Area = {
  name: 'root',
  title: 'root: path spellings, readonly',
  valid: () =>
    pick<Patch>([
      { set: [['/root/readonly', true]], asks },
      { set: [['/root/readonly', false]], asks },
      path('rootfs/'),
      path('./rootfs'),
      path(ROOTFS),
      { set: [['/root', { path: ROOTFS, readonly: true }]], asks },
    ]),
  edge: () =>
    pick<Patch>([
      broken('config.root.path.directory-exists', '/root/path', 'missing'),
      {
        ...broken('config.root.path.directory-exists', '/root/path', 'plain'),
        files: [file(`${BUNDLE}/plain`, 'x')],
      },
      { unset: ['/root'], invalid: { requirement: 'config.root.required', pointer: '/root' } },
      { unset: ['/root/path'], invalid: { requirement: 'config.root.path.required', pointer: '/root/path' } },
      { ...odd('/root/path', 'way'), files: [link(`${BUNDLE}/way`, 'rootfs')] },
      odd('/root/path', ''),
      odd('/root/path', '.'),
      odd('/root/path', 'rootfs/../rootfs'),
      odd('/root/path', '../bundle/rootfs'),
      odd('/root/path', `${ROOTFS}//./`),
      {
        set: [
          ['/root/readonly', true],
          ['/mounts/-', { destination: '/missing', type: 'tmpfs', source: 'tmpfs' }],
        ],
        asks,
      },
      {
        set: [
          ['/root/readonly', true],
          ['/process/cwd', '/missing'],
        ],
        asks,
        unspecified: true,
      },
    ]),
};
