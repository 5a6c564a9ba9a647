/** The first screen: what was found, in which runtime, against which rule, and how often. */
import type { RuntimeFacts } from '../../contract/facts.ts';
import type { Divergence } from '../../contract/verdict.ts';
import { clock, percent, plural } from '../format.ts';
import type { RunReport } from '../run-report.ts';
import { SEVERITY_WORDS, severityOrder, severityWord } from '../severity.ts';
import { STOPPED } from '../summary.ts';
import { ruleId } from './links.ts';
import { html, type Markup, scrolls } from './markup.ts';

/** Rules that the first screen names. */
const RULES = 12;

export function headline({ findings, start }: RunReport): string {
  const known = findings.filter((f) => f.saved.divergence.known !== null).length;
  const names = start.runtimes.map((r) => `${r.label} ${r.version}`).join(', ');
  return `${plural(findings.length - known, 'new finding')}${known > 0 ? `, ${known} known` : ''}: ${names}`;
}

export function summary(run: RunReport): Markup {
  const { stats, reason, start } = run;
  const all = run.findings.map((f) => f.saved.divergence);
  return html`<dl class="facts">
${fact('Started', run.startedAt.replace('T', ' ').replace(/\..*/, ' UTC'))}
${fact('Ran', `${clock(stats.elapsedSeconds)}, ${reason === null ? 'did not end by itself' : STOPPED[reason]}`)}
${fact('Cases', `${stats.cases} in ${plural(stats.lifecycles, 'lifecycle')}`)}
${Object.entries(stats.acceptedByRuntime).map(([l, c]) => fact(`Accepted by ${l}`, `${percent(c.ratio)} of ${c.cases}`))}
${fact('Seed', String(start.seed))}
</dl>
${run.warnings.map((w) => html`<p class="warning">⚠ ${w}</p>`)}
<div class="first">${all.length === 0 ? '' : html`${byRuntime(all, start.runtimes)}${byRule(all, start.runtimes)}`}</div>`;
}

const fact = (name: string, text: string): Markup => html`<div><dt>${name}</dt><dd>${text}</dd></div>`;

/** A count that shows, when it is followed, the findings that it counts. */
function drill(count: number, filter: Record<string, string>): Markup {
  if (count === 0) return html`<span class="none">0</span>`;
  return html`<a href="#findings" data-filter="${new URLSearchParams(filter).toString()}">${count}</a>`;
}

function byRuntime(all: readonly Divergence[], runtimes: readonly RuntimeFacts[]): Markup {
  const words = SEVERITY_WORDS.filter((w) => all.some((d) => severityWord(d) === w));
  const count = (label: string, word: string) =>
    all.filter((d) => d.runtimes.includes(label) && severityWord(d) === word).length;
  return html`<div ${scrolls('Findings by runtime')}><table><caption>Findings by runtime</caption><thead><tr><th scope="col">Level</th>${runtimes.map(
    (r) => html`<th scope="col" class="num">${r.label}</th>`,
  )}</tr></thead><tbody>${words.map(
    (word) =>
      html`<tr><th scope="row"><span class="sev ${word}">${word}</span></th>${runtimes.map(
        ({ label }) =>
          html`<td class="num">${drill(count(label, word), { runtime: label, severity: word })}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}

function byRule(all: readonly Divergence[], runtimes: readonly RuntimeFacts[]): Markup {
  const rule = (d: Divergence) => d.signature.split(' ')[0] ?? '';
  const sorted = [...all].sort(severityOrder);
  const rules = [...new Set(sorted.map(rule))];
  const rows = rules.slice(0, RULES).map((id) => {
    const found = sorted.filter((d) => rule(d) === id);
    const [first] = found;
    if (!first) return html``;
    const labels = runtimes.map((r) => r.label).filter((l) => found.some((d) => d.runtimes.includes(l)));
    return html`<tr><td><span class="sev ${severityWord(first)}">${severityWord(first)}</span></td><td>${ruleId(id)}</td><td class="wide">${first.title}</td><td>${labels.join(', ')}</td><td class="num">${drill(found.length, { rule: id })}</td></tr>`;
  });
  return html`<div ${scrolls('Rules')}><table><caption>Rules, the gravest first${rules.length > RULES ? ` (${RULES} of ${rules.length})` : ''}</caption><thead><tr><th scope="col">Level</th><th scope="col">Rule</th><th scope="col" class="wide">First finding</th><th scope="col">Runtimes</th><th scope="col" class="num">Findings</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
