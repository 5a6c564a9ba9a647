/** TAP 14: a test point for each rule on each runtime. */
import { diagnosis, document, escaped } from '../tap.ts';
import { type Check, checksOf } from './checks.ts';
import type { Render } from './index.ts';

export const tap: Render = (run) => document(checksOf(run).map((c) => (n) => [point(c, n), ...reason(c)]));

function point({ outcome, rule, runtime, findings }: Check, n: number): string {
  const words = escaped(`${rule} ${runtime}`);
  if (outcome === 'ok') return `ok ${n} - ${words}`;
  if (outcome === 'unknown') return `ok ${n} - ${words} # SKIP could not be judged`;
  const why = outcome === 'known' ? ` # TODO known: ${escaped(findings[0]?.known ?? '')}` : '';
  return `not ok ${n} - ${words}${why}`;
}

function reason({ outcome, findings, text }: Check): string[] {
  if (outcome !== 'failed') return [];
  const about = findings.map((d) => ({
    ...{
      title: d.title,
      kind: d.kind,
      level: d.level,
      reliability: `${d.reliability.same}/${d.reliability.runs}`,
    },
    ...{ expected: d.expected, actual: d.actual, anchor: d.anchor, replay: d.replay },
  }));
  return diagnosis({ requirement: text, findings: about });
}
