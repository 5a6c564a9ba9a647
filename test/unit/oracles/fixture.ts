/** An honest lifecycle, written down by hand: what a runtime without bugs shows of one rich case. */
import {
  AGENT_SOCKET,
  BUNDLE,
  type Case,
  HOOK_KINDS,
  type HookKind,
  ROOTFS,
} from '../../../src/contract/case.ts';
import type { OciConfig } from '../../../src/contract/config/index.ts';
import type { RuntimeFacts } from '../../../src/contract/facts.ts';
import type {
  Observation,
  OrderEvent,
  ProbeRecord,
  Snapshot,
  StepObservation,
} from '../../../src/contract/observation.ts';
import type { JudgeInput, Run } from '../../../src/contract/verdict.ts';
import { host as bareHost, runtime as bareRuntime } from '../support/fake.ts';

export const PROGRAM = `${ROOTFS}/bin/probe`;
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
export const CONTAINER_PID = 7;

/** A hook's path in config.json, and its program's label. */
export const hookPath = (kind: HookKind): string =>
  kind === 'startContainer' ? '/hooks/startContainer' : `/run/ocifuzz/hooks/${kind}`;
export const hookLabel = (kind: HookKind): string =>
  kind === 'startContainer' ? `${ROOTFS}${hookPath(kind)}` : hookPath(kind);

const capabilities = ['CAP_CHOWN', 'CAP_KILL'];
const hostCapabilities = [...capabilities, 'CAP_FSETID'];
const CAPS = '0000000000000021';

export const host = {
  ...bareHost,
  arch: 'x64',
  capabilities: hostCapabilities,
  rlimits: { NOFILE: ['1024', '20000'] as [string, string] },
};

/** A features document that claims what the case uses. */
export const FEATURES = {
  ociVersionMin: '1.0.0',
  ociVersionMax: '1.3.0',
  hooks: [...HOOK_KINDS],
  mountOptions: ['rbind', 'ro', 'rro', 'private'],
  linux: {
    namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'],
    capabilities: [...capabilities],
    seccomp: {
      enabled: true,
      actions: ['SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO'],
      operators: ['SCMP_CMP_EQ'],
      archs: ['SCMP_ARCH_X86'],
      knownFlags: ['SECCOMP_FILTER_FLAG_LOG'],
      supportedFlags: ['SECCOMP_FILTER_FLAG_LOG'],
    },
    memoryPolicy: { modes: ['MPOL_BIND'], flags: ['MPOL_F_STATIC_NODES'] },
  },
};

export const runtime = (label: string, facts: Partial<RuntimeFacts> = {}): RuntimeFacts =>
  bareRuntime(label, { declaredSpec: '1.3.0', hooks: [...HOOK_KINDS], features: FEATURES, ...facts });

