/** Markdown: figures by area, what is broken, and a row for each requirement. */
import type { Answer, Conformance, Outcome, Row } from '../../contract/conformance.ts';
import { markdownText as text } from '../markdown.ts';
import { answerOf, broken, byArea, count, violationsIn } from './counts.ts';
import type { Render } from './index.ts';

const WORDS: Record<Outcome, string> = {
  ok: 'ok',
  violation: '**violation**',
  unknown: 'cannot say',
  unexercised: 'not exercised',
};

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[][]): string[] => [
  ...[line(head), line(head.map(() => '---'))],
  ...rows.map(line),
];

export const markdown: Render = (result) => {
  const { runtimes, requirements, cases, elapsedSeconds } = result;
  const labels = runtimes.map((r) => r.label);
  return `${[
    '# Conformance to the OCI runtime specification',
    '',
    ...runtimes.map(
      (r) =>
        `- ${text(`${r.label}: ${r.name} ${r.version}`)}; breaks ${broken(result, r.label) || 'nothing'}`,
    ),
    '',
    `${requirements.length} requirements, ${cases} cases, ${Math.round(elapsedSeconds)} s; ${text(result.host.distribution)}, Linux ${text(result.host.kernel)}, cgroup ${result.host.cgroup}.`,
    'A cell has: ok, violations, cannot say, not exercised.',
    '',
    ...table(
      ['area', ...labels.map(text)],
      byArea(result).map(([area, rows]) => [area, ...labels.map((l) => figures(rows, l))]),
    ),
    '',
    '## Violations',
    '',
    ...violations(result),
    '',
    '## Requirements',
    '',
    ...table(
      ['requirement', 'level', ...labels.map(text)],
      requirements.map((r) => [`\`${r.id}\``, r.level, ...labels.map((l) => cell(answerOf(r, l)))]),
    ),
  ].join('\n')}\n`;
};

const figures = (rows: readonly Row[], label: string): string =>
  (['ok', 'violation', 'unknown', 'unexercised'] as const).map((o) => count(rows, label, o)).join(' / ');

const cell = ({ outcome, why }: Answer): string =>
  outcome === 'unknown' ? `${WORDS.unknown}: ${text(why)}` : WORDS[outcome];

function violations(result: Conformance): string[] {
  const lines = violationsIn(result).map(
    ({ row: r, label, answer: a }) =>
      `- ${r.level} \`${r.id}\` ${text(label)}: ${text(a.why)} (${r.anchor}, case ${a.case})`,
  );
  return lines.length === 0 ? ['None.'] : lines;
}
