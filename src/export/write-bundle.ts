/** Writes the files of a bundle. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { UserError } from '../contract/errors.ts';
import type { BundleFile } from './bundle.ts';

/** @throws UserError where busybox is not installed */
export function findBusybox(path = process.env.PATH ?? ''): string {
  const found = path
    .split(delimiter)
    .map((dir) => join(dir, 'busybox'))
    .find((file) => existsSync(file));
  if (found === undefined)
    throw new UserError('busybox is needed for the rootfs; install it, static (Debian: busybox-static)');
  return found;
}

/** @throws UserError where something is there that would be written over */
export function emptyDirectory(dir: string): void {
  mkdirSync(dir, { recursive: true });
  if (readdirSync(dir).length > 0)
    throw new UserError(`${dir} is not empty; name a new directory with --out`);
}

/** @throws UserError where files of other users are needed and it is not root who calls */
export function writeBundle(files: readonly BundleFile[], busybox: string): void {
  for (const f of files) {
    mkdirSync(dirname(f.path), { recursive: true });
    make(f, busybox);
    if (f.type === 'symlink') continue;
    if (f.uid !== undefined || f.gid !== undefined) give(f.path, f.uid ?? 0, f.gid ?? 0);
    if (f.mode !== undefined) chmodSync(f.path, f.mode);
  }
}

function make(f: BundleFile, busybox: string): void {
  if (f.type === 'dir') mkdirSync(f.path, { recursive: true });
  else if (f.type === 'file') writeFileSync(f.path, f.content);
  else if (f.type === 'tool') copyFileSync(busybox, f.path);
  else if (f.type === 'symlink') symlinkSync(f.target, f.path);
  else execFileSync('mkfifo', [f.path]);
}

function give(path: string, uid: number, gid: number): void {
  try {
    chownSync(path, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    throw new UserError('the bundle has files of other users; run this as root');
  }
}
