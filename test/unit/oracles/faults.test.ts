/** The oracle of faults: what it finds behind a fault, what it leaves alone, and that no other oracle speaks. */
import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../../oracles/index.ts';
import type { Case, Step } from '../../../src/contract/case.ts';
import type { Fault } from '../../../src/contract/fault.ts';
import type { Observation, StepObservation } from '../../../src/contract/observation.ts';
import type { Verdict } from '../../../src/contract/verdict.ts';
import { added } from './bugs/plant.ts';
import { aCase, honest, hookLabel, input, numbered, PROGRAM, run, stateDocument } from './fixture.ts';

const KILLED: Fault = { type: 'kill', atReport: 2 };
const FEW: Fault = { type: 'files', limit: 5 };
const LEFT = '/sys/fs/cgroup/memory/ocifuzz/c1';

const create = (fault?: Fault): Step => ({ op: 'create', ...(fault && { fault }) });
const force: Step = { op: 'delete', force: true };
const state: Step = { op: 'state' };
const END = [state, force, state];
const AGAIN = [...END, create(), force, state];

/** What comes of a script where nothing befalls the runtime. */
function plainly(c: Case): Observation {
  let there = false;
  const steps = c.script.map((step, index): StepObservation => {
    const ok = step.op !== 'state' || there;
    if (step.op === 'create' || step.op === 'delete') there = step.op === 'create';
    return {
      ...{ index, op: step.op, argv: ['/r', step.op], signal: null, stdout: '', wallMs: 5, cpuMs: 1 },
      ...{ outcome: ok ? 'ok' : 'error', exitCode: ok ? 0 : 1, stderr: ok ? '' : 'no' },
      errorClass: ok ? null : 'not-found',
      ...(step.op === 'state' && ok ? { state: stateDocument('created', 7) } : {}),
    };
  });
  return { ...honest('a'), steps, events: [], outside: [] };
}

type Plant = (o: Observation, control: Observation) => void;
const set = (o: Observation, index: number, more: Partial<StepObservation>): void =>
  void Object.assign(o.steps[index] ?? {}, more);

/** The first create is killed, or refused for want of something; then nothing is left of it. */
const gone = (o: Observation): void => set(o, 1, { outcome: 'error', errorClass: 'not-found', state: null });
const killed = (o: Observation): void => {
  set(o, 0, { outcome: 'signal', exitCode: null, signal: 9, fault: 'applied' });
  gone(o);
};
const failed = (o: Observation): void => {
  set(o, 0, { outcome: 'error', exitCode: 1, errorClass: 'other', fault: 'applied' });
  gone(o);
};

function judge(script: Step[], befalls: Plant, plant: Plant = () => undefined): Verdict[] {
  const c = aCase({ script });
  const [o, control] = [plainly(c), plainly(c)];
  befalls(o, control);
  plant(o, control);
  return judgeAll(input([{ ...run('a', o), control }], c));
}
const found = (verdicts: Verdict[]) =>
  verdicts.filter((v) => v.verdict === 'violation').map((v) => [v.rule, v.path, v.token, v.kind]);

const cgroup: Plant = (o) => o.cgroupsLeft.push(LEFT);
const KILL = 'fault.create[kill]';

