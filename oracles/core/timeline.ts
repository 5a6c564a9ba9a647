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

/** One call of a program: its first report, its last word (not if it was killed), its connection's end. */
export type Call = { begin: OrderEvent; end: OrderEvent | null; gone: OrderEvent | null };

/** Calls of a program in the order of their first reports; those without a place in the order left out. */
export function callsOf(events: OrderEvent[], program: string): Call[] {
  const mine = events.filter((e) => e.program === program);
  const begins = mine.filter((e) => e.type === 'begin' && e.unordered !== true);
  return begins.map((begin) => {
    const rest = mine.filter((e) => e.pid === begin.pid && e.seq > begin.seq);
    const next = rest.find((e) => e.type === 'begin')?.seq ?? Number.POSITIVE_INFINITY;
    const one = (type: string) => rest.find((e) => e.type === type && e.seq < next) ?? null;
    return { begin, end: one('end'), gone: one('hangup') };
  });
}
