/** Bugs of hooks. */
import { type Case, HOOK_KINDS, type HookKind } from '../../../../src/contract/case.ts';
import {
  aCase,
  CONTAINER_PID,
  drop,
  hookLabel,
  move,
  numbered,
  PROGRAM,
  recordIn,
  restate,
  traced,
} from '../fixture.ts';
import { atBegin, atEnd, type Bug, fail, hooked, stepOf } from './plant.ts';

/** A case whose hook of a kind is not where the config says. */
const without = (kind: HookKind): Case => {
  const c = aCase();
  return { ...c, files: c.files.filter((f) => f.path !== hookLabel(kind)) };
};

export const HOOKS: Bug[] = [
  {
    name: 'poststart inside create',
    plant: (o) => move(o, hookLabel('poststart'), atEnd(0)),
    found: ['hooks.poststart.phase', 'hooks.poststart.phase', 'in-create'],
    kind: 'violation',
  },
  {
    name: 'poststart before the startContainer hook has ended',
    plant: (o) =>
      move(
        o,
        hookLabel('poststart'),
        (e) => e.type === 'end' && 'program' in e && e.program === hookLabel('startContainer'),
      ),
    found: ['hooks.order.startContainer-before-poststart', 'hooks.poststart.phase', 'before-program'],
  },
  {
    name: 'poststart executed before the program, by the kernel',
    // of two reports the later one may be that of the earlier start
    setup: (o) => {
      traced(o);
      move(o, hookLabel('poststart'), (e) => e.type === 'begin' && e.program === PROGRAM, 'begin');
    },
    plant: (o) => move(o, hookLabel('poststart'), (e) => e.type === 'exec' && e.program === PROGRAM, 'exec'),
    found: ['hooks.poststart.phase', 'hooks.poststart.phase', 'before-program'],
    kind: 'violation',
  },
  {
    name: 'poststart executed before the startContainer hook has ended, though it reports later',
    setup: traced,
    plant: (o) =>
      move(
        o,
        hookLabel('poststart'),
        (e) => e.type === 'end' && e.program === hookLabel('startContainer'),
        'exec',
      ),
    found: ['hooks.order.startContainer-before-poststart', 'hooks.poststart.phase', 'before-program'],
  },
  {
    name: 'start returns before its startContainer hook',
    plant: (o) => {
      move(o, hookLabel('startContainer'), atBegin(5));
      move(o, PROGRAM, atBegin(7));
      move(o, hookLabel('poststart'), atEnd(3));
    },
    found: ['hooks.startContainer.phase', 'hooks.startContainer.phase', 'outlives-start'],
  },
  {
    name: 'start returns before its startContainer hook, which a delete meets',
    plant: (o) => move(o, hookLabel('startContainer'), atEnd(10)),
    found: ['hooks.startContainer.phase', 'hooks.startContainer.phase', 'outlives-start'],
  },
  {
    name: 'startContainer after the program',
    plant: (o) => move(o, hookLabel('startContainer'), atEnd(3)),
    found: ['hooks.startContainer.phase', 'hooks.startContainer.phase', 'after-program'],
  },
  {
    name: 'createRuntime in start',
    plant: (o) => move(o, hookLabel('createRuntime'), atEnd(3)),
    found: ['hooks.createRuntime.phase', 'hooks.createRuntime.phase', 'in-start'],
  },
  {
    name: 'poststop before delete',
    plant: (o) => move(o, hookLabel('poststop'), atBegin(9)),
    found: ['hooks.poststop.phase', 'hooks.poststop.phase', 'between-operations'],
  },
  {
    name: 'poststop before the program has ended',
    plant: (o) => {
      o.events = numbered(o.events.filter((e) => e.type !== 'reaped'));
      const [gone] = o.events.filter((e) => e.type === 'hangup' && e.program === PROGRAM);
      const rest = o.events.filter((e) => e !== gone);
      if (gone)
        o.events = numbered([
          ...rest.slice(0, rest.findIndex(atEnd(10))),
          gone,
          ...rest.slice(rest.findIndex(atEnd(10))),
        ]);
    },
    found: ['hooks.poststop.phase', 'hooks.poststop.phase', 'before-program-end'],
  },
  {
    name: 'createContainer before createRuntime',
    plant: (o) =>
      move(
        o,
        hookLabel('createContainer'),
        (e) => 'program' in e && e.program === hookLabel('createRuntime'),
      ),
    found: [
      'hooks.order.createRuntime-before-createContainer',
      'hooks.createContainer.order',
      'before-createRuntime',
    ],
  },
  {
    name: 'createRuntime before prestart',
    plant: (o) =>
      move(o, hookLabel('createRuntime'), (e) => 'program' in e && e.program === hookLabel('prestart')),
    found: ['hooks.order.prestart-before-createRuntime', 'hooks.createRuntime.order', 'before-prestart'],
  },
  {
    name: 'the program runs in create',
    plant: (o) => move(o, PROGRAM, atEnd(0)),
    found: ['lifecycle.02.program-not-run', 'program.begin', 'before-start'],
  },
  ...HOOK_KINDS.filter((k) => k !== 'poststop').map(
    (kind): Bug => ({
      name: `${kind} not run`,
      plant: (o) => drop(o, hookLabel(kind)),
      found: [invokedRule(kind), `hooks.${kind}.count`, 'not-run'],
    }),
  ),
  {
    name: 'createRuntime not run, which the runtime does not claim',
    plant: (o) => drop(o, hookLabel('createRuntime')),
    facts: { declaredSpec: '1.0.1', features: null },
    found: [invokedRule('createRuntime'), 'hooks.createRuntime.count', 'not-run'],
    notClaimed: true,
  },
  {
    name: 'createRuntime not run, of an older version, yet listed by features',
    plant: (o) => drop(o, hookLabel('createRuntime')),
    facts: { declaredSpec: '1.0.1', features: { hooks: ['createRuntime'] } },
    found: [invokedRule('createRuntime'), 'hooks.createRuntime.count', 'not-run'],
  },
  {
    name: 'a hook runs twice',
    plant: (o) => {
      const twice = o.events.filter((e) => e.program === hookLabel('prestart'));
      o.events = numbered([
        ...o.events.slice(0, 1),
        ...twice.map((e) => ({ ...e, pid: 77 })),
        ...o.events.slice(1),
      ]);
    },
    found: ['lifecycle.03.prestart-invoked', 'hooks.prestart.count', 'repeated'],
  },
  {
    name: 'startContainer looked up outside',
    plant: (o) => {
      for (const e of o.events)
        if (e.program === hookLabel('startContainer')) e.program = '/hooks/startContainer';
    },
    found: ['hooks.startContainer.path-resolution', 'hooks.startContainer.path-resolution', 'in-runtime'],
  },
  {
    name: 'createContainer in the namespaces of the runtime',
    plant: (o) => {
      recordIn(o, hookLabel('createContainer')).ns = { ...o.before.namespaces };
    },
    found: ['hooks.createContainer.namespace', 'hooks.createContainer.namespace', 'pid+net+mnt+ipc+uts'],
  },
  {
    name: 'poststart in the network of the container',
    plant: (o) => {
      recordIn(o, hookLabel('poststart')).ns.net = '201';
    },
    found: ['hooks.poststart.namespace', 'hooks.poststart.namespace', 'net'],
  },
  {
    name: 'argv of a hook',
    plant: (o) => {
      recordIn(o, hookLabel('prestart')).argv = [hookLabel('prestart'), 'prestart'];
    },
    found: ['hooks.args.argv', 'hooks.runtime.argv', 'changed'],
  },
  {
    name: 'environment of a hook is missing something',
    plant: (o) => {
      recordIn(o, hookLabel('startContainer')).env = [];
    },
    found: ['hooks.env.environ', 'hooks.startContainer.env', 'missing'],
  },
  {
    name: 'no state on standard input',
    plant: (o) => {
      recordIn(o, hookLabel('poststop')).stdin = { bytes: '', eof: true, error: null };
    },
    found: ['hooks.stdin.state', 'hooks.runtime.stdin', 'empty'],
  },
  {
    name: 'standard input stays open',
    plant: (o) => Object.assign(recordIn(o, hookLabel('createContainer')).stdin ?? {}, { eof: false }),
    found: ['hooks.stdin.state', 'hooks.createContainer.stdin', 'no-eof'],
  },
  {
    name: 'wrong id in the state',
    plant: (o) => restate(o, 'prestart', (d) => Object.assign(d, { id: 'other' })),
    found: ['hooks.stdin.id', 'hooks.runtime.stdin.id', 'other'],
  },
  {
    name: 'relative bundle in the state',
    plant: (o) => restate(o, 'createRuntime', (d) => Object.assign(d, { bundle: 'bundle' })),
    found: ['hooks.stdin.bundle', 'hooks.runtime.stdin.bundle', 'relative'],
    kind: 'violation',
  },
  {
    name: 'bundle / inside: whose view is open',
    plant: (o) => restate(o, 'startContainer', (d) => Object.assign(d, { bundle: '/' })),
    found: ['hooks.stdin.bundle', 'hooks.startContainer.stdin.bundle', 'root'],
    kind: 'spec-gap',
  },
  {
    name: 'no annotations',
    plant: (o) => restate(o, 'poststart', (d) => delete d.annotations),
    found: ['hooks.stdin.annotations', 'hooks.runtime.stdin.annotations', 'absent'],
  },
  {
    name: 'host pid inside',
    plant: (o) => restate(o, 'createContainer', (d) => Object.assign(d, { pid: CONTAINER_PID })),
    found: ['hooks.stdin.pid.container', 'hooks.createContainer.stdin.pid', 'of-runtime'],
    kind: 'violation',
  },
  {
    name: 'created while creating',
    plant: (o) => restate(o, 'prestart', (d) => Object.assign(d, { status: 'created' })),
    found: ['hooks.stdin.status.prestart', 'hooks.prestart.stdin.status', 'created'],
    kind: 'spec-gap',
  },
  {
    name: 'created at poststart',
    plant: (o) => restate(o, 'poststart', (d) => Object.assign(d, { status: 'created' })),
    found: ['hooks.stdin.status.poststart', 'hooks.poststart.stdin.status', 'created'],
    kind: 'difference',
  },
  {
    name: 'start succeeds though startContainer failed',
    case: () => hooked('startContainer', { exit: 3 }),
    plant: (o) => {
      drop(o, PROGRAM);
      drop(o, hookLabel('poststart'));
    },
    found: ['lifecycle.07.startContainer-failure', 'steps.start[created]', 'startContainer-failed'],
    kind: 'violation',
  },
  {
    name: 'the program runs though startContainer failed',
    case: () => hooked('startContainer', { exit: 3 }),
    found: ['lifecycle.07.startContainer-failure', 'program.begin', 'startContainer-failed'],
  },
  {
    name: 'create succeeds though createRuntime died',
    case: () => hooked('createRuntime', { signal: 9 }),
    found: ['hooks.failure.definition', 'steps.create[none]', 'createRuntime-failed'],
    kind: 'difference',
  },
  {
    name: 'later hooks run after a failure',
    case: () => hooked('prestart', { exit: 1 }),
    found: ['hooks.failure.remaining-in-list', 'hooks.createRuntime.count', 'after-failed-prestart'],
  },
  {
    name: 'poststart failure is fatal before 1.3.0',
    case: () => hooked('poststart', { exit: 1 }),
    facts: { declaredSpec: '1.2.0' },
    plant: (o) => fail(o, 3),
    found: ['lifecycle.09.poststart-failure.warning', 'steps.start[created]', 'poststart-failed'],
  },
  {
    name: 'poststart failure is ignored since 1.3.0',
    case: () => {
      const c = hooked('poststart', { exit: 1 });
      Object.assign(c.config ?? {}, { ociVersion: '1.3.0' });
      return c;
    },
    found: ['lifecycle.09.poststart-failure', 'steps.start[created]', 'poststart-failed'],
  },
  {
    name: 'delete fails for a failing poststop hook',
    case: () => hooked('poststop', { exit: 1 }),
    plant: (o) => fail(o, 10),
    found: ['lifecycle.13.poststop-failure', 'steps.delete[stopped]', 'poststop-failed'],
  },
  {
    name: 'delete fails for a poststop hook that is not there',
    case: () => without('poststop'),
    plant(o) {
      drop(o, hookLabel('poststop'));
      fail(o, 10);
      stepOf(o, 10).errorClass = 'hook-failed';
    },
    found: ['lifecycle.13.poststop-failure', 'steps.delete[stopped]', 'poststop-failed'],
  },
  {
    name: 'a hook runs on after its timeout',
    case: () => hooked('prestart', { sleepMs: 4000 }, { timeout: 1 }),
    found: ['hooks.timeout.abort', 'hooks.prestart.timeout', 'not-aborted'],
  },
];

function invokedRule(kind: HookKind): string {
  const step = {
    prestart: '03',
    createRuntime: '04',
    createContainer: '05',
    startContainer: '07',
    poststart: '09',
  };
  return `lifecycle.${(step as Record<string, string>)[kind]}.${kind}-invoked`;
}
