/** Order of hooks within and between kinds, their phase, and how often they run. */
import type { HookKind } from '../../src/contract/case.ts';
import { HOOK_KINDS } from '../../src/contract/case.ts';
import { compareVersions } from '../../src/contract/spec/index.ts';
import type { Life, StepView } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import type { Call } from '../core/timeline.ts';
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
  report: Report;
};

export function judgeOrder(input: OrderInput): void {
  input.slots.forEach((s) => {
    if (s.calls.length === 0) return;
    if (!s.clear) {
      input.report.unknown(`hooks.${s.kind}.phase`, 'entries cannot be told apart');
      return;
    }
    judgePhase(input, s);
    judgeCount(input, s);
  });
  judgeSequence(input);
  judgeProgram(input);
}

/** Name of what a call began in: `in-create`, `after-start-returned`, `before-create`. */
function place(life: Life, call: Call): string {
  const ops = life.steps.filter(
    (s): s is StepView & { span: NonNullable<StepView['span']> } => s.span !== null,
  );
  const at = call.begin.seq;
  const within = ops.find((s) => s.span.begin < at && at < s.span.end);
  if (within) return `in-${within.step.op}`;
  const last = ops.filter((s) => s.span.end < at).at(-1);
  return last ? `after-${last.step.op}-returned` : 'before-create';
}

function judgePhase({ life, slots, version, declared, report }: OrderInput, slot: Slot): void {
  const { kind } = slot;
  const rule = `hooks.${kind}.phase`;
  const path = rule;
  const op = operationOf(kind);
  const whole = life.create.step.op === 'run';
  for (const call of slot.calls) {
    const actual = place(life, call);
    const early =
      compareVersions(version, '1.1.0') < 0 || (declared !== null && compareVersions(declared, '1.1.0') < 0);
    if (kind === 'prestart' && early && actual === 'in-start') {
      report.ok(rule);
      return;
    }
    const step = life.steps.find(
      (s) => s.span && s.span.begin < call.begin.seq && call.begin.seq < s.span.end,
    );
    const expected = whole ? 'in-run' : `in-${op}`;
    // what a failed operation tears down, it may tear down to the end (runtime.md#lifecycle, steps 12 and 13)
    if (kind === 'poststop' && step !== undefined && step.seen.outcome === 'error') {
      report.ok(rule);
      return;
    }
    if (actual !== expected) {
      report.fail(rule, {
        path,
        token: actual,
        title: `${kind} hooks run ${actual.replaceAll('-', ' ')}`,
        expected,
        actual,
      });
      continue;
    }
    if (call.end !== null && step?.span && call.end.seq > step.span.end) {
      const token = `outlives-${step.step.op}`;
      report.fail(rule, {
        path,
        token,
        title: `${op} returns while a ${kind} hook runs`,
        expected: 'ended',
        actual: 'running',
      });
      continue;
    }
    const wrong = againstProgram(life, slots, kind, call);
    if (wrong === 'open') report.unknown(rule, 'the order of two reports does not prove that of two starts');
    else if (wrong === null) report.ok(rule);
    else
      report.fail(rule, {
        path,
        token: wrong,
        title: `${kind} hooks run ${wrong.replace('-', ' the ')}`,
        actual: wrong,
      });
  }
}

/**
 * Where a call lies against the program, if that is proven to be wrong; `open` if it may be. The program reports
 * some time after its start: a poststart hook that reports first may still have started later, unless a hook that
 * precedes the program had not ended.
 */
function againstProgram(life: Life, slots: Slot[], kind: HookKind, call: Call): string | 'open' | null {
  const { program } = life;
  if (kind === 'poststop') {
    const last = program?.gone ?? program?.end;
    return last != null && call.end !== null && last.seq > call.end.seq ? 'before-program-end' : null;
  }
  if (kind === 'poststart') {
    const before = slots.filter((s) => s.kind === 'startContainer').flatMap((s) => s.calls);
    if (before.some((b) => b.end !== null && call.begin.seq < b.end.seq)) return 'before-program';
    if (program === null) return null;
    return program.begin.seq < call.begin.seq ? null : 'open';
  }
  const end = call.end ?? call.begin;
  return program !== null && program.begin.seq < end.seq ? 'after-program' : null;
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
function judgeSequence({ slots, report }: OrderInput): void {
  const ran = slots.filter((s) => s.clear && s.calls.length > 0);
  ran.forEach((a, i) => {
    for (const b of ran.slice(i + 1)) {
      if (a.kind === b.kind && a.last > b.first) continue;
      const [last, first] = [a.calls.at(-1) as Call, b.calls[0] as Call];
      const swapped = last.begin.seq > first.begin.seq;
      if (a.kind === b.kind) {
        const path = `hooks.${a.kind}.order`;
        report.check('hooks.order.within-kind', !swapped, {
          path,
          token: 'swapped',
          title: `${a.kind} hooks do not run in listed order`,
        });
        const overlap = !swapped && last.end !== null && last.end.seq > first.begin.seq;
        report.check('hooks.order.sequential', !overlap, {
          path,
          token: 'overlapping',
          title: `a ${a.kind} hook begins before its predecessor has ended`,
        });
      } else {
        const rule = BETWEEN[`${a.kind} ${b.kind}`] ?? 'hooks.order.overall';
        // with startContainer against poststart the phase tells the same and more
        report.check(rule, !swapped, {
          path: `hooks.${b.kind}.${b.kind === 'poststart' ? 'phase' : 'order'}`,
          token: b.kind === 'poststart' ? 'before-program' : `before-${a.kind}`,
          title: `${b.kind} hooks run before ${a.kind} hooks`,
        });
      }
    }
  });
}

/** create does not run the program: nothing of it before start is called. */
function judgeProgram({ life, report }: OrderInput): void {
  const { program, create, start } = life;
  if (create.step.op !== 'create' || program === null || !create.span) return;
  const due = start?.span?.begin ?? Number.POSITIVE_INFINITY;
  const token = program.begin.seq < create.span.end ? 'in-create' : 'before-start';
  report.check('lifecycle.02.program-not-run', program.begin.seq > due, {
    path: 'program.begin',
    token,
    title: 'the program runs before start',
  });
}
