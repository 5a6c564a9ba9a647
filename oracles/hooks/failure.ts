/** What has to follow when a hook fails, hangs beyond its timeout, or was due and did not run. */
import type { HookKind } from '../../src/contract/case.ts';
import { compareVersions } from '../../src/contract/spec/index.ts';
import { isExecutable } from '../core/case.ts';
import type { Life, StepView } from '../core/lifecycle.ts';
import { stepPath } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { operationOf, type Slot } from './entries.ts';
import { INVOKED } from './order.ts';

export const FAILED: Record<HookKind, string> = {
  prestart: 'lifecycle.03.prestart-failure',
  createRuntime: 'lifecycle.04.createRuntime-failure',
  createContainer: 'lifecycle.05.createContainer-failure',
  startContainer: 'lifecycle.07.startContainer-failure',
  poststart: 'lifecycle.09.poststart-failure',
  poststop: 'lifecycle.13.poststop-failure',
};

/** Up to 1.2.1 the failure of a poststart hook was no error. */
const WARNED = { poststart: 'lifecycle.09.poststart-failure.warning', poststop: FAILED.poststop };

export const FAILURE_RULES = specRules(
  ...Object.values(FAILED),
  WARNED.poststart,
  'hooks.failure.definition',
  'hooks.failure.remaining-in-list',
  'hooks.timeout.abort',
);

export type FailureInput = {
  life: Life;
  slots: Slot[];
  /** kinds that the runtime claims to run */
  claims: string[];
  /** those that its features document lists: whatever version it declares, it says that it knows them */
  listed: string[];
  version: string;
  declared: string | null;
  report: Report;
};

export function judgeFailure(input: FailureInput): void {
  const { slots } = input;
  if (slots.some((s) => !s.clear)) return;
  for (const slot of slots) judgeTimeout(input, slot);
  const stop = slots.findIndex((s) => s.outcome !== 'ok' && reaction(input, s) !== 'warning');
  const due = stop < 0 ? slots : slots.slice(0, stop + 1);
  // what is behind one that is only warned about is judged with that warning
  const warned = (s: Slot, i: number) =>
    due.slice(0, i).some((b) => b.kind === s.kind && b.outcome === 'fail' && reached(input, b));
  judgeInvoked(
    input,
    due.filter((s, i) => !warned(s, i)),
  );
  const bad = slots[stop];
  if (bad && bad.outcome === 'fail' && reached(input, bad) && reaction(input, bad) === 'error')
    judgeError(input, bad, stop);
  if (bad) judgeTeardown(input, bad);
  for (const kind of ['poststart', 'poststop'] as const) judgeWarning(input, kind);
}

/** A failed hook leads to the end of the lifecycle, where poststop hooks run (runtime.md#lifecycle, step 13). */
function judgeTeardown(input: FailureInput, bad: Slot): void {
  const { life, slots, claims, report } = input;
  const step = stepOf(input, bad.kind);
  if (bad.outcome !== 'fail' || bad.calls.length === 0 || bad.kind === 'poststop') return;
  if (life.create.step.op === 'run' || step === null || reaction(input, bad) !== 'error') return;
  const op = life.create.seen.outcome === 'error' ? 'create' : 'start';
  // a container that is still there, stopped, has its poststop hooks before it
  if (op === 'start' && (step.seen.outcome !== 'error' || life.delete === null)) return;
  for (const s of slots) {
    if (s.kind !== 'poststop' || s.program === null || s.outcome === 'unclear') continue;
    report.check(INVOKED.poststop, s.calls.length > 0, {
      path: 'hooks.poststop.count',
      token: `not-run-after-failed-${op}`,
      ignored: !claims.includes('poststop'),
      title: `poststop hooks are not run when a hook made ${op} fail`,
      expected: s.times,
      actual: 0,
    });
    // what stops the list itself
    if (s.outcome !== 'ok') return;
  }
}

