/** Every planted bug is found by its rule, at its path, with its token; and by nobody as something else. */
import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../../oracles/index.ts';
import { type Case, HOOK_KINDS, type HookKind, ROOTFS } from '../../../src/contract/case.ts';
import type { RuntimeFacts } from '../../../src/contract/facts.ts';
import type { Observation } from '../../../src/contract/observation.ts';
import type { Verdict } from '../../../src/contract/verdict.ts';
import {
  aCase,
  CONTAINER_PID,
  config,
  drop,
  honest,
  hookLabel,
  input,
  move,
  numbered,
  PROGRAM,
  recordIn,
  restate,
  run,
  stateDocument,
} from './fixture.ts';

type Bug = {
  name: string;
  plant?: (o: Observation) => void;
  /** rule, path, token of what has to be found */
  found: [rule: string, path: string, token: string];
  kind?: Verdict['kind'];
  case?: () => Case;
  facts?: Partial<RuntimeFacts>;
  notClaimed?: boolean;
};

const stepOf = (o: Observation, index: number) => {
  const s = o.steps[index];
  if (!s) throw new Error(`no step ${index}`);
  return s;
};
const succeed = (o: Observation, index: number): void => {
  Object.assign(stepOf(o, index), { outcome: 'ok', exitCode: 0, errorClass: null });
};
const fail = (o: Observation, index: number): void => {
  Object.assign(stepOf(o, index), { outcome: 'error', exitCode: 1, errorClass: 'other' });
};
const documentIn = (o: Observation, index: number) => stepOf(o, index).state as Record<string, unknown>;
const atBegin = (step: number) => (e: { type: string; step?: number }) =>
  e.type === 'step-begin' && e.step === step;
const atEnd = (step: number) => (e: { type: string; step?: number }) =>
  e.type === 'step-end' && e.step === step;
const hooked = (kind: HookKind, behaviour: object, entry: object = {}, more: Partial<Case> = {}): Case => {
  const c = aCase(more);
  for (const f of c.files) {
    if (f.type === 'program' && f.path === hookLabel(kind)) Object.assign(f.behaviour, behaviour);
  }
  Object.assign((c.config as ReturnType<typeof config>).hooks?.[kind]?.[0] ?? {}, entry);
  return c;
};
const configured = (change: (c: ReturnType<typeof config>) => void): Case => {
  const own = config();
  change(own);
  return aCase({ config: own });
};
const mountLine = (o: Observation, at: string, change: (line: string) => string): void => {
  const r = recordIn(o);
  r.mountinfo = (r.mountinfo ?? []).map((l) => (l.includes(` ${at} `) ? change(l) : l));
};
const withoutMount = (o: Observation, at: string): void => {
  const r = recordIn(o);
  r.mountinfo = (r.mountinfo ?? []).filter((l) => !l.includes(` ${at} `));
};
const answer = (
  o: Observation,
  ask: string,
  ret: number,
  errno: number,
  text: string | null = null,
): void => {
  Object.assign(recordIn(o).results.find((r) => r.ask === ask) ?? {}, { ret, errno, text });
};
const device = (o: Observation, path: string) => recordIn(o).dev?.find((d) => d.path === path) ?? {};
const added = (o: Observation, path: string, more: object = {}): void => {
  const stat = { path, type: 'f', mode: 0o644, uid: 0, gid: 0, size: 0, rdev: null, extra: '0', ...more };
  o.after.files.push(stat);
};

const HOOKS: Bug[] = [
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
    name: 'start returns before its startContainer hook',
    plant: (o) => {
      move(o, hookLabel('startContainer'), atBegin(5));
      move(o, PROGRAM, atBegin(7));
      move(o, hookLabel('poststart'), atEnd(3));
    },
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
    found: ['lifecycle.02.program-not-run', 'program.begin', 'in-create'],
  },
  ...HOOK_KINDS.filter((k) => k !== 'poststop').map(
    (kind): Bug => ({
      name: `${kind} not run`,
      plant: (o) => drop(o, hookLabel(kind)),
      found: [INVOKED_RULE(kind), `hooks.${kind}.count`, 'not-run'],
    }),
  ),
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
    found: ['lifecycle.09.poststart-failure', 'steps.start[created]', 'poststart-failed'],
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
    name: 'a hook runs on after its timeout',
    case: () => hooked('prestart', { sleepMs: 4000 }, { timeout: 1 }),
    found: ['hooks.timeout.abort', 'hooks.prestart.timeout', 'not-aborted'],
  },
];

