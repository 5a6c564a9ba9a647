/** concurrency: operations that began together, from two callers at once. The specification does not speak of them. */
import type { Case } from '../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { hooksMayFail, programOf, versionOf } from './core/case.ts';
import { type Status, type StepView, type Walk, walk } from './core/lifecycle.ts';
import { type Report, report } from './core/report.ts';
import { ownRule, specRules } from './core/rules.ts';
import { callsOf } from './core/timeline.ts';

const SERIAL = 'concurrency.serial';
const CONTAINER = 'concurrency.container';
const ONCE = 'op.start.not-created.no-effect';
const RULES = [
  ownRule(SERIAL, 'Operations at the same time come to what they could have come to one after the other.'),
  ownRule(CONTAINER, 'Operations at the same time lose no container, and leave none that nobody made.'),
  ...specRules(ONCE),
];

/** What an operation may come to in a status (runtime.md#operations): success or not, and the status afterwards. */
function possible(status: Status, { step }: StepView): [ok: boolean, then: Status][] {
  const refused: [boolean, Status][] = [[false, status]];
  const alive = status === 'created' || status === 'running';
  switch (step.op) {
    case 'create':
      // it may also fail for reasons of its own, as may what follows
      return status === 'none' ? [[true, 'created'], ...refused] : refused;
    case 'start':
      return status === 'created' ? [[true, 'running'], [false, 'stopped'], ...refused] : refused;
    case 'state':
      return status === 'none' ? refused : [[true, status]];
    case 'kill':
      return alive ? [status, 'stopped' as const].map((s) => [true, s]) : refused;
    case 'delete':
      if (step.force === true) return [[true, 'none'], ...(status === 'none' ? refused : [])];
      if (status === 'stopped') return [[true, 'none'], ...refused];
      // some delete what was never started: a rule of its own speaks of that
      return status === 'created' ? [[true, 'none'], ...refused] : refused;
    default:
      return [true, false].map((ok) => [ok, status]);
  }
}

/** Statuses in which the operations, in some order, leave the container with the outcomes that they had. */
function explained(from: Status[], steps: StepView[]): Set<Status> {
  if (steps.length === 0) return new Set(from);
  // a program may end at any time
  const now = new Set<Status>([...from, ...(from.includes('running') ? (['stopped'] as const) : [])]);
  const ends = new Set<Status>();
  for (const s of steps) {
    const then = [...now].flatMap((status) =>
      possible(status, s).flatMap(([ok, next]) => (ok === (s.seen.outcome === 'ok') ? [next] : [])),
    );
    const rest = steps.filter((other) => other !== s);
    if (then.length > 0) for (const end of explained(then, rest)) ends.add(end);
  }
  return ends;
}

/** Operations on one container that began together, two at least. */
function groupsOf({ steps }: Walk): StepView[][] {
  const groups = new Map<string, StepView[]>();
  for (const s of steps) {
    const key = `${s.group} ${s.name}`;
    if (s.group !== null) groups.set(key, [...(groups.get(key) ?? []), s]);
  }
  return [...groups.values()].filter((g) => g.length > 1);
}

function judgeGroup(c: Case, { steps, lives }: Walk, group: StepView[], r: Report): void {
  const [first] = group;
  if (first === undefined) return;
  if (group.some((s) => s.seen.outcome !== 'ok' && s.seen.outcome !== 'error')) {
    r.unknown(SERIAL, 'an operation was cut off');
    return;
  }
  const words = group.map((s) => s.step.op).sort();
  const path = `together.${words.join('+')}[${[...first.found].sort().join('|')}]`;
  const both = words.join(' and ');
  const succeeded = group.filter((s) => s.seen.outcome === 'ok');
  const outcomes = Object.fromEntries(group.map((s) => [`${s.step.op} ${s.index}`, s.seen.outcome]));
  const ends = explained(first.found, group);
  // what fails for a hook fails in any order; a start that does may take the container away by itself
  const mayFail = hooksMayFail(c);
  if (mayFail && ends.size === 0 && succeeded.length < group.length)
    r.unknown(SERIAL, 'an operation may have failed for a hook');
  else
    r.check(SERIAL, ends.size > 0, {
      path,
      token: `${succeeded.length}-of-${group.length}-succeed`,
      kind: 'spec-gap',
      title: `${both} at the same time: ${succeeded.length} of ${group.length} succeed`,
      actual: outcomes,
    });
  if (!mayFail) judgeContainer(group, steps, ends, { path, both, outcomes }, r);
  const label = programOf(c)?.path;
  const life = lives.find((l) => l.number === first.life);
  if (label === undefined || life === undefined || !words.includes('start')) return;
  const creates = life.steps.filter((s) => s.step.op === 'create' && s.seen.outcome === 'ok').length;
  r.check(ONCE, callsOf(life.events, label).length <= Math.max(1, creates), {
    path,
    token: 'program-runs-twice',
    title: `${both} at the same time run the program more than once`,
  });
}

/** The look at the container right after the group. */
function judgeContainer(
  group: StepView[],
  steps: StepView[],
  ends: Set<Status>,
  { path, both, outcomes }: { path: string; both: string; outcomes: unknown },
  r: Report,
): void {
  const [first, last] = [group[0], group.at(-1)] as [StepView, StepView];
  const next = steps.find((s) => s.index > last.index && s.name === first.name);
  if (next?.step.op !== 'state' || !['ok', 'error'].includes(next.seen.outcome)) return;
  const there = next.seen.outcome === 'ok';
  const did = (op: string) => group.some((s) => s.step.op === op && s.seen.outcome === 'ok');
  const deletes = group.some((s) => s.step.op === 'delete');
  const lost =
    !there &&
    (ends.size > 0 ? !ends.has('none') : !deletes && (did('create') || !first.found.includes('none')));
  const left =
    there &&
    (ends.size > 0 ? ends.size === 1 && ends.has('none') : first.found[0] === 'none' && !did('create'));
  r.check(CONTAINER, !lost && !left, {
    path,
    token: lost ? 'lost' : 'left',
    kind: lost ? 'violation' : 'residue',
    title: `${both} at the same time: ${lost ? 'the container is lost' : 'a container is left'}`,
    expected: [...ends],
    actual: { ...(outcomes as object), state: next.seen.state ?? next.seen.outcome },
  });
}

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const r = report('concurrency', RULES, run, versionOf(input));
  const w = walk(c, run);
  for (const group of groupsOf(w)) judgeGroup(c, w, group, r);
  return r.verdicts();
}

export const concurrency: Oracle = {
  name: 'concurrency',
  title: 'operations on one container from two callers at once',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
