/** What a bind mount shows: the source that was named, with its submounts or without (config.md#mounts). */
import { BUNDLE, type Case, ROOTFS } from '../../src/contract/case.ts';
import type { OciMount } from '../../src/contract/config/index.ts';
import { type MountLine, parseMountinfo } from '../core/mountinfo.ts';
import { isBelow, isBind, isOverlaid, normalPath } from '../core/mounts.ts';
import { specRules } from '../core/rules.ts';
import type { MountsInput } from './index.ts';
import { type Placed, placed } from './placed.ts';

const RELATIVE = 'config.mounts.source.bind-relative';
const FILE = 'config.mounts.source.bind-file-or-dir';
const DUMMY = 'config.mounts.type.dummy-for-bind';
const DETECTION = 'config.mounts.bind-detection';

export const BIND_RULES = specRules(
  'config.mounts.opt.bind',
  'config.mounts.opt.rbind',
  RELATIVE,
  FILE,
  DUMMY,
  DETECTION,
);

export function judgeBinds(all: MountsInput): void {
  if (all.table === null) return;
  const before = parseMountinfo(all.run.observation.before.mounts);
  const list = placed(all);
  for (const place of list) {
    const source = sourceOf(all.c, place, list);
    if (source === null || place.line === null || isOverlaid(all.c, all.config, place.at)) continue;
    const holder = before.filter((m) => m.at === source || isBelow(source, m.at)).at(-1);
    if (holder === undefined) continue;
    const root = normalPath(`${holder.root}/${source.slice(holder.at === '/' ? 0 : holder.at.length)}`);
    const same = place.line.root === root && place.line.fstype === holder.fstype;
    if (isBind(place.entry)) {
      judgeSource(all, place, place.line, { root, same });
      if (same) judgeSubmounts(all, place, source, before, list);
    } else if (place.entry.type === 'bind') judgeDetection(all, place.line, same);
  }
}

/**
 * The source as an absolute path of the runtime's namespace; null where links or earlier mounts of the list are on
 * the way: whether a source is looked up before or after those are made is not said.
 */
function sourceOf(c: Case, { entry, index }: Placed, list: Placed[]): string | null {
  const { source } = entry;
  if (source === undefined || source === '') return null;
  const path = normalPath(source.startsWith('/') ? source : `${BUNDLE}/${source}`);
  const meets = (other: string) => other === path || isBelow(path, other) || isBelow(other, path);
  const linked = c.files.some((f) => f.type === 'symlink' && (f.path === path || isBelow(path, f.path)));
  const mounted = list.some((p) => p.index < index && meets(`${ROOTFS}${p.at}`));
  return linked || mounted || !c.files.some((f) => f.path === path) ? null : path;
}

const isRecursive = (entry: OciMount): boolean => (entry.options ?? []).includes('rbind');

function judgeSource(
  { c, r }: MountsInput,
  { entry }: Placed,
  line: MountLine,
  { root, same }: { root: string; same: boolean },
): void {
  const source = entry.source as string;
  const file = c.files.findLast((f) => f.path === normalPath(source));
  const rules = [
    isRecursive(entry) ? 'config.mounts.opt.rbind' : 'config.mounts.opt.bind',
    ...(source.startsWith('/') ? [] : [RELATIVE]),
    ...(file !== undefined && file.type !== 'dir' && file.type !== 'mount' ? [FILE] : []),
    ...(entry.type === 'bind' ? [] : [DUMMY]),
  ];
  for (const rule of rules)
    r.check(rule, same, {
      since: '1.0.0',
      kind: 'violation',
      path: 'mounts[bind].root',
      token: line.root === '/' && root !== '/' ? 'no-bind' : 'other',
      title: 'a bind mount does not show its source',
      expected: root,
      actual: `${line.fstype} ${line.root}`,
    });
}

/** Mounts below the source at the same places below the destination, unless a later entry covers them. */
function judgeSubmounts(
  { table, r }: MountsInput,
  { entry, at, index }: Placed,
  source: string,
  before: readonly MountLine[],
  list: Placed[],
): void {
  const options = entry.options ?? [];
  if (options.includes('bind') && options.includes('rbind')) return;
  const wanted = isRecursive(entry);
  for (const sub of before.filter((m) => isBelow(m.at, source))) {
    const place = `${at}${sub.at.slice(source.length)}`;
    if (list.some((p) => p.index > index && (p.at === place || isBelow(place, p.at)))) continue;
    const there = (table ?? []).some((l) => l.at === place);
    r.check(wanted ? 'config.mounts.opt.rbind' : 'config.mounts.opt.bind', there === wanted, {
      since: '1.0.0',
      path: 'mounts[bind/below].present',
      token: there ? 'unasked' : 'missing',
      title: there ? 'a bind that is not recursive has submounts' : 'rbind leaves submounts out',
      expected: wanted,
      actual: there,
    });
  }
}

/** type bind without the option: no bind mount by the text, and no file system that the kernel has. */
function judgeDetection({ r }: MountsInput, line: MountLine, same: boolean): void {
  r.check(DETECTION, !same, {
    kind: 'spec-gap',
    path: 'mounts[type-bind].root',
    token: 'bound',
    title: 'an entry of type bind without the option is a bind mount',
    expected: 'no bind mount',
    actual: `${line.fstype} ${line.root}`,
  });
}
