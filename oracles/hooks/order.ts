/** Order of hooks within and between kinds, their phase, and how often they run. */
import type { HookKind } from '../../src/contract/case.ts';
import { HOOK_KINDS } from '../../src/contract/case.ts';
import type { Observation } from '../../src/contract/observation.ts';
import { compareVersions } from '../../src/contract/spec/index.ts';
import type { Life } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { type Call, precedes, startOf } from '../core/timeline.ts';
import { operationOf, type Slot } from './entries.ts';

/** Requirement that a kind is run at all (runtime.md#lifecycle). */
export const INVOKED: Record<HookKind, string> = {
  prestart: 'lifecycle.03.prestart-invoked',
  createRuntime: 'lifecycle.04.createRuntime-invoked',
  createContainer: 'lifecycle.05.createContainer-invoked',
  startContainer: 'lifecycle.07.startContainer-invoked',
  poststart: 'lifecycle.09.poststart-invoked',
  poststop: 'lifecycle.13.poststop-invoked',
};

export const ORDER_RULES = specRules(
  ...Object.values(INVOKED),
  ...HOOK_KINDS.map((k) => `hooks.${k}.phase`),
  'hooks.order.within-kind',
  'hooks.order.sequential',
  'hooks.order.prestart-before-createRuntime',
  'hooks.order.createRuntime-before-createContainer',
  'hooks.order.startContainer-before-poststart',
  'hooks.order.overall',
  'lifecycle.02.program-not-run',
);

export type OrderInput = {
  life: Life;
  slots: Slot[];
  version: string;
  declared: string | null;
  /** what tells when programs started */
  clock: Observation['clock'];
  report: Report;
};

const CLOCKS = { tracefs: 'Order by the kernel (tracefs).', arrival: 'Order by the arrival of reports.' };
const noteOf = ({ clock }: OrderInput) => ({ note: CLOCKS[clock ?? 'arrival'] });

export function judgeOrder(input: OrderInput): void {
  for (const s of input.slots) {
    if (s.clear) judgePhase(input, s);
    else if (s.calls.length > 0)
      input.report.unknown(`hooks.${s.kind}.phase`, 'entries cannot be told apart');
    if (s.clear) judgeCount(input, s);
  }
  judgeSequence(input);
  judgeProgram(input);
}

/**
 * Where a call lies: '' in the operation of its kind, else `in-OP`, `before-create`, or `outlives-OP` if that
 * operation returned before the hook had ended (or even begun: which of the two is a matter of chance).
 */
function misplaced({ life, version, declared }: OrderInput, kind: HookKind, call: Call): string {
  const at = startOf(call);
  const ops = life.steps.filter((s) => s.span !== null);
  const within = ops.find((s) => s.span && s.span.begin < at && at < s.span.end);
  const op = life.create.step.op === 'run' ? 'run' : operationOf(kind);
  if (within && within.step.op === op) {
    return call.end !== null && call.end.seq > (within.span?.end ?? 0) ? `outlives-${op}` : '';
  }
  // what a failed operation tears down, it may tear down to the end (runtime.md#lifecycle, steps 12 and 13)
  if (kind === 'poststop' && within?.seen.outcome === 'error') return '';
  const due = ops.some((s) => s.step.op === op && s.span && s.span.end < at);
  const begun = within !== undefined && ['create', 'start', 'delete', 'run'].includes(within.step.op);
  // a delete runs poststop hooks alone: the others are late
  if (begun && !(due && within.step.op === 'delete')) {
    const early = [version, declared ?? version].some((v) => compareVersions(v, '1.1.0') < 0);
    return kind === 'prestart' && early && within.step.op === 'start' ? '' : `in-${within.step.op}`;
  }
  return due ? `outlives-${op}` : within ? `in-${within.step.op}` : 'between-operations';
}

function judgePhase(input: OrderInput, { kind, calls }: Slot): void {
  const { report } = input;
  const path = `hooks.${kind}.phase`;
  for (const call of calls) {
    const token = misplaced(input, kind, call) || againstProgram(input.life, kind, call);
    const title = `${kind} hooks: ${token.replaceAll('-', ' ')}`;
    if (token === 'open') report.unknown(path, 'the order of two reports does not prove that of two starts');
    else report.check(path, token === '', { path, token, title, actual: token, ...noteOf(input) });
  }
}

