import { HOOK_KINDS } from '../contract/case.ts';
import { compareVersions } from '../contract/spec/index.ts';
import { type Adapter, standardArgv } from './adapter.ts';

export const crun: Adapter = {
  name: 'crun',
  binaries: ['crun'],
  flags: [],
  argv: standardArgv,
  errors: [[/unknown version specified/, 'unsupported']],
  hooks: [...HOOK_KINDS],
  // 1.8.1 answers "unknown version specified" to 1.2.0 and later; 1.21 takes them (measured)
  ociVersions: (version) => (compareVersions(`${version}.0`, '1.9.0') < 0 ? ['1.0.', '1.1.'] : []),
  ownKernel: false,
  cgroups: true,
};
