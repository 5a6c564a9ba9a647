/** Bugs of what failed operations leave as it was, and of states that lack something. */
import type { Step } from '../../../../src/contract/case.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { aCase, CONTAINER_PID, config, stateDocument } from '../fixture.ts';
import { type Bug, documentIn, fail, stepOf, succeed } from './plant.ts';

/** Steps of the script in place of those from an index on. */
const changed = (from: number, steps: Step[]) => () =>
  aCase({ script: aCase().script.toSpliced(from, steps.length, ...steps) });

const become = (o: Observation, index: number, op: Step['op']) => Object.assign(stepOf(o, index), { op });
const say = (o: Observation, index: number, status: string) => {
  become(o, index, 'state');
  succeed(o, index);
  stepOf(o, index).state = stateDocument(status, CONTAINER_PID);
};

export const UNCHANGED: Bug[] = [
  {
    name: 'no ociVersion in the state',
    plant: (o) => delete documentIn(o, 2).ociVersion,
    found: ['state.ociVersion', 'state.ociVersion', 'absent'],
  },
  {
    name: 'no status in the state',
    plant: (o) => delete documentIn(o, 2).status,
    found: ['state.status.required', 'state.status', 'absent'],
  },
  {
    name: 'a deleted container has a state',
    plant: (o) => say(o, 11, 'stopped'),
    found: ['lifecycle.12.destroyed', 'steps.state[none]', 'succeeds'],
  },
  {
    name: 'create with the id of a running container',
    case: changed(6, [{ op: 'create' }]),
    setup: (o) => become(o, 6, 'create'),
    plant: (o) => succeed(o, 6),
    found: ['op.create.id-duplicate', 'steps.create[running]', 'succeeds'],
  },
  {
    name: 'a kill that fails changes the status',
    case: changed(9, [{ op: 'kill', signal: 'TERM' }, { op: 'state' }, { op: 'delete' }]),
    setup: (o) => {
      become(o, 9, 'kill');
      fail(o, 9);
      say(o, 10, 'stopped');
      become(o, 11, 'delete');
      succeed(o, 11);
    },
    plant: (o) => say(o, 10, 'running'),
    found: ['op.kill.wrong-status.no-effect', 'state.status.after-kill', 'running-when-stopped'],
  },
  {
    name: 'a delete that fails changes the status',
    case: changed(6, [{ op: 'delete' }, { op: 'state' }]),
    setup: (o) => {
      become(o, 6, 'delete');
      fail(o, 6);
      say(o, 7, 'running');
    },
    plant: (o) => say(o, 7, 'created'),
    found: ['op.delete.not-stopped.no-effect', 'state.status.after-delete', 'created-when-running|stopped'],
  },
  {
    name: 'a create that fails leaves a cgroup',
    case: () => aCase({ config: { ...config(), hooks: {} }, script: [{ op: 'create' }] }),
    setup: (o) => {
      o.steps = o.steps.slice(0, 1);
      fail(o, 0);
    },
    plant: (o) => o.after.cgroups.push('/sys/fs/cgroup/memory/ocifuzz/c1'),
    found: ['errors.state-unchanged', 'residue.cgroups', 'container-after-failed-create'],
  },
];
