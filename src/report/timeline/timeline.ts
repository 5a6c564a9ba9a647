/** From an observation to its timeline. Pure and total. */
import type { Case } from '../../contract/case.ts';
import type { Observation, OrderEvent } from '../../contract/observation.ts';
import { stepText } from '../case-lines.ts';
import { isAbout, kindsOf } from './marks.ts';
import type { Bar, Mark, Timeline } from './model.ts';

/** A container can report as often as it likes. */
const MOST = 400;

/** What has been drawn so far: the bar of each step and pid, and the first step without a place. */
type Draft = Timeline & { c: Case; o: Observation; open: Map<string, number>; next: number };

/** @param marks what is forbidden, by `marksOfVerdicts` or `marksOfFinding`; shown wherever it may be about */
export function timelineOf(c: Case, o: Observation, marks: readonly Mark[] = []): Timeline {
  const { runtime, clock = 'arrival' } = o;
  const t: Draft = { runtime, clock, bars: [], moments: [], left: 0, c, o, open: new Map(), next: 0 };
  placeWaits(t, 0);
  for (const e of o.events) {
    if (e.unordered === true) continue;
    if (t.moments.length >= MOST) t.left += 1;
    else if (e.type === 'killed') drawPoint(t, `step ${e.step}`, e, 'killed');
    else if (e.step !== undefined) drawOperation(t, e, e.step);
    else drawProcess(t, e);
  }
  const last = t.moments.length - 1;
  const bars = t.bars.map((b) => (b.ended ? b : { ...b, to: last }));
  const moments = t.moments.map((m) => {
    const bar = m.edge === 'begin' && m.bar !== null ? bars[m.bar] : undefined;
    if (bar === undefined) return m;
    return { ...m, marks: marks.filter((mark) => isAbout(mark, c, bar)).map((mark) => mark.title) };
  });
  return { runtime, clock, bars, moments, left: t.left };
}

function begin(t: Draft, key: string, e: OrderEvent, title: string, text = title): void {
  const from = t.moments.length;
  const of = e.step === undefined ? 'process' : 'operation';
  const program = of === 'process' ? (e.program ?? '') : null;
  const bar = t.bars.push({ of, title, program, pid: e.pid ?? null, from, to: from, ended: false }) - 1;
  t.open.set(key, bar);
  t.moments.push({ atMs: e.atMs, bar, edge: 'begin', text, marks: [] });
}

function end(t: Draft, key: string, e: OrderEvent, text: string): void {
  const n = t.open.get(key);
  const bar = n === undefined ? undefined : t.bars[n];
  if (n === undefined || bar === undefined || bar.ended) return;
  bar.to = t.moments.length;
  bar.ended = true;
  t.moments.push({ atMs: e.atMs, bar: n, edge: 'end', text, marks: [] });
}

function drawPoint(t: Draft, key: string, e: OrderEvent, text: string): void {
  t.moments.push({ atMs: e.atMs, bar: t.open.get(key) ?? null, edge: 'point', text, marks: [] });
}

/** Steps that leave no event stand behind the operation before them. */
function placeWaits(t: Draft, atMs: number): void {
  for (; t.next < t.c.script.length; t.next++) {
    const step = t.c.script[t.next];
    if (!step || !['wait', 'observe', 'write', 'remove'].includes(step.op)) return;
    t.moments.push({ atMs, bar: null, edge: 'point', text: stepText(step), marks: [] });
  }
}

function drawOperation(t: Draft, e: OrderEvent, index: number): void {
  const key = `step ${index}`;
  const step = t.c.script[index];
  if (e.type === 'step-begin') {
    begin(t, key, e, step?.op ?? key, step ? stepText(step) : key);
    return;
  }
  const seen = t.o.steps.find((s) => s.index === index);
  const words = [seen?.outcome ?? 'ended', seen?.errorClass, seen?.signal].filter((w) => w != null);
  end(t, key, e, words.join(' '));
  t.next = Math.max(t.next, index + 1);
  placeWaits(t, e.atMs);
}

/** How a process was seen to end, by the first event that shows it. */
const LAST: Partial<Record<OrderEvent['type'], string>> = { end: 'ends', hangup: 'gone without a last word' };

function drawProcess(t: Draft, e: OrderEvent): void {
  const key = `pid ${e.pid}`;
  const bar = t.bars[t.open.get(key) ?? -1];
  // of a record that is too long for a report nothing arrives
  const unseen = e.program !== undefined && bar === undefined;
  if (e.type === 'exec' || (e.type === 'begin' && !isExecuted(bar, e)) || unseen)
    begin(t, key, e, titleOf(t.c, e.program ?? ''));
  if (e.type === 'pivot') drawPoint(t, '', e, 'pivot_root');
  else if (e.type === 'signal') drawPoint(t, key, e, `signal ${(e.text ?? '').replaceAll(/\D/g, '')}`);
  else if (e.type === 'begin' && isExecuted(bar, e)) drawPoint(t, key, e, 'reports');
  else if (e.type !== 'begin' && e.type !== 'exec') end(t, key, e, LAST[e.type] ?? e.text ?? 'ended');
}

/** A report of what was seen to be executed is no begin of its own. */
const isExecuted = (bar: Bar | undefined, { program }: OrderEvent): boolean =>
  bar !== undefined && !bar.ended && bar.program === program;

/** The file's name, with the kinds that list it where the name does not tell them. */
function titleOf(c: Case, program: string): string {
  const name = program.slice(program.lastIndexOf('/') + 1);
  const kinds = kindsOf(c, program);
  return kinds.length === 0 || kinds.some((k) => name.startsWith(k)) ? name : `${kinds.join('+')} ${name}`;
}
