/** Any bundle directory as a Case, also one that ocifuzz did not write. Works on a copy. */
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import {
  BUNDLE,
  type Case,
  type FileEntry,
  ROOTFS,
  SCHEMA_VERSION,
  type Step,
  WORK,
} from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';

/** The bundle cannot be run without touching what is not ours, or is too large; the message says which. */
export class BundleError extends UserError {
  override name = 'BundleError';
}

/** Most bytes of files that a bundle's copy may have. */
const MAX_BYTES = 64 * 1024 * 1024;
const PROBE = '/.probe';

type Config = {
  root?: { path?: unknown };
  mounts?: { type?: unknown; source?: unknown; options?: unknown }[];
  process?: Record<string, unknown>;
};

const END: Step[] = [{ op: 'state' }, { op: 'delete', force: true }, { op: 'state' }];
const AS_IS: Step[] = [
  ...([{ op: 'create' }, { op: 'observe' }, { op: 'state' }, { op: 'start' }] as Step[]),
  ...([{ op: 'wait', until: 'stopped' }] as Step[]),
  ...END,
];
const WITH_PROBE: Step[] = [
  ...([{ op: 'create' }, { op: 'observe' }, { op: 'state' }, { op: 'start' }] as Step[]),
  ...([
    { op: 'wait', until: 'started' },
    { op: 'wait', until: 'stopped' },
  ] as Step[]),
  ...END,
];

/**
 * Two cases: the bundle as it is (exit, stdio, state, leftovers), and with the probe in place of its program.
 * Bind sources outside the bundle become copies, so that nothing of the host can be written to. `caller`: how the
 * runtime is called.
 * @throws BundleError where there is no config.json, or a source cannot be copied
 */
export function bundleCases(
  directory: string,
  caller: Case['caller'] = {},
): { asIs: Case; withProbe: Case | null } {
  const dir = resolve(directory);
  let text: string;
  try {
    text = readFileSync(join(dir, 'config.json'), 'utf8');
  } catch {
    throw new BundleError(`${directory} has no readable config.json; a bundle is a directory with one`);
  }
  const budget = { left: MAX_BYTES };
  const files = tree(dir, BUNDLE, budget).filter((f) => f.path !== `${BUNDLE}/config.json`);
  const config = parse(text);
  const base = { schemaVersion: SCHEMA_VERSION, expectation: 'unspecified', caller, host: {} } as const;
  const origin = { bundle: directory };
  if (config === null) {
    return { asIs: { ...base, origin, configText: text, files, script: AS_IS }, withProbe: null };
  }
  const moved = moveInside(config, dir, budget);
  const asIs: Case = {
    ...base,
    origin,
    config: moved.config,
    files: [...files, ...moved.files],
    script: AS_IS,
  };
  const probe: FileEntry = {
    type: 'program',
    path: `${ROOTFS}${PROBE}`,
    behaviour: { role: 'probe' },
  };
  const { args: _, ...process } = (moved.config as Config).process ?? {};
  const withProbe: Case = {
    ...asIs,
    config: { ...moved.config, process: { ...process, args: [PROBE] } },
    files: [...asIs.files, probe],
    script: WITH_PROBE,
  };
  return { asIs, withProbe };
}

/** Root and bind sources that lie outside the bundle, as copies with the config pointing there. */
function moveInside(
  config: Record<string, unknown>,
  dir: string,
  budget: { left: number },
): { config: Record<string, unknown>; files: FileEntry[] } {
  const files: FileEntry[] = [];
  const result = structuredClone(config) as Record<string, unknown> & Config;
  const root = result.root?.path;
  if (typeof root === 'string' && isAbsolute(root)) {
    files.push(...tree(root, ROOTFS, budget));
    result.root = {
      ...result.root,
      path: root.startsWith(`${dir}/`) ? root.slice(dir.length + 1) : 'rootfs',
    };
  }
  if (!Array.isArray(result.mounts)) return { config: result, files };
  for (const [i, m] of result.mounts.entries()) {
    const options = Array.isArray(m?.options) ? m.options : [];
    const bind = m?.type === 'bind' || options.includes('bind') || options.includes('rbind');
    if (!bind || typeof m.source !== 'string' || !isAbsolute(m.source)) continue;
    const target = `${WORK}/src/${i}`;
    files.push(...tree(m.source, target, budget));
    m.source = target;
  }
  return { config: result, files };
}

/** Entries for everything below `from`, as if it lay at `to`. Sockets and devices are left out. */
function tree(from: string, to: string, budget: { left: number }): FileEntry[] {
  const stat = lstatOf(from);
  const owner = { path: to, uid: stat.uid, gid: stat.gid, mode: stat.mode & 0o7777 };
  if (stat.isSymbolicLink()) return [{ type: 'symlink', path: to, target: readlinkSync(from) }];
  if (stat.isFIFO()) return [{ type: 'fifo', ...owner }];
  if (stat.isFile()) {
    budget.left -= stat.size;
    if (budget.left < 0) throw new BundleError(`the bundle is larger than ${MAX_BYTES >> 20} MiB at ${from}`);
    return [{ type: 'file', ...owner, content: `base64:${readFileSync(from).toString('base64')}` }];
  }
  if (!stat.isDirectory()) return [];
  const below = readdirSync(from).sort();
  return [{ type: 'dir', ...owner }, ...below.flatMap((n) => tree(join(from, n), `${to}/${n}`, budget))];
}

/** Of a directory behind a link too: the root or a source may be one. */
function lstatOf(path: string): Stats {
  const followed = statSync(path, { throwIfNoEntry: false });
  const found = followed?.isDirectory() ? followed : lstatSync(path, { throwIfNoEntry: false });
  if (!found) throw new BundleError(`${path} is named by the bundle and is not there`);
  return found;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