export function config(): OciConfig {
  return {
    ociVersion: '1.1.0',
    root: { path: 'rootfs' },
    hostname: 'inside',
    domainname: 'example',
    annotations: { 'org.example.a': 'b' },
    process: {
      cwd: '/data',
      args: ['/bin/probe', 'ä'],
      env: [PATH, 'A=1'],
      user: { uid: 0, gid: 0, umask: 0o027, additionalGids: [5, 6] },
      capabilities: {
        bounding: [...capabilities],
        effective: [...capabilities],
        inheritable: [...capabilities],
        permitted: [...capabilities],
        ambient: [...capabilities],
      },
      noNewPrivileges: true,
      oomScoreAdj: 10,
      rlimits: [{ type: 'RLIMIT_NOFILE', soft: 512, hard: 1024 }],
      scheduler: { policy: 'SCHED_BATCH', nice: 3 },
      ioPriority: { class: 'IOPRIO_CLASS_BE', priority: 5 },
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
      { destination: '/dev/pts', type: 'devpts', source: 'devpts', options: ['noexec'] },
      { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['ro'] },
      { destination: '/bound', source: '/run/ocifuzz/src', options: ['rbind', 'rro', 'private'] },
      { destination: '/scratch', type: 'tmpfs', source: 'tmpfs', options: ['ro', 'noatime'] },
    ],
    hooks: Object.fromEntries(
      HOOK_KINDS.map((kind) => [kind, [{ path: hookPath(kind), args: ['hook', kind], env: ['H=1'] }]]),
    ),
    linux: {
      namespaces: [{ type: 'pid' }, { type: 'network' }, { type: 'ipc' }, { type: 'uts' }, { type: 'mount' }],
      cgroupsPath: '/ocifuzz/c1',
      devices: [{ type: 'c', path: '/dev/own', major: 1, minor: 3, fileMode: 0o640, uid: 0, gid: 6 }],
      resources: { memory: { limit: 1000000 }, pids: { limit: 50 }, cpu: { shares: 512, cpus: '0-1' } },
      maskedPaths: ['/secret'],
      readonlyPaths: ['/frozen'],
      personality: { domain: 'LINUX32' },
      rootfsPropagation: 'private',
      seccomp: {
        defaultAction: 'SCMP_ACT_ALLOW',
        listenerPath: AGENT_SOCKET,
        syscalls: [{ names: ['acct'], action: 'SCMP_ACT_ERRNO', errnoRet: 95 }],
      },
    },
  };
}

export function aCase(more: Partial<Case> = {}): Case {
  return {
    schemaVersion: 1,
    expectation: 'valid',
    config: config(),
    files: [
      {
        type: 'program',
        path: PROGRAM,
        behaviour: {
          role: 'probe',
          holdMs: 20_000,
          asks: [
            { id: 'masked:read:/secret', kind: 'read', args: ['/secret'] },
            { id: 'readonly:write:/frozen', kind: 'write', args: ['/frozen/.ask'] },
            { id: 'seccomp:call:acct', kind: 'syscall', args: ['163', '0', '0', '0', '0', '0', '0'] },
            { id: 'mount:write:/scratch', kind: 'write', args: ['/scratch/.ask'] },
          ],
        },
      },
      ...HOOK_KINDS.map((kind) => ({
        type: 'program' as const,
        path: hookLabel(kind),
        behaviour: { role: 'hook' as const },
      })),
    ],
    script: [
      { op: 'create' },
      { op: 'observe' },
      { op: 'state' },
      { op: 'start' },
      { op: 'wait', until: 'started' },
      { op: 'state' },
      { op: 'start' },
      { op: 'kill', signal: 'TERM' },
      { op: 'wait', until: 'stopped' },
      { op: 'state' },
      { op: 'delete' },
      { op: 'state' },
    ],
    caller: { umask: 0o077 },
    host: {},
    ...more,
  };
}

const OUTSIDE: Record<string, string> = {
  ...{ pid: '100', net: '101', mnt: '102', ipc: '103', uts: '104', user: '105', cgroup: '106', time: '107' },
};
const INSIDE: Record<string, string> = {
  ...OUTSIDE,
  ...{ pid: '200', net: '201', mnt: '202', ipc: '203', uts: '204' },
};

const MOUNTINFO = [
  '500 499 0:50 /bundle/rootfs / rw,relatime - tmpfs tmpfs rw,size=262144k',
  '501 500 0:51 / /proc rw,relatime - proc proc rw',
  '502 500 0:52 / /dev rw,nosuid,relatime - tmpfs tmpfs rw,mode=755',
  '503 502 0:53 / /dev/pts rw,noexec,relatime - devpts devpts rw,mode=620',
  '504 500 0:54 / /sys ro,relatime - sysfs sysfs rw',
  '505 500 0:50 /src /bound ro,relatime - tmpfs tmpfs rw,size=262144k',
  '506 505 0:55 / /bound/sub ro,relatime - tmpfs tmpfs rw',
  '507 500 0:56 / /scratch ro,noatime - tmpfs tmpfs rw',
];

