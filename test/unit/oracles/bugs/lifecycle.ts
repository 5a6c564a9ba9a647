/** Bugs of operations that began together, and of a config.json that was changed. */
import { BUNDLE, type Case, type Step } from '../../../../src/contract/case.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { aCase, hookLabel, numbered, PROGRAM, recordIn, stateDocument } from '../fixture.ts';
import { type Bug, documentIn, fail, stepOf, succeed } from './plant.ts';

/** The script of the honest lifecycle with other steps in some places; the observation follows suit. */
const scripted = (changes: Record<number, Step>, more: Partial<Case> = {}): Case => {
  const c = aCase(more);
  return { ...c, script: c.script.map((s, i) => changes[i] ?? s) };
};

/** start at 5, and again at 6: what was a look and a start that had to fail; a look follows at 7. */
export const twoStarts = () =>
  scripted({
    3: { op: 'state' },
    5: { op: 'start', alongside: true },
    7: { op: 'state' },
  });
/** The honest outcome of it: the second one fails. */
export function started(o: Observation): void {
  for (const [index, op] of Object.entries({ 3: 'state', 5: 'start', 7: 'state' })) {
    const step = stepOf(o, Number(index));
    delete step.state;
    step.op = op;
  }
  Object.assign(stepOf(o, 3), { state: stateDocument('created', 11) });
  Object.assign(stepOf(o, 7), { state: stateDocument('running', 11) });
}

const CONFIG = `${BUNDLE}/config.json`;
const LATE = '/run/ocifuzz/late';
const late = { type: 'program' as const, path: LATE, behaviour: { role: 'hook' as const } };
const edited = (content: object) => () => {
  const step: Step = { op: 'write', path: CONFIG, content: JSON.stringify(content) };
  return scripted({ 2: step }, { files: [...aCase().files, late] });
};
const valid = { ociVersion: '1.1.0', root: { path: 'rootfs' } };

export const LIFECYCLE: Bug[] = [
  {
    name: 'two starts at once both succeed',
    case: twoStarts,
    plant: (o) => {
      started(o);
      succeed(o, 6);
    },
    found: ['concurrency.serial', 'together.start+start[created]', '2-of-2-succeed'],
    kind: 'spec-gap',
  },
  {
    name: 'two starts at once lose the container',
    case: twoStarts,
    plant: (o) => {
      started(o);
      fail(o, 7);
    },
    found: ['concurrency.container', 'together.start+start[created]', 'lost'],
    kind: 'violation',
  },
  {
    name: 'two starts at once run the program twice',
    case: twoStarts,
    plant: (o) => {
      started(o);
      const again = o.events.filter((e) => e.program === PROGRAM).map((e) => ({ ...e, pid: 77 }));
      o.events = numbered(
        o.events.flatMap((e) => (e.type === 'step-begin' && e.step === 7 ? [...again, e] : [e])),
      );
    },
    found: ['op.start.not-created.no-effect', 'together.start+start[created]', 'program-runs-twice'],
    kind: 'violation',
  },
  {
    name: 'two creates at once that fail leave a container',
    case: () => scripted({ 0: { op: 'create', alongside: true }, 1: { op: 'create' } }),
    plant: (o) => {
      stepOf(o, 1).op = 'create';
      fail(o, 0);
      fail(o, 1);
    },
    found: ['concurrency.container', 'together.create+create[none]', 'left'],
    kind: 'residue',
  },
  {
    name: 'hooks of a config.json that was changed after create',
    case: edited({ ...valid, hooks: { poststop: [{ path: LATE }] } }),
    plant: (o) => {
      for (const e of o.events) if (e.program === hookLabel('poststop')) e.program = LATE;
    },
    found: ['lifecycle.02.config-frozen', 'config.json.changed-after-create', 'hooks'],
    kind: 'violation',
  },
  {
    name: 'args of a config.json that was changed after create',
    case: edited({ ...valid, process: { cwd: '/', args: ['/bin/probe', 'late'] } }),
    plant: (o) => {
      recordIn(o).argv = ['/bin/probe', 'late'];
    },
    found: ['lifecycle.02.config-frozen', 'config.json.changed-after-create', 'args'],
  },
  {
    name: 'annotations of a config.json that was changed after create',
    case: edited({ ...valid, annotations: { late: 'yes' } }),
    plant: (o) => Object.assign(documentIn(o, 9), { annotations: { late: 'yes' } }),
    found: ['lifecycle.02.config-frozen', 'config.json.changed-after-create', 'annotations'],
  },
  {
    name: 'two deletes at once leave a process',
    case: () => scripted({ 9: { op: 'delete', alongside: true } }),
    plant: (o) => {
      stepOf(o, 9).op = 'delete';
      fail(o, 9);
      o.after.processes.push({ pid: 9, ppid: 1, state: 'S', comm: 'probe' });
    },
    found: ['op.delete.resources', 'residue.processes', 'program-after-concurrent'],
    kind: 'residue',
  },
];
