/** From what the user typed to facts about a runtime binary. */
import { createHash } from 'node:crypto';
import { accessSync, constants, createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { UserError } from '../contract/errors.ts';
import type { RuntimeFacts } from '../contract/facts.ts';
import { compareVersions } from '../contract/spec/index.ts';
import type { Adapter, IdSetup } from './adapter.ts';
import { ADAPTERS, adapterNamed } from './index.ts';

/** One entry of --runtimes: `[adapter:]label[=path][?flag=value]`. */
export type RuntimeEntry = { adapter?: string; label: string; path?: string; flags: string[] };

/** A runtime that can be run: facts for oracles, and how to call it. */
export type Runtime = { facts: RuntimeFacts; adapter: Adapter; flags: string[] };

/** The entry names something that is not there; the message says what to do. */
export class RuntimeError extends UserError {
  override name = 'RuntimeError';
}

/** Package managers: the call that names the package of a file, and what its answer is. */
const PACKAGES: {
  call: (path: string) => [string, ...string[]];
  name: RegExp;
  version?: (name: string) => [string, ...string[]];
}[] = [
  {
    call: (path) => ['dpkg', '-S', path],
    name: /^([^:\s]+)(?::\w+)?: /,
    version: (name) => ['dpkg-query', '-W', '-f', `\${Version}`, name],
  },
  { call: (path) => ['rpm', '-qf', '--qf', '%{NAME} %{VERSION}-%{RELEASE}', path], name: /^(\S+ \S+)$/ },
  { call: (path) => ['apk', 'info', '--who-owns', path], name: /is owned by (\S+)/ },
];

/** `NAME VERSION` of the package that a file came with, by the package manager that there is; null: none knows it. */
async function packageOf(path: string): Promise<string | null> {
  const answer = async ([command, ...args]: [string, ...string[]]): Promise<string> => {
    const r = await execa(command, args, { reject: false, stdin: 'ignore', timeout: 5000 });
    return r.exitCode === 0 ? r.stdout : '';
  };
  for (const { call, name, version } of PACKAGES) {
    const found = name.exec(await answer(call(path)))?.[1];
    if (found === undefined) continue;
    return version === undefined ? found : `${found} ${await answer(version(found))}`.trim();
  }
  return null;
}

const SEARCH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** @throws RuntimeError for an unknown adapter, a missing binary, one that does not answer, a label twice */
export async function resolveRuntimes(entries: RuntimeEntry[]): Promise<Runtime[]> {
  const labels = entries.map((e) => e.label);
  const twice = labels.find((l, i) => labels.indexOf(l) !== i);
  if (twice !== undefined)
    throw new RuntimeError(`runtime label '${twice}' is given twice; use ${twice},other=PATH`);
  return await Promise.all(entries.map(resolveOne));
}

async function resolveOne(entry: RuntimeEntry): Promise<Runtime> {
  if (entry.adapter !== undefined && !adapterNamed(entry.adapter))
    throw new RuntimeError(
      `unknown adapter '${entry.adapter}' (known: ${ADAPTERS.map((a) => a.name).join(', ')})`,
    );
  const path = entry.path !== undefined ? existing(entry.path, entry.label) : inPath(entry);
  const banner = await ask(path, ['--version']);
  if ('failure' in banner)
    throw new RuntimeError(`${path} --version does not answer (${banner.failure}); is it an OCI runtime?`);
  const adapter =
    adapterNamed(entry.adapter ?? '') ??
    adapterNamed(entry.label) ??
    adapterNamed(firstWord(banner.text)) ??
    generic();
  const from = await packageOf(path);
  const features = parseJson(await ask(path, ['features']));
  const noUserNamespaces = adapter.noUserNamespaces?.(idSetup()) ?? null;
  const version = /version:?\s+v?(\S+)/i.exec(banner.text)?.[1] ?? 'unknown';
  return {
    adapter,
    flags: [...adapter.flags, ...entry.flags],
    facts: {
      label: entry.label,
      name: adapter.name,
      path,
      version: version.replace(/[+~](ds|dfsg)[0-9.]*$/, ''),
      declaredSpec: declaredSpec(banner.text, features),
      sha256: await sha256(path),
      ...(from === null ? {} : { package: from }),
      hooks: adapter.hooks,
      features,
      ociVersions: adapter.ociVersions(version),
      ownKernel: adapter.ownKernel,
      cgroups: adapter.cgroups,
      ...(noUserNamespaces === null ? {} : { noUserNamespaces }),
    },
  };
}

/** The highest spec version that `--version` and `features` declare; they contradict each other in practice. */
export function declaredSpec(banner: string, features: unknown): string | null {
  const said = /^spec:\s*(\S+)/m.exec(banner)?.[1];
  const max = (features as { ociVersionMax?: unknown } | null)?.ociVersionMax;
  const all = [said, typeof max === 'string' ? max : undefined].filter((v) => v !== undefined);
  return all.sort(compareVersions).at(-1) ?? null;
}

function generic(): Adapter {
  const adapter = adapterNamed('generic');
  if (!adapter) throw new Error('the registry of runtimes has no generic adapter');
  return adapter;
}

function existing(path: string, label: string): string {
  const full = isAbsolute(path) ? path : resolve(path);
  if (!executable(full)) throw new RuntimeError(`${label}: ${full} is not an executable file`);
  return full;
}

function inPath(entry: RuntimeEntry): string {
  const names = adapterNamed(entry.adapter ?? entry.label)?.binaries ?? [entry.label];
  const dirs = [...(process.env.PATH ?? '').split(':').filter(isAbsolute), ...SEARCH];
  const found = dirs.flatMap((d) => names.map((n) => join(d, n))).find(executable);
  if (found === undefined)
    throw new RuntimeError(
      `no runtime '${entry.label}' in PATH; install it (for example: apt-get install ${names[0] ?? entry.label}) or say where it is: ${entry.label}=PATH`,
    );
  return found;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function idSetup(): IdSetup {
  const text = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  return {
    newuidmap: SEARCH.some((dir) => executable(join(dir, 'newuidmap'))),
    ...{ subuid: text('/etc/subuid'), subgid: text('/etc/subgid') },
  };
}

/** What a runtime printed; `failure`: in a line, why it printed nothing that counts. */
type Answer = { text: string } | { failure: string };

/** What a runtime says of itself. Even then crun makes its state directory: it gets a place that we remove. */
async function ask(path: string, args: string[]): Promise<Answer> {
  const place = await mkdtemp(join(tmpdir(), 'ocifuzz-ask-'));
  try {
    const r = await execa(path, args, {
      reject: false,
      timeout: 10_000,
      stdin: 'ignore',
      env: { XDG_RUNTIME_DIR: place },
    });
    if (r.exitCode === 0) return { text: r.stdout };
    return { failure: /\S.*/.exec(r.stderr)?.[0] ?? r.shortMessage ?? 'it failed' };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

const firstWord = (banner: string): string => /^\S+/.exec(banner)?.[0] ?? '';

function parseJson(answer: Answer): unknown {
  try {
    return 'text' in answer ? JSON.parse(answer.text) : null;
  } catch {
    return null;
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
