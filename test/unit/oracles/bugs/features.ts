/** Bugs of the features document, in itself and against deeds. */
import type { Observation } from '../../../../src/contract/observation.ts';
import { drop, FEATURES, hookLabel, numbered, recordIn } from '../fixture.ts';
import { type Bug, configured, stepOf } from './plant.ts';

const claimed = (rule: string, token: string, change: object): Bug => ({
  name: `${rule} ${token}`,
  facts: { features: { ...FEATURES, ...change } },
  found: [`features.${rule}`, `features.${rule}`, token],
});

/** Create fails with a message that it does not know the word. */
const refuses = (word: string) => (o: Observation) => {
  for (const index of [0, 3])
    Object.assign(stepOf(o, index), {
      ...{
        outcome: 'error',
        exitCode: 1,
        errorClass: 'unsupported',
        stderr: `unknown namespace, option or value "${word}"`,
      },
    });
  o.events = numbered([]);
};
const refused = (rule: string, word: string, change: NonNullable<Bug['case']>): Bug => ({
  name: `${rule}: ${word} refused`,
  case: change,
  plant: refuses(word),
  found: [`features.${rule}`, `features.${rule}`, 'refused'],
});
const seccomp =
  (more: object): NonNullable<Bug['case']> =>
  () =>
    configured((c) => Object.assign(c.linux?.seccomp ?? {}, more));
const memory: NonNullable<Bug['case']> = () =>
  configured((c) =>
    Object.assign(c.linux ?? {}, {
      memoryPolicy: { mode: 'MPOL_BIND', nodes: '0', flags: ['MPOL_F_STATIC_NODES'] },
    }),
  );

export const FEATURE_BUGS: Bug[] = [
  claimed('ociVersionMin', 'absent', { ociVersionMin: undefined }),
  claimed('ociVersionMax', 'no-version', { ociVersionMax: 'newest' }),
  claimed('ociVersionMax.not-less', 'less', { ociVersionMax: '0.9.0' }),
  claimed('no-undefined-properties', 'linux.extra', { linux: { ...FEATURES.linux, extra: 1 } }),
  claimed('mountOptions.no-data', 'data', { mountOptions: ['ro', 'size'] }),
  claimed('annotations.convention', 'no-string', { annotations: { a: 1 } }),
  {
    name: 'a listed hook is not run',
    plant: (o) => drop(o, hookLabel('poststart')),
    found: ['features.hooks', 'features.hooks[poststart]', 'not-run'],
  },
  ...(['Min', 'Max'] as const).map(
    (end): Bug => ({
      name: `ociVersion${end} refused`,
      facts: { features: { ...FEATURES, [`ociVersion${end}`]: '1.1.0' } },
      plant: refuses('version 1.1.0'),
      found: [`features.ociVersion${end}.accepted`, `features.ociVersion${end}.accepted`, 'refused'],
    }),
  ),
  refused('mountOptions', 'rro', () => configured(() => undefined)),
  refused('linux.namespaces', 'uts', () => configured(() => undefined)),
  refused('linux.capabilities', 'CAP_KILL', () => configured(() => undefined)),
  refused('linux.seccomp.actions', 'SCMP_ACT_ERRNO', () => configured(() => undefined)),
  refused(
    'linux.seccomp.operators',
    'SCMP_CMP_EQ',
    seccomp({
      syscalls: [
        { names: ['acct'], action: 'SCMP_ACT_ERRNO', args: [{ index: 0, value: 1, op: 'SCMP_CMP_EQ' }] },
      ],
    }),
  ),
  refused('linux.seccomp.archs', 'SCMP_ARCH_X86', seccomp({ architectures: ['SCMP_ARCH_X86'] })),
  ...['knownFlags', 'supportedFlags'].map((list) =>
    refused(
      `linux.seccomp.${list}`,
      'SECCOMP_FILTER_FLAG_LOG',
      seccomp({ flags: ['SECCOMP_FILTER_FLAG_LOG'] }),
    ),
  ),
  refused('linux.memoryPolicy.modes', 'MPOL_BIND', memory),
  refused('linux.memoryPolicy.flags', 'MPOL_F_STATIC_NODES', memory),
  {
    name: 'seccomp enabled and no filter',
    plant: (o) => Object.assign(recordIn(o), { seccomp: 0 }),
    found: ['features.linux.seccomp.enabled', 'features.linux.seccomp.enabled', 'no-filter'],
  },
  {
    name: 'id-mapped mounts work and are denied',
    facts: {
      features: { ...FEATURES, linux: { ...FEATURES.linux, mountExtensions: { idmap: { enabled: false } } } },
    },
    case: () =>
      configured((c) =>
        Object.assign(c.mounts?.[4] ?? {}, {
          uidMappings: [{ containerID: 0, hostID: 1, size: 1 }],
          gidMappings: [{ containerID: 0, hostID: 1, size: 1 }],
        }),
      ),
    found: ['features.linux.mountExtensions.idmap', 'features.linux.mountExtensions.idmap', 'disabled'],
  },
];
