/** What a rule is: a requirement of the specification, or a rule of an oracle's own. */
import { requirement } from '../../src/contract/spec/index.ts';
import type { Level, RuleInfo } from '../../src/contract/verdict.ts';

/** Rules for requirements, by their ids. */
export function specRules(...ids: string[]): RuleInfo[] {
  return ids.map((id) => {
    const r = requirement(id);
    const until = r.until === undefined ? {} : { until: r.until };
    return { id, level: levelOf(id), anchor: r.anchor, since: r.since, ...until, text: r.text };
  });
}

/** A rule where no requirement speaks (differential, liveness, residue). */
export const ownRule = (id: string, text: string): RuleInfo => ({
  id,
  level: null,
  anchor: null,
  since: '1.0.0',
  text,
});

/** Level of a requirement as verdicts know it; what only permits has none. */
export function levelOf(id: string): Level | null {
  const { level } = requirement(id);
  return level === 'MAY' ? null : level;
}
