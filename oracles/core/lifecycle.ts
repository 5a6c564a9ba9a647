/**
 * The status machine of runtime.md#lifecycle, walked along a script with what was observed. A status is a set:
 * all that the container may be in, as far as the observation proves it.
 */
import { type Case, idOf, isAlongside, isOperation, type Step } from '../../src/contract/case.ts';
import type {
  Observation,
  OrderEvent,
  OutsideView,
  StepObservation,
} from '../../src/contract/observation.ts';
import { remembered } from '../../src/contract/remembered.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { configOf, hooksMayFail, programOf } from './case.ts';
import { alteredFrom, viewsOf } from './record.ts';
import { stifles } from './seccomp.ts';
import { type Call, callsOf, type Span, spansOf } from './timeline.ts';

export type Status = 'none' | 'created' | 'running' | 'stopped';
export const ALL: Status[] = ['none', 'created', 'running', 'stopped'];

/** A step of the script, what came of it, and the possible statuses of its container before it (none without an id). */
export type StepView = {
  index: number;
  step: Step;
  id: string;
  /** id, and the state directory where that is not the usual one */
  name: string;
  seen: StepObservation;
  before: Status[];
  /** `before` of what began first, for operations that began together: theirs is open */
  found: Status[];
  span: Span | null;
  /** number of the life (see `Life`) that the container is in, -1 before the first create */
  life: number;
  /** number of the operations that ran at the same time, null for one that ran alone */
  group: number | null;
};

/** One container from its create (or run) up to the next create of the same id. */
export type Life = {
  number: number;
  id: string;
  name: string;
  create: StepView;
  start: StepView | null;
  delete: StepView | null;
  steps: StepView[];
  /** events from its create's begin to the next life's */
  events: OrderEvent[];
  /** the program's first report, if it came in order */
  program: Call | null;
  /** pid of the container process in the runtime namespace, null if nothing told it */
  pid: number | null;
  /**
   * true if another container lived at the same time, or operations on this one overlapped: then reports do not tell
   * whose they are, and the order of operations not what they did
   */
  crowded: boolean;
  /** true if some operations on it overlapped */
  concurrent: boolean;
  /** true if config.json was changed before its create: it is not the case's config */
  altered: boolean;
};

export type Walk = { steps: StepView[]; lives: Life[] };

/** The ids' statuses along the script, and the lives that it has. Pure; total on odd observations. */
export const walk = remembered((c: Case, run: Run): Walk => {
  const o = run.observation;
  const spans = spansOf(o);
  const groups = groupsOf(c);
  const statuses = new Map<string, Status[]>();
  const lifeOf = new Map<string, number>();
  const steps: StepView[] = [];
  let lives = 0;
  for (const seen of [...o.steps].sort((a, b) => a.index - b.index)) {
    const step = c.script[seen.index];
    if (step === undefined || seen.outcome === 'skipped') continue;
    const id = idOf(step);
    if (id === null) {
      steps.push(namesNone(seen, step, spans.get(seen.index) ?? null));
      continue;
    }
    // containers are told apart by id and state directory
    const name = 'root' in step && step.root !== undefined ? `${step.root}/${id}` : id;
    const span = spans.get(seen.index) ?? null;
    const group = groups.get(seen.index) ?? null;
    const known = statuses.get(name) ?? (['none'] as Status[]);
    // of operations at the same time nobody knows which found what
    const together = group !== null && steps.some((s) => s.group === group && s.name === name);
    const opens = !together && (step.op === 'create' || step.op === 'run') && known.includes('none');
    const earlier = lifeOf.get(name) ?? -1;
    const before =
      opens || group !== null
        ? known
        : proven(c, run, known, earlier < 0 ? null : lifeFrom(c, o, steps, earlier), {
            index: seen.index,
            step,
            span,
          });
    if (opens) lifeOf.set(name, lives++);
    const found = steps.find((s) => group !== null && s.group === group && s.name === name)?.found ?? before;
    const view = { index: seen.index, step, id, name, seen, before, found, span, group };
    steps.push({ ...view, life: lifeOf.get(name) ?? -1 });
    if (group !== null) statuses.set(name, ALL);
    else if (isOperation(step) || step.op === 'wait') statuses.set(name, after({ ...view, life: -1 }, c));
  }
  const views = steps.map((s) => (s.group === null ? s : { ...s, before: ALL }));
  return { steps: views, lives: Array.from({ length: lives }, (_, n) => lifeFrom(c, o, views, n)) };
});

