/** A run as a list of checks, as test reports want it: each rule on each runtime. */
import type { Divergence } from '../../contract/verdict.ts';
import type { RunReport } from '../run-report.ts';

/** `known`: failed, and somebody has looked at it; `unknown`: never judged */
export type Check = {
  rule: string;
  runtime: string;
  /** our sentence; '' for rules of an oracle's own */
  text: string;
  outcome: 'ok' | 'failed' | 'known' | 'unknown';
  findings: Divergence[];
};

export const ruleOf = ({ signature }: Pick<Divergence, 'signature'>): string => signature.split(' ')[0] ?? '';

/** Sorted by rule, then in the order of the runtimes. */
export function checksOf(run: RunReport): Check[] {
  const found = run.findings.map((f) => f.saved.divergence);
  const rules = [...new Set([...Object.keys(run.stats.rules), ...found.map(ruleOf)])].sort();
  const texts = new Map(run.catalogue.map(({ requirement: r }) => [r.id, r.text]));
  return rules.flatMap((rule) =>
    run.start.runtimes.flatMap(({ label }): Check[] => {
      const counts = run.stats.rules[rule]?.[label];
      const findings = found.filter((d) => ruleOf(d) === rule && d.runtimes.includes(label));
      if (counts === undefined && findings.length === 0) return [];
      const judged = counts !== undefined && counts.ok + counts.violation > 0;
      const outcome = findings.some((d) => d.known === null)
        ? 'failed'
        : findings.length > 0
          ? 'known'
          : judged
            ? 'ok'
            : 'unknown';
      return [{ rule, runtime: label, text: texts.get(rule) ?? '', outcome, findings }];
    }),
  );
}
