/**
 * faults: what a runtime leaves and still answers when something befell it in an operation: it was killed, could not
 * write, ran out of descriptors. The specification is silent, so nothing here is a violation; and nothing is found
 * but where the same script without the fault came to a good end.
 */
import { type Case, hasFaults, idOf, type Step } from '../../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../../src/contract/verdict.ts';
import { versionOf } from '../core/case.ts';
import { crashWord } from '../core/crash.ts';
import { containerLeft } from '../core/left.ts';
import { mayWait } from '../core/patience.ts';
import { type Report, report } from '../core/report.ts';
import { ownRule } from '../core/rules.ts';
import { documentOf } from '../core/state-document.ts';
import { type Befallen, befallen, type Made, madeOf } from './befallen.ts';

const CRASH = 'faults.crash';
const HANG = 'faults.hang';
const STATE = 'faults.state';
const LEFT = 'faults.left';
const TOLD = 'faults.told';
const REUSE = 'faults.reuse';
const RULES = [
  ownRule(CRASH, 'A runtime that something befalls, or that finds what is left of it, does not crash.'),
  ownRule(HANG, 'An operation ends whatever befalls the runtime, and so do those after it.'),
  ownRule(STATE, 'After a fault `state` answers, or says that there is no such container.'),
  ownRule(
    LEFT,
    'What a fault has left is gone after `delete --force`; an operation that failed leaves nothing.',
  ),
  ownRule(TOLD, 'A delete that says in spite of a fault that it succeeded leaves no container.'),
  ownRule(REUSE, 'After a fault and `delete --force` a container with the same id can be made again.'),
];

/** How programs in Go and libc end by themselves when they get no thread or descriptor. */
const STARVED = ['go-fatal', 'go-trace', 'SIGABRT', 'exit-134'];

/** True for an end that is the answer to having nothing: no memory was touched that is not there. */
function isStarved({ fault, index }: Befallen, crash: string, { seen }: Made): boolean {
  if (seen.index !== index || (fault.type !== 'processes' && fault.type !== 'files')) return false;
  // panics of its own wording are how a program in Go may say that it got no descriptor
  return STARVED.includes(crash) || (crash === 'go-panic' && !/^panic: runtime error/m.test(seen.stderr));
}

function judgeStep(c: Case, at: Befallen, made: Made, r: Report): void {
  const { step, seen } = made;
  const path = seen.index === at.index ? at.path : `${at.path}.${step.op}`;
  const when = seen.index === at.index ? 'in' : `after a fault in`;
  const crash = crashWord(c, step.op, seen);
  r.check(CRASH, crash === null || isStarved(at, crash, made), {
    path,
    token: crash ?? '',
    kind: 'crash',
    title: `${step.op} crashes (${crash}) ${when} ${at.what}`,
    actual: { exitCode: seen.exitCode, signal: seen.signal, stderr: seen.stderr.slice(0, 2000) },
  });
  if (seen.outcome === 'timeout' && mayWait(c, step.op, seen.wallMs)) {
    r.unknown(HANG, 'the case itself makes the operation wait');
    return;
  }
  r.check(HANG, seen.outcome !== 'timeout', {
    path,
    token: 'timeout',
    kind: 'hang',
    title: `${step.op} does not end ${when} ${at.what}`,
    expected: 'an end',
    actual: `killed after ${Math.round(seen.wallMs / 1000)} s`,
  });
}

/** The first look at the container behind the fault, before anything else is done. */
function judgeState(at: Befallen, next: Made | undefined, r: Report): void {
  if (next?.step.op !== 'state' || !['ok', 'error'].includes(next.seen.outcome)) return;
  const { outcome, errorClass, state, stderr } = next.seen;
  const answered = outcome === 'ok' && typeof documentOf(state)?.status === 'string';
  if (answered || (outcome === 'error' && errorClass === 'not-found')) {
    r.ok(STATE);
    return;
  }
  r.fail(STATE, {
    path: at.path,
    token: outcome === 'ok' ? 'no-document' : `${errorClass}`,
    kind: outcome === 'ok' ? 'residue' : 'spec-gap',
    title: `state neither answers nor says that there is no container, after a fault in ${at.what}`,
    actual: outcome === 'ok' ? state : stderr.slice(0, 500),
  });
}

/** A delete that something befell, and the look behind it. */
function judgeTold(at: Befallen, [struck, next]: readonly Made[], control: readonly Made[], r: Report): void {
  if (struck?.step.op !== 'delete' || struck.seen.outcome !== 'ok' || next?.step.op !== 'state') return;
  if (control.find(({ seen }) => seen.index === next.seen.index)?.seen.outcome !== 'error') return;
  r.check(TOLD, next.seen.outcome !== 'ok', {
    path: at.path,
    token: 'still-there',
    kind: 'residue',
    title: `${at.what} succeeds, and the container is still there`,
    expected: 'an error, or no container',
    actual: next.seen.state,
  });
}

const isCleanUp = ({ step }: Made): boolean =>
  step.op === 'delete' && step.force === true && step.fault === undefined;
const makes = ({ step }: Made): boolean => step.op === 'create' || step.op === 'run';

