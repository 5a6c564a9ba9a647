/** One finding: a line to scan, and all that is known of it below. */
import { basename, dirname } from 'node:path';
import { explainedText } from '../../contract/explained.ts';
import type { Observation, StepObservation } from '../../contract/observation.ts';
import { allRequirements } from '../../contract/spec/index.ts';
import type { StoredEvidence } from '../../contract/stored-run.ts';
import type { Divergence, SavedFinding } from '../../contract/verdict.ts';
import { stepText } from '../case-lines.ts';
import { runtimeTitle, shrunkText, unprovenText } from '../finding.ts';
import { rate, shellWord } from '../format.ts';
import type { RunReport } from '../run-report.ts';
import { safeJson } from '../sanitize.ts';
import { areaOf, severityWord } from '../severity.ts';
import { marksOfFinding } from '../timeline/marks.ts';
import { timelineSvg } from '../timeline/svg.ts';
import { timelineOf } from '../timeline/timeline.ts';
import { sidesTable } from './diff.ts';
import { anchorLink } from './links.ts';
import { html, type Markup, scrolls, trusted } from './markup.ts';

/** Longest text of a runtime's message in the table of steps: its end, where the error is. */
const MESSAGE = 400;

/** Id of a finding in the page: the name of its directory. */
export const findingId = (d: Pick<Divergence, 'case'>): string => basename(dirname(d.case));

export function findingItem({ saved, observations }: StoredEvidence, run: RunReport): Markup {
  const { divergence: d } = saved;
  const title = (label: string) => runtimeTitle(label, runtimesOf(saved));
  const { same, runs } = d.reliability;
  return html`<details class="finding ${severityWord(d)}" id="${findingId(d)}" data-runtime="${d.runtimes.join(' ')}" data-area="${areaOf(d)}" data-severity="${severityWord(d)}" data-rule="${d.signature.split(' ')[0] ?? ''}" data-status="${d.known === null ? 'new' : 'known'}">
<summary><span class="area">${areaOf(d)}</span><span class="title">${d.title}</span><span class="about">${d.runtimes.map(title).join(', ')}</span><span class="rate" title="showed in ${rate(same, runs)} fresh runs">${same}/${runs}</span></summary>
<div class="body">
${d.known === null ? '' : html`<p><b>Known</b> ${d.known}</p>`}
${d.unprovenView === undefined ? '' : html`<p><b>Unproven view</b> ${unprovenText(d.unprovenView)}</p>`}
${d.why === '' ? '' : html`<p>${d.why}</p>`}
${requirementLine(d)}
${sidesTable(d, title)}
<h4>Smallest case</h4>
${caseBlock(saved, run)}
${evidence(
  saved,
  inOrder(observations(), (o) => o.runtime, run),
  title,
)}
<h4>Where it shows</h4>
${releases(saved, run)}
<h4>Commands</h4>
${commands(saved, run).map((c) => html`<p class="command"><code>${c}</code> <button type="button" class="copy">Copy</button></p>`)}
<p class="quiet">Signature <code>${d.signature}</code>${d.altSignatures.map((s) => html`<br>also <code>${s}</code>`)}</p>
</div></details>`;
}

const runtimesOf = ({ runtimes }: SavedFinding) =>
  Object.entries(runtimes).map(([label, facts]) => ({ label, ...facts }));

function requirementLine(d: Divergence): Markup {
  const anchor = d.anchor === null ? '' : anchorLink(d.anchor);
  if (d.requirement === null) return anchor === '' ? html`` : html`<p>${anchor}</p>`;
  const text = allRequirements().find((r) => r.id === d.requirement)?.text ?? '';
  const sentence = text === d.why ? '' : html`<br>${text}`;
  return html`<p><code>${d.requirement}</code> <span class="level">${d.level ?? ''}</span> ${anchor}${sentence}</p>`;
}

function caseBlock({ case: c, divergence: { shrunk, explained } }: SavedFinding, run: RunReport): Markup {
  const parts = shrunk === null ? '' : `, ${shrunkText(shrunk)}`;
  return html`<p class="quiet">What differs from the base case${parts}:</p><pre>${run.describe(c).join('\n')}</pre>
${explained ? explainedText(explained).map((text) => html`<p>${text}</p>`) : ''}
<details><summary>The whole config.json</summary><pre>${c.configText ?? safeJson(c.config, 2)}</pre></details>`;
}

