/** Every entry of mounts is there, of its type, in the listed order; the root has its propagation. */
import { type Case, ROOTFS } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { OutsideView } from '../../src/contract/observation.ts';
import { bytesOf } from '../core/case.ts';
import { type MountLine, parseMountinfo } from '../core/mountinfo.ts';
import { changedByHooks, isBelow, isBind, maskedPlaces, mountKind, normalPath } from '../core/mounts.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import type { MountsInput } from './index.ts';
import { type Placed, placed } from './placed.ts';

const BUILT = 'lifecycle.02.env-created';
export const TABLE_RULES = specRules(
  BUILT,
  'op.create.apply-all',
  'config.mounts.destination.relative-to-slash',
  'config.mounts.destination.symlink',
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

export function judgeTable(all: MountsInput): void {
  if (all.table === null) return;
  const list = placed(all);
  judgePresence(all, list);
  judgeOrder(all, list);
  judgeRootPropagation(all);
  for (const name of ['sys', 'devpts', 'shm'] as const) judgeDefault(name, all.config, all.table, all.r);
}

/** The rule by which a mount has to be where it is looked for. */
const PRESENT: Record<Placed['way'], string> = {
  plain: 'op.create.apply-all',
  relative: 'config.mounts.destination.relative-to-slash',
  linked: 'config.mounts.destination.symlink',
};

/** Entries that have to be in sight in the table of the container. */
const visible = (c: Case, config: OciConfig, list: Placed[]): Placed[] =>
  list.filter(({ entry, at }) => {
    // what lies below a path that was covered later is not in sight; the order is another rule's
    const masked = maskedPlaces(c, config).includes(at);
    const changed = changedByHooks(c, at);
    // below proc links lead elsewhere; without a type nobody can say what to mount
    return !masked && !changed && !isBelow(at, '/proc') && (mountKind(entry) !== 'other' || !!entry.type);
  });

/** The mounts are there when create has returned: below the rootfs, or in the root that they are to have. */
export function judgeBuilt(c: Case, config: OciConfig, view: OutsideView, r: Report): void {
  const table = parseMountinfo(view.mountinfo ?? []);
  if (table.length === 0) return;
  // without proc nothing inside can read its mount table
  judgeDefault('proc', config, table, r);
  for (const { entry, at } of visible(c, config, placed({ c, config, table })))
    r.check(
      BUILT,
      table.some((l) => l.at === bytesOf(at) || l.at === `${ROOTFS}${bytesOf(at)}`),
      {
        path: `mounts[${mountKind(entry)}].present`,
        token: 'missing-at-create',
        title: `a ${mountKind(entry)} entry of mounts is not mounted when create has returned`,
        expected: entry,
        actual: table.map((l) => l.at),
      },
    );
}

function judgePresence({ c, config, table, r }: MountsInput, list: Placed[]): void {
  for (const { entry, at, way } of visible(c, config, list)) {
    const kind = mountKind(entry);
    const there = table?.some((l) => l.at === bytesOf(at)) === true;
    r.check(PRESENT[way], there, {
      path: `mounts[${kind}].present`,
      token: way === 'plain' ? 'missing' : `${way}-missing`,
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

const DEFAULTS = {
  proc: ['/proc', 'proc'],
  sys: ['/sys', 'sysfs'],
  devpts: ['/dev/pts', 'devpts'],
  shm: ['/dev/shm', 'tmpfs'],
} as const;

/** A default file system, where the config does not list the place itself. */
function judgeDefault(
  name: keyof typeof DEFAULTS,
  config: OciConfig,
  table: readonly MountLine[],
  r: Report,
): void {
  const [at, type] = DEFAULTS[name];
  const listed = (config.mounts ?? []).map((m) => normalPath(m.destination));
  if (listed.some((l) => l === at || isBelow(at, l) || isBelow(l, at))) return;
  const there = table.some((l) => (l.at === at || l.at === `${ROOTFS}${at}`) && l.fstype === type);
  r.check(`linux.fs.${name}`, there, {
    // whether the runtime or who writes the config makes it available is not said
    kind: 'spec-gap',
    path: `mounts[default-${name}].present`,
    token: 'missing',
    title: `no ${type} at ${at} unless it is listed`,
  });
}
