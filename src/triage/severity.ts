/** How much a finding matters: one ordered list, read by ranking, --fail-on, discretion and reports. */
import type { Kind, Level } from '../contract/verdict.ts';

/** `signature`: what it is about, where that is known. */
type Finding = { kind: Kind; level: Level | null; signature?: string };

const about = (what: readonly string[]): RegExp => new RegExp(`^(${what.join('|')})`);

/** What keeps a container apart from the host and from others, and is not there. */
const ISOLATION = about([
  'linux\\.masked\\.unreadable ',
  'linux\\.readonly\\.effect ',
  'config\\.root\\.readonly\\.true ',
  'config\\.mounts\\.opt\\.r?ro \\S+ r?ro-not-applied ',
  'linux\\.ns\\.path\\.(join|absent-new) ',
  'linux\\.userns\\.mapping\\.applied ',
]);
/** What the program may do though it was denied. */
const PRIVILEGE = about([
  'config\\.process\\.capabilities\\.\\w+ \\S+ \\S*extra ',
  'config\\.process\\.noNewPrivileges\\.true ',
  'config\\.user\\.(uid|gid) \\S+ root ',
  'config\\.user\\.additionalGids \\S+ \\S*extra ',
  'config\\.mounts\\.opt\\.r?no(suid|dev) \\S+ r?no\\w+-not-applied ',
  'linux\\.seccomp\\.\\S+ seccomp(\\.\\S+ ok| no-filter) ',
]);
/** Names and forms. */
const COSMETIC = about(['differential\\.\\w+ \\S+(\\]\\.source|\\.ociVersion) ']);

const violation = (level: Level | null) => (f: Finding) => f.kind === 'violation' && f.level === level;
const kind = (k: Kind) => (f: Finding) => f.kind === k;
/** A rule is broken, in some runs at least; what the specification leaves open breaks none. */
const broken = (what: RegExp) => (f: Finding) =>
  (f.kind === 'violation' || f.kind === 'race') && what.test(f.signature ?? '');
const isCosmetic = (f: Finding): boolean => COSMETIC.test(f.signature ?? '');

/** Most severe first; the first entry that fits counts. */
export const SEVERITIES = [
  {
    name: 'isolation',
    fits: broken(ISOLATION),
    because: 'the container reaches what it was kept from: nothing else makes up for that',
  },
  {
    name: 'privilege',
    fits: broken(PRIVILEGE),
    because: 'the program may do what it was denied: one step before lost isolation',
  },
  { name: 'crash', fits: kind('crash'), because: 'the runtime itself broke: nothing it promises holds' },
  { name: 'hang', fits: kind('hang'), because: 'the caller is stuck until somebody kills the runtime' },
  { name: 'must', fits: violation('MUST'), because: 'callers rely on what the specification demands' },
  {
    name: 'residue',
    fits: kind('residue'),
    because: 'what stays on the host adds up and meets the next container',
  },
  { name: 'should', fits: violation('SHOULD'), because: 'allowed only for a reason, and none is known' },
  {
    name: 'implied',
    fits: kind('violation'),
    because: 'the text means it, but does not say it in RFC 2119 words',
  },
  {
    name: 'race',
    fits: kind('race'),
    because: 'true in some runs only: real, but harder to meet and to fix',
  },
  {
    name: 'difference',
    fits: (f: Finding) => f.kind === 'difference' && !isCosmetic(f),
    because: 'the specification allows one side: somebody is surprised',
  },
  {
    name: 'spec-gap',
    fits: (f: Finding) => f.kind === 'spec-gap' && !isCosmetic(f),
    because: 'nobody is wrong; the specification is silent',
  },
  { name: 'cosmetic', fits: isCosmetic, because: 'a name or a form that nobody acts on' },
] as const satisfies { name: string; fits: (f: Finding) => boolean; because: string }[];
export type Severity = (typeof SEVERITIES)[number]['name'];

/** Place in SEVERITIES; 0 is the most severe. */
export function severityRank(finding: Finding): number {
  return SEVERITIES.findIndex((s) => s.fits(finding));
}

export function severityOf(finding: Finding): Severity {
  return (SEVERITIES[severityRank(finding)] ?? SEVERITIES[SEVERITIES.length - 1])?.name as Severity;
}

/** True for what may let a container reach further than it ought to: it is not for everybody's eyes at once. */
export const touchesSecurity = (finding: Finding): boolean =>
  ['isolation', 'privilege'].includes(severityOf(finding));