/** Step that ran the hooks of a kind, if the script came to it. */
function stepOf({ life }: FailureInput, kind: HookKind): StepView | null {
  if (life.create.step.op === 'run') return life.create;
  const op = operationOf(kind);
  return op === 'create' ? life.create : op === 'start' ? life.start : life.delete;
}

/** Was the hook's turn? Its program was called, or it cannot be called and its operation was. */
const reached = (input: FailureInput, s: Slot): boolean =>
  s.calls.length > 0 || (s.program === null && stepOf(input, s.kind) !== null);

/** What the failure of a kind leads to; `either` where the text changed between config and declaration. */
function reaction({ version, declared }: FailureInput, { kind }: Slot): 'error' | 'warning' | 'either' {
  if (kind === 'poststop') return 'warning';
  if (kind !== 'poststart') return 'error';
  const late = [version, declared ?? version].map((v) => compareVersions(v, '1.3.0') >= 0);
  return late[0] !== late[1] ? 'either' : late[0] ? 'error' : 'warning';
}

/** Entries before the first failure, and that one too, have to run when their operation succeeds. */
function judgeInvoked(input: FailureInput, due: Slot[]): void {
  const { life, claims, listed, report } = input;
  const reports = life.program !== null;
  for (const s of due) {
    const step = stepOf(input, s.kind);
    if (s.program === null || step === null || step.seen.outcome !== 'ok' || s.outcome === 'unclear')
      continue;
    // without a container there is nothing to be stopped: whether they run then can be read both ways
    if (s.kind === 'poststop' && life.create.seen.outcome !== 'ok') continue;
    const rule = INVOKED[s.kind];
    if (s.calls.length >= s.times) report.ok(rule);
    else if (s.outcome === 'fail' && !isExecutable(s.program)) continue;
    else if (s.strayed.length > 0) continue;
    // inside, limits and filters of the program can silence a hook as well
    // a kind that the runtime does not even claim to run is not waiting to be seen
    else if (s.kind === 'startContainer' && !reports && claims.includes(s.kind))
      report.unknown(rule, 'nothing in the container can report');
    else {
      const title = `a ${s.kind} hook is not run`;
      report.fail(rule, {
        path: `hooks.${s.kind}.count`,
        token: 'not-run',
        ignored: !listed.includes(s.kind),
        title,
        expected: s.times,
        actual: s.calls.length,
      });
    }
  }
}

function judgeTimeout({ report }: FailureInput, s: Slot): void {
  const call = s.calls[0];
  if (s.outcome !== 'timeout' || call === undefined || s.program?.behaviour.holdMs !== undefined) return;
  report.check('hooks.timeout.abort', call.end === null, {
    path: `hooks.${s.kind}.timeout`,
    token: 'not-aborted',
    kind: 'violation',
    title: `a ${s.kind} hook runs on after its timeout`,
    expected: `ended after ${s.timeout} s`,
    actual: 'ran to its end',
  });
}

