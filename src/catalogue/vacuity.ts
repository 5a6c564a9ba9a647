/** Which rules a run has exercised: a rule that never was proves nothing. */
import { ORACLES } from '../../oracles/index.ts';
import type { Stats } from '../contract/event.ts';
import type { RuleInfo } from '../contract/verdict.ts';

/** Verdicts of one rule on one runtime: applied = held + violated + could not say. */
export type Counts = Stats['rules'][string][string];

export type RuleFigures = { rule: RuleInfo; oracles: string[]; byLabel: Record<string, Counts> };

const NONE: Counts = { ok: 0, violation: 0, unknown: 0 };

/** Every rule of the oracles with what a run counted of it, for each of its runtimes. */
export function ruleFigures(rules: Stats['rules'], labels: readonly string[]): RuleFigures[] {
  const all = new Map<string, RuleFigures>();
  for (const oracle of ORACLES)
    for (const rule of oracle.rules) {
      const byLabel = Object.fromEntries(labels.map((l) => [l, rules[rule.id]?.[l] ?? NONE]));
      const known = all.get(rule.id);
      if (known) known.oracles.push(oracle.name);
      else all.set(rule.id, { rule, oracles: [oracle.name], byLabel });
    }
  return [...all.values()];
}

/** Held or violated on some runtime; a rule that could never say is not exercised. */
export const isExercised = ({ byLabel }: Pick<RuleFigures, 'byLabel'>): boolean =>
  Object.values(byLabel).some((c) => c.ok + c.violation > 0);
