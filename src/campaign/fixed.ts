/** Cases of the fixed set before generated ones: they come to requirements that random cases seldom come to. */
import type { Generated } from '../../generators/index.ts';
import type { ConformanceCase } from '../contract/conformance.ts';
import type { CampaignInput } from './types.ts';

/** The first indices are those of the fixed cases whose areas are all among `areas`. */
export function fixedFirst(
  generate: CampaignInput['generate'],
  suite: readonly ConformanceCase[],
  areas: readonly string[],
): CampaignInput['generate'] {
  const fixed = suite.map(fixedCase).filter((g) => g.areas.every((name) => areas.includes(name)));
  return (index) => fixed[index] ?? generate(index);
}

const fixedCase = ({ case: c }: ConformanceCase): Generated => ({
  case: c,
  areas: String(c.origin?.areas ?? '').split(','),
  shrinks: () => [],
});
