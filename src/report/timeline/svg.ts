/** A timeline as an SVG image: operations on top, below them one lane for each process. */
import { clip } from '../format.ts';
import { escapeMarkup } from '../html/markup.ts';
import { sanitize } from '../sanitize.ts';
import type { Bar, Moment, Timeline } from './model.ts';
import { columnsOf } from './text.ts';

/** Sizes in px: height of a lane, width from one moment to the next, and of the titles at the left. */
const ROW = 22;
const STEP = 46;
const LEFT = 200;
const FORBIDDEN = '#d1242f';
const FILL = { operation: '#8c959f', process: '#54aeff' };
/** Longest texts, in characters. */
const TITLE = 34;
const MARK = 160;

/** One `<svg>` element without a prolog, to be embedded or saved. All text of runtimes is escaped. */
export function timelineSvg(t: Timeline): string {
  const rows = rowsOf(t.bars);
  const bottom = (Math.max(0, ...rows) + 1) * ROW;
  const marks = t.moments.flatMap((m, at) => m.marks.map((title) => ({ at, title })));
  const notes = [...marks.map((m) => `◀ ${m.title}`), ...(t.left > 0 ? [`… ${t.left} more events`] : [])];
  const width = x(t.moments.length + 1);
  const height = bottom + ROW * (notes.length + 1);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"` +
      ' role="img" font-family="sans-serif" font-size="11" fill="currentColor">',
    `<title>timeline of ${xml(t.runtime)}</title>`,
    ...marks.map(
      ({ at }) =>
        `<path d="M${x(at)} 0V${bottom}" stroke="${FORBIDDEN}" stroke-width="2" stroke-dasharray="3 3"/>`,
    ),
    label(4, 15, 'operations'),
    ...t.bars.map((b, i) => drawBar(t, b, rows[i] ?? 0)),
    ...t.moments.map((m, at) => drawPoint(m, at, m.bar === null ? 0 : (rows[m.bar] ?? 0))),
    ...t.moments.map((m, at) =>
      isOperation(t, m) && m.edge === 'begin' ? label(x(at), bottom + 14, `${m.atMs.toFixed(1)} ms`) : '',
    ),
    ...notes.map((note, n) => label(4, bottom + ROW * (n + 1) + 14, clip(note, MARK))),
    '</svg>',
  ]
    .filter((l) => l !== '')
    .join('\n');
}

const x = (at: number): number => LEFT + at * STEP;
const isOperation = (t: Timeline, m: Moment): boolean => m.bar !== null && t.bars[m.bar]?.of === 'operation';

/** Operations one below the other only where they overlap; a row for each process. */
function rowsOf(bars: readonly Bar[]): number[] {
  const columns = columnsOf(bars);
  let row = Math.max(0, ...columns.filter((_, i) => bars[i]?.of === 'operation'));
  return bars.map((b, i) => (b.of === 'operation' ? (columns[i] ?? 0) : ++row));
}

function drawBar(t: Timeline, b: Bar, row: number): string {
  const y = row * ROW + 3;
  const title = b.pid === null || b.of === 'operation' ? b.title : `${b.title}  pid ${b.pid}`;
  const last = t.moments[b.to];
  const said = `${t.moments[b.from]?.text ?? ''}: ${b.ended ? (last?.text ?? '') : 'no end was seen'}`;
  const size = Math.max((b.to - b.from) * STEP, 6);
  const open = b.ended ? '' : ` stroke="${FILL[b.of]}" stroke-dasharray="2 2"`;
  return (
    `<g><title>${xml(said)}</title>` +
    `<rect x="${x(b.from)}" y="${y}" width="${size}" height="${ROW - 6}" rx="3" fill="${FILL[b.of]}"` +
    ` fill-opacity="0.5"${open}/>` +
    `${label(b.of === 'operation' ? x(b.from) + 3 : 4, y + 12, clip(title, TITLE))}</g>`
  );
}

/** Signals, and steps that are no operation. */
function drawPoint(m: Moment, at: number, row: number): string {
  if (m.edge !== 'point') return '';
  const y = row * ROW + ROW / 2;
  return `<g><title>${xml(m.text)}</title><circle cx="${x(at)}" cy="${y}" r="4" fill-opacity="0.7"/></g>`;
}

const label = (left: number, y: number, text: string): string =>
  `<text x="${left}" y="${y}">${xml(text)}</text>`;

/** Text for XML: no control character and no markup of a runtime reaches the page. */
const xml = (text: string): string => escapeMarkup(sanitize(text));