/** An operation that is called without an id is about no container: it has no status before it, and no life. */
const namesNone = (seen: StepObservation, step: Step, span: Span | null): StepView => ({
  ...{ index: seen.index, step, id: '', name: '', seen, span },
  ...{ before: [], found: [], life: -1, group: null },
});

/** Numbers of the groups of operations that begin together, by index of the step. */
function groupsOf(c: Case): Map<number, number> {
  const groups = new Map<number, number>();
  for (const index of c.script.keys()) {
    if (!isAlongside(c.script, index)) continue;
    const group = groups.get(index) ?? index;
    groups.set(index, group).set(index + 1, group);
  }
  return groups;
}

const hooksTamper = (c: Case): boolean =>
  c.files.some(
    (f) =>
      f.type === 'program' &&
      f.behaviour.role === 'hook' &&
      (f.behaviour.remove ?? f.behaviour.mount ?? f.behaviour.write ?? f.behaviour.call) !== undefined,
  );

/** What an operation leaves, by runtime.md#operations and its outcome. */
function after({ step, seen, before }: StepView, c: Case): Status[] {
  if (seen.outcome === 'timeout' || seen.outcome === 'signal') return step.op === 'wait' ? before : ALL;
  const ok = seen.outcome === 'ok';
  const only = (...keep: Status[]): Status[] => keep;
  switch (step.op) {
    case 'create':
      // what a hook takes away, or a filter denies, may end the container process before its start
      if (ok) return only('created', ...(hooksTamper(c) || isStifled(c) ? (['stopped'] as const) : []));
      // a failed hook may leave a stopped container: the text can be read both ways (runtime.md#lifecycle)
      return before.includes('none')
        ? only('none', ...(hookKinds(c).length > 0 ? (['stopped'] as const) : []))
        : before;
    case 'run':
      return only('none', 'stopped', 'running');
    case 'start':
      if (ok) return only('running', 'stopped');
      return before.includes('created') ? ALL : before;
    case 'kill':
      return ok && !before.includes('stopped') && !before.includes('none') ? [...before, 'stopped'] : before;
    case 'delete':
      if (ok) return only('none');
      // a poststop hook that fails may fail a delete that has taken the container away
      if (hookKinds(c).includes('poststop') && hooksMayFail(c)) return ALL;
      return step.force === true || before.includes('stopped') ? ALL : before;
    case 'wait':
      return seen.waited === 'ended' ? stopped(before) : before;
    default:
      return before;
  }
}

const isStifled = (c: Case): boolean => stifles(configOf(c)?.linux?.seccomp, null);

/** The same statuses once the container process has ended. */
const stopped = (before: Status[]): Status[] => [
  ...new Set(before.map((s): Status => (s === 'none' ? s : 'stopped'))),
];

const hookKinds = (c: Case): string[] => Object.keys((c.config?.hooks as object | undefined) ?? {});

