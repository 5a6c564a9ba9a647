import { HOOK_KINDS } from '../contract/case.ts';
import { type Adapter, standardArgv } from './adapter.ts';

export const runc: Adapter = {
  name: 'runc',
  binaries: ['runc'],
  flags: [],
  argv: standardArgv,
  errors: [],
  hooks: [...HOOK_KINDS],
  ociVersions: () => [],
  ownKernel: false,
  cgroups: true,
};
