/** linux.sysctl (config-linux.md#sysctl): parameters of the container's own namespaces alone */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import type { Area, Patch } from '../core/area.ts';
import { lacking, pick } from '../core/words.ts';

/** Parameters with values that any kernel since 4.x takes. */
const VALUES: Record<string, string[]> = {
  'net.ipv4.ip_forward': ['0', '1'],
  'net.ipv4.ip_unprivileged_port_start': ['0', '80', '1024'],
  'net.ipv4.ping_group_range': ['0 1000', '1 0'],
  'net.ipv4.ip_local_port_range': ['32768 60999', '2000 3000'],
  'net.core.somaxconn': ['128', '512'],
  'net.ipv4.conf.all.rp_filter': ['0', '1', '2'],
  'kernel.shmmax': ['65536', '1073741824'],
  'kernel.shmall': ['65536'],
  'kernel.shmmni': ['128', '4096'],
  'kernel.shm_rmid_forced': ['0', '1'],
  'kernel.msgmax': ['4096', '8192'],
  'kernel.msgmnb': ['8192'],
  'kernel.msgmni': ['64'],
  'kernel.sem': ['250 32000 32 128'],
  'fs.mqueue.msg_max': ['5', '10'],
  'fs.mqueue.queues_max': ['64'],
};

const read = (key: string) => ask('sysctl:read', key, [`/proc/sys/${key.replaceAll('.', '/')}`]);
const setting = pick(Object.keys(VALUES)).chain((key) =>
  pick(VALUES[key] ?? []).map((value) => [key, value] as const),
);
const settings = fc.uniqueArray(setting, { minLength: 1, maxLength: 4, selector: ([key]) => key }).map(
  (list): Patch => ({
    set: [['/linux/sysctl', Object.fromEntries(list)]],
    asks: list.map(([key]) => read(key)),
  }),
);

const odd = (key: string, value: string): Patch => ({
  set: [['/linux/sysctl', { [key]: value }]],
  ...(/\s/.test(key) ? {} : { asks: [read(key)] }),
  unspecified: true,
});
const cannot = (key: string, value: string): Patch => ({
  set: [['/linux/sysctl', { [key]: value }]],
  invalid: { requirement: 'op.create.cannot-apply', pointer: `/linux/sysctl/${key.replaceAll('/', '~1')}` },
});

export const sysctl: Area = {
  name: 'sysctl',
  title: 'linux.sysctl: network and ipc parameters',
  valid: () => settings,
  edge: () =>
    pick<Patch>([
      { set: [['/linux/sysctl', {}]] },
      odd('net/ipv4/ip_forward', '1'),
      odd('net.ipv4/ip_forward', '1'),
      odd('net.ipv4.ip_forward', ''),
      odd('net.ipv4.ip_forward', ' 1 '),
      odd('net.ipv4.ip_forward', '1\n'),
      odd('net.ipv4.ip_forward', '01'),
      odd('net.ipv4.conf.lo/rp_filter', '1'),
      odd('net.ipv4..ip_forward', '1'),
      odd('kernel.hostname', 'from-sysctl'),
      odd('kernel.domainname', 'from-sysctl'),
      odd('fs.mqueue.msg_max', '100000'),
      odd('kernel.shmmax', '18446744073692774399'),
      {
        ...odd('kernel.hostname', 'from-sysctl'),
        set: [
          ['/linux/sysctl', { 'kernel.hostname': 'from-sysctl' }],
          ['/hostname', 'from-member'],
        ],
      },
      lacking('linux.sysctl.value-string', '/linux/sysctl', '/net.ipv4.ip_forward', {
        'net.ipv4.ip_forward': 1,
      }),
      cannot('net.nosuch', '1'),
      cannot('net.ipv4.nosuch.deeper', '1'),
      cannot('kernel.shmmni', 'lots'),
      cannot('kernel.shmmni', '-5'),
    ]),
};