/** Narrows `before` by what events prove: the container process was there all through the step, or gone before. */
function proven(
  c: Case,
  run: Run,
  before: Status[],
  life: Life | null,
  { index, step, span }: Pick<StepView, 'index' | 'step' | 'span'>,
): Status[] {
  if (life === null || span === null || run.runtime.ownKernel || life.crowded) return before;
  const { program, pid } = life;
  const o = run.observation;
  const reaped = life.events.find((e) => e.type === 'reaped' && e.pid !== undefined && e.pid === pid);
  if (reaped && reaped.seq < span.begin) return stopped(before);
  const signalled = hooksTamper(c) || life.steps.some((s) => s.step.op === 'kill' && s.seen.outcome === 'ok');
  // a delete ends the program itself: without a last word it lived until then
  const killed = step.op === 'delete' && !signalled && programOf(c)?.behaviour.signal === undefined;
  // the end of a process may show in the runtime's answer before the agent, which reaps at once, has noted it
  const next = o.events.find((e) => e.type === 'step-begin' && e.seq > span.end)?.seq ?? Infinity;
  const until = step.op === 'state' ? next : span.end;
  const looks = step.op === 'state' || step.op === 'kill';
  // a process may have ended and be there still, until threads of it that go on have ended too
  const wasGone = o.outside.some(
    (v) => v.status === null && v.pid === pid && v.step > life.create.index && v.step < index,
  );
  if (looks && (wasGone || (reaped && reaped.seq < until)))
    return [...new Set([...before, ...stopped(before)])];
  if (program === null || program.begin.seq > span.begin || !before.includes('running')) return before;
  const { gone, end } = program;
  const ended = (end?.seq ?? Infinity) < until || (gone?.seq ?? Infinity) < (killed ? span.begin : until);
  return ended ? before : ['running'];
}

function lifeFrom(c: Case, o: Observation, all: StepView[], n: number): Life {
  const steps = all.filter((s) => s.life === n);
  const create = steps[0] as StepView;
  const from = create.span?.begin ?? 0;
  const next = all.find((s) => s.life > n && s.name === create.name);
  const to = next?.span?.begin ?? Number.POSITIVE_INFINITY;
  const events = o.events.filter((e) => e.seq >= from && e.seq < to);
  const label = programOf(c)?.path;
  const program = label === undefined ? null : (callsOf(events, label)[0] ?? null);
  const of = (op: string) => steps.filter((s) => s.step.op === op);
  const concurrent = steps.some((s) => s.group !== null);
  const neighbours = all.some(
    (s) => s.name !== create.name && s.life >= 0 && (s.span?.end ?? 0) > from && (s.span?.begin ?? 0) < to,
  );
  const pids = [
    ...of('state').map((s) => (s.seen.state as { pid?: unknown } | null | undefined)?.pid),
    ...o.outside.filter((v) => steps.some((s) => s.index === v.step)).map((v) => v.pid),
    program?.begin.pid,
  ];
  return {
    number: n,
    id: create.id,
    name: create.name,
    create,
    start: of('start').find((s) => s.before.includes('created')) ?? null,
    delete: of('delete').find((s) => s.seen.outcome === 'ok') ?? null,
    steps,
    events,
    program,
    pid: pids.find((p): p is number => typeof p === 'number' && p > 0) ?? null,
    crowded: concurrent || neighbours,
    concurrent,
    altered: create.index >= alteredFrom(c),
  };
}

/** Looks at the container process after the create of a life has returned, and before its start; none in doubt. */
export function viewsAtCreate(
  c: Case,
  run: Run,
  { create, start, steps, crowded, altered }: Life,
): OutsideView[] {
  if (crowded || altered || create.step.op !== 'create' || create.seen.outcome !== 'ok') return [];
  const until = start?.index ?? steps.at(-1)?.index ?? 0;
  return viewsOf(c, run.observation).filter(
    (v) => v.step > create.index && v.step < until && v.status !== null,
  );
}

/** True if the container came into being and, where the script starts it, was started. */
export function accepted({ lives }: Walk): boolean {
  const life = lives[0];
  if (life === undefined) return false;
  const started = life.steps.find((s) => s.step.op === 'start' && s.before.includes('created'));
  return life.create.seen.outcome === 'ok' && (started === undefined || started.seen.outcome === 'ok');
}

/** Name of a step for paths: operation and the possible statuses before it, `steps.delete[running]`, `steps.kill[no-id]`. */
export const stepPath = ({ step, before }: StepView): string =>
  `steps.${step.op}[${[...before].sort().join('|') || 'no-id'}]`;