/** In the order in which the run names its runtimes. */
function inOrder<T>(all: readonly T[], label: (one: T) => string, { start }: RunReport): T[] {
  const place = (one: T) => start.runtimes.findIndex((r) => r.label === label(one));
  return [...all].sort((a, b) => place(a) - place(b));
}

/** What the runtimes did with the case, step by step. */
function evidence(saved: SavedFinding, seen: Observation[], title: (label: string) => string): Markup {
  if (seen.length === 0) return html``;
  // what one runtime does wrong another does at the same moment rightly
  const marks = (o: Observation) =>
    saved.divergence.runtimes.includes(o.runtime) ? marksOfFinding(saved.divergence) : [];
  return html`<h4>What the runtimes did</h4>
<div ${scrolls('What the runtimes did')}><table class="steps"><thead><tr><th scope="col">Step</th>${seen.map(
    (o) => html`<th scope="col">${title(o.runtime)}</th>`,
  )}</tr></thead><tbody>${saved.case.script.map((step, i) => {
    const steps = seen.map((o) => o.steps.find((s) => s.index === i));
    const differ = new Set(steps.map(outcome)).size > 1;
    return html`<tr${differ ? html` class="differs"` : ''}><th scope="row">${stepText(step)}</th>${steps.map(
      (s) => html`<td>${outcome(s)}${message(s)}</td>`,
    )}</tr>`;
  })}</tbody></table></div>
${seen.map(
  (o) => html`<h4>When what happened: ${title(o.runtime)}</h4>
<div ${scrolls(`Timeline of ${title(o.runtime)}`, ' timeline')}>${trusted(timelineSvg(timelineOf(saved.case, o, marks(o))))}</div>`,
)}`;
}

function outcome(s: StepObservation | undefined): string {
  if (s === undefined) return 'not reached';
  const detail = s.errorClass ?? s.ended ?? s.waited ?? (s.signal === null ? null : `signal ${s.signal}`);
  return detail === null ? s.outcome : `${s.outcome}: ${detail}`;
}

function message(s: StepObservation | undefined): Markup {
  const text = s?.outcome === 'ok' ? '' : (s?.stderr.trim() ?? '');
  return text === '' ? html`` : html`<pre>${text.length > MESSAGE ? `…${text.slice(-MESSAGE)}` : text}</pre>`;
}

/** What runtimes and releases show: those of this run, then those that were measured for the same finding before. */
function releases({ divergence: d, runtimes, expects = [] }: SavedFinding, run: RunReport): Markup {
  const took = inOrder(Object.entries(runtimes), ([label]) => label, run);
  const here = took.map(([label, { name, version }]) => {
    const own = d.reliability.byLabel?.[label];
    const involved = d.runtimes.includes(label);
    const shows = own ? `${own.same} of ${own.runs} runs` : involved ? 'shows' : 'does not show';
    return html`<tr${involved ? html` class="shows"` : ''}><th scope="row">${label}</th><td>${name} ${version}</td><td>${shows}</td></tr>`;
  });
  const before = (expects.length > 0 ? expects : run.recorded(d.signature)).map(
    ({ runtime, versions, outcome }) =>
      html`<tr${outcome === 'SHOWS' ? html` class="shows"` : ''}><th scope="row">${runtime}</th><td>${versions}</td><td>${OUTCOMES[outcome] ?? `does as all with ${outcome}`}</td></tr>`,
  );
  const table = (caption: string, rows: readonly Markup[]) =>
    html`<div ${scrolls(caption)}><table class="releases"><caption>${caption}</caption><thead><tr><th scope="col">Runtime</th><th scope="col">Releases</th><th scope="col">Finding</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`${table('In this run', here)}${before.length === 0 ? '' : table('Measured before, as the corpus has it', before)}`;
}

/** Words of a matrix; a letter stands for what runtimes do alike, where the specification decides nothing. */
const OUTCOMES: Record<string, string> = { SHOWS: 'shows', ABSENT: 'does not show' };

function commands(saved: SavedFinding, { self, dir, exportFormat }: RunReport): string[] {
  const { divergence: d } = saved;
  const place = shellWord(`${dir}/${dirname(d.case)}`);
  // the run may have been moved since; what it ran on stays
  const asked = / --runtimes \S+$/.exec(d.replay)?.[0] ?? '';
  const format = exportFormat(saved);
  return [
    `${self} replay ${place}${asked}`,
    `${self} show ${place}`,
    ...(format === 'sh' ? [`${self} export ${place} --output repro.sh`] : []),
    ...(format === 'json' ? [`${self} export ${place} --format json --output finding.json`] : []),
  ];
}
