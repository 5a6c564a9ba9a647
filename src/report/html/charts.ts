/** Charts of a campaign as inline SVG. */
import { OciConfig } from '../../contract/config/index.ts';
import { isMember, schemaPointers } from '../../contract/config/pointers.ts';
import { clock, percent } from '../format.ts';
import type { Point, RunReport } from '../run-report.ts';
import { html, type Markup } from './markup.ts';

/** `said`: the figure beside its name */
type Line = { name: string; values: number[]; said: number };
/** `at`: s since the start of the run, one for each value */
type Chart = { title: string; at: number[]; lines: Line[]; show: (value: number) => string };

/** px of the drawing, without the figures around it */
const [WIDTH, HEIGHT] = [320, 110];
/** Members of config.json that the schema knows. */
const MEMBERS = schemaPointers(OciConfig).filter(isMember).length;
/** More points than that cannot be told apart. */
const MOST = 160;
/** Rates are means over so many parts of the run: over a second or two they say nothing. */
const WINDOWS = 48;

export function charts(run: RunReport): Markup {
  const end = run.points.at(-1)?.at ?? 0;
  if (run.points.length < 2) return html`<p class="quiet">The run was too short for a chart.</p>`;
  return html`<div class="charts">${[...growth(run), ...rates(run.points, end)].map((c) => draw(c, end))}</div>`;
}

/** What is counted from the start of the run. */
function growth({ start, ruleCount, points }: RunReport): Chart[] {
  const step = Math.ceil(points.length / MOST);
  const shown = points.filter((_, i) => i % step === 0 || i === points.length - 1);
  const at = shown.map((p) => p.at);
  const whole = (n: number) => String(Math.round(n));
  const line = (name: string, of: (p: Point) => number): Line => {
    const values = shown.map(of);
    return { name, values, said: values.at(-1) ?? 0 };
  };
  const accepted = start.runtimes.map(({ label }) => line(label, (p) => p.accepted[label] ?? 1));
  return [
    {
      title: 'Findings',
      at,
      show: whole,
      lines: [line('new', (p) => p.fresh), line('known', (p) => p.known)],
    },
    { title: `Rules exercised, of ${ruleCount}`, at, show: whole, lines: [line('rules', (p) => p.rules)] },
    {
      title: `Config members tried, of ${MEMBERS}`,
      at,
      show: whole,
      lines: [line('members', (p) => p.members)],
    },
    { title: 'Accepted, of cases meant to run', at, show: percent, lines: accepted },
  ];
}

/** Per second, as means over parts of the run; beside the name stands the mean of all of it. */
function rates(points: readonly Point[], end: number): Chart[] {
  const windows: Point[] = [];
  for (const p of points) if (p.at - (windows.at(-1)?.at ?? 0) >= end / WINDOWS) windows.push(p);
  return (['cases', 'lifecycles'] as const).map((what) => {
    const since = windows.map((p, i) => {
      const before = windows[i - 1] ?? { at: 0, cases: 0, lifecycles: 0 };
      // a run that was resumed counts anew
      return { seconds: p.at - before.at, n: p[what] >= before[what] ? p[what] - before[what] : p[what] };
    });
    const all = since.reduce((sum, { n }) => sum + n, 0);
    const values = since.map(({ n, seconds }) => n / seconds);
    return {
      title: `${what === 'cases' ? 'Cases' : 'Lifecycles'} per second`,
      at: windows.map((p) => p.at),
      show: (n) => n.toFixed(1),
      lines: [{ name: 'mean', values, said: end > 0 ? all / end : 0 }],
    };
  });
}

function draw({ title, lines, show, at }: Chart, end: number): Markup {
  const top = Math.max(...lines.flatMap((l) => l.values), Number.MIN_VALUE);
  const x = (second: number) => round((second / Math.max(end, 1)) * WIDTH);
  const y = (value: number) => round(HEIGHT - (value / top) * HEIGHT);
  const path = (values: number[]) =>
    values.map((v, i) => `${i === 0 ? 'M' : 'L'}${x(at[i] ?? 0)} ${y(v)}`).join('');
  const last = lines.map((l) => `${l.name} ${show(l.said)}`).join(', ');
  const most = top > Number.MIN_VALUE ? show(top) : '';
  return html`<figure class="chart"><figcaption>${title}</figcaption>
<svg viewBox="-40 -12 ${WIDTH + 44} ${HEIGHT + 32}" role="img" aria-label="${title} over ${clock(end)}; at the end: ${last}">
<path class="axis" d="M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}"/>
<text x="-6" y="4" text-anchor="end">${most}</text><text x="-6" y="${HEIGHT + 4}" text-anchor="end">0</text>
<text x="0" y="${HEIGHT + 16}">0:00:00</text><text x="${WIDTH}" y="${HEIGHT + 16}" text-anchor="end">${clock(end)}</text>
${lines.map((l, i) => html`<path class="line l${i % 4}" d="${path(l.values)}"/>`)}
</svg>
<p class="legend">${lines.map((l, i) => html`<span class="l${i % 4}">${l.name} <b>${show(l.said)}</b></span> `)}</p></figure>`;
}

const round = (n: number): number => Math.round(n * 10) / 10;
