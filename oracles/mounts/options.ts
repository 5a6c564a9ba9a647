/** Mount options by their effect in the mount table, and by experiment (config.md#linux-mount-options). */
import { parseAsk } from '../../src/contract/asks.ts';
import { MOUNT_OPTIONS, type OciMount } from '../../src/contract/config/index.ts';
import { errnoWord } from '../core/errno.ts';
import type { MountLine } from '../core/mountinfo.ts';
import { isBelow, isBind, isOverlaid, mountKind, normalPath } from '../core/mounts.ts';
import { specRules } from '../core/rules.ts';
import type { MountsInput } from './index.ts';
import { placed } from './table.ts';

/** Option to what the table has to show: `+x` x is there, `-x` x is not; of the mount or of the super block. */
const FLAGS: Record<string, string> = {
  ro: '+ro',
  rw: '-ro',
  nosuid: '+nosuid',
  suid: '-nosuid',
  nodev: '+nodev',
  dev: '-nodev',
  noexec: '+noexec',
  exec: '-noexec',
  nosymfollow: '+nosymfollow',
  symfollow: '-nosymfollow',
  noatime: '+noatime',
  nodiratime: '+nodiratime',
  relatime: '+relatime',
  strictatime: '-relatime',
};
const RECURSIVE = Object.fromEntries(
  ['ro', 'nosuid', 'nodev', 'noexec', 'nosymfollow', 'noatime', 'nodiratime'].flatMap((o) =>
    // config.md#linux-mount-options has no rnodev
    o === 'nodev' ? [] : [[`r${o}`, `+${o}`]],
  ),
);
const SUPER: Record<string, string> = { sync: '+sync', dirsync: '+dirsync', lazytime: '+lazytime' };
const PROPAGATION: Record<string, string> = {
  private: 'private',
  shared: 'shared',
  slave: 'slave',
  unbindable: 'unbindable',
};

const ruleOf = (option: string): string => `config.mounts.opt.${option}`;

export const OPTION_RULES = specRules(
  ...[...Object.keys(FLAGS), ...Object.keys(RECURSIVE), ...Object.keys(SUPER)].map(ruleOf),
  ...Object.keys(PROPAGATION).flatMap((p) => [ruleOf(p), ruleOf(`r${p}`)]),
);

/** Sets of options of which the last one wins, or the first: two different of one set say nothing certain. */
const EXCLUSIVE: string[][] = [
  ['ro', 'rw', 'rro', 'rrw'],
  ['nosuid', 'suid', 'rnosuid', 'rsuid'],
  ['nodev', 'dev', 'rnodev', 'rdev'],
  ['noexec', 'exec', 'rnoexec', 'rexec'],
  ['nosymfollow', 'symfollow', 'rnosymfollow', 'rsymfollow'],
  ['nodiratime', 'diratime', 'rnodiratime', 'rdiratime'],
  [
    ...['noatime', 'atime', 'relatime', 'norelatime', 'strictatime', 'nostrictatime'],
    ...['rnoatime', 'ratime', 'rrelatime', 'rnorelatime', 'rstrictatime', 'rnostrictatime'],
  ],
  [...MOUNT_OPTIONS.propagation],
  ['sync', 'async'],
  ['lazytime', 'nolazytime'],
];

/** True if the option stands alone: nothing else of the entry speaks of the same thing. */
function isClear(options: string[], option: string): boolean {
  const set = EXCLUSIVE.find((e) => e.includes(option)) ?? [];
  return new Set(options.filter((o) => set.includes(o))).size <= 1 && !options.includes('remount');
}

export function judgeOptions(all: MountsInput): void {
  const { config, table } = all;
  const userns = config.linux?.namespaces?.some((n) => n.type === 'user') === true;
  for (const { entry, at, line } of table === null ? [] : placed(all)) {
    if (line === null || isOverlaid(config, at)) continue;
    const options = entry.options ?? [];
    for (const option of new Set(options)) {
      if (isClear(options, option)) judgeOption(all, entry, at, line, option, userns);
    }
  }
  judgeExperiments(all);
}

const has = (line: MountLine, flag: string): boolean =>
  line.options.includes(flag) || line.superOptions.has(flag);

/** `+x` or `-x` on a line. */
const shows = (line: MountLine, sign: string): boolean => has(line, sign.slice(1)) === sign.startsWith('+');

