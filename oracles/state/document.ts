/** The state document that `state` prints, against the status that the script has come to. */
import type { Step } from '../../src/contract/case.ts';
import type { JudgeInput, Run } from '../../src/contract/verdict.ts';
import { configOf } from '../core/case.ts';
import type { Life, Status, StepView, Walk } from '../core/lifecycle.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import {
  bundleWord,
  type Document,
  deviatesAnnotations,
  documentOf,
  judgeSchema,
  STATUSES,
  statusWord,
} from '../core/state-document.ts';
import { FORBIDDEN } from './forbidden.ts';

export const DOCUMENT_RULES = specRules(
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
  'op.start.not-created.no-effect',
  'op.kill.wrong-status.no-effect',
  'op.delete.not-stopped.no-effect',
  'op.state.returns',
);

/** Observations hold no more of a stream (src/contract/observation.ts). */
const MAX_STREAM = 64 * 1024;

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

export function judgeDocument(input: JudgeInput, run: Run, w: Walk, s: StepView, r: Report): void {
  const { case: c } = input;
  const doc = documentOf(s.seen.state);
  if (doc === null) {
    const token = s.seen.stdout.trim() === '' ? 'empty' : 'no-object';
    if (s.seen.stdout.length >= MAX_STREAM)
      r.unknown('op.state.returns', 'the output is too long for an observation');
    else if (w.steps.some((x) => x.index < s.index && x.seen.outcome === 'timeout'))
      r.unknown('op.state.returns', 'an operation was ended half way');
    else r.fail('op.state.returns', { path: 'state', token, title: 'state prints no JSON object' });
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
  const configured = w.lives[s.life]?.altered ? undefined : configOf(c)?.annotations;
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
