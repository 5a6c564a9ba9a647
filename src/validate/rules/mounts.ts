/** mounts (config.md#mounts), as a config alone can break it. */
import { at, type ConfigRule, listOf, type Members, membersOf, stringsOf, where } from '../rule.ts';

const mapped = (entry: Members): boolean =>
  entry.uidMappings !== undefined || entry.gidMappings !== undefined;

const hasUserNamespace = (config: unknown): boolean =>
  at(config, '/linux/namespaces/*/type').some((p) => p.value === 'user');

/** Such an option with nothing to take a mapping from: not the entry, not the container. */
const unmapped = (option: 'idmap' | 'ridmap'): ConfigRule => ({
  requirement: `config.mounts.opt.${option}.no-userns-error`,
  hint: 'give the entry uidMappings and gidMappings, or the container a user namespace',
  faults: (config) =>
    at(config, '/mounts/*').flatMap(({ pointer, value }) => {
      const entry = membersOf(value);
      if (mapped(entry) || hasUserNamespace(config)) return [];
      const index = listOf(entry.options).indexOf(option);
      return index < 0 ? [] : [`${pointer}/options/${index}`];
    }),
});

const isRelative = (value: unknown): boolean => typeof value === 'string' && !value.startsWith('/');

export const MOUNT_RULES: readonly ConfigRule[] = [
  {
    requirement: 'config.mounts.destination.absolute',
    hint: 'begin it with a slash',
    faults: where('/mounts/*/destination', isRelative),
  },
  {
    requirement: 'config.mounts.destination.absolute.was-must',
    hint: 'begin it with a slash, or raise ociVersion to 1.2.0',
    faults: where('/mounts/*/destination', isRelative),
  },
  {
    requirement: 'config.mounts.idmappings.option-present',
    hint: 'add idmap or ridmap to the options, so that a runtime that does not know mappings refuses',
    faults: where('/mounts/*', (value) => {
      const entry = membersOf(value);
      return mapped(entry) && !stringsOf(entry.options).some((o) => o === 'idmap' || o === 'ridmap');
    }),
  },
  unmapped('idmap'),
  unmapped('ridmap'),
];
