/** Requirements by area against runtimes: what was seen to hold, what was not, and what nobody looked at. */
import type { Catalogued, RunReport } from '../run-report.ts';
import { anchorLink } from './links.ts';
import { html, type Markup } from './markup.ts';
import { matrix } from './matrix.ts';

type Counts = { ok: number; violation: number; unknown: number };
/** `untried`: a rule checks it, and no case of this run led to a verdict; `unchecked`: no rule judges runs by it */
type State = 'broken' | 'held' | 'unknown' | 'untried' | 'unchecked';
type Row = Catalogued & { states: State[]; counts: (Counts | undefined)[] };

const SIGNS: Record<State, string> = { broken: '✗', held: '✓', unknown: '?', untried: '·', unchecked: '' };

export function conformance(run: RunReport): Markup {
  const labels = run.start.runtimes.map((r) => r.label);
  const rows = rowsOf(run, labels);
  const areas = [...new Set(rows.map((r) => r.area))].map(
    (a) => [a, rows.filter((r) => r.area === a)] as const,
  );
  const sorted = areas.sort(([a, x], [b, y]) => brokenIn(y) - brokenIn(x) || (a < b ? -1 : 1));
  return html`<p class="quiet">Every requirement of the specification.
<b class="broken">✗ broken</b> in some case, <b class="held">✓ held</b> in every case judged, <b>?</b> could not be
judged, <b>·</b> a rule checks it, but this run tells nothing of it. What no run can show has no sign, and a reason.</p>
${matrix(labels, sorted, {
  about: ({ requirement: r, states, status, why }) =>
    html`<code>${r.id}</code> <span class="level">${r.level}</span> <span class="quiet">since ${r.since}</span> ${anchorLink(r.anchor)}<br>${r.text}${reason(states, status, why)}`,
  share,
  cell: ({ states, counts }, i) => {
    const state = states[i] ?? 'unchecked';
    return { class: state, text: html`${SIGNS[state]} ${countText(counts[i])}` };
  },
})}`;
}

function rowsOf({ catalogue, stats }: RunReport, labels: readonly string[]): Row[] {
  return catalogue.map((entry) => {
    const counts = labels.map((l) => stats.rules[entry.requirement.id]?.[l]);
    return { ...entry, counts, states: counts.map((c) => stateOf(c, entry.status === 'checked')) };
  });
}

function stateOf(counts: Counts | undefined, checked: boolean): State {
  if (counts === undefined) return checked ? 'untried' : 'unchecked';
  if (counts.violation > 0) return 'broken';
  return counts.ok > 0 ? 'held' : 'unknown';
}

const brokenIn = (rows: readonly Row[]): number => rows.filter((r) => r.states.includes('broken')).length;

/** Why a row has no sign. */
function reason(states: readonly State[], status: string, why: string): Markup {
  if (why !== '') return html` <span class="quiet">Not judged: ${why}.</span>`;
  return status === 'static' && states.every((s) => s === 'unchecked')
    ? html` <span class="quiet">About configs: <code>ocifuzz validate</code> judges them by it.</span>`
    : html``;
}

/** What was broken and held of an area on one runtime, in words. */
function share(rows: readonly Row[], runtime: number): Markup {
  const count = (state: State) => rows.filter((r) => r.states[runtime] === state).length;
  const [broken, held, unknown, untried] = [
    count('broken'),
    count('held'),
    count('unknown'),
    count('untried'),
  ];
  return html`${[
    broken > 0 ? html`<span class="broken">✗ ${broken}</span> ` : '',
    held > 0 ? html`<span class="held">✓ ${held}</span> ` : '',
    unknown > 0 ? html`<span>? ${unknown}</span> ` : '',
    untried > 0 ? html`<span class="quiet">· ${untried}</span>` : '',
  ]}`;
}

function countText(c: Counts | undefined): string {
  if (c === undefined) return '';
  const total = c.ok + c.violation;
  return c.violation > 0 ? `${c.violation} of ${total}` : String(total);
}
