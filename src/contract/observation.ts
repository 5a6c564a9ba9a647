/** Observation: what one runtime did with one Case, as data. No verdicts. */
import Type, { type Static } from 'typebox';
import { SCHEMA_VERSION } from './case.ts';

const strings = Type.Array(Type.String());
const nullable = <T extends Type.TSchema>(t: T) => Type.Union([t, Type.Null()]);

/** Coarse class of a refusal, mapped by the runtime's adapter; message texts are never compared. */
export const ERROR_CLASSES = [
  'usage',
  'config-syntax',
  'config-value',
  'unsupported',
  'not-found',
  'exists',
  'wrong-status',
  'permission',
  'hook-failed',
  'exec-failed',
  'mount-failed',
  'cgroup-failed',
  'namespace-failed',
  'internal',
  'other',
] as const;
export const ErrorClass = Type.Enum(ERROR_CLASSES);
export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** Result of one script step. Index = place in the case's script. */
export const StepObservation = Type.Object({
  index: Type.Integer(),
  op: Type.String(),
  argv: strings,
  /** `skipped`: not done (`why` says so), for example `wait` without a container process */
  outcome: Type.Enum(['ok', 'error', 'signal', 'timeout', 'skipped'] as const),
  why: Type.Optional(Type.String()),
  exitCode: nullable(Type.Integer()),
  signal: nullable(Type.Integer()),
  errorClass: nullable(ErrorClass),
  /** at most 64 KiB each; empty for wait, observe, write, remove */
  stdout: Type.String(),
  stderr: Type.String(),
  wallMs: Type.Number(),
  cpuMs: Type.Number(),
  /** only where the case has a fault: whether it really befell the runtime, and if not, why */
  fault: Type.Optional(Type.Union([Type.Literal('applied'), Type.Object({ not: Type.String() })])),
  /** `state` only: the parsed document, null if it was no JSON */
  state: Type.Optional(Type.Unknown()),
  /** `wait` only: reported, ended, timeout, nopid */
  waited: Type.Optional(Type.String()),
  /** `wait`, when the container process ended: `exit N` or `signal N` */
  ended: Type.Optional(Type.String()),
});
export type StepObservation = Static<typeof StepObservation>;

const sets = Type.Object({
  inh: Type.String(),
  prm: Type.String(),
  eff: Type.String(),
  bnd: Type.String(),
  amb: Type.String(),
});

/** What a probe or hook saw of itself (src/native/PROTOCOL.md, "Record"). Byte strings; null = unreadable. */
export const ProbeRecord = Type.Object({
  argv: strings,
  env: strings,
  execfn: nullable(Type.String()),
  exe: nullable(Type.String()),
  cwd: nullable(Type.String()),
  root: nullable(Type.String()),
  pid: Type.Integer(),
  nspid: Type.Array(Type.Integer()),
  ppid: Type.Integer(),
  pgid: Type.Integer(),
  sid: Type.Integer(),
  uid: Type.Array(Type.Integer()),
  gid: Type.Array(Type.Integer()),
  groups: Type.Array(Type.Integer()),
  umask: nullable(Type.Integer()),
  caps: nullable(sets),
  securebits: nullable(Type.Integer()),
  noNewPrivs: nullable(Type.Integer()),
  seccomp: nullable(Type.Integer()),
  /** kind (pid net mnt ipc uts user cgroup time) to inode */
  ns: Type.Record(Type.String(), nullable(Type.String())),
  uidMap: nullable(Type.Array(Type.Array(Type.Integer()))),
  gidMap: nullable(Type.Array(Type.Array(Type.Integer()))),
  mountinfo: Type.Optional(nullable(strings)),
  rlimits: nullable(Type.Record(Type.String(), strings)),
  oomScoreAdj: nullable(Type.Integer()),
  sched: nullable(
    Type.Object({
      policy: Type.Integer(),
      priority: Type.Integer(),
      nice: Type.Integer(),
      flags: nullable(Type.Integer()),
    }),
  ),
  ioprio: nullable(Type.Integer()),
  affinity: nullable(Type.Array(Type.Integer())),
  personality: nullable(Type.Integer()),
  /** uname(2) */
  machine: Type.Optional(nullable(Type.String())),
  /** get_mempolicy(2): mode with its flags */
  memoryPolicy: Type.Optional(
    nullable(Type.Object({ mode: Type.Integer(), nodes: Type.Array(Type.Integer()) })),
  ),
  /** /proc/self/attr/current, with its final newline or NUL */
  label: Type.Optional(nullable(Type.String())),
  hostname: nullable(Type.String()),
  domainname: nullable(Type.String()),
  cgroup: nullable(strings),
  fds: nullable(
    Type.Array(
      Type.Object({
        fd: Type.Integer(),
        target: nullable(Type.String()),
        mode: Type.Optional(nullable(Type.Integer())),
        flags: Type.Optional(nullable(Type.Integer())),
      }),
    ),
  ),
  stdin: nullable(
    Type.Object({
      bytes: Type.String(),
      eof: Type.Boolean(),
      error: Type.Optional(nullable(Type.Integer())),
    }),
  ),
  dev: Type.Optional(
    nullable(
      Type.Array(
        Type.Object({
          path: Type.String(),
          type: Type.String(),
          mode: Type.Integer(),
          uid: Type.Integer(),
          gid: Type.Integer(),
          major: Type.Integer(),
          minor: Type.Integer(),
          target: nullable(Type.String()),
        }),
      ),
    ),
  ),
  clock: nullable(Type.Record(Type.String(), nullable(Type.String()))),
  timensOffsets: nullable(Type.String()),
  tty: nullable(Type.Object({ rows: Type.Integer(), cols: Type.Integer() })),
  dumpable: nullable(Type.Integer()),
  results: Type.Array(
    Type.Object({
      ask: Type.String(),
      ret: Type.Integer(),
      errno: Type.Integer(),
      text: nullable(Type.String()),
    }),
  ),
});
export type ProbeRecord = Static<typeof ProbeRecord>;

