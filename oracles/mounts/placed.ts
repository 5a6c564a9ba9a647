/** Entries of mounts with the lines of the table that they came to. */
import type { Case } from '../../src/contract/case.ts';
import { DEFAULT_DEVICES, type OciConfig, type OciMount } from '../../src/contract/config/index.ts';
import { remembered } from '../../src/contract/remembered.ts';
import { bytesOf, isPlain } from '../core/case.ts';
import { linksOf, resolveIn } from '../core/links.ts';
import type { MountLine } from '../core/mountinfo.ts';
import { changedByHooks, isBelow, normalPath } from '../core/mounts.ts';
import type { MountsInput } from './index.ts';

/** `at`: where the destination leads. `line`: null where there is none, or several entries or a hook share the place. */
export type Placed = {
  entry: OciMount;
  index: number;
  at: string;
  /** spelled without a leading slash, or led through a symbolic link; plain otherwise */
  way: 'plain' | 'relative' | 'linked';
  line: MountLine | null;
};

type Input = Pick<MountsInput, 'c' | 'config' | 'table'>;

export const isRemount = (entry: OciMount): boolean => (entry.options ?? []).includes('remount');

/** Where every entry goes, remounts too; null where the files do not tell. */
const destinations = remembered((c: Case, config: OciConfig): (string | null)[] => {
  const links = linksOf(c);
  const spelled = (config.mounts ?? []).map((m) => normalPath(m.destination));
  return (config.mounts ?? []).map((entry, i) => {
    const at = isPlain(entry.destination) ? resolveIn(links, entry.destination) : null;
    const plain = spelled[i] as string;
    // an earlier entry may cover the link
    const covered = spelled.slice(0, i).some((s) => s === plain || isBelow(plain, s));
    return at === plain || (at !== null && !covered && !entry.destination.includes('..')) ? at : null;
  });
});

type Place = Omit<Placed, 'line'> & { shared: boolean };

const places = remembered((c: Case, config: OciConfig): Place[] => {
  const all = destinations(c, config);
  const nodes = new Set(
    [...DEFAULT_DEVICES, ...(config.linux?.devices ?? [])].map((d) => normalPath(d.path)),
  );
  return (config.mounts ?? []).flatMap((entry, index): Place[] => {
    const at = all[index] ?? null;
    if (at === null || at === '/' || isRemount(entry) || nodes.has(at)) return [];
    const shared = changedByHooks(c, at) || all.some((d, i) => d === null || (d === at && i !== index));
    const way = entry.destination.startsWith('/')
      ? at === normalPath(entry.destination)
        ? 'plain'
        : 'linked'
      : 'relative';
    return [{ entry, index, at, way, shared }];
  });
});

const lastAt = (table: MountsInput['table'], at: string): MountLine | null => {
  const bytes = bytesOf(at);
  return table?.findLast((l) => l.at === bytes) ?? null;
};

/** Entries but remounts, where it is plain what they lead to and no device node has to be. */
export const placed = ({ c, config, table }: Input): Placed[] =>
  places(c, config).map(({ shared, ...place }) => ({
    ...place,
    line: shared ? null : lastAt(table, place.at),
  }));

/** Remounts of what exactly one earlier entry mounted, with nothing later at the place. */
export function remounted({ c, config, table }: Input): Placed[] {
  const all = destinations(c, config);
  return (config.mounts ?? []).flatMap((entry, index): Placed[] => {
    const at = all[index];
    const same = all.flatMap((d, i) => (d === at ? [i] : []));
    if (!isRemount(entry) || at == null || all.includes(null)) return [];
    if (same.length !== 2 || same[1] !== index || changedByHooks(c, at)) return [];
    return [{ entry, index, at, way: 'plain', line: lastAt(table, at) }];
  });
}
