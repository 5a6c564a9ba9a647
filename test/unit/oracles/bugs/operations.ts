/** Bugs of operations without an id, of what create makes, and of what start runs. */
import { BUNDLE, type Step } from '../../../../src/contract/case.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { aCase, config, drop, PROGRAM } from '../fixture.ts';
import { type Bug, configured, fail, stepOf, succeed } from './plant.ts';

/** The script with another step in one place, which fails in an honest lifecycle. */
const instead = (index: number, step: Step) => ({
  case: () => aCase({ script: aCase().script.map((s, i) => (i === index ? step : s)) }),
  setup: (o: Observation) => {
    stepOf(o, index).op = step.op;
    fail(o, index);
  },
  plant: (o: Observation) => succeed(o, index),
});

const without = (step: Step, rule: string): Bug => ({
  name: `${step.op} without an id succeeds`,
  ...instead(6, step),
  found: [rule, `steps.${step.op}[no-id]`, 'succeeds'],
});

/** What is seen of the container process between create and start. */
const atCreate = (o: Observation) => o.outside[0] ?? {};
const seenAtCreate = (o: Observation): void => {
  Object.assign(atCreate(o), {
    cmdline: 'init\0',
    cgroup: ['4:memory:/ocifuzz/c1'],
    mountinfo: config().mounts?.map(
      (m, i) => `5${i} 500 0:5${i} / ${m.destination} rw - ${m.type ?? 'tmpfs'} x rw`,
    ),
  });
};

/** A config that leaves the program free to report. */
const quiet = () =>
  configured((c) => {
    delete c.process?.rlimits;
    delete c.linux?.seccomp;
    delete c.linux?.resources;
  });
/** It ends by itself, and no signal is sent to it. */
const unsignalled = () => {
  const c = quiet();
  return { ...c, script: c.script.map((s): Step => (s.op === 'kill' ? { op: 'observe' } : s)) };
};
const withoutProcess = () => configured((c) => delete c.process);

export const OPERATIONS: Bug[] = [
  without({ op: 'state', id: null }, 'op.state.no-id'),
  without({ op: 'create', id: null }, 'op.create.no-args'),
  without({ op: 'start', id: null }, 'op.start.no-id'),
  without({ op: 'kill', id: null, signal: 'TERM' }, 'op.kill.no-id'),
  without({ op: 'delete', id: null }, 'op.delete.no-id'),
  {
    name: 'kill is not known',
    plant: (o) => {
      fail(o, 7);
      stepOf(o, 7).errorClass = 'usage';
    },
    found: ['op.supported', 'steps.kill[running]', 'usage'],
  },
  {
    name: 'create succeeds and makes no container',
    plant: (o) => {
      fail(o, 2);
      stepOf(o, 2).errorClass = 'not-found';
    },
    found: ['op.create.new-container', 'steps.state[created]', 'not-found'],
  },
  {
    name: 'a create that was refused for its id leaves a container',
    case: () => {
      const c = configured((own) => delete own.hooks);
      return { ...c, script: c.script.map((s): Step => ({ ...s, id: 'a/b' }) as Step) };
    },
    setup: (o) => {
      fail(o, 0);
      fail(o, 2);
    },
    plant: (o) => succeed(o, 2),
    found: ['op.create.id-invalid', 'state.after-failed-create', 'created'],
  },
  {
    name: 'the container process is the program before start',
    setup: seenAtCreate,
    plant: (o) => Object.assign(atCreate(o), { cmdline: '/bin/probe\0\u00c3\u00a4\0' }),
    found: ['op.create.args-deferred', 'process.cmdline', 'before-start'],
  },
  {
    name: 'create without a config.json',
    case: () => {
      const c = aCase();
      const moved: Step[] = [
        { op: 'remove', path: `${BUNDLE}/config.json` },
        { op: 'create', id: 'other' },
      ];
      return { ...c, script: [...c.script, ...moved] };
    },
    setup: (o) => {
      const base = stepOf(o, 0);
      o.steps.push({ ...base, index: 12, op: 'remove' }, { ...base, index: 13, op: 'create' });
      fail(o, 13);
    },
    plant: (o) => succeed(o, 13),
    found: ['bundle.config.location', 'config.json', 'not-needed'],
  },
  {
    name: 'a mount is made after create only',
    setup: seenAtCreate,
    plant: (o) => Object.assign(atCreate(o), { mountinfo: ['50 500 0:5 / /proc rw - proc proc rw'] }),
    found: ['lifecycle.02.env-created', 'mounts[tmpfs].present', 'missing-at-create'],
  },
  {
    name: 'a namespace is made after create only',
    setup: seenAtCreate,
    plant: (o) => Object.assign(atCreate(o), { ns: { ...o.before.namespaces } }),
    found: ['lifecycle.02.env-created', 'program.ns[net]', 'not-yet-new'],
  },
  {
    name: 'the cgroup is entered after create only',
    setup: seenAtCreate,
    plant: (o) => Object.assign(atCreate(o), { cgroup: ['4:memory:/'] }),
    found: ['lifecycle.02.resources-created', 'cgroups.path', 'not-yet'],
  },
  {
    name: 'start runs nothing',
    case: unsignalled,
    setup: (o) => {
      stepOf(o, 7).op = 'observe';
    },
    plant: (o) => drop(o, PROGRAM),
    found: ['op.start.runs-program', 'program.begin', 'not-run'],
  },
  {
    name: 'start without a process',
    case: withoutProcess,
    setup: (o) => fail(o, 3),
    plant: (o) => succeed(o, 3),
    found: ['op.start.process-unset', 'steps.start[created]', 'without-process'],
  },
];
