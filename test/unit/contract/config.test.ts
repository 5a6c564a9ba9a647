import { describe, expect, it } from 'vitest';
import { configFaults, MOUNT_OPTIONS, OciConfig } from '../../../src/contract/config/index.ts';
import { places, schemaPointers } from '../../../src/contract/config/pointers.ts';
import { lowestVersion, membersNewerThan } from '../../../src/contract/config/versions.ts';
import { allProperties, allRequirements } from '../../../src/contract/spec/index.ts';

const minimal = () => ({
  ociVersion: '1.0.2',
  root: { path: 'rootfs' },
  process: { cwd: '/', args: ['/bin/x'], user: { uid: 0, gid: 0 } },
});

describe('schema and table', () => {
  const ours = schemaPointers(OciConfig);
  const table = allProperties().map((p) => p.pointer);

  it('the schema has every pointer of the table', () => {
    expect(table.length).toBe(196);
    expect(table.filter((p) => !ours.includes(p))).toEqual([]);
  });

  it('the table has every pointer of the schema, or one below it', () => {
    expect(ours.filter((p) => !table.some((t) => t === p || t.startsWith(`${p}/`)))).toEqual([]);
  });

  it('the mount options are those of the requirements, and rnodev which they leave out', () => {
    const rows = allRequirements().flatMap((r) => /^config\.mounts\.opt\.([a-z]+)$/.exec(r.id)?.[1] ?? []);
    const words = Object.values(MOUNT_OPTIONS).flat();
    expect([...words].filter((w) => w !== 'rnodev').sort()).toEqual(rows.sort());
  });
});

describe('configFaults', () => {
  it('accepts a small config, with unknown members at any depth', () => {
    const config = { ...minimal(), x: 1, linux: { y: { z: [] }, resources: { memory: { w: 'a' } } } };
    expect(configFaults(config)).toEqual([]);
  });

  const bad: [string, unknown, string][] = [
    ['no version', { ...minimal(), ociVersion: undefined }, '/ociVersion'],
    ['a version that is not SemVer', { ...minimal(), ociVersion: '1.0' }, '/ociVersion'],
    ['no root', { ...minimal(), root: undefined }, '/root'],
    ['a relative cwd', { ...minimal(), process: { cwd: 'tmp', args: ['x'] } }, '/process/cwd'],
    ['no args', { ...minimal(), process: { cwd: '/', args: [] } }, '/process/args'],
    ['a number as hostname', { ...minimal(), hostname: 5 }, '/hostname'],
    ['half an id mapping', { ...minimal(), mounts: [{ destination: '/', uidMappings: [] }] }, '/mounts/0'],
    ['a relative hook', { ...minimal(), hooks: { poststop: [{ path: 'x' }] } }, '/hooks/poststop/0/path'],
    [
      'timeout 0',
      { ...minimal(), hooks: { prestart: [{ path: '/x', timeout: 0 }] } },
      '/hooks/prestart/0/timeout',
    ],
    ['an empty annotation key', { ...minimal(), annotations: { '': 'x' } }, '/annotations'],
    [
      'a namespace unheard of',
      { ...minimal(), linux: { namespaces: [{ type: 'foo' }] } },
      '/linux/namespaces/0/type',
    ],
    [
      'a device without numbers',
      { ...minimal(), linux: { devices: [{ type: 'c', path: '/dev/x' }] } },
      '/linux/devices/0/major',
    ],
    [
      'listenerMetadata alone',
      { ...minimal(), linux: { seccomp: { defaultAction: 'SCMP_ACT_ALLOW', listenerMetadata: '' } } },
      '/linux/seccomp',
    ],
  ];
  it.each(bad)('points at %s', (_, config, pointer) => {
    const faults = configFaults(JSON.parse(JSON.stringify(config)));
    expect(faults.map((f) => f.pointer).some((p) => p.startsWith(pointer))).toBe(true);
  });

  it('takes a FIFO without numbers', () => {
    expect(configFaults({ ...minimal(), linux: { devices: [{ type: 'p', path: '/dev/x' }] } })).toEqual([]);
  });
});

