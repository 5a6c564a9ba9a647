/** create: what has to be there when it has returned, and what must not be when it has failed (runtime.md#create). */
import { type Case, isOperation } from '../../src/contract/case.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { bytesOf, configOf } from '../core/case.ts';
import { type Life, type StepView, stepPath, viewsAtCreate } from '../core/lifecycle.ts';
import { changesConfig } from '../core/record.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import { documentOf, statusWord } from '../core/state-document.ts';
import { only } from './forbidden.ts';

export const CREATE_RULES = specRules(
  'op.create.cannot-apply',
  'op.create.id-invalid',
  'op.create.new-container',
  'op.create.args-deferred',
  'bundle.config.location',
);

/** Ids that no runtime has a reason to refuse. */
const PLAIN_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** The next operation on the same container. */
const next = (steps: StepView[], s: StepView): StepView | undefined =>
  steps.find((e) => e.index > s.index && e.name === s.name && isOperation(e.step));

/** After a failed create there is no container, whatever it was that made it fail. */
export function judgeNothingLeft(s: StepView, steps: StepView[], r: Report): void {
  if (s.step.op !== 'create' || s.seen.outcome !== 'error' || !only('none')(s.before)) return;
  const look = next(steps, s);
  if (look?.step.op !== 'state' || !only('none')(look.before)) return;
  r.check(
    PLAIN_ID.test(s.id) ? 'op.create.cannot-apply' : 'op.create.id-invalid',
    look.seen.outcome !== 'ok',
    {
      path: 'state.after-failed-create',
      token: statusWord(documentOf(look.seen.state)?.status),
      title: 'a failed create leaves a container',
      expected: 'error',
      actual: look.seen.state,
    },
  );
}

/** True for a look right after a successful create that finds nothing: then create is to blame, not state. */
export function findsNothing(s: StepView, steps: StepView[], r: Report): boolean {
  const create = steps.find((e) => e.step.op === 'create' && next(steps, e) === s);
  if (s.step.op !== 'state' || create === undefined || create.group !== null) return false;
  if (create.seen.outcome !== 'ok' || !only('none')(create.before)) return false;
  const lost = s.seen.outcome === 'error' && s.seen.errorClass === 'not-found';
  if (!lost && s.seen.outcome !== 'ok') return false;
  r.check('op.create.new-container', !lost, {
    path: stepPath(s),
    token: 'not-found',
    title: 'create succeeds, yet there is no container',
    expected: 'created',
    actual: 'no container',
  });
  return lost;
}

/** Nothing but a config.json at the top of the bundle is the container's configuration. */
export function judgeLocation(c: Case, { create }: Life, r: Report): void {
  const last = c.script.slice(0, create.index).findLast(changesConfig);
  if (last?.op !== 'remove' || create.group !== null) return;
  const { outcome } = create.seen;
  if (outcome === 'ok' || outcome === 'error')
    r.check('bundle.config.location', outcome === 'error', {
      path: 'config.json',
      token: 'not-needed',
      title: 'create succeeds without a config.json at the top of the bundle',
      expected: 'error',
      actual: 'ok',
    });
}

/** Between create and start the container process is not yet what process.args names. */
export function judgeDeferred(c: Case, run: Run, life: Life, r: Report): void {
  const args = configOf(c)?.process?.args;
  const [look] = viewsAtCreate(c, run, life);
  if (run.runtime.ownKernel || !args?.length || look == null || look.cmdline === null) return;
  const early = look.cmdline === args.map((a) => `${bytesOf(a)}\0`).join('');
  r.check('op.create.args-deferred', !early, {
    path: 'process.cmdline',
    token: 'before-start',
    title: 'the container process is the program before start',
    expected: 'something else than process.args',
    actual: look.cmdline,
  });
}