function INVOKED_RULE(kind: HookKind): string {
  const step = {
    prestart: '03',
    createRuntime: '04',
    createContainer: '05',
    startContainer: '07',
    poststart: '09',
  };
  return `lifecycle.${(step as Record<string, string>)[kind]}.${kind}-invoked`;
}

const STATE: Bug[] = [
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

const PROCESS: Bug[] = [
  {
    name: 'argv',
    plant: (o) => {
      recordIn(o).argv = ['/bin/probe'];
    },
    found: ['config.process.args.argv', 'program.argv', 'length'],
  },
  {
    name: 'HOME added',
    plant: (o) => recordIn(o).env.push('HOME=/root'),
    found: ['config.process.env.applied', 'program.env', 'extra:HOME'],
    kind: 'spec-gap',
  },
  {
    name: 'variable lost',
    plant: (o) => recordIn(o).env.pop(),
    found: ['config.process.env.applied', 'program.env', 'missing'],
    kind: 'violation',
  },
  {
    name: 'cwd',
    plant: (o) => Object.assign(recordIn(o), { cwd: '/' }),
    found: ['config.process.cwd.applied', 'program.cwd', 'root'],
  },
  {
    name: 'uid',
    plant: (o) => Object.assign(recordIn(o), { uid: [7, 7, 7, 7] }),
    found: ['config.user.uid', 'program.uid', 'other'],
  },
  {
    name: 'gid',
    plant: (o) => Object.assign(recordIn(o), { gid: [7, 7, 7, 7] }),
    found: ['config.user.gid', 'program.gid', 'other'],
  },
  {
    name: 'groups',
    plant: (o) => Object.assign(recordIn(o), { groups: [5] }),
    found: ['config.user.additionalGids', 'program.groups', 'missing'],
  },
  {
    name: 'umask',
    plant: (o) => Object.assign(recordIn(o), { umask: 0o022 }),
    found: ['config.user.umask.set', 'program.umask', 'set-forced-0022'],
  },
  {
    name: 'umask not kept',
    case: () => configured((c) => delete c.process?.user?.umask),
    plant: (o) => Object.assign(recordIn(o), { umask: 0o022 }),
    found: ['config.user.umask.unset', 'program.umask', 'forced-0022'],
    kind: 'difference',
  },
  {
    name: 'hostname',
    plant: (o) => Object.assign(recordIn(o), { hostname: 'vm' }),
    found: ['config.hostname.applied', 'program.hostname', 'not-applied'],
  },
  {
    name: 'domainname, which the runtime does not claim',
    plant: (o) => Object.assign(recordIn(o), { domainname: '(none)' }),
    facts: { declaredSpec: '1.0.2-dev' },
    found: ['config.domainname.applied', 'program.domainname', 'not-applied'],
    notClaimed: true,
  },
  {
    name: 'capabilities kept',
    plant: (o) => Object.assign(recordIn(o).caps ?? {}, { bnd: '0000000000000031' }),
    found: ['config.process.capabilities.bounding', 'program.caps.bounding', 'extra'],
  },
  {
    name: 'capability lost',
    plant: (o) => Object.assign(recordIn(o).caps ?? {}, { eff: '0000000000000001' }),
    found: ['config.process.capabilities.effective', 'program.caps.effective', 'missing'],
  },
  {
    name: 'no_new_privs',
    plant: (o) => Object.assign(recordIn(o), { noNewPrivs: 0 }),
    found: ['config.process.noNewPrivileges.true', 'program.noNewPrivs', 'not-set'],
  },
  {
    name: 'soft limit',
    plant: (o) => Object.assign(recordIn(o).rlimits ?? {}, { NOFILE: ['1024', '1024'] }),
    found: ['config.process.rlimits.soft', 'program.rlimits[NOFILE]', 'soft-other'],
  },
  {
    name: 'oom score',
    plant: (o) => Object.assign(recordIn(o), { oomScoreAdj: 0 }),
    found: ['config.process.oomScoreAdj.set', 'program.oomScoreAdj', 'not-applied'],
  },
  {
    name: 'oom score changed unasked',
    case: () => configured((c) => delete c.process?.oomScoreAdj),
    found: ['config.process.oomScoreAdj.unset', 'program.oomScoreAdj', 'unasked'],
  },
  {
    name: 'policy',
    plant: (o) => Object.assign(recordIn(o).sched ?? {}, { policy: 0 }),
    found: ['config.process.scheduler.policy', 'program.sched.policy', 'not-applied'],
  },
  {
    name: 'nice',
    plant: (o) => Object.assign(recordIn(o).sched ?? {}, { nice: 0 }),
    found: ['config.process.scheduler.nice.default', 'program.sched.nice', 'not-applied'],
  },
  {
    name: 'io priority',
    plant: (o) => Object.assign(recordIn(o), { ioprio: 0 }),
    found: ['config.process.ioPriority.class', 'program.ioprio', 'not-applied'],
  },
  {
    name: 'personality',
    plant: (o) => Object.assign(recordIn(o), { personality: 0 }),
    found: ['linux.personality.domain', 'program.personality', 'not-applied'],
  },
  {
    name: 'leaked descriptor',
    plant: (o) => recordIn(o).fds?.push({ fd: 5, target: '/host', mode: 0, flags: 0 }),
    found: ['runtimelinux.fds.std-only', 'program.fds', 'more'],
  },
  {
    name: 'terminal unasked',
    plant: (o) => Object.assign(recordIn(o), { tty: { rows: 0, cols: 0 } }),
    found: ['config.process.terminal.default', 'program.tty', 'unasked'],
  },
  {
    name: 'seccomp ignored',
    plant: (o) => answer(o, 'seccomp:call:acct', -1, 1),
    found: ['linux.seccomp.syscalls.errnoRet', 'seccomp.rule.errno', 'other-errno'],
  },
];

const AROUND: Bug[] = [
  {
    name: 'namespace inherited',
    plant: (o) => Object.assign(recordIn(o).ns, { uts: '104' }),
    found: ['linux.ns.path.absent-new', 'program.ns[uts]', 'listed-inherited'],
  },
  {
    name: 'namespace unasked',
    plant: (o) => Object.assign(recordIn(o).ns, { cgroup: '206' }),
    found: ['linux.ns.unlisted-inherit', 'program.ns[cgroup]', 'unlisted-new'],
  },
  {
    name: 'namespace listed twice',
    case: () => configured((c) => c.linux?.namespaces?.push({ type: 'uts' })),
    found: ['linux.ns.duplicate', 'config:/linux/namespaces/*/type', 'accepted'],
  },
  {
    name: 'id map',
    case: () =>
      configured((c) => {
        c.linux?.namespaces?.push({ type: 'user' });
        Object.assign(c.linux ?? {}, { uidMappings: [{ containerID: 0, hostID: 1000, size: 10 }] });
      }),
    plant: (o) => Object.assign(recordIn(o).ns, { user: '205' }),
    found: ['linux.userns.mapping.applied', 'program.uidMap', 'other'],
  },
  {
    name: 'mount missing',
    plant: (o) => withoutMount(o, '/scratch'),
    found: ['op.create.apply-all', 'mounts[tmpfs].present', 'missing'],
  },
  {
    name: 'another file system',
    plant: (o) => mountLine(o, '/scratch', (l) => l.replace('- tmpfs', '- ramfs')),
    found: ['config.mounts.type.fs-name', 'mounts[tmpfs].type', 'ramfs'],
  },
  {
    name: 'ro ignored',
    plant: (o) => mountLine(o, '/scratch', (l) => l.replace('ro,', 'rw,')),
    found: ['config.mounts.opt.ro', 'mounts[tmpfs].option[ro]', 'ro-not-applied'],
  },
  {
    name: 'rro on the top only',
    plant: (o) => mountLine(o, '/bound/sub', (l) => l.replace('ro,', 'rw,')),
    found: ['config.mounts.opt.rro', 'mounts[bind].option[ro]', 'rro-top-only'],
  },
  {
    name: 'private shared',
    plant: (o) => mountLine(o, '/bound', (l) => l.replace(' - ', ' shared:4 - ')),
    found: ['config.mounts.opt.private', 'mounts[bind].propagation', 'private-shared'],
    case: () => configured((c) => delete c.linux?.rootfsPropagation),
  },
  {
    name: 'mounts reordered',
    case: () =>
      configured((c) =>
        c.mounts?.splice(1, 2, c.mounts[2] ?? { destination: '' }, c.mounts[1] ?? { destination: '' }),
      ),
    found: ['config.mounts.order', 'mounts.order', 'inner-not-covered'],
  },
  {
    name: 'root propagation',
    plant: (o) => mountLine(o, '/', (l) => l.replace(' - ', ' master:4 - ')),
    found: ['linux.rootfsprop.private', 'mounts[root].propagation', 'private-slave'],
  },
  {
    name: 'writable root',
    case: () => configured((c) => Object.assign(c.root, { readonly: true })),
    found: ['config.root.readonly.true', 'mounts[root].option[ro]', 'writable'],
  },
  {
    name: 'masked path readable',
    plant: (o) => answer(o, 'masked:read:/secret', 0, 0, 'secret'),
    found: ['linux.masked.unreadable', 'masked.file', 'readable'],
  },
  {
    name: 'read-only path writable',
    plant: (o) => answer(o, 'readonly:write:/frozen', 0, 0),
    found: ['linux.readonly.effect', 'readonly', 'writable'],
  },
  {
    name: 'default device missing',
    plant: (o) => {
      const r = recordIn(o);
      r.dev = (r.dev ?? []).filter((d) => d.path !== '/dev/full');
    },
    found: ['linux.defdev.full', 'dev[default].present', 'missing'],
  },
  {
    name: 'ptmx of the host',
    plant: (o) => Object.assign(device(o, '/dev/ptmx'), { target: '/host/ptmx' }),
    found: ['linux.defdev.ptmx', 'dev[ptmx].target', 'other'],
  },
  {
    name: '/dev/fd',
    plant: (o) => Object.assign(device(o, '/dev/fd'), { target: '/x' }),
    found: ['runtimelinux.symlinks.fd', 'dev[fd].target', 'other'],
  },
  {
    name: 'other device',
    plant: (o) => Object.assign(device(o, '/dev/own'), { minor: 5 }),
    found: ['linux.dev.available', 'dev[configured].number', 'other'],
  },
  {
    name: 'mode of a device',
    plant: (o) => Object.assign(device(o, '/dev/own'), { mode: 0o600 }),
    found: ['linux.dev.fileMode', 'dev[configured].mode', 'other'],
  },
  {
    name: 'group of a device',
    plant: (o) => Object.assign(device(o, '/dev/own'), { gid: 0 }),
    found: ['linux.dev.gid', 'dev[configured].owner', 'gid-root'],
  },
  {
    name: 'pids limit',
    plant: (o) => Object.assign(o.outside[0]?.cgroupFiles ?? {}, { 'pids/ocifuzz/c1/pids.max': 'max' }),
    found: ['linux.res.pids.limit', 'cgroups[pids.max]', 'not-applied'],
  },
  {
    name: 'memory limit',
    plant: (o) =>
      Object.assign(o.outside[0]?.cgroupFiles ?? {}, {
        'memory/ocifuzz/c1/memory.limit_in_bytes': '9223372036854771712',
      }),
    found: ['linux.res.mem.limit', 'cgroups[memory.limit_in_bytes]', 'not-applied'],
  },
];

const RESIDUE: Bug[] = [
  {
    name: 'mount left',
    plant: (o) => o.after.mounts.push('90 30 0:90 / /run/ocifuzz/bundle/rootfs/x rw - tmpfs tmpfs rw'),
    found: ['op.delete.resources', 'residue.mounts', 'left-work'],
    kind: 'residue',
  },
  {
    name: 'propagation changed',
    plant: (o) => o.after.mounts.splice(0, 1, '30 29 0:30 / / rw shared:9 - tmpfs tmpfs rw'),
    found: ['op.delete.resources', 'residue.mounts', 'propagation'],
  },
  {
    name: 'cgroup left',
    plant: (o) => o.after.cgroups.push('/sys/fs/cgroup/memory/ocifuzz/c1'),
    found: ['op.delete.resources', 'residue.cgroups', 'container'],
    kind: 'residue',
  },
  {
    name: 'parents of the cgroup left',
    plant: (o) => o.cgroupsLeft.push('/sys/fs/cgroup/memory/ocifuzz'),
    found: ['op.delete.resources', 'residue.cgroups', 'parents'],
    kind: 'spec-gap',
  },
  {
    name: 'process left',
    plant: (o) => o.after.processes.push({ pid: 12, ppid: 1, state: 'S', comm: 'probe' }),
    found: ['op.delete.resources', 'residue.processes', 'program'],
  },
  {
    name: 'interface left',
    plant: (o) => o.after.interfaces.push('veth0'),
    found: ['op.delete.resources', 'residue.interfaces', 'left'],
  },
  {
    name: 'state directory left',
    plant: (o) => added(o, '/run/ocifuzz/root/a/c1', { type: 'd' }),
    found: ['op.delete.resources', 'residue.state', 'container'],
  },
  {
    name: 'owner of a file changed',
    case: () =>
      aCase({
        files: aCase().files.map((f) =>
          f.type === 'program' ? { ...f, behaviour: { ...f.behaviour, asks: [] } } : f,
        ),
      }),
    plant: (o) =>
      Object.assign(o.after.files.find((f) => f.path === `${ROOTFS}/etc/passwd`) ?? {}, { uid: 1000 }),
    found: ['op.delete.resources', 'files[rootfs]', 'owner'],
    kind: 'residue',
  },
];

const LIVENESS: Bug[] = [
  {
    name: 'segmentation fault',
    plant: (o) => Object.assign(stepOf(o, 10), { outcome: 'signal', exitCode: null, signal: 11 }),
    found: ['liveness.crash', 'steps.delete', 'SIGSEGV'],
    kind: 'crash',
  },
  {
    name: 'panic',
    plant: (o) => {
      fail(o, 3);
      stepOf(o, 3).stderr = 'panic: runtime error: index out of range\n\ngoroutine 1 [running]:\n';
    },
    found: ['liveness.crash', 'steps.start', 'go-panic'],
    kind: 'crash',
  },
  {
    name: 'hang',
    plant: (o) => Object.assign(stepOf(o, 2), { outcome: 'timeout', exitCode: null, wallMs: 10_000 }),
    found: ['liveness.hang', 'steps.state', 'timeout'],
    kind: 'hang',
  },
];

describe.each([
  ['hooks', HOOKS],
  ['state', STATE],
  ['process', PROCESS],
  ['around the program', AROUND],
  ['residue', RESIDUE],
  ['liveness', LIVENESS],
])('%s', (_, bugs) => {
  it.each(bugs.map((b) => [b.name, b] as const))('%s', (__, bug) => {
    const c = (bug.case ?? aCase)();
    const o = honest('a');
    bug.plant?.(o);
    const verdicts = judgeAll(input([run('a', o, bug.facts)], c)).filter((v) => v.verdict === 'violation');
    const [rule, path, token] = bug.found;
    const hit = verdicts.find((v) => v.rule === rule && v.path === path);
    expect(hit ?? verdicts.map((v) => [v.rule, v.path, v.token])).toMatchObject({ rule, path, token });
    if (bug.kind !== undefined) expect(hit?.kind).toBe(bug.kind);
    expect(hit?.notClaimed ?? false).toBe(bug.notClaimed ?? false);
  });
});