/**
 * One entry of the total order of a lifecycle, as it arrived at the agent (each program waits for the
 * acknowledgement before it goes on, so the order is causal); executions as the kernel traced them.
 */
export const OrderEvent = Type.Object({
  seq: Type.Integer(),
  /** ms since the lifecycle's first event, by CLOCK_REALTIME */
  atMs: Type.Number(),
  /**
   * step begin and end, the runtime killed by a fault; program: execution and, with no program, a call of pivot_root
   * (both only where there was a trace); first report, caught signal, answer to its call, last word, connection closed
   */
  type: Type.Enum([
    'step-begin',
    'step-end',
    'exec',
    'pivot',
    'begin',
    'signal',
    'answer',
    'end',
    'hangup',
    'reaped',
    'killed',
  ] as const),
  /** index of the step, for step-begin, step-end and killed */
  step: Type.Optional(Type.Integer()),
  /** path of the program file in the case, for exec, begin, signal, end, hangup */
  program: Type.Optional(Type.String()),
  /** pid as seen by the agent (runtime namespace) */
  pid: Type.Optional(Type.Integer()),
  /** begin: what the program saw */
  record: Type.Optional(ProbeRecord),
  /** signal: its number; reaped: `exit N` or `signal N`; answer: the same or `timeout`, a newline, and stdout */
  text: Type.Optional(Type.String()),
  /** true where the record came by the container's stdout: its place in the order says nothing */
  unordered: Type.Optional(Type.Boolean()),
});
export type OrderEvent = Static<typeof OrderEvent>;

export const FileStat = Type.Object({
  path: Type.String(),
  type: Type.String(),
  mode: Type.Integer(),
  uid: Type.Integer(),
  gid: Type.Integer(),
  size: Type.Integer(),
  rdev: nullable(Type.String()),
  extra: Type.String({ description: 'link target, or digest of the content' }),
});
export type FileStat = Static<typeof FileStat>;

/** The runtime namespace at one moment. `processes` leaves the agent's own out. */
export const Snapshot = Type.Object({
  mounts: strings,
  cgroups: strings,
  processes: Type.Array(
    Type.Object({ pid: Type.Integer(), ppid: Type.Integer(), state: Type.String(), comm: Type.String() }),
  ),
  files: Type.Array(FileStat),
  interfaces: strings,
  /** kind to inode; of those that the case has made, path of the file to inode */
  namespaces: Type.Record(Type.String(), Type.String()),
});
export type Snapshot = Static<typeof Snapshot>;

/**
 * A look at the container process from the runtime namespace (step `observe`). null = could not be read; `status`
 * null: the process had ended, and nothing is known of it. `cmdline` and `mountinfo` are spelled as in records, one
 * character for each byte.
 */
export const OutsideView = Type.Object({
  step: Type.Integer(),
  pid: Type.Integer(),
  status: nullable(Type.String()),
  cmdline: nullable(Type.String()),
  exe: nullable(Type.String()),
  root: nullable(Type.String()),
  mountinfo: nullable(strings),
  ns: Type.Record(Type.String(), nullable(Type.String())),
  cgroup: nullable(strings),
  /** cgroup file (path below /sys/fs/cgroup) to content; absent files are left out */
  cgroupFiles: Type.Record(Type.String(), Type.String()),
  /** uid of the container's cgroup directory (`.`) and of each file in it; not for programs of the host's root */
  cgroupOwners: Type.Optional(Type.Record(Type.String(), Type.Integer())),
});
export type OutsideView = Static<typeof OutsideView>;

/** A connection to the socket that takes states for seccomp agents (config-linux.md#containerprocessstate). */
export const AgentConnection = Type.Object({
  /** step that its first message came in */
  step: nullable(Type.Integer()),
  /** of each recvmsg: what descriptors came (targets of /proc/self/fd links), and the bytes */
  messages: Type.Array(Type.Object({ fds: strings, text: Type.String() })),
  /** the runtime closed it before the end of the lifecycle */
  closed: Type.Boolean(),
});
export type AgentConnection = Static<typeof AgentConnection>;

export const Observation = Type.Object(
  {
    schemaVersion: Type.Literal(SCHEMA_VERSION),
    caseId: Type.String(),
    /** label of the runtime */
    runtime: Type.String(),
    steps: Type.Array(StepObservation),
    events: Type.Array(OrderEvent),
    /** what tells when programs were executed: the kernel's trace; absent: only when their reports arrived */
    clock: Type.Optional(Type.Literal('tracefs')),
    outside: Type.Array(OutsideView),
    /** what came to the console socket, where the case gives one; size at the end of the lifecycle */
    console: Type.Optional(
      Type.Object({ received: Type.Boolean(), rows: Type.Integer(), cols: Type.Integer() }),
    ),
    /** connections to the seccomp agent's socket, where the config names it */
    agent: Type.Optional(Type.Array(AgentConnection)),
    before: Snapshot,
    after: Snapshot,
    /** cgroup directories still there when every process of the lifecycle was gone */
    cgroupsLeft: strings,
    /** CPU of the whole lifecycle, harness's native part included, in ms */
    cpuMs: Type.Number(),
    /** the part of it that the harness's own native process used, in ms; absent where it did not tell */
    agentCpuMs: Type.Optional(Type.Number()),
    /** troubles of the harness itself; with any, every verdict is `unknown` */
    faults: strings,
  },
  { title: 'Observation' },
);
export type Observation = Static<typeof Observation>;
