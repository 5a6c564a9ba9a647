import { parseAsk } from '../../contract/asks.ts';
import { type Ask, ROOTFS } from '../../contract/case.ts';
import { quote } from '../shell.ts';
import { type Check, type Checker, programPath } from './checker.ts';

/** As busybox prints them. */
const ERRORS: Record<string, string> = {
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  ENXIO: 'No such device or address',
  EACCES: 'Permission denied',
  EEXIST: 'File exists',
  ENODEV: 'No such device',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  EROFS: 'Read-only file system',
  ELOOP: 'Too many levels of symbolic links',
};

/** A command that does the same and nothing more: it neither reads a device nor leaves a file. */
function commandOf({ kind, args }: Ask): string | null {
  const [path = '', flags = ''] = args;
  const at = quote(path);
  const open = { r: `if=${at}`, w: `of=${at} conv=notrunc` }[flags];
  switch (kind) {
    case 'open':
      return open === undefined ? null : `$B dd ${open} count=0`;
    case 'symlinkopen':
      return `$B dd if=${at} count=0`;
    case 'list':
      return `$B ls ${at}`;
    case 'mknod':
      return `$B mknod ${args.map(quote).join(' ')}`;
    default:
      return null;
  }
}

/** Whether an experiment of the program succeeds, and if not with which error. */
export const asks: Checker = {
  name: 'asks',
  check(finding): Check | null {
    const { path, word, pairwise, case: c } = finding;
    const [, name] = /^asks\[(.+)\]$/.exec(path) ?? [];
    const at = programPath(finding, ROOTFS);
    const program = c.files.find((f) => f.type === 'program' && f.path === at);
    const all = program?.type === 'program' ? (program.behaviour.asks ?? []) : [];
    const about = all.filter((a) => parseAsk(a.id)?.name === name);
    const command = about[0] && commandOf(about[0]);
    const present = word === 'ok' ? 'ok' : ERRORS[word];
    if (at === null || !pairwise || about.length !== 1 || !command || present === undefined) return null;
    return {
      what: `how ${about[0]?.id} ends inside`,
      says: { [at]: [`if e=$(${command} 2>&1); then say "ask ok"; else say "ask \${e##*: }"; fi`] },
      look: ['seen=$(value ask)'],
      present: [present],
    };
  },
};
