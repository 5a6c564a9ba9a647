/** Id-mapped mounts (config.md#linux-mount-options idmap and ridmap, config.md#posix-platform-mounts). */
import { parseAsk } from '../../src/contract/asks.ts';
import { isOwned } from '../../src/contract/case.ts';
import type { OciMount } from '../../src/contract/config/index.ts';
import { hasUserNamespace } from '../core/case.ts';
import type { MountLine } from '../core/mountinfo.ts';
import { isBelow, normalPath } from '../core/mounts.ts';
import { specRules } from '../core/rules.ts';
import type { MountsInput } from './index.ts';
import { placed } from './placed.ts';

const OPTIONS = ['idmap', 'ridmap'] as const;
const IDS = { uid: 'config.mounts.idmappings.uid', gid: 'config.mounts.idmappings.gid' } as const;

const SETATTR = 'config.mounts.idmappings.mount-setattr';

export const IDMAP_RULES = specRules(
  ...OPTIONS.flatMap((o) =>
    ['', '.applied', '.use-given', '.not-passed', '.mechanism', '.no-fallback-error'].map(
      (part) => `config.mounts.opt.${o}${part}`,
    ),
  ),
  ...Object.values(IDS),
  SETATTR,
);

type Mapping = NonNullable<OciMount['uidMappings']>[number];

/** What an id becomes by a mapping, or null outside of it. */
const through = (list: readonly Mapping[], id: number): number | null => {
  const m = list.find((x) => id >= x.containerID && id < x.containerID + x.size);
  return m === undefined ? null : m.hostID + id - m.containerID;
};
const back = (list: readonly Mapping[], id: number): number | null =>
  through(
    list.map((m) => ({ containerID: m.hostID, hostID: m.containerID, size: m.size })),
    id,
  );

export function judgeIdmaps(all: MountsInput): void {
  const { config, table, r } = all;
  const userns = hasUserNamespace(config);
  for (const { entry, at, line } of table === null ? [] : placed(all)) {
    const option = OPTIONS.find((o) => (entry.options ?? []).includes(o));
    if (line === null || option === undefined) continue;
    const rule = `config.mounts.opt.${option}`;
    const below = option === 'ridmap' ? (table ?? []).filter((l) => isBelow(l.at, line.at)) : [];
    const off = [line, ...below].filter((l) => !isMapped(l));
    const deviation = {
      path: 'mounts[bind].idmap',
      token: off.includes(line) ? `${option}-not-applied` : `${option}-top-only`,
      title: `a mount with ${option} has no id mapping${off.includes(line) ? '' : ' below'}`,
      expected: 'idmapped',
      actual: off.map((l) => l.options),
      ignored: true,
    };
    for (const part of ['', '.applied', '.mechanism']) r.check(`${rule}${part}`, off.length === 0, deviation);
    // mappings of the user namespace may be taken in place of others; accepting without any is wrong
    if (entry.uidMappings !== undefined) r.check(SETATTR, off.length === 0, deviation);
    else if (userns) r.check(`${rule}.no-fallback-error`, off.length === 0, deviation);
    r.check(`${rule}.not-passed`, !line.superOptions.has(option), {
      path: 'mounts[bind].super[idmap]',
      token: 'passed',
      title: `${option} is passed to the file system`,
      actual: [...line.superOptions.keys()],
    });
    if (off.length === 0) judgeOwner(all, entry, at, rule);
  }
}

const isMapped = (line: MountLine): boolean => line.options.includes('idmapped');

/** The owner of what lies at the destination, seen from inside (mount_setattr(2), "ID-mapped mounts"). */
function judgeOwner({ c, config, record, r }: MountsInput, entry: OciMount, at: string, rule: string): void {
  const stat = record.results.find((a) => {
    const ask = parseAsk(a.ask);
    return ask?.name === 'mount:stat' && normalPath(ask.target) === at;
  });
  const file = c.files.findLast((f) => f.path === entry.source);
  const owner = file !== undefined && isOwned(file) ? file : undefined;
  const [, , uid, gid] = (stat?.text ?? '').split(' ').map(Number);
  const own = hasUserNamespace(config);
  if (file === undefined || stat === undefined || stat.ret < 0) return;
  for (const [name, seen, id] of [
    ['uid', uid, owner?.uid ?? 0],
    ['gid', gid, owner?.gid ?? 0],
  ] as const) {
    const given = entry[`${name}Mappings`];
    const mapped = given === undefined ? null : through(given, id);
    const inside = mapped === null || !own ? mapped : back(config.linux?.[`${name}Mappings`] ?? [], mapped);
    if (inside === null) continue;
    for (const check of [`${rule}.use-given`, IDS[name]])
      r.check(check, seen === inside, {
        kind: 'violation',
        path: `mounts[bind].idmap.${name}`,
        token: seen === id ? 'unmapped' : 'other',
        title: `the mapping of a mount is not the one that is given (${name})`,
        expected: inside,
        actual: seen,
      });
  }
}
