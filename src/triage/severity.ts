/** How much a finding matters: one ordered list, read by ranking, --fail-on and reports. */
import type { Kind, Level } from '../contract/verdict.ts';

type Finding = { kind: Kind; level: Level | null };

const violation = (level: Level | null) => (f: Finding) => f.kind === 'violation' && f.level === level;
const kind = (k: Kind) => (f: Finding) => f.kind === k;

/** Most severe first; the first entry that fits counts. */
export const SEVERITIES = [
  { name: 'crash', fits: kind('crash'), because: 'the runtime itself broke: nothing it promises holds' },
  { name: 'hang', fits: kind('hang'), because: 'the caller is stuck until somebody kills the runtime' },
  { name: 'must', fits: violation('MUST'), because: 'callers rely on what the specification demands' },
  { name: 'should', fits: violation('SHOULD'), because: 'allowed only for a reason, and none is known' },
  {
    name: 'implied',
    fits: kind('violation'),
    because: 'the text means it, but does not say it in RFC 2119 words',
  },
  {
    name: 'residue',
    fits: kind('residue'),
    because: 'what stays on the host adds up and meets the next container',
  },
  {
    name: 'race',
    fits: kind('race'),
    because: 'true in some runs only: real, but harder to meet and to fix',
  },
  {
    name: 'difference',
    fits: kind('difference'),
    because: 'the specification allows one side: somebody is surprised',
  },
  { name: 'spec-gap', fits: kind('spec-gap'), because: 'nobody is wrong; the specification is silent' },
] as const satisfies { name: string; fits: (f: Finding) => boolean; because: string }[];
export type Severity = (typeof SEVERITIES)[number]['name'];

/** Place in SEVERITIES; 0 is the most severe. */
export function severityRank(finding: Finding): number {
  return SEVERITIES.findIndex((s) => s.fits(finding));
}

export function severityOf(finding: Finding): Severity {
  return (SEVERITIES[severityRank(finding)] ?? SEVERITIES[SEVERITIES.length - 1])?.name as Severity;
}
