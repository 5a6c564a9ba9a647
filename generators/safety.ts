/** What a case must never name: places and things of the host. Proven over many cases by a property test. */
import { BUNDLE, type Case, contrastOf, type FileEntry, ROOTFS, WORK } from '../src/contract/case.ts';
import type { OciConfig } from '../src/contract/config/index.ts';
import { remembered } from '../src/contract/remembered.ts';
import { sysctlNamespace } from './core/settle.ts';

/** Device numbers that no harm comes from: the default devices, tun, fuse, and 42 (reserved for examples). */
const HARMLESS_DEVICES = /^[cux]:(1:[35789]|5:[02]|10:(200|229))$|^[cbu]:42:\d+$|undefined$/;
/** Prefixes of annotations that change what a runtime does. */
const ENGINE_ANNOTATIONS = /^(run\.oci\.|org\.criu|org\.systemd|io\.|com\.(docker|github)|module\.|dev\.)/;

/** Removes `.`, `..` and empty parts, as if no part were a link. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

const isBelow = (path: string, top: string): boolean => `${normal(path)}/`.startsWith(`${top}/`);
const inWork = (path: string, from: string = BUNDLE): boolean =>
  isBelow(path.startsWith('/') ? path : `${from}/${path}`, WORK);

/** Everything of the host that the case names, as `what: value`; [] for a case that is safe to run. */
export function hostPathsNamed(c: Case): string[] {
  const contrast = contrastOf(c);
  return [
    ...c.files.flatMap((f) => ofFile(f)),
    ...(c.config ? ofValue(c.config) : ofText(c.configText ?? '')),
    ...(contrast ? ofValue(contrast.control) : []),
    ...c.script.flatMap((s) => ('path' in s && !inWork(s.path) ? [`step: ${s.path}`] : [])),
    ...(c.caller.cwd === undefined || c.caller.cwd === '/' || inWork(c.caller.cwd)
      ? []
      : [`cwd: ${c.caller.cwd}`]),
  ];
}

/** Of broken JSON every source that could be read out of it. */
function ofText(text: string): string[] {
  const value = parsed(text);
  if (value !== undefined) return ofConfig(typeof value === 'object' ? (value ?? {}) : {}, true);
  return [...text.matchAll(/['"]?(?:source|listenerPath)['"]?\s*:\s*['"]([^'"]*)/gi)]
    .flatMap((m) => m[1] ?? [])
    .filter((source) => !inWork(source))
    .map((source) => `source in text: ${source}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ofFile = remembered((f: FileEntry): string[] => {
  const found = inWork(f.path) ? [] : [`file: ${f.path}`];
  if (f.type === 'symlink' && !(f.target.startsWith('/') && isBelow(f.path, ROOTFS)))
    if (!inWork(f.target, f.path.slice(0, f.path.lastIndexOf('/')))) found.push(`link: ${f.target}`);
  if (f.type !== 'program') return found;
  const { mount, remove, write, hostname, asks } = f.behaviour;
  if (!isBelow(f.path, ROOTFS)) {
    const paths = [mount?.target, mount && 'mount source', remove, write?.path].filter(
      (p) => p !== undefined,
    );
    found.push(...paths.filter((p) => !inWork(p)).map((p) => `hook: ${p}`));
    if (hostname !== undefined) found.push(`hook: hostname ${hostname}`);
  }
  const nodes = (asks ?? []).filter((a) => a.kind === 'mknod').map((a) => a.args.slice(1).join(':'));
  return [
    ...found,
    ...nodes.filter((n) => !HARMLESS_DEVICES.test(n) && n !== 'p:0:0').map((n) => `mknod: ${n}`),
  ];
});

const ofValue = remembered((config: Partial<OciConfig>) => ofConfig(config));

function ofConfig(config: Partial<OciConfig>, mayLackCgroup = false): string[] {
  const { linux } = config;
  const found: string[] = [];
  const check = (what: string, values: (string | undefined)[], safe: (v: string) => boolean) =>
    found.push(...values.flatMap((v) => (v === undefined || safe(v) ? [] : [`${what}: ${v}`])));

  check('root', [text(config.root?.path)], (p) => inWork(p));
  const mounts = list(config.mounts);
  check(
    'source',
    mounts.map((m) => text(m?.source)),
    (s) => inWork(s),
  );
  const data = mounts.flatMap((m) => list(m?.options)).flatMap((o) => /=(\/.*)$/s.exec(String(o))?.[1] ?? []);
  check(
    'option',
    data.flatMap((d) => d.split(':')),
    (p) => inWork(p),
  );
  for (const [kind, entries] of Object.entries(config.hooks ?? {}))
    if (kind !== 'startContainer')
      check(
        'hook',
        list(entries as { path?: unknown }[]).map((h) => text(h?.path)),
        (p) => p === 'true' || inWork(p, '/'),
      );
  check(
    'namespace',
    list(linux?.namespaces).map((n) => text(n?.path)),
    (p) => /^\/proc\/(1|self)\/ns\/\w+$/.test(p) || inWork(p),
  );
  check('listener', [text(linux?.seccomp?.listenerPath)], (p) => inWork(p));
  check(
    'cgroup',
    [text(linux?.cgroupsPath) ?? (mayLackCgroup ? undefined : 'none')],
    (p) => p.startsWith('/') && isBelow(p, '/ocifuzz') && normal(p) !== '/ocifuzz',
  );
  check('annotation', Object.keys(config.annotations ?? {}), (k) => !ENGINE_ANNOTATIONS.test(k));
  const fresh = list(linux?.namespaces)
    .filter((n) => n?.path === undefined)
    .map((n) => n?.type);
  check('sysctl', Object.keys(linux?.sysctl ?? {}), (k) => {
    const type = sysctlNamespace(k);
    return type !== null && fresh.includes(type);
  });
  const nodes = list(linux?.devices)
    .filter((d) => d?.type !== 'p')
    .map((d) => `${d.type}:${d.major}:${d.minor}`);
  check('device', nodes, (n) => HARMLESS_DEVICES.test(n));
  const disks = Object.values(linux?.resources?.blockIO ?? {}).flatMap((v) => (Array.isArray(v) ? v : []));
  check(
    'disk',
    disks.map((d) => `b:${d.major}:${d.minor}`),
    (n) => HARMLESS_DEVICES.test(n),
  );
  return found;
}

const list = <T>(v: readonly T[] | undefined | null): readonly T[] => (Array.isArray(v) ? v : []);
const text = (v: unknown): string | undefined => (typeof v === 'string' ? v : undefined);