describe('a fault', () => {
  const BUGS: [string, Step[], Plant, Plant, string[]][] = [
    [
      'leaves a cgroup behind delete --force',
      [create(KILLED), ...END],
      killed,
      cgroup,
      ['faults.left', KILL, 'cgroups', 'residue'],
    ],
    [
      'leaves several things, which are one finding',
      [create(KILLED), ...END],
      killed,
      (o, control) => {
        cgroup(o, control);
        o.after.processes.push({ pid: 12, ppid: 1, state: 'S', comm: 'init' });
      },
      ['faults.left', KILL, 'cgroups+processes', 'residue'],
    ],
    [
      'leaves what delete --force cannot remove',
      [create(KILLED), ...END],
      killed,
      (o, control) => {
        cgroup(o, control);
        set(o, 2, { outcome: 'error', errorClass: 'internal' });
      },
      ['faults.left', KILL, 'cgroups-undeletable', 'residue'],
    ],
    [
      'leaves a container that outlives delete --force',
      [create(KILLED), ...END],
      killed,
      (o) => set(o, 3, { outcome: 'ok', state: stateDocument('created', 7) }),
      ['faults.left', KILL, 'state', 'residue'],
    ],
    [
      'makes a create fail that leaves something',
      [create(FEW), state],
      failed,
      (o) => added(o, '/run/ocifuzz/root/a/c1', { type: 'd' }),
      ['faults.left', 'fault.create[files]', 'state-after-failure', 'residue'],
    ],
    [
      'leaves the id taken',
      [create(KILLED), ...AGAIN],
      killed,
      (o) => set(o, 4, { outcome: 'error', errorClass: 'exists' }),
      ['faults.reuse', KILL, 'taken', 'residue'],
    ],
    [
      'leaves something that the next create stumbles over',
      [create(KILLED), ...AGAIN],
      killed,
      (o) => set(o, 4, { outcome: 'error', errorClass: 'cgroup-failed' }),
      ['faults.reuse', KILL, 'refused:cgroup-failed', 'residue'],
    ],
    [
      'leaves a state that is no document',
      [create(KILLED), ...END],
      killed,
      (o) => set(o, 1, { outcome: 'ok', state: null }),
      ['faults.state', KILL, 'no-document', 'residue'],
    ],
    [
      'makes state fail for another reason than that there is none',
      [create(KILLED), ...END],
      killed,
      (o) => set(o, 1, { errorClass: 'internal' }),
      ['faults.state', KILL, 'internal', 'spec-gap'],
    ],
    [
      'is not noticed by a delete',
      [create(), { ...force, fault: { type: 'read-only', place: 'state' } }, ...END],
      (o) => set(o, 1, { fault: 'applied' }),
      (o) => set(o, 2, { outcome: 'ok', state: stateDocument('created', 7) }),
      ['faults.told', 'fault.delete-force[read-only-state]', 'still-there', 'residue'],
    ],
    [
      'crashes the runtime',
      [create(FEW), ...END],
      failed,
      (o) =>
        set(o, 0, { stderr: 'panic: runtime error: invalid memory address\n\ngoroutine 1 [running]:\n' }),
      ['faults.crash', 'fault.create[files]', 'go-panic', 'crash'],
    ],
    [
      'crashes a later operation',
      [create(FEW), ...END],
      failed,
      (o) => set(o, 1, { outcome: 'signal', exitCode: null, signal: 11 }),
      ['faults.crash', 'fault.create[files].state', 'SIGSEGV', 'crash'],
    ],
    [
      'hangs a later operation',
      [create(KILLED), ...END],
      killed,
      (o) => set(o, 2, { outcome: 'timeout', exitCode: null, wallMs: 10_000 }),
      ['faults.hang', `${KILL}.delete`, 'timeout', 'hang'],
    ],
  ];

  it.each(BUGS)('%s', (_, script, befalls, plant, verdict) => {
    expect(found(judge(script, befalls))).toEqual([]);
    expect(found(judge(script, befalls, plant))).toEqual([verdict]);
  });

  it('has the kill point in what is found', () => {
    const program = (label: string, type: 'begin' | 'end', pid: number) => ({ type, program: label, pid });
    const events = (...between: { type: 'begin' | 'end'; program: string; pid: number }[]): Plant => {
      return (o, control) => {
        cgroup(o, control);
        const [begin, kill] = ['step-begin', 'killed'].map((type) => ({ type, step: 0 }) as const);
        o.events = numbered([begin, ...between, kill] as Parameters<typeof numbered>[0]);
      };
    };
    const hook = hookLabel('createRuntime');
    const paths = [
      events(),
      events(program(hook, 'begin', 4)),
      events(program(hook, 'begin', 4), program(hook, 'end', 4)),
      events(program(hook, 'begin', 4), program(hook, 'end', 4), program(PROGRAM, 'begin', 7)),
    ].map((plant) => found(judge([create(KILLED), ...END], killed, plant))[0]?.[1]);
    expect(paths).toEqual([
      KILL,
      'fault.create[kill:in-createRuntime]',
      'fault.create[kill:after-createRuntime]',
      'fault.create[kill:in-program]',
    ]);
  });
});

describe('silence', () => {
  const QUIET: [string, Step[], Plant, Plant][] = [
    [
      'on what is left without the fault too',
      [create(KILLED), ...END],
      killed,
      (o, control) => {
        cgroup(o, control);
        cgroup(control, o);
      },
    ],
    [
      'where the fault did not befall the runtime',
      [create(KILLED), ...END],
      (o) => set(o, 0, { fault: { not: 'the operation had ended before' } }),
      cgroup,
    ],
    [
      'where the case is refused without the fault',
      [create(KILLED), ...END],
      (o, control) => {
        killed(o);
        set(control, 0, { outcome: 'error', errorClass: 'config-value' });
      },
      cgroup,
    ],
    [
      'on what Go does without threads',
      [create({ type: 'processes', limit: 1 }), ...END],
      failed,
      (o) => set(o, 0, { stderr: 'fatal error: newosproc\n\ngoroutine 0 [idle]:\n' }),
    ],
    [
      'on a panic that says that there are no descriptors',
      [create(FEW), ...END],
      failed,
      (o) => set(o, 0, { stderr: 'panic: no pipe: too many open files\n\ngoroutine 1 [running]:\n' }),
    ],
    [
      'on a container that nobody has deleted',
      [create(), { ...state, fault: FEW }],
      (o) => set(o, 1, { fault: 'applied' }),
      cgroup,
    ],
    [
      'on an id that cannot be used twice anyway',
      [create(KILLED), ...AGAIN],
      killed,
      (o, control) => {
        for (const seen of [o, control]) set(seen, 4, { outcome: 'error', errorClass: 'exists' });
      },
    ],
  ];

  it.each(QUIET)('%s', (_, script, befalls, plant) => {
    const verdicts = judge(script, befalls, plant);
    expect(found(verdicts)).toEqual([]);
    expect(verdicts.some((v) => v.verdict === 'unknown' || v.verdict === 'ok')).toBe(true);
  });

  it('is kept by every other oracle on a case with a fault', () => {
    expect(new Set(judge([create(KILLED), ...AGAIN], killed, cgroup).map((v) => v.oracle))).toEqual(
      new Set(['faults']),
    );
  });

  it('gives unknown without a run of the case without its faults', () => {
    const c = aCase({ script: [create(KILLED), ...END] });
    const o = plainly(c);
    killed(o);
    cgroup(o, o);
    const verdicts = judgeAll(input([run('a', o)], c));
    expect(new Set(verdicts.map((v) => v.verdict))).toEqual(new Set(['unknown']));
  });
});
