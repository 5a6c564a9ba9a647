/** Bugs of states and operations. */
import { HOOK_KINDS } from '../../../../src/contract/case.ts';
import {
  aCase,
  CONTAINER_PID,
  config,
  drop,
  hookLabel,
  numbered,
  PROGRAM,
  stateDocument,
} from '../fixture.ts';
import { atEnd, type Bug, configured, documentIn, fail, stepOf, succeed } from './plant.ts';

const edited = (path: string) =>
  aCase().script.map((s) => (s.op === 'observe' ? { op: 'write' as const, path, content: '{}' } : s));

export const STATE: Bug[] = [
  {
    name: 'state of an unknown id',
    plant: (o) => {
      succeed(o, 11);
      stepOf(o, 11).state = stateDocument('stopped', 0);
    },
    found: ['op.state.unknown-id', 'steps.state[none]', 'succeeds'],
  },
  {
    name: 'start of a running container',
    plant: (o) => succeed(o, 6),
    found: ['op.start.not-created.error', 'steps.start[running]', 'succeeds'],
  },
  {
    name: 'delete of a running container',
    case: () => aCase({ script: aCase().script.map((s) => (s.op === 'kill' ? { op: 'delete' } : s)) }),
    plant: (o) => {
      // it ends the program without a last word
      o.events = numbered(
        o.events.filter((e) => e.type !== 'signal' && !(e.type === 'end' && e.program === PROGRAM)),
      );
    },
    found: ['op.delete.not-stopped.error', 'steps.delete[running]', 'succeeds'],
  },
  {
    name: 'no id in the state',
    plant: (o) => delete documentIn(o, 2).id,
    found: ['state.id', 'state.id', 'absent'],
  },
  {
    name: 'relative bundle',
    plant: (o) => Object.assign(documentIn(o, 2), { bundle: 'bundle' }),
    found: ['state.bundle', 'state.bundle', 'relative'],
  },
  {
    name: 'another status',
    plant: (o) => Object.assign(documentIn(o, 5), { status: 'created' }),
    found: ['state.status.running', 'state.status', 'created-when-running'],
  },
  {
    name: 'a status of its own',
    plant: (o) => Object.assign(documentIn(o, 5), { status: 'busy' }),
    found: ['state.status.additional-distinct', 'state.status', 'busy'],
    kind: 'spec-gap',
  },
  {
    name: 'no pid',
    plant: (o) => delete documentIn(o, 5).pid,
    found: ['state.pid.required', 'state.pid', 'absent'],
  },
  {
    name: 'the pid of another process',
    plant: (o) => Object.assign(documentIn(o, 5), { pid: 3 }),
    found: ['state.pid.value', 'state.pid', 'not-the-container-process'],
  },
  {
    name: 'changed annotations',
    plant: (o) => Object.assign(documentIn(o, 2), { annotations: { 'org.example.a': 'c' } }),
    found: ['state.annotations', 'state.annotations', 'changed'],
  },
  {
    name: 'null annotations break the schema',
    plant: (o) => Object.assign(documentIn(o, 2), { annotations: null }),
    found: ['state.json-schema', 'state.annotations', 'null'],
  },
  {
    name: 'no JSON',
    plant: (o) => Object.assign(stepOf(o, 2), { state: null, stdout: 'running' }),
    found: ['op.state.returns', 'state', 'no-object'],
  },
  {
    name: 'another signal, of which the program ends before kill does',
    plant: (o) => {
      const [began, ...rest] = o.events.filter((e) => e.program === PROGRAM);
      const others = o.events.filter((e) => e.program !== PROGRAM);
      const killed = others.findIndex(atEnd(7));
      const ends = rest.map((e) => (e.type === 'signal' ? { ...e, text: '10' } : e));
      others.splice(killed, 0, ...ends);
      others.splice(others.findIndex(atEnd(3)), 0, ...(began ? [began] : []));
      o.events = numbered(others);
    },
    found: ['op.kill.signal', 'kill.catchable', 'not-delivered'],
  },
  {
    name: 'a signal for which one waits in vain',
    plant: (o) => {
      Object.assign(stepOf(o, 8), { outcome: 'timeout', waited: 'timeout' });
      o.events = numbered(
        o.events
          .filter((e) => e.pid !== CONTAINER_PID || e.type === 'begin')
          .slice(0, o.events.findIndex(atEnd(7))),
      );
      o.steps = o.steps.slice(0, 9);
    },
    found: ['op.kill.signal', 'kill.catchable', 'not-delivered'],
  },
  {
    name: 'a config that start reads again',
    case: () => aCase({ script: edited('/run/ocifuzz/bundle/config.json') }),
    plant: (o) => {
      fail(o, 3);
      stepOf(o, 3).stderr = 'config.json: no process';
    },
    found: ['lifecycle.02.config-frozen', 'steps.start[created]', 'reads-config'],
  },
  {
    name: 'a lost signal',
    plant: (o) => {
      o.events = numbered(o.events.filter((e) => e.type !== 'signal'));
    },
    found: ['op.kill.signal', 'kill.catchable', 'not-delivered'],
  },
  {
    name: 'delete of a stopped container fails',
    case: () => configured((c) => delete c.hooks),
    plant: (o) => {
      for (const kind of HOOK_KINDS) drop(o, hookLabel(kind));
      fail(o, 10);
    },
    found: ['op.delete.resources', 'steps.delete[stopped]', 'fails'],
  },
  {
    name: 'a failed create leaves a container',
    case: () =>
      aCase({
        config: { ...config(), hooks: {} },
        script: [{ op: 'create' }, { op: 'observe' }, { op: 'state' }],
      }),
    plant: (o) => {
      o.steps = o.steps.filter((s) => s.index === 0 || s.index === 2);
      fail(o, 0);
    },
    found: ['op.create.cannot-apply', 'state.after-failed-create', 'created'],
  },
];
