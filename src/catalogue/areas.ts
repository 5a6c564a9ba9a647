/** Areas of requirements: those of the generators where there is one, and those that no config member makes. */

/** Area to the beginnings of the ids that belong to it; the longest that fits an id decides. */
const PREFIXES: Record<string, readonly string[]> = {
  annotations: ['config.annotations'],
  bundle: ['bundle', 'compliance', 'glossary', 'runtime.scope', 'config.platform', 'config.values'],
  capabilities: ['config.process.capabilities', 'config.process.noNewPrivileges'],
  cgroups: ['linux.cgroup', 'linux.res'],
  devices: ['linux.dev', 'linux.defdev', 'linux.res.dev', 'runtimelinux.symlinks'],
  features: ['features'],
  hooks: ['hooks'],
  intelrdt: ['linux.rdt'],
  json: ['json', 'config.ext'],
  labels: ['config.process.apparmorProfile', 'config.process.selinuxLabel', 'linux.mountlabel'],
  lifecycle: ['lifecycle', 'op', 'errors', 'warnings'],
  mounts: ['config.mounts', 'linux.fs'],
  names: ['config.hostname', 'config.domainname'],
  namespaces: ['linux.ns'],
  netdevices: ['linux.netdev'],
  paths: ['linux.masked', 'linux.masked-readonly', 'linux.readonly'],
  personality: ['linux.personality'],
  process: ['config.process', 'config.user', 'runtimelinux.fds'],
  rlimits: ['config.process.rlimits'],
  root: ['config.root'],
  rootfsPropagation: ['linux.rootfsprop'],
  scheduling: [
    'config.process.scheduler',
    'config.process.ioPriority',
    'config.process.execCPUAffinity',
    'config.process.oomScoreAdj',
    'linux.mempolicy',
  ],
  seccomp: ['linux.seccomp'],
  state: ['state', 'id'],
  sysctl: ['linux.sysctl'],
  terminal: ['config.process.terminal', 'config.process.consoleSize', 'linux.defdev.console'],
  timens: ['linux.time'],
  userns: ['linux.userns'],
  version: ['config.ociVersion'],
};

export const SPEC_AREAS: readonly string[] = Object.keys(PREFIXES);

const BY_LENGTH = Object.entries(PREFIXES)
  .flatMap(([area, prefixes]) => prefixes.map((prefix) => ({ area, prefix })))
  .sort((a, b) => b.prefix.length - a.prefix.length);

/** @throws Error for an id that no area claims */
export function areaOf(id: string): string {
  const found = BY_LENGTH.find(({ prefix }) => id === prefix || id.startsWith(`${prefix}.`));
  if (found === undefined) throw new Error(`no area in src/catalogue/areas.ts claims ${id}`);
  return found.area;
}
