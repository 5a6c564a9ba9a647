import { type Adapter, standard } from './adapter.ts';

/** True if subuid(5) gives root every id, by name or number. */
const givesAll = (text: string): boolean =>
  [...text.matchAll(/^(?:root|0):(\d+):(\d+)$/gm)].some(
    ([, from, count]) => Number(from) <= 1 && Number(count) >= 2 ** 31,
  );

export const youki: Adapter = {
  ...standard,
  name: 'youki',
  binaries: ['youki'],
  errors: [
    [/incompatible version/, 'unsupported'],
    [/executable '.*' (at path|not found)|PATH environment variable is not set/, 'exec-failed'],
  ],
  // as root too it leaves the mapping to newuidmap(1), which keeps to subuid(5) (0.7.0, measured)
  noUserNamespaces({ newuidmap, subuid, subgid }) {
    if (!newuidmap) return 'newuidmap is missing (Debian: apt-get install uidmap)';
    if (givesAll(subuid) && givesAll(subgid)) return null;
    return '/etc/subuid and /etc/subgid do not give root all ids (root:0:4294967295)';
  },
};
