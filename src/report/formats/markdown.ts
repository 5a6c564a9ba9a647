/** A summary in Markdown, as a step summary of a CI has it. */
import type { Divergence } from '../../contract/verdict.ts';
import { clock, percent, plural, rate } from '../format.ts';
import { headline } from '../html/summary.ts';
import { markdownText as text } from '../markdown.ts';
import { severityWord } from '../severity.ts';
import type { Render } from './index.ts';

/** New findings that are listed. */
const MOST = 50;

export const markdown: Render = (run) => {
  const { stats, start } = run;
  const found = run.findings.map((f) => f.saved.divergence);
  const fresh = found.filter((d) => d.known === null);
  const accepted = Object.entries(stats.acceptedByRuntime).map(([l, c]) => `${l} ${percent(c.ratio)}`);
  return `${[
    `## ocifuzz: ${text(headline(run))}`,
    '',
    `${plural(stats.cases, 'case')}, ${plural(stats.lifecycles, 'lifecycle')} in ${clock(stats.elapsedSeconds)}; accepted: ${text(accepted.join(', ')) || '-'}; seed ${start.seed}`,
    '',
    ...(fresh.length === 0
      ? []
      : [
          '| severity | finding | runtimes | shows | rule |',
          '|---|---|---|---|---|',
          ...fresh.slice(0, MOST).map(line),
        ]),
    ...(fresh.length > MOST ? ['', `… ${fresh.length - MOST} more in report.html`] : []),
    ...(found.length > fresh.length
      ? ['', `${plural(found.length - fresh.length, 'known finding')} left out.`]
      : []),
  ].join('\n')}\n`;
};

function line(d: Divergence): string {
  const { same, runs } = d.reliability;
  const rule = `${d.requirement ?? d.oracle}${d.unprovenView === undefined ? '' : ' (unproven view)'}`;
  return `| ${[severityWord(d), d.title, d.runtimes.join(', '), rate(same, runs), rule].map(text).join(' | ')} |`;
}
