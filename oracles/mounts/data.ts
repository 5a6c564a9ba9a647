/** Options of file systems reach them by the data of mount(2) (config.md#linux-mount-options, tmpfs(5)). */
import { ROOTFS } from '../../src/contract/case.ts';
import { MEANINGLESS_OPTION, type OciMount } from '../../src/contract/config/index.ts';
import { hasUserNamespace } from '../core/case.ts';
import type { MountLine } from '../core/mountinfo.ts';
import { isOverlaid, mountKind, normalPath } from '../core/mounts.ts';
import { specRules } from '../core/rules.ts';
import type { MountsInput } from './index.ts';
import { placed } from './placed.ts';

const RULE = 'config.mounts.options.unknown-to-data';
const COPYUP = 'config.mounts.opt.tmpcopyup';
export const DATA_RULES = specRules(RULE, COPYUP);

const UNITS: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes; sizes are rounded up to pages. */
function bytes(text: string): number | null {
  const [, digits, unit] = /^(\d+)([kmg]?)$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const n = Number(digits) * (UNITS[(unit ?? '').toLowerCase()] ?? 1);
  return Math.ceil(n / 4096) * 4096;
}
const octal = (text: string): number | null => (/^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null);
const decimal = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/** Options of tmpfs: how their values are read, and what is not shown since it is the default. */
const TMPFS: Record<string, { read: (text: string) => number | null; hidden?: number }> = {
  size: { read: bytes },
  mode: { read: octal, hidden: 0o1777 },
  nr_inodes: { read: decimal },
  uid: { read: decimal, hidden: 0 },
  gid: { read: decimal, hidden: 0 },
};

export function judgeData(all: MountsInput): void {
  for (const { entry, at, line } of all.table === null ? [] : placed(all)) {
    if (line === null || mountKind(entry) !== 'tmpfs' || isOverlaid(all.c, all.config, at)) continue;
    judgeKnown(all, entry, line);
    judgeUnknown(all, entry);
    judgeCopy(all, entry);
  }
}

function judgeKnown({ config, r }: MountsInput, entry: OciMount, line: MountLine): void {
  // ids are shown as the mount namespace's user namespace has them
  const userns = hasUserNamespace(config);
  const options = entry.options ?? [];
  for (const option of options) {
    const [name = '', text] = option.split('=');
    const known = TMPFS[name];
    const twice = options.filter((o) => o.startsWith(`${name}=`)).length > 1 || option.includes(',');
    if (known === undefined || text === undefined || twice || (userns && name.endsWith('id'))) continue;
    const wanted = known.read(text);
    if (wanted === null) continue;
    const shown = line.superOptions.get(name);
    const seen = shown == null ? (known.hidden ?? null) : known.read(shown);
    r.check(RULE, seen === wanted, {
      since: '1.0.0',
      path: `mounts[tmpfs].super[${name}]`,
      token: shown == null ? 'absent' : 'other',
      title: `the option ${name} does not reach the file system`,
      expected: option,
      actual: [...line.superOptions].map(([k, v]) => (v === null ? k : `${k}=${v}`)),
    });
  }
}

/** Passed on, an option that nobody knows would have made tmpfs refuse the mount. */
function judgeUnknown({ r }: MountsInput, entry: OciMount): void {
  if (!(entry.options ?? []).includes(MEANINGLESS_OPTION)) return;
  r.fail(RULE, {
    path: 'mounts[tmpfs].data',
    token: 'dropped',
    title: 'an option that nobody knows is dropped',
    expected: 'passed to the file system, which refuses it',
    actual: entry.options,
  });
}

/** tmpcopyup may be left unsupported; taken, it copies what the mount covers. */
function judgeCopy({ c, record, r }: MountsInput, entry: OciMount): void {
  if (!(entry.options ?? []).includes('tmpcopyup')) return;
  const list = record.results.find((a) => a.ask === `mount:list:${entry.destination}`);
  const covered = `${ROOTFS}${normalPath(entry.destination)}/`;
  const names = c.files
    .filter((f) => f.path.startsWith(covered))
    .map((f) => f.path.slice(covered.length))
    .filter((name) => !name.includes('/'));
  if (list === undefined || list.ret < 0 || names.length === 0) return;
  const missing = names.filter((n) => !(list.text ?? '').split('\n').includes(n));
  r.check(COPYUP, missing.length === 0, {
    path: 'mounts[tmpfs].content',
    token: 'not-copied',
    title: 'tmpcopyup copies nothing',
    expected: names,
    actual: list.text,
  });
}
