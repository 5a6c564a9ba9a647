/** Which findings make a run fail. */
import type { Divergence } from '../contract/verdict.ts';
import { SEVERITIES, severityRank } from '../triage/severity.ts';

const NAMES = SEVERITIES.map((s) => s.name);

/** Thresholds of --fail-on, most severe first; `violation` is any violation, `any` any finding. */
export const FAIL_ON = [
  ...NAMES.flatMap((n) => (n === 'implied' ? (['violation'] as const) : [n])),
  'any',
] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** True for a finding at the threshold or more severe. Known ones never fail a run. */
export function fails(
  d: Pick<Divergence, 'signature' | 'kind' | 'level' | 'known'>,
  threshold: FailOn,
): boolean {
  return d.known === null && severityRank(d) <= FAIL_ON.indexOf(threshold);
}
