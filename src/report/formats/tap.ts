/** TAP 14: a test point for each rule on each runtime. */
import { safeJson, sanitize } from '../sanitize.ts';
import { type Check, checksOf } from './checks.ts';
import type { Render } from './index.ts';

export const tap: Render = (run) => {
  const checks = checksOf(run);
  const plan = checks.length === 0 ? '1..0 # SKIP nothing was judged' : `1..${checks.length}`;
  return `${['TAP version 14', plan, ...checks.flatMap((c, i) => [point(c, i + 1), ...diagnosis(c)])].join('\n')}\n`;
};

function point({ outcome, rule, runtime, findings }: Check, n: number): string {
  const words = escaped(`${rule} ${runtime}`);
  if (outcome === 'ok') return `ok ${n} - ${words}`;
  if (outcome === 'unknown') return `ok ${n} - ${words} # SKIP could not be judged`;
  const reason = outcome === 'known' ? ` # TODO known: ${escaped(findings[0]?.known ?? '')}` : '';
  return `not ok ${n} - ${words}${reason}`;
}

/** JSON is YAML too, and leaves no doubt about quotes. */
function diagnosis({ outcome, findings, text }: Check): string[] {
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
  return ['  ---', `  requirement: ${safeJson(text)}`, `  findings: ${safeJson(about)}`, '  ...'];
}

const escaped = (text: string): string => sanitize(text).replace(/[\\#]/g, '\\$&');