const node = (name: string, major: number, minor: number) => ({
  ...{ path: `/dev/${name}`, type: 'c', mode: 0o666, uid: 0, gid: 0, major, minor, target: null },
});
const link = (name: string, target: string) => ({
  ...{ path: `/dev/${name}`, type: 'l', mode: 0o777, uid: 0, gid: 0, major: 0, minor: 0, target },
});
const DEV = [
  node('null', 1, 3),
  node('zero', 1, 5),
  node('full', 1, 7),
  node('random', 1, 8),
  node('urandom', 1, 9),
  node('tty', 5, 0),
  link('ptmx', 'pts/ptmx'),
  link('fd', '/proc/self/fd'),
  link('stdin', '/proc/self/fd/0'),
  link('stdout', '/proc/self/fd/1'),
  link('stderr', '/proc/self/fd/2'),
  { ...node('own', 1, 3), mode: 0o640, gid: 6 },
];

const fd = (n: number, target: string) => ({ fd: n, target, mode: 0o666, flags: 0 });

/** The record of the program. */
function programRecord(): ProbeRecord {
  return {
    argv: ['/bin/probe', 'Ã¤'],
    env: [PATH, 'A=1'],
    execfn: '/bin/probe',
    exe: '/bin/probe',
    cwd: '/data',
    root: '/',
    pid: 1,
    nspid: [1],
    ppid: 0,
    pgid: 1,
    sid: 1,
    uid: [0, 0, 0, 0],
    gid: [0, 0, 0, 0],
    groups: [5, 6],
    umask: 0o027,
    caps: { inh: CAPS, prm: CAPS, eff: CAPS, bnd: CAPS, amb: CAPS },
    securebits: 0,
    noNewPrivs: 1,
    seccomp: 2,
    ns: { ...INSIDE },
    uidMap: [[0, 0, 4294967295]],
    gidMap: [[0, 0, 4294967295]],
    mountinfo: [...MOUNTINFO],
    rlimits: { NOFILE: ['512', '1024'], CORE: ['0', 'infinity'] },
    oomScoreAdj: 10,
    sched: { policy: 3, priority: 0, nice: 3, flags: 0 },
    ioprio: (2 << 13) | 5,
    affinity: [0, 1],
    personality: 8,
    hostname: 'inside',
    domainname: 'example',
    cgroup: ['4:memory:/ocifuzz/c1'],
    fds: [fd(0, '/dev/null'), fd(1, '/dev/null'), fd(2, '/dev/null')],
    stdin: null,
    dev: DEV.map((d) => ({ ...d })),
    clock: { realtime: '1', monotonic: '2', boottime: '3' },
    timensOffsets: 'monotonic 0 0\nboottime 0 0\n',
    tty: null,
    dumpable: 1,
    results: [
      { ask: 'masked:read:/secret', ret: 0, errno: 0, text: '' },
      { ask: 'readonly:write:/frozen', ret: -1, errno: 30, text: null },
      { ask: 'seccomp:call:acct', ret: -1, errno: 95, text: null },
      { ask: 'mount:write:/scratch', ret: -1, errno: 30, text: null },
    ],
  };
}

const STATUS: Record<HookKind, string> = {
  ...{ prestart: 'creating', createRuntime: 'creating', createContainer: 'creating' },
  ...{ startContainer: 'created', poststart: 'running', poststop: 'stopped' },
};
const isInside = (kind: HookKind): boolean => kind === 'createContainer' || kind === 'startContainer';

export const stateDocument = (status: string, pid: number) => ({
  ociVersion: '1.3.0',
  id: 'c1',
  status,
  ...(status === 'stopped' ? {} : { pid }),
  bundle: BUNDLE,
  annotations: { 'org.example.a': 'b' },
});

