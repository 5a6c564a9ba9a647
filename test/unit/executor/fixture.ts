import type { Case } from '../../../src/contract/case.ts';
import type { Runtime } from '../../../src/runtimes/resolve.ts';
import { runc } from '../../../src/runtimes/runc.ts';

export const runtime: Runtime = {
  adapter: runc,
  flags: [],
  facts: {
    label: 'r',
    name: 'runc',
    path: '/usr/sbin/runc',
    version: '1.1.5',
    declaredSpec: '1.0.2',
    sha256: '0',
    hooks: [],
    features: null,
    ociVersions: [],
    ownKernel: false,
    cgroups: true,
  },
};

export const simpleCase = (change: Partial<Case> = {}): Case => ({
  schemaVersion: 1,
  expectation: 'valid',
  config: { process: { args: ['/bin/probe'] }, linux: { cgroupsPath: '/ocifuzz/c1' } },
  files: [
    { type: 'dir', path: '/run/ocifuzz/bundle/rootfs' },
    { type: 'program', path: '/run/ocifuzz/bundle/rootfs/bin/probe', behaviour: { role: 'probe' } },
  ],
  script: [{ op: 'create' }, { op: 'start' }, { op: 'wait', until: 'stopped' }, { op: 'delete' }],
  caller: {},
  host: {},
  ...change,
});
