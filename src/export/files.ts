/** The files of a case as shell lines. */
import { dirname } from 'node:path';
import { BUNDLE, type Case, type FileEntry, isOwned, WORK } from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';
import { programText } from './programs.ts';
import { quote, writeFile } from './shell.ts';

const ADMITTED = new RegExp(`^${WORK}(/|$)`);

/**
 * `says`: path of a program to what it says of itself.
 * @throws UserError where the case needs what shell commands cannot make
 */
export function fileLines(c: Case, says: Record<string, readonly string[]>): string[] {
  if ((c.host.interfaces ?? []).length > 0)
    throw new UserError('a script cannot make the network interfaces that this case needs');
  const made = new Set([BUNDLE, WORK]);
  const parent = (path: string): string[] => {
    const dir = dirname(path);
    if (made.has(dir)) return [];
    made.add(dir);
    return [`mkdir -p ${quote(dir)}`];
  };
  return c.files
    .filter((f) => ADMITTED.test(f.path))
    .flatMap((f) => [...parent(f.path), ...entry(c, f, says), ...owner(f)]);
}

function entry(c: Case, f: FileEntry, says: Record<string, readonly string[]>): string[] {
  const path = quote(f.path);
  switch (f.type) {
    case 'dir':
      return [`mkdir -p ${path}`];
    case 'symlink':
      return [`ln -sfn ${quote(f.target)} ${path}`];
    case 'fifo':
      return [`mkfifo ${path}`];
    case 'namespace':
      throw new UserError(`a script cannot make the namespace ${f.path}, which this case needs`);
    case 'mount':
      return [`mkdir -p ${path}`, `mount -t tmpfs -o ${['mode=0755', ...f.options].join(',')} tmpfs ${path}`];
    case 'program':
      return [...writeFile(path, programText(c, f, says[f.path] ?? [])), `chmod 755 ${path}`];
    case 'file':
      return writeFile(
        path,
        f.content.startsWith('base64:') ? Buffer.from(f.content.slice(7), 'base64') : f.content,
      );
  }
}

function owner(f: FileEntry): string[] {
  if (!isOwned(f)) return [];
  const ids =
    f.uid === undefined && f.gid === undefined ? [] : [`chown ${f.uid ?? 0}:${f.gid ?? 0} ${quote(f.path)}`];
  return [...ids, ...(f.mode === undefined ? [] : [`chmod ${f.mode.toString(8)} ${quote(f.path)}`])];
}