/** error, stop, destroy: the operation fails, nothing later runs, the container is not left as if it were fine. */
function judgeError(input: FailureInput, bad: Slot, at: number): void {
  const { life, slots, report } = input;
  // that death by a signal is a failure, nobody says in so many words
  const bySignal = bad.program?.behaviour.signal !== undefined;
  const rule = bySignal ? 'hooks.failure.definition' : FAILED[bad.kind];
  const step = stepOf(input, bad.kind);
  if (step === null || step.seen.outcome === 'timeout' || step.seen.outcome === 'signal') return;
  const whole = life.create.step.op === 'run';
  // a hook that cannot be called fails at some time in its operation
  const began = bad.calls[0]?.begin.seq ?? step.span?.begin ?? Number.POSITIVE_INFINITY;
  // poststart run in the wrong operation fails that one; the phase rule tells
  const failed = [step, life.create].some((s) => s.seen.outcome === 'error');
  report.check(rule, failed, {
    path: stepPath(step),
    token: `${bad.kind}-failed`,
    title: `${step.step.op} succeeds though a ${bad.kind} hook failed`,
    expected: 'error',
    actual: 'ok',
  });
  const later = slots.slice(at + 1).filter((s) => s.kind !== 'poststop');
  const ran = later.find((s) => s.calls.some((c) => c.begin.seq > began));
  // to this runtime it was no failure: what follows follows, until something else fails
  if (bySignal && (!failed || ran !== undefined)) return;
  if (bad.kind === 'startContainer' && life.program !== null) {
    const title = 'the program runs though a startContainer hook failed';
    report.fail(rule, { path: 'program.begin', token: 'startContainer-failed', title });
  }
  report.check('hooks.failure.remaining-in-list', ran === undefined, {
    path: `hooks.${ran?.kind ?? bad.kind}.count`,
    token: `after-failed-${bad.kind}`,
    kind: ran && ran.kind !== bad.kind ? 'violation' : 'difference',
    title: `${ran?.kind ?? ''} hooks run after a ${bad.kind} hook failed`,
  });
  if (whole) return;
  const next = life.steps.find(
    (s) => s.index > step.index && s.step.op !== 'observe' && s.step.op !== 'wait',
  );
  if (next?.step.op !== 'state' || next.seen.outcome !== 'ok') return;
  const status = (next.seen.state as { status?: unknown } | null)?.status;
  if (typeof status !== 'string' || !['created', 'running', 'stopped'].includes(status)) return;
  // the failure may be known to nobody yet
  if (status !== 'stopped' && (bad.calls[0]?.gone?.seq ?? Infinity) > (next.span?.begin ?? 0)) return;
  report.fail(rule, {
    path: `hooks.${bad.kind}.failure.status`,
    token: status,
    // gone, or stopped until somebody deletes it: an error leaves all as before, yet says nothing of a delete
    ...(status === 'stopped' ? { kind: 'spec-gap' as const } : {}),
    title: `after a failed ${bad.kind} hook the container is ${status}`,
    expected: 'destroyed',
    actual: status,
  });
}

/** warning, and on: the operation succeeds and the rest of the list runs. */
function judgeWarning(input: FailureInput, kind: 'poststart' | 'poststop'): void {
  const { slots, report } = input;
  const list = slots.filter((s) => s.kind === kind);
  const step = kind === 'poststop' ? deleteStep(input.life) : stepOf(input, kind);
  // what cannot be called fails when its operation is
  const at = list.findIndex((s) => s.outcome === 'fail' && (s.calls.length > 0 || s.program === null));
  const bad = list[at];
  if (bad === undefined || step === null || reaction(input, bad) !== 'warning' || step.step.op === 'run')
    return;
  // of a create that failed poststop hooks run in create: what delete says then is about something else
  const [call] = bad.calls;
  const inCreate = call ? call.begin.seq < (step.span?.begin ?? 0) : input.life.create.seen.outcome !== 'ok';
  if (kind === 'poststop' && inCreate) return;
  const failed = step.seen.outcome === 'error';
  // that it was this one nobody has seen
  const others = slots.some((s) => s !== bad && s.outcome !== 'ok');
  if (failed && call === undefined && (others || step.seen.errorClass !== 'hook-failed')) return;
  const rule = WARNED[kind];
  const create = kind === 'poststart' && input.life.create.seen.outcome === 'error';
  report.check(rule, !failed && !create, {
    path: create ? stepPath(input.life.create) : stepPath(step),
    token: `${kind}-failed`,
    title: `${step.step.op} fails though a failing ${kind} hook is only to be warned about`,
    expected: 'ok',
    actual: 'error',
  });
  const skipped = list.slice(at + 1).find((s) => s.outcome === 'ok' && s.calls.length === 0);
  if (list.length <= at + 1) return;
  report.check(rule, skipped === undefined, {
    path: `hooks.${kind}.count`,
    token: `after-failed-${kind}`,
    title: `${kind} hooks after a failed one are not run`,
  });
}

/** The delete that ran the poststop hooks, whether it succeeded or not. */
function deleteStep(life: Life): StepView | null {
  return life.steps.find((s) => s.step.op === 'delete' && s.before.includes('stopped')) ?? life.delete;
}
