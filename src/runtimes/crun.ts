import { compareVersions } from '../contract/spec/index.ts';
import { type Adapter, standard, without } from './adapter.ts';

export const crun: Adapter = {
  ...standard,
  name: 'crun',
  argv: without('events'),
  binaries: ['crun'],
  errors: [[/unknown version specified/, 'unsupported']],
  // 1.8.1 answers "unknown version specified" to 1.2.0 and later; 1.21 takes them (measured)
  ociVersions: (version) => (compareVersions(`${version}.0`, '1.9.0') < 0 ? ['1.0.', '1.1.'] : []),
};
