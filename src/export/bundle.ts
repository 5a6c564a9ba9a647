/** A case as a bundle that any runtime can run: the files to write, with their paths. */
import { join } from 'node:path';
import { AGENT_SOCKET, BUNDLE, type Case, type FileEntry, isOwned, WORK } from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';
import { programText, toolsDir } from './programs.ts';

type Owned = { path: string; uid?: number; gid?: number; mode?: number };
/** `tool`: a copy of busybox */
export type BundleFile =
  | ({ type: 'dir' | 'fifo' | 'tool' } & Owned)
  | ({ type: 'file'; content: string | Buffer } & Owned)
  | { type: 'symlink'; path: string; target: string };

/**
 * The files of a case whose work file system is to lie at `dir` (absolute); its bundle is `bundle` there. Programs are
 * scripts of busybox that behave alike.
 * @throws UserError for a case that needs more than files
 */
export function bundleFiles(c: Case, dir: string): BundleFile[] {
  const moved = mover(dir);
  const config = c.configText ?? JSON.stringify(c.config, null, 2);
  if (config.includes(AGENT_SOCKET)) throw new UserError('the case needs a seccomp agent that listens');
  if ((c.host.interfaces ?? []).length > 0) throw new UserError('the case needs network interfaces');
  const tools = toolsDir(c);
  return [
    ...c.files.map((f) => entry(c, f, moved)),
    { type: 'dir', path: moved(tools) },
    { type: 'tool', path: moved(`${tools}/busybox`), mode: 0o755 },
    { type: 'file', path: moved(`${tools}/log`), content: '', mode: 0o666 },
    { type: 'file', path: moved(`${BUNDLE}/config.json`), content: `${moved(config)}\n` },
  ];
}

/** Paths of the sandbox to paths below `dir`, wherever they stand in a text. */
function mover(dir: string): (text: string) => string {
  const place = new RegExp(`${WORK}(?=$|[^\\w.-])`, 'g');
  return (text) => text.replace(place, () => dir);
}

function entry(c: Case, f: FileEntry, moved: (text: string) => string): BundleFile {
  const path = moved(f.path);
  const owner = isOwned(f) ? { uid: f.uid, gid: f.gid, mode: f.mode } : {};
  const own = Object.fromEntries(Object.entries(owner).filter(([, value]) => value !== undefined));
  switch (f.type) {
    case 'dir':
    case 'fifo':
      return { type: f.type, path, ...own };
    case 'symlink':
      return { type: 'symlink', path, target: moved(f.target) };
    case 'program':
      return { type: 'file', path, content: moved(programText(c, f, [])), mode: 0o755, ...own };
    case 'file':
      return { type: 'file', path, content: contentOf(f.content, moved), ...own };
    default:
      throw new UserError(`the case needs a ${f.type} of the host at ${f.path}`);
  }
}

const contentOf = (content: string, moved: (text: string) => string): string | Buffer =>
  content.startsWith('base64:') ? Buffer.from(content.slice(7), 'base64') : moved(content);

/** A rootfs in which the usual commands are busybox. */
export function commandFiles(dir: string, root: string, commands: readonly string[]): BundleFile[] {
  const at = (path: string) => join(dir, root, path);
  return [
    ...['', 'bin', 'dev', 'etc', 'proc', 'run', 'sys', 'var'].map((d) => ({
      type: 'dir' as const,
      path: at(d),
    })),
    { type: 'dir', path: at('tmp'), mode: 0o1777 },
    { type: 'tool', path: at('bin/busybox'), mode: 0o755 },
    ...commands
      .filter((name) => name !== 'busybox')
      .map((name) => ({ type: 'symlink' as const, path: at(`bin/${name}`), target: 'busybox' })),
  ];
}