/**
 * How a call lies against the program, '' if that is not proven to be wrong; `open` if it may be: the program reports
 * some time after its start, so that a poststart hook that reports first may still have started later. When they were
 * executed decides it.
 */
function againstProgram({ program }: Life, kind: HookKind, call: Call): string {
  if (program === null) return '';
  switch (kind) {
    case 'poststop': {
      const last = program.gone ?? program.end;
      return last !== null && call.end !== null && last.seq > call.end.seq ? 'before-program-end' : '';
    }
    case 'poststart':
      if (precedes(program, call)) return '';
      return program.exec && call.exec ? 'before-program' : 'open';
    default:
      return startOf(program) < (call.end?.seq ?? startOf(call)) ? 'after-program' : '';
  }
}

function judgeCount({ report }: OrderInput, { kind, calls, times }: Slot): void {
  const rule = INVOKED[kind];
  const deviation = { path: `hooks.${kind}.count`, token: 'repeated', expected: times, actual: calls.length };
  if (calls.length > times)
    report.fail(rule, { ...deviation, title: `a ${kind} hook runs more often than it is listed` });
}

const BETWEEN: Partial<Record<string, string>> = {
  'prestart createRuntime': 'hooks.order.prestart-before-createRuntime',
  'createRuntime createContainer': 'hooks.order.createRuntime-before-createContainer',
  'startContainer poststart': 'hooks.order.startContainer-before-poststart',
};

/** Each pair of entries that both ran: the one listed earlier, or of the earlier kind, comes first. */
function judgeSequence(input: OrderInput): void {
  // of those that run more often than listed nobody can tell which call is which
  const ran = input.slots.filter((s) => s.clear && s.calls.length > 0 && s.calls.length <= s.times);
  for (const [i, a] of ran.entries()) {
    for (const b of ran.slice(i + 1)) {
      if (a.kind !== b.kind) judgeKinds(input, a, b);
      else if (a.last < b.first) judgeEntries(input, a, b);
    }
  }
}

function judgeEntries(input: OrderInput, a: Slot, b: Slot): void {
  const { report } = input;
  const [last, first] = [a.calls.at(-1) as Call, b.calls[0] as Call];
  const path = `hooks.${a.kind}.order`;
  const swapped = !precedes(last, first);
  const title = `${a.kind} hooks do not run in listed order`;
  report.check('hooks.order.within-kind', !swapped, { path, token: 'swapped', title, ...noteOf(input) });
  const overlap = !swapped && last.end !== null && last.end.seq > startOf(first);
  report.check('hooks.order.sequential', !overlap, {
    path,
    token: 'overlapping',
    title: `a ${a.kind} hook begins before its predecessor has ended`,
    ...noteOf(input),
  });
}

function judgeKinds(input: OrderInput, a: Slot, b: Slot): void {
  const [last, first] = [a.calls.at(-1) as Call, b.calls[0] as Call];
  const rule = BETWEEN[`${a.kind} ${b.kind}`] ?? 'hooks.order.overall';
  // in a wrong operation: the phase of that kind says it all
  if (misplaced(input, a.kind, last).startsWith('in-') || misplaced(input, b.kind, first).startsWith('in-'))
    return;
  // startContainer hooks end before the program begins, and that precedes poststart: proof of both orders
  const isProgram = a.kind === 'startContainer' && b.kind === 'poststart';
  const holds = isProgram && last.end ? last.end.seq < startOf(first) : precedes(last, first);
  input.report.check(rule, holds, {
    path: isProgram ? 'hooks.poststart.phase' : `hooks.${b.kind}.order`,
    token: isProgram ? 'before-program' : `before-${a.kind}`,
    title: `${b.kind} hooks run before ${a.kind} hooks${isProgram ? ' and the program' : ''}`,
    ...noteOf(input),
  });
}

/** create does not run the program: nothing of it before start is called. */
function judgeProgram(input: OrderInput): void {
  const { life, report } = input;
  const { program, create, start } = life;
  if (create.step.op !== 'create' || program === null || !create.span) return;
  const due = start?.span?.begin ?? Number.POSITIVE_INFINITY;
  report.check('lifecycle.02.program-not-run', startOf(program) > due, {
    path: 'program.begin',
    // in create or after it: a matter of chance
    token: 'before-start',
    title: 'the program runs before start',
    ...noteOf(input),
  });
}
