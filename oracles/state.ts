/** state: the status machine along the script, and the state document (runtime.md#state, #operations). */
import type { Case, Step } from '../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, programOf, versionOf } from './core/case.ts';
import { type Life, type Status, type StepView, stepPath, type Walk, walk } from './core/lifecycle.ts';
import { type Report, report } from './core/report.ts';
import { specRules } from './core/rules.ts';
import {
  bundleWord,
  type Document,
  deviatesAnnotations,
  documentOf,
  judgeSchema,
  STATUSES,
  statusWord,
} from './core/state-document.ts';

const RULES = specRules(
  'op.state.unknown-id',
  'op.state.returns',
  'op.create.id-duplicate',
  'op.create.cannot-apply',
  'op.start.not-created.error',
  'op.start.not-created.no-effect',
  'op.kill.wrong-status.error',
  'op.kill.wrong-status.no-effect',
  'op.kill.signal',
  'op.kill.created',
  'op.delete.not-stopped.error',
  'op.delete.not-stopped.no-effect',
  'op.delete.unknown-id',
  'op.delete.resources',
  'lifecycle.12.destroyed',
  'state.ociVersion',
  'state.id',
  'state.status.required',
  'state.status.created',
  'state.status.running',
  'state.status.stopped',
  'state.status.additional-distinct',
  'state.pid.required',
  'state.pid.value',
  'state.bundle',
  'state.annotations',
  'state.json-schema',
);

type Forbidden = { rule: string; when: (before: Status[]) => boolean };
const only =
  (...allowed: Status[]) =>
  (before: Status[]): boolean =>
    before.length > 0 && before.every((s) => allowed.includes(s));

/** Operations that have to fail, by the statuses that the container can be in. */
const FORBIDDEN: Partial<Record<Step['op'], Forbidden[]>> = {
  state: [{ rule: 'op.state.unknown-id', when: only('none') }],
  create: [{ rule: 'op.create.id-duplicate', when: only('created', 'running', 'stopped') }],
  start: [{ rule: 'op.start.not-created.error', when: only('none', 'running', 'stopped') }],
  kill: [{ rule: 'op.kill.wrong-status.error', when: only('none', 'stopped') }],
  delete: [
    { rule: 'op.delete.unknown-id', when: only('none') },
    { rule: 'op.delete.not-stopped.error', when: only('created', 'running') },
  ],
};

/** Operations that have to succeed. create and start: agreement on accept or refuse judges them. */
const REQUIRED: Partial<Record<Step['op'], Forbidden[]>> = {
  state: [{ rule: 'op.state.returns', when: only('created', 'running', 'stopped') }],
  kill: [
    { rule: 'op.kill.signal', when: only('running') },
    { rule: 'op.kill.created', when: only('created') },
  ],
  delete: [{ rule: 'op.delete.resources', when: only('stopped') }],
};

/** Observations hold no more of a stream (src/contract/observation.ts). */
const MAX_STREAM = 64 * 1024;

/** Signals that every runtime has to know by these names; others are spelled at the case's own risk. */
const SIGNALS: Record<string, number> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, TERM: 15 };
const signalNumber = (spelled: string): number | null => {
  const n = SIGNALS[spelled.replace(/^SIG/, '')];
  return n ?? Object.values(SIGNALS).find((v) => String(v) === spelled) ?? null;
};

const isForced = (s: StepView): boolean => s.step.op === 'delete' && s.step.force === true;
const isOdd = (s: StepView): boolean => s.step.op === 'kill' && signalNumber(s.step.signal) === null;

function judgeOutcome(c: Case, s: StepView, r: Report): void {
  const { outcome } = s.seen;
  if ((outcome !== 'ok' && outcome !== 'error') || isForced(s) || isOdd(s)) return;
  const forbidden = FORBIDDEN[s.step.op]?.find((f) => f.when(s.before));
  const required = REQUIRED[s.step.op]?.find((f) => f.when(s.before));
  const path = stepPath(s);
  const status = s.before.join(' or ');
  if (forbidden) {
    r.check(forbidden.rule, outcome === 'error', {
      path,
      token: 'succeeds',
      title: `${s.step.op} succeeds on a container that is ${status}`,
      expected: 'error',
      actual: 'ok',
    });
  } else if (required && !disturbed(c, s)) {
    r.check(required.rule, outcome === 'ok', {
      path,
      token: 'fails',
      title: `${s.step.op} fails on a container that is ${status}`,
      expected: 'ok',
      actual: s.seen.errorClass,
    });
  }
}

