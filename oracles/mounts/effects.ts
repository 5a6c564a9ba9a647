/** What each mount option has to show in the mount table (config.md#linux-mount-options, mount(8), mountinfo). */
import { MOUNT_OPTIONS } from '../../src/contract/config/index.ts';

/** `+x`: flag x is shown, of the mount or of its super block; `-x`: it is not. */
export type Effect = readonly string[];

/** Of the mount. A cleared flag of a bind mount is its source's affair (mount(8), "Bind mount operation"). */
export const FLAGS: Record<string, Effect> = {
  ro: ['+ro'],
  rw: ['-ro'],
  nosuid: ['+nosuid'],
  suid: ['-nosuid'],
  nodev: ['+nodev'],
  dev: ['-nodev'],
  noexec: ['+noexec'],
  exec: ['-noexec'],
  nosymfollow: ['+nosymfollow'],
  symfollow: ['-nosymfollow'],
  noatime: ['+noatime'],
  atime: ['-noatime'],
  nodiratime: ['+nodiratime'],
  diratime: ['-nodiratime'],
  relatime: ['+relatime'],
  strictatime: ['-relatime', '-noatime'],
  nostrictatime: ['+relatime'],
};

/** The same on the mount and on all below. What clearing an access-time mode leads to is not said. */
export const RECURSIVE: Record<string, Effect> = Object.fromEntries(
  Object.entries(FLAGS)
    .filter(([option]) => option !== 'nostrictatime' && isInTable(`r${option}`))
    .map(([option, effect]) => [`r${option}`, effect]),
);

/** Of the super block of a fresh tmpfs; mount(2) ignores them for bind mounts. */
export const SUPER: Record<string, Effect> = {
  sync: ['+sync'],
  async: ['-sync'],
  dirsync: ['+dirsync'],
  lazytime: ['+lazytime'],
  nolazytime: ['-lazytime'],
  defaults: ['-ro', '-nosuid', '-nodev', '-noexec', '-sync'],
};

export const PROPAGATION: Record<string, string> = {
  private: 'private',
  shared: 'shared',
  slave: 'slave',
  unbindable: 'unbindable',
};

/** Sets of options of which the last one wins, or the first: two different of one set say nothing certain. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ...[
    ['ro', 'rw'],
    ['nosuid', 'suid'],
    ['nodev', 'dev'],
    ['noexec', 'exec'],
    ['nosymfollow', 'symfollow'],
    ['nodiratime', 'diratime'],
    ['noatime', 'atime', 'relatime', 'norelatime', 'strictatime', 'nostrictatime'],
  ].map((set) => [...set, ...set.map((o) => `r${o}`)]),
  MOUNT_OPTIONS.propagation,
  ['sync', 'async'],
  ['lazytime', 'nolazytime'],
];

/** config.md#linux-mount-options has no rnodev. */
function isInTable(option: string): boolean {
  return option !== 'rnodev' && (MOUNT_OPTIONS.recursive as readonly string[]).includes(option);
}

/** True if the option stands alone: nothing else of the entry speaks of the same thing. */
export function isClear(options: readonly string[], option: string): boolean {
  if (options.includes('remount')) return false;
  const words = new Set(options);
  if (option === 'defaults')
    return !EXCLUSIVE.some((set) => set.some((o) => words.has(o))) && !words.has('dirsync');
  const set = EXCLUSIVE.find((e) => e.includes(option)) ?? [];
  return set.filter((o) => words.has(o)).length <= 1 && !(words.has('defaults') && option in FLAGS);
}
