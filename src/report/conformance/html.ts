/** HTML: one page, with the requirements of an area behind its row. */
import type { Answer, Conformance, Outcome, Row } from '../../contract/conformance.ts';
import { plural } from '../format.ts';
import { document } from '../html/document.ts';
import { anchorLink } from '../html/links.ts';
import { html, type Markup } from '../html/markup.ts';
import { safeJson } from '../sanitize.ts';
import { answerOf, broken, byArea, count } from './counts.ts';
import type { Render } from './index.ts';

const SIGNS: Record<Outcome, string> = {
  ok: '✓ ok',
  violation: '✗ violation',
  unknown: '? cannot say',
  unexercised: '· not exercised',
};
const CLASSES: Record<Outcome, string> = {
  ok: 'held',
  violation: 'broken',
  unknown: '',
  unexercised: 'quiet',
};

export const conformanceHtml: Render = (result) =>
  document(
    'conformance',
    `conformance of ${result.runtimes.map((r) => r.label).join(', ')}`,
    summary(result),
    [
      ['requirements', 'Requirements', matrix(result)],
      ['violations', 'Violations', violations(result)],
    ],
  );

function summary(result: Conformance): Markup {
  const { requirements, cases, elapsedSeconds, host, runtimes, ocifuzz } = result;
  return html`<p>${plural(requirements.length, 'requirement')} of the OCI runtime specification, ${plural(cases, 'case')}, ${Math.round(elapsedSeconds)} s. ocifuzz ${ocifuzz} on ${host.distribution}, Linux ${host.kernel}, cgroup ${host.cgroup}.</p>
<div class="scroll"><table><thead><tr><th scope="col">Runtime</th><th scope="col">Release</th><th scope="col">Breaks</th><th scope="col">SHA-256</th></tr></thead><tbody>${runtimes.map(
    (r) =>
      html`<tr><th scope="row">${r.label}</th><td>${r.name} ${r.version}</td><td>${broken(result, r.label) || 'nothing'}</td><td><code>${r.sha256.slice(0, 16)}</code></td></tr>`,
  )}</tbody></table></div>`;
}

function matrix(result: Conformance): Markup {
  const labels = result.runtimes.map((r) => r.label);
  return html`<div class="scroll"><table class="matrix"><thead><tr><th scope="col">Area</th><th scope="col" class="num">Requirements</th>${labels.map((l) => html`<th scope="col">${l}</th>`)}</tr></thead>
${byArea(result).map(([area, rows]) => areaBody(area, rows, labels))}</table></div>`;
}

function areaBody(area: string, rows: readonly Row[], labels: readonly string[]): Markup {
  const id = `area-${area}`;
  return html`<tbody class="area"><tr><th scope="row"><button type="button" aria-expanded="false" aria-controls="${id}">${area}</button></th><td class="num">${rows.length}</td>${labels.map(
    (l) => html`<td>${figures(rows, l)}</td>`,
  )}</tr></tbody>
<tbody id="${id}" class="rows">${rows.map(
    (r) =>
      html`<tr><td colspan="2"><code>${r.id}</code> <span class="level">${r.level}</span> ${anchorLink(r.anchor)}<br>${r.text}</td>${labels.map(
        (l) => cell(answerOf(r, l)),
      )}</tr>`,
  )}</tbody>`;
}

const figures = (rows: readonly Row[], label: string): Markup[] =>
  (['violation', 'ok', 'unknown', 'unexercised'] as const).flatMap((outcome) => {
    const n = count(rows, label, outcome);
    return n === 0
      ? []
      : [html`<span class="${CLASSES[outcome]}">${SIGNS[outcome].slice(0, 1)} ${n}</span> `];
  });

const cell = ({ outcome, why }: Answer): Markup =>
  html`<td class="${CLASSES[outcome]}">${SIGNS[outcome]}${why === '' ? '' : html` <span class="quiet">${why}</span>`}</td>`;

function violations({ requirements, runtimes }: Conformance): Markup {
  const rows = requirements.flatMap((r) =>
    runtimes
      .map(({ label }) => ({ label, ...answerOf(r, label) }))
      .filter((a) => a.outcome === 'violation')
      .map(
        (a) =>
          html`<tr><td><code>${r.id}</code> <span class="level">${r.level}</span></td><td>${a.label}</td><td>${a.why}</td><td><code>${safeJson(a.expected ?? null)}</code></td><td><code>${safeJson(a.actual ?? null)}</code></td><td>${a.case ?? ''}</td></tr>`,
      ),
  );
  if (rows.length === 0) return html`<p>None.</p>`;
  return html`<div class="scroll"><table><thead><tr><th scope="col">Requirement</th><th scope="col">Runtime</th><th scope="col">What it does</th><th scope="col">Expected</th><th scope="col">Seen</th><th scope="col">Case</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
