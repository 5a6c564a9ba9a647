/** process (config.md#process) and annotations, as a config alone can break them. */
import { CAPABILITIES, CAPABILITY_SETS, RLIMITS } from '../../contract/config/index.ts';
import { type ConfigRule, isObject, membersOf, repeated, where } from '../rule.ts';

const IMAGE_KEYS = [
  'os',
  'os.version',
  'os.features',
  'architecture',
  'variant',
  'author',
  'created',
  'stopSignal',
].map((name) => `org.opencontainers.image.${name}`);

const isUnknown =
  (words: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === 'string' && !words.includes(value);

const unknownCapability = (config: unknown): string[] =>
  CAPABILITY_SETS.flatMap((set) => where(`/process/capabilities/${set}/*`, isUnknown(CAPABILITIES))(config));

export const PROCESS_RULES: readonly ConfigRule[] = [
  {
    requirement: 'config.process.required-at-start',
    hint: 'add process: without it the container can be created and not started',
    faults: (config) => (isObject(config) && config.process === undefined ? ['/process'] : []),
    warning: true,
  },
  {
    requirement: 'config.process.capabilities.unmappable-warn',
    hint: 'use a name of capabilities(7); a runtime only warns of others',
    faults: unknownCapability,
    warning: true,
  },
  {
    requirement: 'config.process.capabilities.unmappable-error',
    hint: 'use a name of capabilities(7), or raise ociVersion to 1.1.0',
    faults: unknownCapability,
  },
  {
    requirement: 'config.process.rlimits.type.unknown',
    hint: 'use a name of getrlimit(2) such as RLIMIT_NOFILE',
    faults: where('/process/rlimits/*/type', isUnknown(RLIMITS)),
  },
  {
    requirement: 'config.process.rlimits.duplicate',
    hint: 'name each resource once',
    faults: repeated('/process/rlimits/*', (v) => membersOf(v).type),
  },
  {
    requirement: 'config.process.rlimits.soft-above-hard',
    hint: 'lower soft or raise hard',
    faults: where('/process/rlimits/*', (v) => {
      const { soft, hard } = membersOf(v);
      return typeof soft === 'number' && typeof hard === 'number' && soft > hard;
    }),
  },
  {
    requirement: 'config.annotations.reserved-namespace',
    hint: 'use a domain of your own',
    faults: (config) =>
      Object.keys(membersOf(membersOf(config).annotations))
        .filter((k) => k.startsWith('org.opencontainers.') && !IMAGE_KEYS.includes(k))
        .map((k) => `/annotations/${k}`),
  },
];
