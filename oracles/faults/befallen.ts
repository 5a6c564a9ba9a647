/** What befell the runtime in a script, and when. */
import { type Case, faultOf, HOOK_KINDS, type Step } from '../../src/contract/case.ts';
import { type Fault, faultWord } from '../../src/contract/fault.ts';
import type { OrderEvent, StepObservation } from '../../src/contract/observation.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { configOf, programOf } from '../core/case.ts';

/** The first fault of a script, with the words for it in paths and titles. */
export type Befallen = { index: number; fault: Fault; path: string; what: string };

/** A step that was made, and what came of it. */
export type Made = { step: Step; seen: StepObservation };

export const madeOf = (c: Case, run: Run): Made[] =>
  run.observation.steps.flatMap((seen) => {
    const step = c.script[seen.index];
    return step === undefined || seen.outcome === 'skipped' ? [] : [{ step, seen }];
  });

export function befallen(c: Case, run: Run): Befallen | null {
  const index = c.script.findIndex((s) => faultOf(s) !== undefined);
  const [step, fault] = [c.script[index], faultOf(c.script[index])];
  if (step === undefined || fault === undefined) return null;
  const point = fault.type === 'kill' ? killPoint(c, run.observation.events, index) : '';
  const op = step.op === 'delete' && step.force === true ? 'delete-force' : step.op;
  const path = `fault.${op}[${faultWord(fault)}${point && `:${point}`}]`;
  return { index, fault, path, what: `${op} (${faultWord(fault)}${point && ` ${point}`})` };
}

/** What hooks and program had reported when the runtime was killed: `in-createRuntime`, `after-program`; '': nothing. */
function killPoint(c: Case, events: readonly OrderEvent[], step: number): string {
  const order = [...events].sort((a, b) => a.seq - b.seq);
  const from = order.findIndex((e) => e.type === 'step-begin' && e.step === step);
  const to = order.findIndex((e) => e.type === 'killed' && e.step === step);
  if (from < 0 || to < 0) return '';
  const reports = order.slice(from, to).filter((e) => e.type === 'begin' && e.unordered !== true);
  const last = reports.at(-1);
  if (last === undefined) return '';
  const over = order.slice(order.indexOf(last), to).some((e) => e.type === 'end' && e.pid === last.pid);
  return `${over ? 'after' : 'in'}-${whoIs(c, last.program ?? '')}`;
}

function whoIs(c: Case, program: string): string {
  if (program === programOf(c)?.path) return 'program';
  const hooks = configOf(c)?.hooks;
  return HOOK_KINDS.find((k) => hooks?.[k]?.some((e) => program.endsWith(e.path))) ?? 'hook';
}
