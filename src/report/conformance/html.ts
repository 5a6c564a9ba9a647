/** HTML: one page, with the requirements of an area behind its row. */
import type { Answer, Conformance, Outcome, Row } from '../../contract/conformance.ts';
import { plural } from '../format.ts';
import { document } from '../html/document.ts';
import { anchorLink } from '../html/links.ts';
import { html, type Markup, scrolls } from '../html/markup.ts';
import { matrix } from '../html/matrix.ts';
import { safeJson } from '../sanitize.ts';
import { answerOf, broken, byArea, count, violationsIn } from './counts.ts';
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
      ['requirements', 'Requirements', byRuntime(result)],
      ['violations', 'Violations', violations(result)],
    ],
  );

function summary(result: Conformance): Markup {
  const { requirements, cases, elapsedSeconds, host, runtimes, ocifuzz } = result;
  return html`<p>${plural(requirements.length, 'requirement')} of the OCI runtime specification, ${plural(cases, 'case')}, ${Math.round(elapsedSeconds)} s. ocifuzz ${ocifuzz} on ${host.distribution}, Linux ${host.kernel}, cgroup ${host.cgroup}.</p>
<div ${scrolls('Runtimes')}><table><thead><tr><th scope="col">Runtime</th><th scope="col">Release</th><th scope="col">Breaks</th><th scope="col">SHA-256</th></tr></thead><tbody>${runtimes.map(
    (r) =>
      html`<tr><th scope="row">${r.label}</th><td>${r.name} ${r.version}</td><td>${broken(result, r.label) || 'nothing'}</td><td><code>${r.sha256.slice(0, 16)}</code></td></tr>`,
  )}</tbody></table></div>`;
}

function byRuntime(result: Conformance): Markup {
  const labels = result.runtimes.map((r) => r.label);
  const labelAt = (i: number) => labels[i] ?? '';
  return matrix(labels, byArea(result), {
    about: (r) =>
      html`<code>${r.id}</code> <span class="level">${r.level}</span> ${anchorLink(r.anchor)}<br>${r.text}`,
    share: (rows, i) => figures(rows, labelAt(i)),
    cell: (r, i) => cell(answerOf(r, labelAt(i))),
  });
}

const figures = (rows: readonly Row[], label: string): Markup[] =>
  (['violation', 'ok', 'unknown', 'unexercised'] as const).flatMap((outcome) => {
    const n = count(rows, label, outcome);
    return n === 0
      ? []
      : [html`<span class="${CLASSES[outcome]}">${SIGNS[outcome].slice(0, 1)} ${n}</span> `];
  });

const cell = ({ outcome, why }: Answer): { class: string; text: Markup } => ({
  class: CLASSES[outcome],
  text: html`${SIGNS[outcome]}${why === '' ? '' : html` <span class="quiet">${why}</span>`}`,
});

function violations(result: Conformance): Markup {
  const rows = violationsIn(result).map(
    ({ row: r, label, answer: a }) =>
      html`<tr><td><code>${r.id}</code> <span class="level">${r.level}</span></td><td>${label}</td><td>${a.why}</td><td><code>${safeJson(a.expected ?? null)}</code></td><td><code>${safeJson(a.actual ?? null)}</code></td><td>${a.case ?? ''}</td></tr>`,
  );
  if (rows.length === 0) return html`<p>None.</p>`;
  return html`<div ${scrolls('Violations')}><table><thead><tr><th scope="col">Requirement</th><th scope="col">Runtime</th><th scope="col">What it does</th><th scope="col">Expected</th><th scope="col">Seen</th><th scope="col">Case</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
