/**
 * The order of a lifecycle: which operation an event lies in, and what is proven by it. Programs wait for the
 * acknowledgement of each report, so that a report precedes all that waits for the program.
 */
import type { Observation, OrderEvent } from '../../src/contract/observation.ts';

/** Place of a step's operation in the order; `end` is Infinity where it was not seen to end. */
export type Span = { begin: number; end: number };

/** Span of every operation by step index; waits, looks and writes have none. */
export function spansOf(o: Observation): Map<number, Span> {
  const spans = new Map<number, Span>();
  for (const e of o.events) {
    if (e.step === undefined) continue;
    if (e.type === 'step-begin') spans.set(e.step, { begin: e.seq, end: Number.POSITIVE_INFINITY });
    const span = spans.get(e.step);
    if (e.type === 'step-end' && span) span.end = e.seq;
  }
  return spans;
}

/**
 * One call of a program: its first report, its last word (not if it was killed), its connection's end. Of a record
 * that is too long for a report nothing arrives: then `begin` is the next thing known, without a record.
 */
export type Call = {
  /** its execution, where the kernel's trace told it */
  exec: OrderEvent | null;
  begin: OrderEvent;
  /** what the runtime answered when the program called it, and how that call ended */
  answer: OrderEvent | null;
  end: OrderEvent | null;
  gone: OrderEvent | null;
};

/** Calls of a program in the order of their first reports; those without a place in the order left out. */
export function callsOf(events: OrderEvent[], program: string): Call[] {
  const calls: OrderEvent[][] = [];
  const open = new Map<number | undefined, OrderEvent[]>();
  const execOf = new Map<OrderEvent, OrderEvent>();
  const execs = new Map<number | undefined, OrderEvent>();
  for (const e of events) {
    if (e.program !== program || e.unordered === true) continue;
    if (e.type === 'exec') {
      execs.set(e.pid, e);
      continue;
    }
    const call = e.type === 'begin' ? undefined : open.get(e.pid);
    if (call) call.push(e);
    else {
      const fresh = [e];
      calls.push(fresh);
      const exec = execs.get(e.pid);
      if (exec) execOf.set(e, exec);
      execs.delete(e.pid);
      open.set(e.pid, fresh);
    }
    if (e.type === 'hangup') open.delete(e.pid);
  }
  return calls.flatMap((call): Call[] => {
    const [begin] = call;
    const one = (type: string) => call.find((e) => e.type === type) ?? null;
    return begin
      ? [
          {
            exec: execOf.get(begin) ?? null,
            begin,
            answer: one('answer'),
            end: one('end'),
            gone: one('hangup'),
          },
        ]
      : [];
  });
}

/** Place of a call's start: that of its execution where it is known, else that of its first report, some time later. */
export const startOf = ({ exec, begin }: Call): number => (exec ?? begin).seq;

/** True if `a` starts before `b`: by executions where both are known, else by reports. */
export const precedes = (a: Call, b: Call): boolean =>
  a.exec && b.exec ? a.exec.seq < b.exec.seq : a.begin.seq < b.begin.seq;
