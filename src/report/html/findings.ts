/** All findings by severity, with the filters above them. */

import type { RunReport } from '../run-report.ts';
import { areaOf, SEVERITY_WORDS, severityWord } from '../severity.ts';
import { findingItem } from './finding.ts';
import { html, type Markup } from './markup.ts';

const HEADS: Record<string, string> = {
  crash: 'Crashes',
  hang: 'Hangs',
  isolation: 'Isolation lost',
  privilege: 'Privilege that was denied',
  must: 'Violations of a MUST',
  should: 'Violations of a SHOULD',
  implied: 'Violations of what the text implies',
  residue: 'Left on the host',
  race: 'Races',
  difference: 'Differences that the specification allows',
  'spec-gap': 'Gaps of the specification',
  cosmetic: 'Names and forms',
};

export function findings(run: RunReport): Markup {
  const all = run.findings.map((f) => f.saved.divergence);
  if (all.length === 0) return html`<p>Nothing was found.</p>`;
  const words = (of: (d: (typeof all)[number]) => string[]) => [...new Set(all.flatMap(of))].sort();
  const severities = SEVERITY_WORDS.filter((w) => all.some((d) => severityWord(d) === w));
  return html`<form class="filters" hidden aria-label="Filter findings">
${select(
  'runtime',
  'Runtime',
  words((d) => d.runtimes),
)}
${select(
  'area',
  'Area',
  words((d) => [areaOf(d)]),
)}
${select('severity', 'Level', severities)}
${select(
  'rule',
  'Rule',
  words((d) => [d.signature.split(' ')[0] ?? '']),
)}
${select(
  'status',
  'Status',
  words((d) => [d.known === null ? 'new' : 'known']),
)}
<label>Text <input type="search" name="text" size="14"></label>
<button type="reset">Clear</button> <button type="button" data-open="true">Open all</button> <button type="button" data-open="false">Close all</button>
<output aria-live="polite">${all.length} shown</output></form>
${severities.map((word) => group(word, run))}`;
}

function select(name: string, label: string, values: readonly string[]): Markup {
  return html`<label>${label} <select name="${name}"><option value="">all</option>${values.map(
    (v) => html`<option>${v}</option>`,
  )}</select></label>`;
}

function group(word: string, run: RunReport): Markup {
  const found = run.findings.filter((f) => severityWord(f.saved.divergence) === word);
  return html`<section class="group"><h3><span class="sev ${word}">${word}</span> ${HEADS[word] ?? word} <span class="count">${found.length}</span></h3>
${found.map((f) => findingItem(f, run))}</section>`;
}