function judgeOption(
  { config, table, r }: MountsInput,
  entry: OciMount,
  at: string,
  line: MountLine,
  option: string,
  userns: boolean,
): void {
  const kind = mountKind(entry);
  const bind = isBind(entry);
  // how a runtime makes up a v1 cgroup mount is its own affair (config.md#mounts has it in examples only)
  if (kind === 'cgroup') return;
  const deviation = (what: string, actual: unknown) => ({
    // before the table of options came they were those of mount(8) all the same
    since: option in RECURSIVE || option.includes('symfollow') ? '1.1.0' : '1.0.0',
    ignored: true,
    path: `mounts[${kind}].${what}`,
    token: `${option}-not-applied`,
    title: `the option ${option} has no effect on a ${kind} mount`,
    expected: option,
    actual,
  });
  const flag = FLAGS[option];
  if (flag !== undefined) {
    // flags of a bind's source stay where a user namespace locks them
    if (flag.startsWith('-') && (userns || bind)) return;
    const shown = [...line.options, ...line.superOptions.keys()];
    r.check(ruleOf(option), shows(line, flag), deviation(`option[${flag.slice(1)}]`, shown));
    return;
  }
  const deep = RECURSIVE[option];
  if (deep !== undefined) {
    // submounts that came with the source, not those of entries of their own
    const others = (config.mounts ?? []).map((m) => normalPath(m.destination)).filter((d) => d !== at);
    const below = (table ?? []).filter(
      (l) => isBelow(l.at, at) && !others.some((o) => o === l.at || isBelow(l.at, o)),
    );
    const off = [line, ...below].filter((l) => !shows(l, deep));
    r.check(ruleOf(option), off.length === 0, {
      ...deviation(`option[${deep.slice(1)}]`, off),
      ...(off.length > 0 && !off.includes(line) ? { token: `${option}-top-only` } : {}),
    });
    return;
  }
  const onSuper = SUPER[option];
  if (onSuper !== undefined && kind === 'tmpfs') {
    const shown = [...line.superOptions.keys()];
    r.check(ruleOf(option), shows(line, onSuper), deviation(`super[${option}]`, shown));
    return;
  }
  const propagation = PROPAGATION[option] ?? PROPAGATION[option.slice(1)];
  if (propagation === undefined) return;
  const seen = line.propagation;
  const right =
    propagation === 'slave'
      ? seen === 'slave' || seen === 'private'
      : // a mount can be shared and a slave at once
        seen.split('+').includes(propagation);
  // the propagation of the root may be set over it, or come by a rebind
  if (config.linux?.rootfsPropagation !== undefined) return;
  r.check(ruleOf(option), right, {
    ...deviation('propagation', seen),
    token: `${propagation}-${seen}`,
    title: `a ${kind} mount with the option ${option} is ${seen}`,
  });
}

const EROFS = 30;

/** What the program could do on a mount in spite of an option. */
function judgeExperiments({ config, record, r }: MountsInput): void {
  const tests: Record<string, { option: string; what: string }> = {
    'mount:write': { option: 'ro', what: 'write' },
    'mount:exec': { option: 'noexec', what: 'exec' },
    'mount:open': { option: 'nodev', what: 'open-device' },
    'mount:follow': { option: 'nosymfollow', what: 'follow' },
  };
  for (const result of record.results) {
    const ask = parseAsk(result.ask);
    const test = ask && tests[ask.name];
    if (!ask || !test) continue;
    const entries = (config.mounts ?? []).filter((m) => normalPath(m.destination) === normalPath(ask.target));
    const [entry] = entries;
    const options = entry?.options ?? [];
    // later entries may cover the place
    const target = normalPath(ask.target);
    const covered =
      isOverlaid(config, target) ||
      (config.mounts ?? []).some((m) => isBelow(target, normalPath(m.destination)));
    if (entry === undefined || entries.length > 1 || covered) continue;
    if (options.includes(test.option) && isClear(options, test.option)) {
      r.check(ruleOf(test.option), result.ret < 0, {
        since: test.option === 'nosymfollow' ? '1.1.0' : '1.0.0',
        ignored: true,
        path: `mounts[${mountKind(entry)}].option[${test.option}]`,
        token: `${test.option}-not-applied`,
        title: `${test.what} succeeds on a mount with ${test.option}`,
        expected: 'an error',
        actual: result.ret,
      });
    }
    const writable = options.includes('rw') && isClear(options, 'rw');
    if (ask.name === 'mount:write' && writable && mountKind(entry) === 'tmpfs' && record.uid[0] === 0) {
      r.check('config.mounts.opt.rw', result.ret >= 0 || result.errno !== EROFS, {
        since: '1.0.0',
        path: 'mounts[tmpfs].option[ro]',
        token: 'rw-not-applied',
        title: 'a mount with rw is read-only',
        expected: 'ok',
        actual: errnoWord(result.errno),
      });
    }
  }
}
