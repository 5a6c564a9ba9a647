/** state: the status machine along the script, and the state document (runtime.md#state, #operations). */
import { type Case, CONTAINER_ID, idOf, type Step } from '../../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { versionOf } from '../core/case.ts';
import { type StepView, stepPath, walk } from '../core/lifecycle.ts';
import { type Report, report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import type { Document } from '../core/state-document.ts';
import { CREATE_RULES, findsNothing, judgeDeferred, judgeLocation, judgeNothingLeft } from './create.ts';
import { DOCUMENT_RULES, judgeDocument } from './document.ts';
import { FORBIDDEN, NO_ID, only, type Precondition } from './forbidden.ts';
import { FROZEN_RULES, judgeFrozen } from './frozen.ts';
import { judgeSignals, signalNumber } from './signals.ts';
import { judgeStart, START_RULES } from './start.ts';

const RULES = [
  ...DOCUMENT_RULES,
  ...FROZEN_RULES,
  ...CREATE_RULES,
  ...START_RULES,
  ...specRules(
    ...Object.values(NO_ID),
    'op.supported',
    'op.state.unknown-id',
    'op.create.id-duplicate',
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

/** An operation that is called without an id. */
function judgeNoId(s: StepView, r: Report): void {
  const rule = NO_ID[s.step.op];
  const { outcome } = s.seen;
  if (rule === undefined || (outcome !== 'ok' && outcome !== 'error')) return;
  r.check(rule, outcome === 'error', {
    path: stepPath(s),
    token: 'succeeds',
    title: `${s.step.op} succeeds without a container id`,
    expected: 'error',
    actual: 'ok',
  });
}

/** An operation that the runtime does not know, by its own words, is not there: none that it has done is. */
function judgeSupported(c: Case, s: StepView, r: Report): void {
  const { outcome, errorClass } = s.seen;
  const legal =
    REQUIRED[s.step.op]?.some((f) => f.when(s.before)) ||
    (s.step.op === 'start' && only('created')(s.before));
  const plain = !isForced(s) && !isOdd(s) && s.id === CONTAINER_ID;
  if (outcome === 'ok' && s.step.op in NO_ID) r.ok('op.supported');
  else if (outcome === 'error' && errorClass === 'usage' && legal && plain && !disturbed(c, s))
    r.fail('op.supported', {
      path: stepPath(s),
      token: 'usage',
      title: `the runtime does not know how to ${s.step.op}`,
      expected: 'ok',
      actual: s.seen.stderr.slice(0, 500),
    });
}

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const r = report('state', RULES, run, versionOf(input));
  const w = walk(input.case, run);
  for (const s of w.steps) {
    if (idOf(s.step) === null) {
      judgeNoId(s, r);
      continue;
    }
    judgeSupported(input.case, s, r);
    judgeNothingLeft(s, w.steps, r);
    if (findsNothing(s, w.steps, r)) continue;
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
    judgeLocation(input.case, life, r);
    judgeDeferred(input.case, run, life, r);
    judgeStart(input.case, run, life, r);
  }
  return r.verdicts();
}

export const state: Oracle = {
  name: 'state',
  title: 'state document, status machine and preconditions of operations',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
