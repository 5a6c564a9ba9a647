import { type Adapter, standard, without } from './adapter.ts';

/** gVisor. Without its own network and cgroup set-up it runs inside the sandbox. */
export const runsc: Adapter = {
  ...standard,
  name: 'runsc',
  argv: without('update'),
  binaries: ['runsc'],
  flags: ['--network=none', '--ignore-cgroups'],
  hooks: ['prestart', 'createRuntime', 'poststart', 'poststop'],
  ownKernel: true,
  cgroups: false,
};
