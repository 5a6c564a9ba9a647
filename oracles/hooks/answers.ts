/** What the runtime answers a hook that asks for the state of its container, or sends it a signal. */
import type { Case, HookKind } from '../../src/contract/case.ts';
import { programOf } from '../core/case.ts';
import type { Report } from '../core/report.ts';
import { ownRule, specRules } from '../core/rules.ts';
import { documentOf, STATUSES, statusWord } from '../core/state-document.ts';
import type { Slot } from './entries.ts';
import { STATUS } from './stdin.ts';

const ANSWERS = 'hooks.runtime.answers';
export const ANSWER_RULES = [
  ...specRules('op.state.returns', 'op.kill.wrong-status.error', 'op.kill.signal'),
  ownRule(ANSWERS, 'A runtime that waits for a hook answers the calls that this hook makes.'),
];

/** An answer: how the call ended (`ok`, `error` or `timeout`) and the state document that it printed, if any. */
export type Answer = { word: 'ok' | 'error' | 'timeout'; document: Record<string, unknown> | null };

export function answerOf({ answer }: Slot['calls'][number]): Answer | null {
  if (answer?.text === undefined) return null;
  const [how = '', ...rest] = answer.text.split('\n');
  const word = how === 'timeout' ? 'timeout' : how === 'exit 0' ? 'ok' : 'error';
  try {
    return { word, document: documentOf(JSON.parse(rest.join('\n'))) };
  } catch {
    return { word, document: null };
  }
}

/** Kinds that run before the container is created: whether it exists then is open. */
const isCreating = (kind: HookKind): boolean => kind === 'prestart' || kind === 'createRuntime';

export function judgeAnswers(c: Case, report: Report, { kind, calls, program, clear }: Slot): void {
  const asked = program?.behaviour.call;
  if (asked === undefined || !clear) return;
  for (const call of calls) {
    const answer = answerOf(call);
    if (answer === null) continue;
    report.check(ANSWERS, answer.word !== 'timeout', {
      path: `hooks.${asked.op}`,
      token: 'no-answer',
      kind: 'hang',
      title: `${asked.op} does not end while a hook runs`,
    });
    if (answer.word === 'timeout') return;
    // when the container is gone for good, before or after its last hooks, is open
    if (kind === 'poststop') return;
    if (asked.op === 'state') judgeState(report, kind, answer);
    // a program that ends by itself may have done so before
    else if (isCreating(kind) || programOf(c)?.behaviour.holdMs !== undefined)
      judgeKill(report, kind, answer);
  }
}

function judgeState(report: Report, kind: HookKind, { word, document }: Answer): void {
  const path = `hooks.${kind}.state`;
  report.check('op.state.returns', word === 'ok' && document !== null, {
    path,
    token: word === 'ok' ? 'no-object' : 'fails',
    // the status is creating, yet nobody says since when a container exists
    ...(isCreating(kind) ? { kind: 'spec-gap' as const } : {}),
    title: `state fails when a ${kind} hook asks`,
  });
  if (document === null || word !== 'ok') return;
  const { rule, right, gap } = STATUS[kind];
  const status = statusWord(document.status);
  report.check(rule, right.includes(status), {
    path: `${path}.status`,
    token: status,
    ...(gap.includes(status) || !STATUSES.includes(status) ? { kind: 'spec-gap' as const } : {}),
    title: `a ${kind} hook that asks for the state is told ${status}`,
    expected: right,
    actual: document.status,
  });
}

function judgeKill(report: Report, kind: HookKind, { word }: Answer): void {
  const path = `hooks.${kind}.kill`;
  if (isCreating(kind))
    report.check('op.kill.wrong-status.error', word === 'error', {
      path,
      token: 'succeeds',
      kind: 'spec-gap',
      title: `kill succeeds while the container is being created (${kind} hooks)`,
    });
  else
    report.check('op.kill.signal', word === 'ok', {
      path,
      token: 'fails',
      title: `kill fails when a ${kind} hook calls it`,
    });
}
