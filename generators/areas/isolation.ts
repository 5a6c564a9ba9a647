/** linux.rootfsPropagation, personality; labels of security modules; the host's own propagation */
import { ROOTFS_PROPAGATIONS } from '../../src/contract/config/index.ts';
import { type Area, knows, type Patch } from '../core/area.ts';
import { broken, lacking, odd, pick } from '../core/words.ts';

const propagation = (value: string): Patch => ({ set: [['/linux/rootfsPropagation', value]] });

export const rootfsPropagation: Area = {
  name: 'rootfsPropagation',
  title: 'linux.rootfsPropagation, on a private and on a shared host',
  valid: () =>
    pick<Patch>([
      propagation('private'),
      propagation('slave'),
      { host: { propagation: 'shared' } },
      { ...propagation('private'), host: { propagation: 'shared' } },
      { ...propagation('slave'), host: { propagation: 'shared' } },
    ]),
  edge: () =>
    pick<Patch>([
      ...ROOTFS_PROPAGATIONS.flatMap((p): Patch[] => [
        propagation(p),
        { ...propagation(p), host: { propagation: 'shared' } },
      ]),
      ...['rprivate', 'rslave', 'rshared', 'runbindable'].map((v) => odd('/linux/rootfsPropagation', v)),
      odd('/linux/rootfsPropagation', ''),
      broken('config.values.invalid-error', '/linux/rootfsPropagation', 'nosuch'),
    ]),
};

export const personality: Area = {
  name: 'personality',
  title: 'linux.personality',
  valid: () =>
    pick(['LINUX', 'LINUX32']).map((domain): Patch => ({ set: [['/linux/personality', { domain }]] })),
  edge: () =>
    pick<Patch>([
      { set: [['/linux/personality', { domain: 'LINUX', flags: [] }]] },
      lacking('linux.personality.flags', '/linux/personality', '/flags/0', {
        domain: 'LINUX32',
        flags: ['ADDR_NO_RANDOMIZE'],
      }),
      odd('/linux/personality', { domain: '' }),
      broken('config.values.invalid-error', '/linux/personality', { domain: 'NOSUCH' }),
      broken('linux.personality.domain', '/linux/personality', {}),
    ]),
};

/** What needs a security module, a processor or an interface that most hosts lack: refusing is all right. */
export const labels: Area = {
  name: 'labels',
  title: 'apparmorProfile, selinuxLabel, mountLabel, intelRdt',
  edge: (ctx) =>
    pick<Patch>([
      odd('/process/apparmorProfile', 'nosuch'),
      odd('/process/apparmorProfile', ''),
      odd('/process/apparmorProfile', 'unconfined'),
      odd('/process/selinuxLabel', 'system_u:system_r:svirt_lxc_net_t:s0:c124,c675'),
      odd('/process/selinuxLabel', ''),
      odd('/linux/mountLabel', 'system_u:object_r:svirt_sandbox_file_t:s0:c715,c811'),
      odd('/linux/mountLabel', ''),
      // the sandbox never has resctrl mounted
      broken('linux.rdt.no-resctrl', '/linux/intelRdt', { closID: 'ocifuzz' }),
      broken('linux.rdt.no-resctrl', '/linux/intelRdt', { memBwSchema: 'MB:0=20' }),
      odd('/linux/intelRdt', { l3CacheSchema: 'L3:0=f' }),
      odd('/linux/intelRdt', {}),
      ...(knows(ctx, '1.3.0')
        ? [odd('/linux/intelRdt', { schemata: ['L3:0=f', 'MB:0=20'], enableMonitoring: true })]
        : []),
    ]),
};
