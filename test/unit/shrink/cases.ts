/** Cases for tests of the shrinker: large ones, as generators make them. */
import { AREAS, generateCase } from '../../../generators/index.ts';
import type { Case } from '../../../src/contract/case.ts';
import type { Shrinkable } from '../../../src/shrink/shrinker.ts';
import { host } from '../support/fake.ts';

export function generated(index: number, profile: 'valid' | 'edge' = 'valid'): Shrinkable {
  return generateCase({
    seed: 11,
    index,
    profile,
    areas: AREAS,
    host,
    runtimes: [{ declaredSpec: '1.0.2', ociVersions: [] }],
  });
}

/** A config with a bit of everything. */
export const large: Case = {
  schemaVersion: 1,
  expectation: 'valid',
  config: {
    ociVersion: '1.0.2',
    root: { path: 'rootfs', readonly: true },
    hostname: 'some-name',
    process: {
      cwd: '/',
      args: ['/bin/probe', '-x'],
      env: ['PATH=/bin', 'TERM=xterm'],
      user: { uid: 1000, gid: 1000, additionalGids: [5, 6] },
      capabilities: { bounding: ['CAP_KILL', 'CAP_CHOWN'], permitted: ['CAP_KILL'], effective: ['CAP_KILL'] },
      rlimits: [{ type: 'RLIMIT_CORE', soft: 512, hard: 1024 }],
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/data', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'noexec', 'size=1m'] },
    ],
    hooks: {
      prestart: [{ path: '/run/ocifuzz/hooks/one', args: ['one'], timeout: 5 }],
      poststop: [{ path: '/run/ocifuzz/hooks/two' }],
    },
    linux: {
      namespaces: [{ type: 'pid' }, { type: 'mount' }, { type: 'uts' }, { type: 'ipc' }],
      cgroupsPath: '/ocifuzz/c1',
      sysctl: { 'kernel.shmmax': '100' },
      maskedPaths: ['/proc/kcore', '/proc/keys'],
    },
  },
  files: [
    { type: 'dir', path: '/run/ocifuzz/bundle/rootfs/data', mode: 0o755 },
    { type: 'program', path: '/run/ocifuzz/hooks/one', behaviour: { role: 'hook', exit: 3 } },
    { type: 'program', path: '/run/ocifuzz/hooks/two', behaviour: { role: 'hook', sleepMs: 40 } },
    {
      type: 'program',
      path: '/run/ocifuzz/bundle/rootfs/bin/probe',
      behaviour: { role: 'probe', asks: [{ id: 'root:write:/', kind: 'write', args: ['/'] }], exit: 7 },
    },
  ],
  script: [
    { op: 'create' },
    { op: 'state' },
    { op: 'start' },
    { op: 'wait', until: 'stopped' },
    { op: 'delete' },
  ],
  caller: { umask: 0o77, env: ['A=1', 'B=2'] },
  host: { propagation: 'shared' },
};
