/** linux.maskedPaths and readonlyPaths (config-linux.md#masked-paths, #readonly-paths) */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import type { Ask, FileEntry } from '../../src/contract/case.ts';
import type { Area, Patch } from '../core/area.ts';
import { broken, dir, file, inRootfs, link, maybe, merge, odd, pick, some } from '../core/words.ts';

const FILES = [
  '/proc/kcore',
  '/proc/keys',
  '/proc/timer_list',
  '/proc/sched_debug',
  '/data/secret',
  '/etc/there',
];
const DIRS = ['/proc/bus', '/proc/fs', '/sys/firmware', '/data/dir', '/missing', '/proc/acpi'];
const CONTENT: FileEntry[] = [
  file(inRootfs('/data/secret'), 'secret\n'),
  file(inRootfs('/etc/there'), 'there\n'),
  dir(inRootfs('/data/dir')),
  file(inRootfs('/data/dir/file'), 'inside\n'),
];

const maskedAsks = (path: string): Ask[] => [
  DIRS.includes(path) ? ask('masked:list', path) : ask('masked:read', path),
  ask('masked:stat', path),
];
const masked = some([...FILES, ...DIRS], 1, 6).map(
  (paths): Patch => ({
    set: [['/linux/maskedPaths', paths]],
    files: CONTENT,
    asks: paths.flatMap(maskedAsks),
  }),
);

/** A file is opened for writing and left as it is; in a directory a new file is tried. */
const WRITES: Record<string, string> = {
  '/proc/sys': '/proc/sys/kernel/domainname',
  '/proc/bus': '/proc/bus/.ask',
  '/data/secret': '/data/secret',
  '/data/dir': '/data/dir/.ask',
  '/data': '/data/.ask',
  '/tmp': '/tmp/.ask',
  '/missing': '/missing/.ask',
  '/etc/there': '/etc/there',
};
const readonly = some(Object.keys(WRITES), 1, 5).map(
  (paths): Patch => ({
    set: [['/linux/readonlyPaths', paths]],
    files: CONTENT,
    asks: paths.flatMap((p) => [ask('readonly:write', p, [WRITES[p] ?? p]), ask('path:stat', p)]),
  }),
);

const BOTH = ['maskedPaths', 'readonlyPaths'] as const;
const oddLists: [string[], FileEntry[]][] = [
  [['/data/dir', '/data/dir'], CONTENT],
  [['/data', '/data/dir'], CONTENT],
  [['/data/dir', '/data'], CONTENT],
  [['/data/dir/'], CONTENT],
  [['/data/../data/dir', '//data//dir'], CONTENT],
  [['/way'], [...CONTENT, link(inRootfs('/way'), '/data/dir')]],
  [['/way/file'], [...CONTENT, link(inRootfs('/way'), 'data/dir')]],
  [['/way'], [link(inRootfs('/way'), '/nowhere')]],
  [['/dev/null'], []],
  [['/'], []],
  [['/proc'], []],
  [['/data/fifo'], [{ type: 'fifo', path: inRootfs('/data/fifo') }]],
  [['/data/secret/below'], CONTENT],
  [[], []],
];

export const paths: Area = {
  name: 'paths',
  title: 'linux.maskedPaths, linux.readonlyPaths',
  valid: () => fc.tuple(maybe(masked), maybe(readonly)).map((ps) => merge(ps.filter((p) => p !== undefined))),
  edge: () =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.tuple(pick(BOTH), pick(oddLists)).map(
          ([member, [list, files]]): Patch => ({
            ...odd(`/linux/${member}`, list),
            files,
            asks:
              member === 'maskedPaths'
                ? [ask('masked:list', '/data/dir'), ask('masked:read', '/data/secret')]
                : [ask('readonly:write', '/data/dir', ['/data/dir/.ask'])],
          }),
        ),
      },
      {
        weight: 1,
        arbitrary: pick<Patch>([
          broken('linux.masked.absolute', '/linux/maskedPaths/-', 'data/dir'),
          broken('linux.masked.absolute', '/linux/maskedPaths/-', ''),
          broken('linux.readonly.absolute', '/linux/readonlyPaths/-', 'data/dir'),
          broken('linux.readonly.absolute', '/linux/readonlyPaths/-', ''),
          {
            set: [
              ['/linux/maskedPaths', ['/data/dir']],
              ['/linux/readonlyPaths', ['/data/dir']],
            ],
            files: CONTENT,
            asks: [ask('masked:list', '/data/dir'), ask('readonly:write', '/data/dir', ['/data/dir/.ask'])],
          },
        ]),
      },
    ),
};
