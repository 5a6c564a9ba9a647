import { HOOK_KINDS } from '../contract/case.ts';
import { type Adapter, standardArgv } from './adapter.ts';

export const youki: Adapter = {
  name: 'youki',
  binaries: ['youki'],
  flags: [],
  argv: standardArgv,
  errors: [],
  hooks: [...HOOK_KINDS],
  ociVersions: () => [],
  ownKernel: false,
  cgroups: true,
};
