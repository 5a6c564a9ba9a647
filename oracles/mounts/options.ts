/** Mount options by their effect in the mount table (config.md#linux-mount-options). */
import type { OciMount } from '../../src/contract/config/index.ts';
import { hasUserNamespace } from '../core/case.ts';
import type { MountLine } from '../core/mountinfo.ts';
import { isBelow, isBind, isOverlaid, mountKind } from '../core/mounts.ts';
import type { Deviation } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { type Effect, FLAGS, isClear, PROPAGATION, RECURSIVE, SUPER } from './effects.ts';
import type { MountsInput } from './index.ts';
import { type Placed, placed, remounted } from './placed.ts';

const ruleOf = (option: string): string => `config.mounts.opt.${option}`;
const REMOUNT = ruleOf('remount');

export const OPTION_RULES = specRules(
  ...[...Object.keys(FLAGS), ...Object.keys(RECURSIVE), ...Object.keys(SUPER)].map(ruleOf),
  ...Object.keys(PROPAGATION).flatMap((p) => [ruleOf(p), ruleOf(`r${p}`)]),
  REMOUNT,
);

export function judgeOptions(all: MountsInput): void {
  if (all.table === null) return;
  const list = placed(all);
  for (const place of list) {
    // how a runtime makes up a v1 cgroup mount is its own affair (config.md#mounts has it in examples only)
    if (place.line === null || isOverlaid(all.c, all.config, place.at) || mountKind(place.entry) === 'cgroup')
      continue;
    const options = place.entry.options ?? [];
    const below = belowOf(all, place, list);
    for (const option of new Set(options))
      if (isClear(options, option)) judgeOption(all, place, place.line, option, below);
  }
  judgeRemounts(all);
}

/** Submounts that came with the source of a bind, not those of entries of their own. */
function belowOf({ table }: MountsInput, { at }: Placed, list: Placed[]): readonly MountLine[] {
  const others = list.map((p) => p.at).filter((d) => d !== at);
  return (table ?? []).filter(
    (l) => isBelow(l.at, at) && !others.some((o) => o === l.at || isBelow(l.at, o)),
  );
}

const shownOf = (line: MountLine): string[] => [...line.options, ...line.superOptions.keys()];

/** Whether the line shows what is asked for. `own`: the mount's own flags alone, since the super block is another's. */
const shows = (line: MountLine, effect: Effect, own = false): boolean =>
  effect.every((e) => (own ? line.options : shownOf(line)).includes(e.slice(1)) === e.startsWith('+'));

const deviation = (entry: OciMount, option: string, effect: Effect, actual: unknown): Deviation => ({
  // before the table of options came they were those of mount(8) all the same
  since: option in RECURSIVE || option.includes('symfollow') ? '1.1.0' : '1.0.0',
  ignored: true,
  path: `mounts[${mountKind(entry)}].option[${effect[0]?.slice(1)}]`,
  token: `${option}-not-applied`,
  title: `the option ${option} has no effect on a ${mountKind(entry)} mount`,
  expected: option,
  actual,
});

function judgeOption(
  { config, r }: MountsInput,
  { entry }: Placed,
  line: MountLine,
  option: string,
  below: readonly MountLine[],
): void {
  const bind = isBind(entry);
  const userns = hasUserNamespace(config);
  const flag = FLAGS[option] ?? RECURSIVE[option];
  if (flag !== undefined) {
    const clears = flag.every((e) => e.startsWith('-'));
    // flags that a source has stay where a user namespace locks them
    if (clears && userns) return;
    const lines = option in RECURSIVE ? [line, ...below] : [line];
    const off = lines.filter((l) => !shows(l, flag, clears && bind));
    r.check(ruleOf(option), off.length === 0, {
      ...deviation(entry, option, flag, off.map(shownOf)),
      ...(off.length > 0 && !off.includes(line) ? { token: `${option}-top-only` } : {}),
      // whether a bind mount loses flags of its source is not said
      ...(clears && bind && !(option in RECURSIVE) ? { kind: 'spec-gap' as const } : {}),
    });
    return;
  }
  const onSuper = SUPER[option];
  if (onSuper !== undefined && mountKind(entry) === 'tmpfs')
    r.check(ruleOf(option), shows(line, onSuper), deviation(entry, option, onSuper, shownOf(line)));
  // the propagation of the root may be set over it, or come by a rebind
  const spread = PROPAGATION[option] ?? PROPAGATION[option.slice(1)];
  if (spread !== undefined && config.linux?.rootfsPropagation === undefined) {
    const lines = option in PROPAGATION ? [line] : [line, ...below];
    const off = lines.filter((l) => !spreads(l, spread));
    const seen = off[0]?.propagation ?? spread;
    r.check(ruleOf(option), off.length === 0, {
      ...deviation(entry, option, [`+${spread}`], seen),
      path: `mounts[${mountKind(entry)}].propagation`,
      token: `${spread}-${seen}${off.length > 0 && !off.includes(line) ? '-below' : ''}`,
      title: `a ${mountKind(entry)} mount with the option ${option} is ${seen}`,
    });
  }
}

/** A mount can be shared and a slave at once; a slave of a mount that is shared with nobody is private. */
const spreads = ({ propagation }: MountLine, wanted: string): boolean =>
  wanted === 'slave'
    ? propagation === 'slave' || propagation === 'private'
    : propagation.split('+').includes(wanted);

/** A remount changes the flags of what is there, and mounts nothing. */
function judgeRemounts(all: MountsInput): void {
  for (const { entry, at, line } of remounted(all)) {
    if (line === null || isOverlaid(all.c, all.config, at)) continue;
    const kind = mountKind(entry);
    const stacked = (all.table ?? []).filter((l) => l.at === line.at).length > 1;
    const options = entry.options ?? [];
    const set = options.flatMap((o) => FLAGS[o] ?? []).filter((e) => e.startsWith('+'));
    const off = set.filter(
      (e) => !shows(line, [e]) && !options.some((o) => FLAGS[o]?.includes(`-${e.slice(1)}`)),
    );
    all.r.check(REMOUNT, !stacked && off.length === 0, {
      since: '1.0.0',
      path: `mounts[${kind}].remount`,
      token: stacked ? 'stacked' : `${off[0]?.slice(1)}-not-applied`,
      title: stacked ? 'a remount mounts something new' : 'a remount does not change the flags',
      expected: set,
      actual: shownOf(line),
    });
  }
}
