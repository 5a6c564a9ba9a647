/** state: the status machine along the script, and the state document (runtime.md#state, #operations). */
import type { Case, Step } from '../../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { versionOf } from '../core/case.ts';
import { type StepView, stepPath, walk } from '../core/lifecycle.ts';
import { type Report, report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { type Document, documentOf, statusWord } from '../core/state-document.ts';
import { DOCUMENT_RULES, judgeDocument } from './document.ts';
import { FORBIDDEN, only, type Precondition } from './forbidden.ts';
import { FROZEN_RULES, judgeFrozen } from './frozen.ts';
import { judgeSignals, signalNumber } from './signals.ts';

const RULES = [
  ...DOCUMENT_RULES,
  ...FROZEN_RULES,
  ...specRules(
    'op.state.unknown-id',
    'op.create.id-duplicate',
    'op.create.cannot-apply',
    'op.start.not-created.error',
    'op.kill.wrong-status.error',
    'op.kill.signal',
    'op.kill.created',
    'op.delete.not-stopped.error',
    'op.delete.unknown-id',
    'op.delete.resources',
    'lifecycle.12.destroyed',
  ),
];

/** Operations that have to succeed. create and start: agreement on accept or refuse judges them. */
const REQUIRED: Partial<Record<Step['op'], Precondition[]>> = {
  state: [{ rule: 'op.state.returns', when: only('created', 'running', 'stopped') }],
  kill: [
    { rule: 'op.kill.signal', when: only('running') },
    { rule: 'op.kill.created', when: only('created') },
  ],
  delete: [{ rule: 'op.delete.resources', when: only('stopped') }],
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

/** After a failed create there is no container. */
function judgeNothingLeft(s: StepView, steps: StepView[], r: Report): void {
  if (s.step.op !== 'create' || s.seen.outcome !== 'error' || !only('none')(s.before)) return;
  const next = steps.find((e) => e.index > s.index && e.name === s.name);
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
  const r = report('state', RULES, run, versionOf(input));
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
  for (const life of w.lives) {
    judgeSignals(input.case, life, r);
    judgeFrozen(input.case, life, r);
  }
  return r.verdicts();
}

export const state: Oracle = {
  name: 'state',
  title: 'state document, status machine and preconditions of operations',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
