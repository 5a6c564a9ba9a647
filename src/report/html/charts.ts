/** Charts of a campaign as inline SVG. */
import { OciConfig } from '../../contract/config/index.ts';
import { isMember, schemaPointers } from '../../contract/config/pointers.ts';
import { clock, percent } from '../format.ts';
import type { Point, RunReport } from '../run-report.ts';
import { html, type Markup } from './markup.ts';

type Line = { name: string; values: number[] };
type Chart = { title: string; lines: Line[]; show: (value: number) => string };

/** px of the drawing, without the figures around it */
const [WIDTH, HEIGHT] = [320, 110];
/** Members of config.json that the schema knows. */
const MEMBERS = schemaPointers(OciConfig).filter(isMember).length;
/** More points than that cannot be told apart. */
const MOST = 160;

export function charts(run: RunReport): Markup {
  const points = thinned(run.points);
  if (points.length < 2) return html`<p class="quiet">The run was too short for a chart.</p>`;
  const end = points.at(-1)?.at ?? 0;
  return html`<div class="charts">${chartsOf(run, points).map((c) => draw(c, points, end))}</div>`;
}

function chartsOf({ start, ruleCount }: RunReport, points: readonly Point[]): Chart[] {
  const whole = (n: number) => String(Math.round(n));
  const line = (name: string, of: (p: Point) => number): Line => ({ name, values: points.map(of) });
  return [
    { title: 'Findings', show: whole, lines: [line('new', (p) => p.fresh), line('known', (p) => p.known)] },
    { title: `Rules exercised, of ${ruleCount}`, show: whole, lines: [line('rules', (p) => p.rules)] },
    { title: `Config members tried, of ${MEMBERS}`, show: whole, lines: [line('members', (p) => p.members)] },
    {
      title: 'Accepted, of cases meant to run',
      show: percent,
      lines: start.runtimes.map(({ label }) => line(label, (p) => p.accepted[label] ?? 0)),
    },
    { title: 'Cases per second', show: oneDigit, lines: [{ name: 'cases', values: rates(points, 'cases') }] },
    {
      title: 'Lifecycles per second',
      show: oneDigit,
      lines: [{ name: 'lifecycles', values: rates(points, 'lifecycles') }],
    },
  ];
}

const oneDigit = (n: number): string => n.toFixed(1);

function thinned(points: readonly Point[]): Point[] {
  const step = Math.ceil(points.length / MOST);
  return points.filter((_, i) => i % step === 0 || i === points.length - 1);
}

/** Per second since the point before. A resumed run counts anew. */
function rates(points: readonly Point[], what: 'cases' | 'lifecycles'): number[] {
  return points.map((p, i) => {
    const before = points[i - 1] ?? { at: 0, cases: 0, lifecycles: 0 };
    const seconds = p.at - before.at;
    return seconds > 0 ? Math.max(0, p[what] - before[what]) / seconds : 0;
  });
}

function draw({ title, lines, show }: Chart, points: readonly Point[], end: number): Markup {
  const top = Math.max(...lines.flatMap((l) => l.values), Number.MIN_VALUE);
  const x = (at: number) => round((at / Math.max(end, 1)) * WIDTH);
  const y = (value: number) => round(HEIGHT - (value / top) * HEIGHT);
  const path = (values: number[]) =>
    values.map((v, i) => `${i === 0 ? 'M' : 'L'}${x(points[i]?.at ?? 0)} ${y(v)}`).join('');
  const last = lines.map((l) => `${l.name} ${show(l.values.at(-1) ?? 0)}`).join(', ');
  const most = top > Number.MIN_VALUE ? show(top) : '';
  return html`<figure class="chart"><figcaption>${title}</figcaption>
<svg viewBox="-40 -12 ${WIDTH + 44} ${HEIGHT + 32}" role="img" aria-label="${title} over ${clock(end)}; at the end: ${last}">
<path class="axis" d="M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}"/>
<text x="-6" y="4" text-anchor="end">${most}</text><text x="-6" y="${HEIGHT + 4}" text-anchor="end">0</text>
<text x="0" y="${HEIGHT + 16}">0:00:00</text><text x="${WIDTH}" y="${HEIGHT + 16}" text-anchor="end">${clock(end)}</text>
${lines.map((l, i) => html`<path class="line l${i % 4}" d="${path(l.values)}"/>`)}
</svg>
<p class="legend">${lines.map((l, i) => html`<span class="l${i % 4}">${l.name} <b>${show(l.values.at(-1) ?? 0)}</b></span> `)}</p></figure>`;
}

const round = (n: number): number => Math.round(n * 10) / 10;
