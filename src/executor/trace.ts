/** When programs were executed, by the kernel's trace: from its text to a place in the order of a lifecycle. Pure. */
import { ROOTFS } from '../contract/case.ts';
import type { OrderEvent } from '../contract/observation.ts';

/** `ns` by CLOCK_MONOTONIC; `file`: what was executed, as its caller named it; null: pivot_root(2) was called. */
export type Traced = { ns: bigint; file: string | null };

/** `COMM-PID [CPU] FLAGS SECONDS.MICROS: EVENT`; the command's name may hold anything. */
const LINE = /^.+?-\d+ +\[\d+\] +\S+ +(\d+)\.(\d{6}): (.*)$/;
const EXEC = /^sched_process_exec: filename=(.*) pid=\d+ old_pid=\d+$/;

/** Entries of a trace_pipe (kernel documentation, trace/ftrace); null where some were lost, or a line is none. */
export function parseTrace(text: string): Traced[] | null {
  const traced: Traced[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, seconds, micros, event = ''] = LINE.exec(line) ?? [];
    const file = EXEC.exec(event)?.[1] ?? null;
    if (seconds === undefined || (file === null && !event.startsWith('sys_pivot_root('))) return null;
    traced.push({ ns: BigInt(seconds + micros) * 1000n, file });
  }
  return traced;
}

/**
 * The order with the moment of execution of every program that reported, and with what was pivoted. `timeOf` is the
 * time of an event by CLOCK_MONOTONIC in ns. A report has the last execution before it of a file of its name that
 * has no other report; without one it stays alone. What is older than the first event is of the lifecycle before: the
 * kernel may hand it on late.
 */
export function withTrace(
  events: readonly OrderEvent[],
  timeOf: (e: OrderEvent) => bigint,
  all: readonly Traced[],
): OrderEvent[] {
  const [first] = events;
  const traced = all.filter((t) => first && t.ns >= timeOf(first));
  const reports = new Map<Traced, OrderEvent>();
  for (const e of events) {
    if (e.type !== 'begin') continue;
    const before = traced.filter((t) => isOf(t, e) && t.ns <= timeOf(e) && !reports.has(t));
    const last = before.at(-1);
    if (last) reports.set(last, e);
  }
  const placed = traced.flatMap((t): { ns: bigint; event: OrderEvent }[] => {
    const report = reports.get(t);
    if (!first || (t.file !== null && !report)) return [];
    const atMs = first.atMs + Number(t.ns - timeOf(first)) / 1e6;
    const { program, pid } = report ?? {};
    const whose = { ...(program === undefined ? {} : { program }), ...(pid === undefined ? {} : { pid }) };
    return [{ ns: t.ns, event: { seq: 0, atMs, type: t.file === null ? 'pivot' : 'exec', ...whose } }];
  });
  // a report never precedes its execution; what else has the same time keeps its order
  return [...placed, ...events.map((event) => ({ ns: timeOf(event), event }))]
    .sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0))
    .map(({ event }, seq) => ({ ...event, seq }));
}

const isOf = ({ file }: Traced, { program }: OrderEvent): boolean =>
  file !== null && (program === file || program === `${ROOTFS}${file}`);