/** The script took the bundle away before: what may fail then is open. A failed poststop hook: hooks judge it. */
function disturbed(c: Case, s: StepView): boolean {
  const removed = c.script.slice(0, s.index).some((e) => e.op === 'remove' || e.op === 'write');
  return removed || (s.step.op === 'delete' && Array.isArray((c.config?.hooks as Document)?.poststop));
}

/** A failed operation changes nothing: the rule to blame if the status is another one afterwards. */
const NO_EFFECT: Partial<Record<Step['op'], string>> = {
  start: 'op.start.not-created.no-effect',
  kill: 'op.kill.wrong-status.no-effect',
  delete: 'op.delete.not-stopped.no-effect',
};

function blamed(steps: StepView[], s: StepView): string | null {
  const last = steps.findLast((e) => e.index < s.index && e.life === s.life && e.step.op in NO_EFFECT);
  const wrong = last && FORBIDDEN[last.step.op]?.some((f) => f.when(last.before));
  return wrong && last.seen.outcome === 'error' ? (NO_EFFECT[last.step.op] ?? null) : null;
}

function judgeStatus(w: Walk, s: StepView, doc: Document, r: Report): void {
  if (!('status' in doc)) {
    r.fail('state.status.required', { path: 'state.status', token: 'absent' });
    return;
  }
  r.ok('state.status.required');
  const status = statusWord(doc.status);
  const [expected] = s.before;
  const blame = blamed(w.steps, s);
  if (!STATUSES.includes(status)) {
    r.fail('state.status.additional-distinct', {
      path: 'state.status',
      token: status,
      kind: 'spec-gap',
      title: `state prints the status ${status}`,
      why: 'further values are allowed (runtime.md#state) but break the schema that states have to keep to',
      expected: s.before,
      actual: doc.status,
    });
    return;
  }
  if (s.before.includes('none') || expected === undefined) return;
  const holds = s.before.includes(status as Status);
  const rule =
    holds || blame === null ? `state.status.${s.before.length === 1 ? expected : 'running'}` : blame;
  if (s.before.length > 1 && holds) return;
  r.check(rule, holds, {
    path: blame !== null && !holds ? `state.status.after-${rule.split('.')[1]}` : 'state.status',
    token: `${status}-when-${[...s.before].sort().join('|')}`,
    ...(blame === null ? { kind: 'violation' as const, level: 'IMPLIED' as const } : {}),
    title: `state says ${status} of a container that is ${s.before.join(' or ')}`,
    expected: s.before,
    actual: status,
  });
  if (holds && blame !== null) r.ok(blame);
}

function judgePid(run: Run, life: Life | undefined, s: StepView, doc: Document, r: Report): void {
  const alive = s.before.every((b) => b === 'created' || b === 'running');
  if (!alive || s.before.length === 0) return;
  const { pid } = doc;
  const given = typeof pid === 'number' && pid > 0;
  r.check('state.pid.required', given, {
    path: 'state.pid',
    token: pid === undefined ? 'absent' : pid === 0 ? 'zero' : 'other',
    title: `state of a ${s.before.join(' or ')} container gives no pid`,
    actual: pid,
  });
  if (!given || run.runtime.ownKernel || life === undefined || life.crowded) return;
  const process =
    life.program?.begin.pid ?? run.observation.outside.find((v) => v.step > life.create.index)?.pid;
  if (process === undefined) {
    r.unknown('state.pid.value', 'the container process was not seen');
    return;
  }
  r.check('state.pid.value', pid === process, {
    path: 'state.pid',
    token: 'not-the-container-process',
    expected: process,
    actual: pid,
  });
}

