/** A config by hand: what the options of `ocifuzz generate` change of a config. */
import { isAbsolute, resolve } from 'node:path';
import { HOOK_KINDS } from '../contract/case.ts';
import type { Hook, Mount, User } from './hand-values.ts';
import { mustKnow } from './suggest.ts';

export type ByHand = {
  args?: string[] | undefined;
  env?: string[] | undefined;
  cwd?: string | undefined;
  uid?: User | undefined;
  hostname?: string | undefined;
  mount?: Mount[] | undefined;
  hook?: Hook[] | undefined;
  /** a directory that is there already */
  rootfs?: string | undefined;
};

type Config = Record<string, unknown>;
const part = (config: Config, name: string): Config => (config[name] ?? {}) as Config;
const listed = (config: Config, name: string): unknown[] =>
  Array.isArray(config[name]) ? (config[name] as unknown[]) : [];

/** A copy of the config with the values; lists of mounts and hooks grow, everything else is replaced. */
export function withValues(base: Config, by: ByHand): Config {
  const config = structuredClone(base);
  const { args, env, cwd, uid: user, hostname } = by;
  const process = part(config, 'process');
  const given = { args, env, cwd, ...(user ? { user: { ...part(process, 'user'), gid: 0, ...user } } : {}) };
  config.process = { ...process, ...defined(given) };
  if (hostname !== undefined) config.hostname = hostname;
  if (by.mount) config.mounts = [...listed(config, 'mounts'), ...by.mount];
  for (const { kind, path, args } of by.hook ?? []) {
    mustKnow('kind of hook', kind, HOOK_KINDS);
    const hooks = part(config, 'hooks');
    const entry = { path, ...(args.length > 0 ? { args: [path, ...args] } : {}) };
    config.hooks = { ...hooks, [kind]: [...listed(hooks, kind), entry] };
  }
  const root = part(config, 'root');
  config.root = { ...root, path: by.rootfs === undefined ? (root.path ?? 'rootfs') : resolve(by.rootfs) };
  return config;
}

/** Path of the rootfs within the bundle, where the bundle has to bring it. */
export function ownRootfs(config: Config): string | null {
  const { path } = part(config, 'root');
  return typeof path === 'string' && !isAbsolute(path) ? path : null;
}

const defined = (values: Config): Config =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
