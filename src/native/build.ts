/** Builds the native program from its C sources, once per sources, compiler and flags. */
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../contract/errors.ts';

/** No C compiler, or sources that it does not take. The message says what to do. */
export class NativeBuildError extends UserError {
  override name = 'NativeBuildError';
}

/** musl makes a program a tenth the size of glibc's: a copy goes into every case, several times. */
const COMPILERS = ['musl-gcc', 'cc', 'gcc', 'clang'];
const FLAGS = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-O2', '-static', '-s'];

/**
 * Path of the native program, built now or found in the cache.
 * @throws NativeBuildError when no compiler that can link statically is there
 */
export async function ensureNative(): Promise<string> {
  return await ensureProgram('ocifuzz-native', join('src', 'native'));
}

/**
 * The same for the program NAME from all C sources of a directory of the package.
 * @throws NativeBuildError
 */
export async function ensureProgram(name: string, dir: string): Promise<string> {
  const root = await packageRoot(import.meta.dirname);
  const sourceDir = join(root, dir);
  const names = (await readdir(sourceDir)).filter((n) => /\.[ch]$/.test(n)).sort();
  const sources = await Promise.all(names.map((n) => readFile(join(sourceDir, n))));
  const units = names.filter((n) => n.endsWith('.c')).map((n) => join(sourceDir, n));
  const failures: string[] = [];
  for (const compiler of COMPILERS) {
    const version = await execa(compiler, ['--version'], { reject: false });
    if (version.exitCode !== 0) continue;
    const key = createHash('sha256').update([compiler, version.stdout, ...FLAGS, process.arch].join('\0'));
    for (const [i, file] of names.entries()) key.update(`\0${file}\0`).update(sources[i] ?? '');
    const program = `${name}-${key.digest('hex').slice(0, 16)}`;
    const failed = await build(compiler, units, program, root);
    if ('path' in failed) return failed.path;
    failures.push(`${compiler}: ${failed.error}`);
  }
  throw new NativeBuildError(
    failures.length === 0
      ? 'no C compiler found. Debian, Ubuntu: apt-get install musl-tools; Fedora: dnf install gcc glibc-static; ' +
          'Alpine: apk add gcc musl-dev; Arch: pacman -S musl; openSUSE: zypper install gcc glibc-devel-static'
      : `the native program does not build (static libc missing? Debian: apt-get install musl-tools):\n${failures.join('\n')}`,
  );
}

/** Looks in every cache directory before it builds into the first that can be written. */
async function build(
  compiler: string,
  units: string[],
  program: string,
  root: string,
): Promise<{ path: string } | { error: string }> {
  const dirs = cacheDirs(root);
  for (const dir of dirs) {
    const path = join(dir, program);
    if (await exists(path)) return { path };
  }
  let error = 'no directory to build in';
  for (const dir of dirs) {
    const work = await workDir(dir);
    if (work === null) continue;
    const made = join(work, program);
    const run = await execa(compiler, [...FLAGS, ...units, '-o', made], { reject: false, all: true });
    if (run.exitCode === 0) await rename(made, join(dir, program));
    await rm(work, { recursive: true });
    if (run.exitCode === 0) return { path: join(dir, program) };
    error = run.all ?? run.shortMessage ?? 'failed';
    break;
  }
  return { error };
}

function cacheDirs(root: string): string[] {
  const base = process.env.XDG_CACHE_HOME ?? join(os.homedir(), '.cache');
  return [join(base, 'ocifuzz'), join(root, 'dist', 'native')];
}

/** A fresh directory beside the goal, so that rename is atomic; null where nothing can be written. */
async function workDir(dir: string): Promise<string | null> {
  try {
    await mkdir(dir, { recursive: true });
    return await mkdtemp(join(dir, 'build-'));
  } catch {
    return null;
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The nearest directory above with a package.json: the checkout, or the installed package. */
async function packageRoot(from: string): Promise<string> {
  if (await exists(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new NativeBuildError('the package has no package.json above its code');
  return packageRoot(parent);
}
