/** A timeline as text: time runs down, a column for each operation and process that is under way. */
import { clip } from '../format.ts';
import { sanitize } from '../sanitize.ts';
import type { Style } from '../style.ts';
import type { Bar, Moment, Timeline } from './model.ts';

/** Longest text of one moment. */
const WIDTH = 80;
const ORDER = { arrival: 'arrival', tracefs: "the kernel's trace" };

/** Lines without line feeds; what is forbidden stands behind an arrow. All text of runtimes is escaped. */
export function timelineText(t: Timeline, style: Style): string[] {
  const columns = columnsOf(t.bars);
  const width = Math.max(0, ...columns) + 1;
  return [
    `${style.bold(sanitize(t.runtime))}  ${style.dim(`ms, in the order of ${ORDER[t.clock]}`)}`,
    ...t.moments.map((m, at) => line(t, m, at, columns, width, style)),
    ...(t.left > 0 ? [style.dim(`… ${t.left} more events`)] : []),
  ];
}

function line(t: Timeline, m: Moment, at: number, columns: number[], width: number, style: Style): string {
  const cells = Array.from({ length: width }, (_, column) => {
    const n = t.bars.findIndex((b, i) => columns[i] === column && b.from <= at && at <= b.to);
    const bar = t.bars[n];
    if (bar === undefined) return ' ';
    const heavy = bar.of === 'operation';
    if (m.bar !== n || m.edge === 'point') return m.bar === n ? '•' : heavy ? '┃' : '│';
    return m.edge === 'begin' ? (heavy ? '┏' : '┌') : heavy ? '┗' : '└';
  });
  const time = m.bar === null ? '' : m.atMs.toFixed(1);
  const marks = m.marks.map((mark) => style.red(`  ◀ ${clip(sanitize(mark), WIDTH)}`)).join('');
  return `${style.dim(time.padStart(9))} ${cells.join('')} ${clip(said(t, m), WIDTH)}${marks}`.trimEnd();
}

function said(t: Timeline, m: Moment): string {
  const bar = m.bar === null ? undefined : t.bars[m.bar];
  if (bar === undefined) return `  ${sanitize(m.text)}`;
  if (m.edge !== 'begin') return sanitize(`${bar.title}: ${m.text}`);
  return sanitize(bar.of === 'process' && bar.pid !== null ? `${m.text}  pid ${bar.pid}` : m.text);
}

/** Column of each bar: the first that is free; operations stand left of all processes. */
export function columnsOf(bars: readonly Bar[]): number[] {
  const columns: number[] = [];
  let first = 0;
  for (const of of ['operation', 'process'] as const) {
    const free: number[] = [];
    for (const [i, bar] of bars.entries()) {
      if (bar.of !== of) continue;
      const found = free.findIndex((until) => until < bar.from);
      const column = found < 0 ? free.length : found;
      free[column] = bar.to;
      columns[i] = first + column;
    }
    first += free.length;
  }
  return columns;
}
