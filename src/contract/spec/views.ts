/**
 * Host views: what of a host a verdict may depend on, and where rules have been proven, that is all that they reported
 * on real runtimes was looked at by hand. A rule that is not named here is proven on any host.
 */
import type { HostFacts } from '../facts.ts';

/** Words of a host for each thing that verdicts depend on. */
const WORDS = {
  cgroup: (host: HostFacts) => [`cgroup ${host.cgroup}`],
  resource: ({ capabilities }: HostFacts) => [
    `${capabilities.includes('CAP_SYS_RESOURCE') ? 'with' : 'without'} CAP_SYS_RESOURCE`,
  ],
  label: (host: HostFacts) => host.lsm,
};

/** Beginnings of the ids of rules; of several that fit a rule the longest decides. */
type Dependence = { rules: string; on: keyof typeof WORDS; proven: readonly string[] };

export const DEPENDENCES: readonly Dependence[] = [
  { rules: 'linux.res', on: 'cgroup', proven: ['cgroup v1'] },
  { rules: 'linux.cgroup', on: 'cgroup', proven: ['cgroup v1'] },
  { rules: 'linux.cgroup.owner', on: 'cgroup', proven: ['cgroup v1', 'cgroup v2'] },
  // without controllers of its own a v2 view still has directories
  { rules: 'linux.cgroup.path', on: 'cgroup', proven: ['cgroup v1', 'cgroup v2'] },
  { rules: 'lifecycle.02.resources-created', on: 'cgroup', proven: ['cgroup v1', 'cgroup v2'] },
  { rules: 'config.process.rlimits', on: 'resource', proven: ['without CAP_SYS_RESOURCE'] },
  { rules: 'config.process.oomScoreAdj', on: 'resource', proven: ['without CAP_SYS_RESOURCE'] },
  { rules: 'config.process.capabilities', on: 'resource', proven: ['without CAP_SYS_RESOURCE'] },
  { rules: 'config.process.apparmorProfile', on: 'label', proven: [] },
  { rules: 'config.process.selinuxLabel', on: 'label', proven: [] },
];

const BY_LENGTH = DEPENDENCES.toSorted((a, b) => b.rules.length - a.rules.length);
const dependenceOf = (rule: string): Dependence | undefined =>
  BY_LENGTH.find(({ rules }) => rule === rules || rule.startsWith(`${rules}.`));

/** Views on which a rule has been proven; null where it does not depend on the view. */
export const provenOn = (rule: string): readonly string[] | null => dependenceOf(rule)?.proven ?? null;

/** What of this host's view the rule has not been proven on; null if nothing. */
export function unprovenView(rule: string, host: HostFacts): string | null {
  const depends = dependenceOf(rule);
  if (depends === undefined) return null;
  return WORDS[depends.on](host).find((word) => !depends.proven.includes(word)) ?? null;
}