function judgeDocument(input: JudgeInput, run: Run, w: Walk, s: StepView, r: Report): void {
  const { case: c } = input;
  const doc = documentOf(s.seen.state);
  if (doc === null && s.seen.stdout.length >= MAX_STREAM) {
    r.unknown('op.state.returns', 'the output is too long for an observation');
    return;
  }
  if (doc === null) {
    const token = s.seen.stdout.trim() === '' ? 'empty' : 'no-object';
    r.fail('op.state.returns', { path: 'state', token, title: 'state prints no JSON object' });
    return;
  }
  r.check('state.ociVersion', typeof doc.ociVersion === 'string' && doc.ociVersion !== '', {
    path: 'state.ociVersion',
    token: 'absent',
    actual: doc.ociVersion,
  });
  r.check('state.id', doc.id === s.id, {
    path: 'state.id',
    token: 'id' in doc ? 'other' : 'absent',
    expected: s.id,
    actual: doc.id,
  });
  const bundle = bundleWord(c, doc.bundle);
  r.check('state.bundle', bundle === 'right', {
    path: 'state.bundle',
    token: bundle,
    title: `the bundle of the state is ${bundle}`,
    actual: doc.bundle,
  });
  const configured = configOf(c)?.annotations;
  if (configured !== undefined && Object.keys(configured).length > 0) {
    const off = deviatesAnnotations(configured, doc.annotations);
    if (off !== null)
      r.check('state.annotations', off === '', {
        path: 'state.annotations',
        token: off,
        // the member is optional; present it lists what is associated with the container
        kind: off === 'absent' ? 'spec-gap' : 'difference',
        expected: configured,
        actual: doc.annotations,
      });
  }
  judgeSchema(r, doc, 'state');
  judgeStatus(w, s, doc, r);
  judgePid(run, w.lives[s.life], s, doc, r);
}

/** A signal that a holding program can catch reaches it; KILL ends it. */
function judgeSignals(c: Case, life: Life, r: Report): void {
  const program = programOf(c);
  if (program === null || life.program === null || life.crowded) return;
  for (const s of life.steps) {
    if (s.step.op !== 'kill' || s.seen.outcome !== 'ok' || !only('running')(s.before) || !s.span) continue;
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
    } else if (next.seen.outcome === 'ok' || life.program.end !== null) {
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

/** After a failed create there is no container. */
function judgeNothingLeft(s: StepView, steps: StepView[], r: Report): void {
  if (s.step.op !== 'create' || s.seen.outcome !== 'error' || !only('none')(s.before)) return;
  const next = steps.find((e) => e.index > s.index && e.id === s.id);
  if (next?.step.op !== 'state' || !only('none')(next.before)) return;
  r.check('op.create.cannot-apply', next.seen.outcome !== 'ok', {
    path: 'state.after-failed-create',
    token: statusWord(documentOf(next.seen.state)?.status),
    title: 'a failed create leaves a container',
    expected: 'error',
    actual: next.seen.state,
  });
}

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const r = report('state', RULES, run, versionOf(input.case));
  const w = walk(input.case, run);
  for (const s of w.steps) {
    judgeNothingLeft(s, w.steps, r);
    const failedCreate = w.steps.find((e) => e.life === s.life)?.seen.outcome === 'error';
    // after a failed create the rule above speaks
    if (!(s.step.op === 'state' && failedCreate)) judgeOutcome(input.case, s, r);
    if (s.step.op === 'state' && s.seen.outcome === 'ok') judgeDocument(input, run, w, s, r);
    if (
      s.step.op === 'state' &&
      only('none')(s.before) &&
      w.steps.some((e) => e.step.op === 'delete' && e.life === s.life && e.seen.outcome === 'ok')
    )
      r.check('lifecycle.12.destroyed', s.seen.outcome !== 'ok', {
        path: stepPath(s),
        token: 'succeeds',
        title: 'a deleted container still has a state',
      });
  }
  for (const life of w.lives) judgeSignals(input.case, life, r);
  return r.verdicts();
}

export const state: Oracle = {
  name: 'state',
  title: 'state document, status machine and preconditions of operations',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