function hookRecord(kind: HookKind, pid: number): ProbeRecord {
  const { mountinfo: _, dev: __, ...rest } = programRecord();
  return {
    ...rest,
    argv: ['hook', kind],
    env: ['H=1'],
    cwd: kind === 'startContainer' ? '/' : BUNDLE,
    pid,
    ns: isInside(kind) ? { ...INSIDE } : { ...OUTSIDE },
    umask: 0o077,
    results: [],
    stdin: {
      bytes: JSON.stringify(stateDocument(STATUS[kind], isInside(kind) ? 1 : CONTAINER_PID)),
      eof: true,
      error: null,
    },
  };
}

/** Events without their numbers: a step's, or a program's from its first report to its end. */
type Bare = Omit<OrderEvent, 'seq' | 'atMs'>;
const begin = (step: number): Bare => ({ type: 'step-begin', step });
const end = (step: number): Bare => ({ type: 'step-end', step });
const call = (program: string, pid: number, record: ProbeRecord): Bare[] => [
  { type: 'begin', program, pid, record },
  { type: 'end', program, pid },
  { type: 'hangup', program, pid },
];
const hook = (kind: HookKind, pid: number): Bare[] => call(hookLabel(kind), pid, hookRecord(kind, pid));

const step = (index: number, op: string, more: Partial<StepObservation> = {}): StepObservation => ({
  ...{ index, op, argv: [], outcome: 'ok', exitCode: 0, signal: null, errorClass: null },
  ...{ stdout: '', stderr: '', wallMs: 5, cpuMs: 1 },
  ...more,
});
const failed = (index: number, op: string, errorClass: StepObservation['errorClass']): StepObservation =>
  step(index, op, { outcome: 'error', exitCode: 1, errorClass, stderr: 'no' });

export function snapshot(): Snapshot {
  const file = (path: string, type = 'f') => ({
    ...{ path, type, mode: type === 'd' ? 0o755 : 0o644, uid: 0, gid: 0, size: 1, rdev: null, extra: '0' },
  });
  return {
    mounts: ['30 29 0:30 / / rw - tmpfs tmpfs rw', '31 30 0:31 / /run/ocifuzz rw - tmpfs tmpfs rw'],
    cgroups: ['/sys/fs/cgroup/memory', '/sys/fs/cgroup/memory/agent'],
    processes: [],
    files: [
      file('/run/ocifuzz/root/a', 'd'),
      file(BUNDLE, 'd'),
      file(`${BUNDLE}/config.json`),
      file(ROOTFS, 'd'),
      file(`${ROOTFS}/etc`, 'd'),
      file(`${ROOTFS}/etc/passwd`),
    ],
    interfaces: ['lo'],
    namespaces: { ...OUTSIDE },
  };
}

export function numbered(events: Bare[]): OrderEvent[] {
  return events.map((e, seq) => ({ ...e, seq, atMs: seq }));
}

