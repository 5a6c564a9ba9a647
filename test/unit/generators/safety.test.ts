import { describe, expect, it } from 'vitest';
import type { Patch } from '../../../generators/core/area.ts';
import { compose, hostPathsNamed } from '../../../generators/index.ts';
import { ROOTFS, WORK } from '../../../src/contract/case.ts';

const set = (pointer: string, value: unknown): Patch => ({ set: [[pointer, value]] });
const bind = (source: string) => set('/mounts/-', { destination: '/data', source, options: ['bind'] });
const hook = { role: 'hook' } as const;

const harmful: [string, Patch][] = [
  ['a bind of the host', bind('/etc')],
  ['a bind that climbs out', bind(`${WORK}/src/../../../etc`)],
  ['a relative bind that climbs out', bind('../../../etc')],
  [
    'an overlay of the host',
    set('/mounts/-', { destination: '/d', type: 'overlay', options: ['lowerdir=/usr'] }),
  ],
  ['a root on the host', set('/root/path', '/')],
  ['a hook of the host', set('/hooks/poststop/-', { path: '/bin/rm' })],
  [
    'a namespace of another process',
    set('/linux/namespaces/-', { type: 'network', path: '/proc/77/ns/net' }),
  ],
  ['the root cgroup', set('/linux/cgroupsPath', '/')],
  ['an empty cgroup path', set('/linux/cgroupsPath', '')],
  ['a cgroup that climbs out', set('/linux/cgroupsPath', '/ocifuzz/../system')],
  ['no cgroup path', { unset: ['/linux/cgroupsPath'] }],
  ['a disk', set('/linux/devices/-', { type: 'b', path: '/dev/sda', major: 8, minor: 0 })],
  ['memory', set('/linux/devices/-', { type: 'c', path: '/dev/mem', major: 1, minor: 1 })],
  [
    'a limit on a disk',
    set('/linux/resources/blockIO/throttleReadBpsDevice/-', { major: 8, minor: 0, rate: 1 }),
  ],
  ['an annotation for an engine', set('/annotations', { 'run.oci.handler': 'x' })],
  [
    'a listener of the host',
    set('/linux/seccomp', { defaultAction: 'SCMP_ACT_ALLOW', listenerPath: '/run/x.sock' }),
  ],
  ['a file outside', { files: [{ type: 'dir', path: '/etc/x' }] }],
  ['a link out of the sources', { files: [{ type: 'symlink', path: `${WORK}/src/l`, target: '/etc' }] }],
  [
    'a link that climbs out of the rootfs',
    { files: [{ type: 'symlink', path: `${ROOTFS}/l`, target: '../../../../etc' }] },
  ],
  [
    'a hook that removes',
    { files: [{ type: 'program', path: `${WORK}/hooks/x`, behaviour: { ...hook, remove: '/tmp' } }] },
  ],
  [
    'a hook that renames the host',
    { files: [{ type: 'program', path: `${WORK}/hooks/x`, behaviour: { ...hook, hostname: 'x' } }] },
  ],
  ['a step that removes', { script: [{ op: 'remove', path: '/etc' }] }],
  ['a caller elsewhere', { caller: { cwd: '/home' } }],
  ['a disk node', { asks: [{ id: 'x', kind: 'mknod', args: ['/n', 'b', '8', '0'] }] }],
  [
    'a bind in text',
    {
      text: [
        { edit: 'member', pointer: '', text: '"mounts":[{"source":"/etc"' },
        { edit: 'after', text: ']' },
      ],
    },
  ],
  ['an unsafe control', { ...set('/hostname', 'x'), invalid: { requirement: 'r', pointer: '/hostname' } }],
];

describe('hostPathsNamed', () => {
  it('finds nothing in the base case', () => {
    expect(hostPathsNamed(compose([]))).toEqual([]);
  });

  it.each(harmful)('finds %s', (name, patch) => {
    const more = name === 'an unsafe control' ? [bind('/etc')] : [];
    expect(hostPathsNamed(compose([...more, patch])).length).toBeGreaterThan(0);
  });

  it('lets a kernel parameter of a namespace of its own pass, and no other', () => {
    const c = compose([]);
    const sysctl = (key: string) => ({
      ...c,
      config: { ...c.config, linux: { ...(c.config?.linux as object), sysctl: { [key]: '1' } } },
    });
    expect(hostPathsNamed(sysctl('net.ipv4.ip_forward'))).toEqual([]);
    expect(hostPathsNamed(sysctl('kernel.panic'))).toEqual(['sysctl: kernel.panic']);
    expect(hostPathsNamed(sysctl('user.max_user_namespaces'))).toHaveLength(1);
  });
});