/** What is left in the end: behind a clean-up, or behind an operation that failed. */
function judgeLeft(c: Case, run: Run, control: Run, at: Befallen, made: readonly Made[], r: Report): void {
  const ids = [...new Set(c.script.flatMap((s) => idOf(s) ?? []))];
  const after = made.slice(made.findLastIndex(makes));
  const cleaned = after.findLast(isCleanUp);
  const failed = made.find(({ seen }) => seen.index === at.index);
  const refused = failed !== undefined && makes(failed) && failed.seen.outcome === 'error';
  if (cleaned === undefined && !(refused && after[0] === failed)) {
    r.unknown(LEFT, 'the container was not deleted by force, nor had its create failed');
    return;
  }
  const without = new Set(containerLeft(c, control, ids).map((l) => `${l.path} ${l.token}`));
  const left = containerLeft(c, run, ids).filter((l) => !without.has(`${l.path} ${l.token}`));
  const things = left.filter((l) => l.kind === 'residue');
  const answers = cleaned && after.find((m) => m.step.op === 'state' && m.seen.index > cleaned.seen.index);
  const words = [
    ...things.map((l) => l.path.replace(/^residue\.|\[.*$/g, '')),
    ...(answers?.seen.outcome === 'ok' ? ['state'] : []),
  ];
  const what = [...new Set(words)].sort();
  const how = cleaned === undefined ? 'after-failure' : cleaned.seen.outcome === 'ok' ? '' : 'undeletable';
  r.check(LEFT, what.length === 0, {
    path: at.path,
    token: [what.join('+'), how].filter((w) => w !== '').join('-'),
    kind: 'residue',
    title: `${what.join(', ')} of the container are left after a fault in ${at.what}`,
    expected: 'nothing, as without the fault',
    actual: Object.fromEntries(things.map((l) => [`${l.path} ${l.token}`, l.actual])),
  });
}

/** Creates with an id that a clean-up has freed. */
function judgeReuse(at: Befallen, made: readonly Made[], control: readonly Made[], r: Report): void {
  const behind = made.filter(({ seen }) => seen.index > at.index);
  for (const [n, create] of behind.entries()) {
    const cleaned = behind.slice(0, n).findLast((m) => isCleanUp(m) || makes(m));
    if (!makes(create) || cleaned === undefined || !isCleanUp(cleaned)) continue;
    const { outcome, errorClass, index, stderr } = create.seen;
    const usual = control.find(({ seen }) => seen.index === index)?.seen.outcome;
    if (cleaned.seen.outcome !== 'ok' || usual !== 'ok' || !['ok', 'error'].includes(outcome)) {
      r.unknown(
        REUSE,
        'the container was not deleted, or the id cannot be used twice without a fault either',
      );
      continue;
    }
    r.check(REUSE, outcome === 'ok', {
      path: at.path,
      token: errorClass === 'exists' ? 'taken' : `refused:${errorClass}`,
      kind: 'residue',
      title: `${errorClass === 'exists' ? 'the id is still taken' : 'create fails'} after a fault in ${at.what} and delete --force`,
      expected: 'a container, as without the fault',
      actual: stderr.slice(0, 500),
    });
  }
}

/** Why a run cannot be judged. */
function excuse(c: Case, at: Befallen, made: readonly Made[], control: readonly Made[]): string | null {
  const { fault } = made.find(({ seen }) => seen.index === at.index)?.seen ?? {};
  if (fault !== 'applied') return `the fault did not befall it: ${fault?.not ?? 'not reached'}`;
  const first = control.find(makes)?.seen.outcome;
  if (first !== 'ok') return 'no run without the fault made a container';
  const stuck = control.find(
    ({ seen }) => seen.outcome === 'timeout' || crashWord(c, seen.op as Step['op'], seen),
  );
  return stuck === undefined ? null : `without the fault ${stuck.step.op} hangs or crashes too`;
}

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const at = befallen(c, run);
  if (at === null) return [];
  const r = report('faults', RULES, run, versionOf(input));
  const plain: Run | null = run.control ? { ...run, observation: run.control } : null;
  const [made, control] = [madeOf(c, run), plain === null ? [] : madeOf(c, plain)];
  const why = excuse(c, at, made, control);
  if (why !== null || plain === null) {
    for (const { id } of RULES) r.unknown(id, why ?? 'it was not run without the fault');
    return r.verdicts();
  }
  const operations = made.filter(({ seen }) => seen.argv.length > 0 && seen.index >= at.index);
  for (const m of operations) judgeStep(c, at, m, r);
  judgeState(at, operations[1], r);
  judgeTold(at, operations, control, r);
  judgeReuse(at, made, control, r);
  if (made.some(({ seen }) => seen.outcome === 'timeout')) r.unknown(LEFT, 'an operation was cut off');
  else judgeLeft(c, run, plain, at, made, r);
  return r.verdicts();
}

export const faults: Oracle = {
  name: 'faults',
  title: 'what is left, and what still works, after a fault was put into an operation (--faults)',
  rules: RULES,
  judge: (input) => (hasFaults(input.case) ? input.runs.flatMap((run) => judgeRun(input, run)) : []),
};