describe('versions', () => {
  const newer: [string, object, string, string][] = [
    ['a member of 1.1.0', { domainname: 'd' }, '/domainname', '1.1.0'],
    [
      'a time namespace',
      { linux: { namespaces: [{ type: 'pid' }, { type: 'time' }] } },
      '/linux/namespaces/1/type',
      '1.1.0',
    ],
    [
      'a recursive option',
      { mounts: [{ destination: '/a', options: ['rbind', 'rro'] }] },
      '/mounts/0/options/1',
      '1.1.0',
    ],
    ['idmap', { mounts: [{ destination: '/a', options: ['idmap'] }] }, '/mounts/0/options/0', '1.2.0'],
    ['a relative destination', { mounts: [{ destination: 'a' }] }, '/mounts/0/destination', '1.2.0'],
    [
      'a device outside /dev',
      { linux: { devices: [{ type: 'p', path: '/x' }] } },
      '/linux/devices/0/path',
      '1.1.0',
    ],
    [
      'an architecture',
      { linux: { seccomp: { architectures: ['SCMP_ARCH_SH'] } } },
      '/linux/seccomp/architectures/0',
      '1.2.1',
    ],
    [
      'an action',
      { linux: { seccomp: { defaultAction: 'SCMP_ACT_KILL_PROCESS' } } },
      '/linux/seccomp/defaultAction',
      '1.1.0',
    ],
    [
      'affinity',
      { process: { execCPUAffinity: { initial: '0' } } },
      '/process/execCPUAffinity/initial',
      '1.2.1',
    ],
    [
      'a network device',
      { linux: { netDevices: { eth0: { name: 'e' } } } },
      '/linux/netDevices/eth0/name',
      '1.3.0',
    ],
    ['a network device as it is', { linux: { netDevices: { eth0: {} } } }, '/linux/netDevices', '1.3.0'],
    ['an empty memory policy', { linux: { memoryPolicy: {} } }, '/linux/memoryPolicy', '1.3.0'],
    [
      'a unified key',
      { linux: { resources: { unified: { 'a/b': '1' } } } },
      '/linux/resources/unified/a~1b',
      '1.1.0',
    ],
  ];
  it.each(newer)('%s', (_, config, pointer, since) => {
    expect(lowestVersion(config)).toBe(since);
    expect(membersNewerThan(config, '1.0.2')).toContainEqual(expect.objectContaining({ pointer, since }));
    expect(membersNewerThan(config, since)).toEqual([]);
  });

  it('what is as old as 1.0.2, or unknown, asks for no more', () => {
    const config = {
      ...minimal(),
      foo: { time: 1 },
      hooks: { createRuntime: [{ path: '/x', timeout: 1 }] },
      mounts: [{ destination: '/a', options: ['ro', 'noexec', 'bind', 'x-unknown', 'constructor'] }],
      linux: { personality: { domain: 'LINUX' }, seccomp: { defaultAction: 'SCMP_ACT_LOG' } },
    };
    expect(lowestVersion(config)).toBe('1.0.2');
  });

  it('takes the highest of several', () => {
    expect(lowestVersion({ domainname: 'a', linux: { memoryPolicy: { mode: 'MPOL_LOCAL' } } })).toBe('1.3.0');
  });

  it('is not put off by values of the wrong type', () => {
    for (const config of [null, [], 'x', { mounts: { destination: 5 } }, { linux: [null] }])
      expect(lowestVersion(config)).toBe('1.0.2');
  });
});

describe('places', () => {
  it('escapes names as RFC 6901 says', () => {
    const known = new Set(['/annotations', '/annotations/{key}']);
    const seen = places({ annotations: { 'a/b~c': 'v' } }, known).map((p) => p.pointer);
    expect(seen).toEqual(['/annotations', '/annotations/a~1b~0c']);
  });
});