/** The lifecycle of `aCase()` on a runtime without bugs. */
export function honest(label: string): Observation {
  const state = (index: number, status: string) =>
    step(index, 'state', { state: stateDocument(status, CONTAINER_PID) });
  const program = programRecord();
  return {
    schemaVersion: 1,
    caseId: 'x',
    runtime: label,
    steps: [
      step(0, 'create'),
      step(1, 'observe'),
      state(2, 'created'),
      step(3, 'start'),
      step(4, 'wait', { waited: 'reported' }),
      state(5, 'running'),
      failed(6, 'start', 'wrong-status'),
      step(7, 'kill'),
      step(8, 'wait', { waited: 'ended', ended: 'exit 0' }),
      state(9, 'stopped'),
      step(10, 'delete'),
      failed(11, 'state', 'not-found'),
    ],
    events: numbered([
      begin(0),
      ...hook('prestart', 4),
      ...hook('createRuntime', 5),
      ...hook('createContainer', 6),
      end(0),
      begin(2),
      end(2),
      begin(3),
      ...hook('startContainer', 8),
      { type: 'begin', program: PROGRAM, pid: CONTAINER_PID, record: program },
      ...hook('poststart', 9),
      end(3),
      begin(5),
      end(5),
      begin(6),
      end(6),
      begin(7),
      { type: 'signal', program: PROGRAM, pid: CONTAINER_PID, text: '15' },
      end(7),
      { type: 'end', program: PROGRAM, pid: CONTAINER_PID },
      { type: 'hangup', program: PROGRAM, pid: CONTAINER_PID },
      { type: 'reaped', pid: CONTAINER_PID, text: 'exit 0' },
      begin(9),
      end(9),
      begin(10),
      ...hook('poststop', 10),
      end(10),
      begin(11),
      end(11),
    ]),
    outside: [
      {
        step: 1,
        pid: CONTAINER_PID,
        status: 'State:\tS (sleeping)\n',
        cmdline: null,
        exe: null,
        root: null,
        mountinfo: null,
        ns: { ...INSIDE },
        cgroup: null,
        cgroupFiles: {
          'memory/ocifuzz/c1/memory.limit_in_bytes': '999424',
          'pids/ocifuzz/c1/pids.max': '50',
          'cpu/ocifuzz/c1/cpu.shares': '512',
          'cpuset/ocifuzz/c1/cpuset.cpus': '0-1',
        },
      },
    ],
    agent: [],
    before: snapshot(),
    after: snapshot(),
    cgroupsLeft: [],
    cpuMs: 10,
    faults: [],
  };
}

export const run = (label: string, observation = honest(label), facts: Partial<RuntimeFacts> = {}): Run => ({
  runtime: runtime(label, facts),
  observation,
});

export const input = (runs: Run[], c: Case = aCase()): JudgeInput => ({ case: c, host, runs });

/** The program's record in an observation, to plant something in. */
export function recordIn(o: Observation, program = PROGRAM): ProbeRecord {
  const record = o.events.find((e) => e.program === program && e.type === 'begin')?.record;
  if (!record) throw new Error(`no record of ${program}`);
  return record;
}

/** The kernel's trace was there: every program that reports was executed right before. */
export function traced(o: Observation): void {
  const exec = ({ type, program, pid }: OrderEvent): Bare[] =>
    type === 'begin' && program !== undefined && pid !== undefined ? [{ type: 'exec', program, pid }] : [];
  o.clock = 'tracefs';
  o.events = numbered(o.events.flatMap((e) => [...exec(e), e]));
}

/**
 * Moves the events of a program, or those of one type, so that they lie right before the first event that `before`
 * chooses.
 */
export function move(
  o: Observation,
  program: string,
  before: (e: OrderEvent) => boolean,
  type?: OrderEvent['type'],
): void {
  const moves = (e: OrderEvent) => e.program === program && (type === undefined || e.type === type);
  const moved = o.events.filter(moves);
  const rest = o.events.filter((e) => !moves(e));
  const at = rest.findIndex(before);
  o.events = numbered([...rest.slice(0, at), ...moved, ...rest.slice(at)]);
}

/** Drops the events of a program. */
export function drop(o: Observation, program: string): void {
  o.events = numbered(o.events.filter((e) => e.program !== program));
}

/** Changes the state that a hook read. */
export function restate(
  o: Observation,
  kind: HookKind,
  change: (doc: Record<string, unknown>) => void,
): void {
  const { stdin } = recordIn(o, hookLabel(kind));
  if (!stdin) throw new Error('no stdin');
  const doc = JSON.parse(stdin.bytes) as Record<string, unknown>;
  change(doc);
  stdin.bytes = JSON.stringify(doc);
}

/** A hook has called the runtime: how that ended, a newline, and what it printed. */
export function answered(o: Observation, kind: HookKind, text: string): void {
  const program = hookLabel(kind);
  o.events = numbered(
    o.events.flatMap((e): Bare[] =>
      e.type === 'end' && e.program === program
        ? [{ type: 'answer', program, pid: e.pid ?? 0, text }, e]
        : [e],
    ),
  );
}
