// Prepares a checkout: npm packages, system packages, build. Does nothing where nothing is missing.
// Plain JavaScript without packages, because it runs before there are any.
// `node scripts/setup.mjs` does all of it; fuzz.mjs and test.mjs call it first; `build` does only the build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'dist', '.stamp');

/** What the job needs beside Node, and the package that has it, by package manager; `test`: only tests do. */
const NEEDS = [
  { what: 'runc', found: () => has('runc'), packages: { default: ['runc'] } },
  { what: 'crun', found: () => has('crun'), packages: { default: ['crun'] } },
  { what: 'dash', found: () => has('dash'), packages: { default: ['dash'] } },
  {
    what: 'busybox',
    found: () => has('busybox'),
    packages: { 'apt-get': ['busybox-static'], apk: ['busybox-static'], default: ['busybox'] },
  },
  {
    // musl's where apt has it: with glibc the program, of which every case gets copies, is seven times the size
    what: 'C compiler',
    found: () => (has('apt-get') && process.getuid() === 0 ? has('musl-gcc') : canCompile()),
    packages: {
      'apt-get': ['musl-tools', 'gcc'],
      dnf: ['gcc', 'glibc-static'],
      apk: ['gcc', 'musl-dev'],
      pacman: ['gcc'],
      zypper: ['gcc', 'glibc-devel-static'],
    },
  },
  { what: 'zsh', test: true, found: () => has('zsh'), packages: { default: ['zsh'] } },
  { what: 'fish', test: true, found: () => has('fish'), packages: { default: ['fish'] } },
  { what: 'tmux', test: true, found: () => has('tmux'), packages: { default: ['tmux'] } },
  { what: 'Chromium', test: true, found: () => has('chromium'), packages: { default: ['chromium'] } },
];
const MANAGERS = {
  'apt-get': 'apt-get update && apt-get install -y --no-install-recommends',
  dnf: 'dnf install -y',
  apk: 'apk add',
  pacman: 'pacman -S --needed --noconfirm',
  zypper: 'zypper --non-interactive install',
};

export function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/** Ends with exit code 2 (usage or environment). */
export function stop(text) {
  process.stderr.write(`setup: ${text}\n`);
  process.exit(2);
}

/** `tests`: also what only tests need. */
export function setup({ tests = false } = {}) {
  checkNode();
  npmPackages();
  systemPackages(NEEDS.filter((n) => tests || !n.test));
  compile();
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Node ${process.versions.node} is too old; 20.19 or newer is needed`);
}

function npmPackages() {
  if (!isOlder(join(ROOT, 'node_modules/.package-lock.json'), join(ROOT, 'package-lock.json'))) return;
  say('installing npm packages (npm ci)');
  const r = call('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (r.status !== 0) stop(`npm ci failed; the registry must be reachable:\n${output(r)}`);
}

function systemPackages(needs) {
  const missing = needs.filter((n) => !n.found());
  if (missing.length === 0) return;
  const names = missing.map((n) => n.what).join(', ');
  if (!has('apt-get') || process.getuid() !== 0) stop(`missing: ${names}. ${advice(missing)}`);
  const packages = wanted(missing, 'apt-get');
  say(`missing: ${names}; apt-get install ${packages.join(' ')}`);
  const install = () => apt(['install', '-qq', '-y', '--no-install-recommends', ...packages]);
  let r = install();
  // without lists, or with old ones, apt does not find the packages
  if (r.status !== 0) {
    say('apt-get update');
    apt(['update', '-qq']);
    r = install();
  }
  if (r.status !== 0) stop(`apt-get failed:\n${output(r)}`);
  const still = missing.filter((n) => !n.found());
  if (still.length > 0) stop(`still missing after apt-get: ${still.map((n) => n.what).join(', ')}`);
}

function advice(missing) {
  const here = Object.keys(MANAGERS).filter(has);
  const lines = (here.length > 0 ? here : Object.keys(MANAGERS)).map(
    (m) => `  ${MANAGERS[m]} ${wanted(missing, m).join(' ')}`,
  );
  return `Install them as root, then run this again:\n${lines.join('\n')}`;
}

const wanted = (missing, manager) => missing.flatMap((n) => n.packages[manager] ?? n.packages.default);

/** npm packages and dist/. */
export function build() {
  npmPackages();
  compile();
}

/** Builds dist/ unless it was built from exactly these sources. */
function compile() {
  const digest = sourceDigest();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return;
  say('building (tsc)');
  // beside dist/, which stays whole until the new one is there
  const fresh = join(ROOT, 'node_modules/.ocifuzz-dist');
  rmSync(fresh, { recursive: true, force: true });
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const r = call(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', fresh]);
  if (r.status !== 0) stop(`the build failed:\n${output(r)}`);
  chmodSync(join(fresh, 'src/cli/main.js'), 0o755);
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  renameSync(fresh, join(ROOT, 'dist'));
  writeFileSync(STAMP, digest);
}

function sourceDigest() {
  const hash = createHash('sha256');
  const files = ['src', 'generators', 'oracles'].flatMap((d) =>
    readdirSync(join(ROOT, d), { recursive: true }).map((f) => join(d, f)),
  );
  for (const file of [
    ...files.filter((f) => f.endsWith('.ts')).sort(),
    'tsconfig.json',
    'tsconfig.build.json',
    'package-lock.json',
  ])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return hash.digest('hex');
}

function canCompile() {
  return ['musl-gcc', 'cc', 'gcc', 'clang'].some((cc) => {
    if (!has(cc)) return false;
    const program = '#include <stdio.h>\nint main(void) { return 0; }\n';
    return (
      call(cc, ['-static', '-x', 'c', '-', '-o', '/dev/null'], { input: program, stdio: 'pipe' }).status === 0
    );
  });
}

function has(program) {
  return [...(process.env.PATH ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'].some((dir) => {
    try {
      accessSync(join(dir, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function isOlder(file, than) {
  return !existsSync(file) || statSync(file).mtimeMs < statSync(than).mtimeMs;
}

function apt(args) {
  return call('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

function call(program, args, options = {}) {
  return spawnSync(program, args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}

function output(r) {
  return `${r.stdout ?? ''}${r.stderr ?? ''}${r.error?.message ?? ''}`.trimEnd();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.argv[2] === 'build' ? build() : setup();
