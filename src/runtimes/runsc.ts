import { type Adapter, standardArgv } from './adapter.ts';

/** gVisor. Without its own network and cgroup set-up it runs inside the sandbox. */
export const runsc: Adapter = {
  name: 'runsc',
  binaries: ['runsc'],
  flags: ['--network=none', '--ignore-cgroups'],
  argv: standardArgv,
  errors: [],
  hooks: ['prestart', 'createRuntime', 'poststart', 'poststop'],
  ociVersions: () => [],
  ownKernel: true,
  cgroups: false,
};
