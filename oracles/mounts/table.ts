/** Every entry of mounts is there, of its type, in the listed order; the root has its propagation. */
import { ROOTFS } from '../../src/contract/case.ts';
import type { OciMount } from '../../src/contract/config/index.ts';
import { bytesOf, isPlain } from '../core/case.ts';
import type { MountLine } from '../core/mountinfo.ts';
import { isBelow, isBind, mountKind, normalPath } from '../core/mounts.ts';
import { specRules } from '../core/rules.ts';
import type { MountsInput } from './index.ts';

export const TABLE_RULES = specRules(
  'op.create.apply-all',
  'config.mounts.order',
  'config.mounts.type.fs-name',
  'linux.rootfsprop.shared',
  'linux.rootfsprop.slave',
  'linux.rootfsprop.private',
  'linux.rootfsprop.unbindable',
  'linux.fs.proc',
  'linux.fs.sys',
  'linux.fs.devpts',
  'linux.fs.shm',
);

/** An entry with the line that it came to: the last one at its place that no later entry explains. */
export type Placed = { entry: OciMount; at: string; line: MountLine | null };

/** Entries whose place is plain: no symbolic link on the way, and nothing there that runtimes treat apart. */
export function placed({ c, config, table }: Pick<MountsInput, 'c' | 'config' | 'table'>): Placed[] {
  const links = c.files.filter((f) => f.type === 'symlink').map((f) => f.path);
  const entries = (config.mounts ?? []).filter(
    (m) => isPlain(m.destination) && !m.destination.includes('..'),
  );
  return entries.flatMap((entry): Placed[] => {
    const at = normalPath(entry.destination);
    const linked = links.some((l) => `${ROOTFS}${at}` === l || isBelow(`${ROOTFS}${at}`, l));
    const remount = (entry.options ?? []).includes('remount');
    if (linked || remount || at === '/') return [];
    const here = (table ?? []).filter((l) => l.at === bytesOf(at));
    const places = (config.mounts ?? []).filter((m) => normalPath(m.destination) === at);
    // of several at one place nobody can tell which is whose
    const line = places.length === 1 ? here.at(-1) : undefined;
    return [{ entry, at, line: line ?? null }];
  });
}

export function judgeTable(all: MountsInput): void {
  if (all.table === null) return;
  const list = placed(all);
  judgePresence(all, list);
  judgeOrder(all, list);
  judgeRootPropagation(all);
  judgeDefaults(all);
}

function judgePresence({ config, table, r }: MountsInput, list: Placed[]): void {
  for (const { entry, at } of list) {
    const kind = mountKind(entry);
    const there = table?.some((l) => l.at === bytesOf(at)) === true;
    // what lies below a path that was covered later is not in sight; the order is another rule's
    const masked = (config.linux?.maskedPaths ?? []).some((p) => normalPath(p) === at);
    // below proc links lead elsewhere; without a type nobody can say what to mount
    if (masked || isBelow(at, '/proc') || (kind === 'other' && !entry.type)) continue;
    r.check('op.create.apply-all', there, {
      path: `mounts[${kind}].present`,
      token: 'missing',
      title: `a ${kind} entry of mounts is not mounted`,
      expected: entry,
      actual: null,
    });
  }
  for (const { entry, line } of list) {
    const kind = mountKind(entry);
    // runtimes translate cgroup; sysfs, mqueue and proc may be bound from outside where they cannot be mounted
    if (line === null || isBind(entry) || !['tmpfs', 'devpts', 'proc'].includes(kind)) continue;
    r.check('config.mounts.type.fs-name', line.fstype === entry.type, {
      kind: 'violation',
      path: `mounts[${kind}].type`,
      token: line.fstype,
      title: `${line.fstype} is mounted where ${kind} is listed`,
      expected: entry.type,
      actual: line.fstype,
    });
  }
}

/** Of two nested entries the parent of the inner one tells which came first (proc_pid_mountinfo(5)). */
function judgeOrder({ r }: MountsInput, list: Placed[]): void {
  for (const [i, first] of list.entries()) {
    for (const second of list.slice(i + 1)) {
      const inner = isBelow(second.at, first.at) ? second : isBelow(first.at, second.at) ? first : null;
      const outer = inner === first ? second : first;
      if (inner === null || inner.line === null || outer.line === null) continue;
      const onTop = inner.line.parent === outer.line.id;
      // inner listed first: the outer one covers it, and is not what it is mounted on
      const right = inner === second || !onTop;
      r.check('config.mounts.order', right, {
        path: 'mounts.order',
        token: 'inner-not-covered',
        title: 'mounts are not made in the listed order',
        expected: [first.entry.destination, second.entry.destination],
        actual: 'an inner mount that is listed first lies on the outer one',
      });
    }
  }
}

function judgeRootPropagation({ config, table, r }: MountsInput): void {
  const wanted = config.linux?.rootfsPropagation;
  const root = table?.findLast((l) => l.at === '/');
  if (wanted === undefined || root === undefined) return;
  const seen = root.propagation;
  // a slave of a mount that is shared with nobody is a private one
  const right = wanted === 'slave' ? !seen.includes('shared') && seen !== 'unbindable' : seen === wanted;
  r.check(`linux.rootfsprop.${wanted}`, right, {
    kind: 'violation',
    path: 'mounts[root].propagation',
    token: `${wanted}-${seen}`,
    title: `the root is ${seen} though rootfsPropagation says ${wanted}`,
    expected: wanted,
    actual: seen,
  });
}

const DEFAULTS = [
  ['proc', '/proc', 'proc'],
  ['sys', '/sys', 'sysfs'],
  ['devpts', '/dev/pts', 'devpts'],
  ['shm', '/dev/shm', 'tmpfs'],
] as const;

/** Default file systems, where the config does not list the place itself. */
function judgeDefaults({ config, table, r }: MountsInput): void {
  const listed = (config.mounts ?? []).map((m) => normalPath(m.destination));
  for (const [name, at, type] of DEFAULTS) {
    if (listed.some((l) => l === at || isBelow(at, l) || isBelow(l, at))) continue;
    const there = table?.some((l) => l.at === at && l.fstype === type) === true;
    r.check(`linux.fs.${name}`, there, {
      // whether the runtime or who writes the config makes it available is not said
      kind: 'spec-gap',
      path: `mounts[default-${name}].present`,
      token: 'missing',
      title: `no ${type} at ${at} unless it is listed`,
    });
  }
}
