import { HOOK_KINDS } from '../contract/case.ts';
import { type Adapter, standardArgv } from './adapter.ts';

/** Anything with the usual command line: railcar and runtimes that have no adapter of their own yet. */
export const generic: Adapter = {
  name: 'generic',
  binaries: [],
  flags: [],
  argv: standardArgv,
  errors: [],
  hooks: [...HOOK_KINDS],
  ociVersions: () => [],
  ownKernel: false,
  cgroups: true,
};
