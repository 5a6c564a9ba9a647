/** Signals: what was sent reaches the container process (runtime.md#kill). */
import type { Case } from '../../src/contract/case.ts';
import { type Program, programOf } from '../core/case.ts';
import type { Life } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import type { Call, Span } from '../core/timeline.ts';
import { only } from './forbidden.ts';

/** Signals that every runtime has to know by these names; others are spelled at the case's own risk. */
const SIGNALS: Record<string, number> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, TERM: 15 };

/** Number of a signal that is spelled in a way that every runtime takes, or null. */
export const signalNumber = (spelled: string): number | null => {
  const n = SIGNALS[spelled.replace(/^SIG/, '')];
  return n ?? Object.values(SIGNALS).find((v) => String(v) === spelled) ?? null;
};

/** True if the program was there when the operation began and ended in it, long before its own time. */
function endsMeanwhile({ behaviour }: Program, { begin, end }: Call, span: Span): boolean {
  if (end === null || behaviour.holdMs === undefined) return false;
  const within = begin.seq < span.begin && span.begin < end.seq;
  return within && end.atMs - begin.atMs < behaviour.holdMs / 2;
}

/** A signal that a holding program can catch reaches it; KILL ends it. */
export function judgeSignals(c: Case, life: Life, r: Report): void {
  const program = programOf(c);
  if (program === null || life.program === null || life.crowded) return;
  for (const s of life.steps) {
    if (s.step.op !== 'kill' || s.seen.outcome !== 'ok' || !s.span) continue;
    if (!only('running')(s.before) && !endsMeanwhile(program, life.program, s.span)) continue;
    const n = signalNumber(s.step.signal);
    const next = life.steps.find(
      (e) => e.index > s.index && e.step.op === 'wait' && e.step.until === 'stopped',
    );
    if (n === null || next === undefined || program.behaviour.holdMs === undefined) continue;
    const deviation = { path: `kill.${n === 9 ? 'KILL' : 'catchable'}`, token: 'not-delivered' };
    const expected = `signal ${n}`;
    const from = s.span.begin;
    if (n === 9) {
      r.check('op.kill.signal', next.seen.outcome === 'ok', {
        ...deviation,
        expected,
        actual: next.seen.waited,
      });
    } else if (['ok', 'timeout'].includes(next.seen.outcome) || life.program.end !== null) {
      const seen = life.events.filter(
        (e) => e.type === 'signal' && e.program === program.path && e.seq > from,
      );
      const killed = c.script.slice(s.index + 1, next.index).some((e) => e.op === 'kill');
      const died = life.events.some((e) => e.type === 'reaped' && e.pid === life.pid && e.text === expected);
      const came = died || seen.some((e) => Number(/\d+/.exec(e.text ?? '')?.[0]) === n);
      if (killed && !came) r.unknown('op.kill.signal', 'a second signal came too soon');
      else r.check('op.kill.signal', came, { ...deviation, expected, actual: seen.map((e) => e.text) });
    }
  }
}
