/**
 * Case: everything that one experiment needs. Complete without the generator that made it: the JSON is
 * the case, the seed only a note of where it came from.
 */
import Type, { type Static } from 'typebox';
import { Fault } from './fault.ts';

/** Kinds of namespaces as /proc/PID/ns has them (namespaces(7)). */
export const NAMESPACES = ['pid', 'net', 'mnt', 'ipc', 'uts', 'user', 'cgroup', 'time'] as const;

/** Schema version of every document of this release. */
export const SCHEMA_VERSION = 1;

/** Where the work file system of a lifecycle lies, the same for every runtime and run. */
export const WORK = '/run/ocifuzz';
export const BUNDLE = `${WORK}/bundle`;
export const ROOTFS = `${BUNDLE}/rootfs`;
/** The container id that scripts use unless a step says otherwise. */
export const CONTAINER_ID = 'c1';
/** Label and rootfs path of the container's program in generated cases. */
export const PROGRAM_PATH = '/bin/probe';
/** Socket on which programs report, as a path inside the rootfs. */
export const REPORT_SOCKET = '/.report';

/** Where a seccomp agent listens, if the config names the path as listenerPath. */
export const AGENT_SOCKET = `${WORK}/agent`;

/** The six kinds of hooks (config.md#posix-platform-hooks), in the order of the lifecycle. */
export const HOOK_KINDS = [
  'prestart',
  'createRuntime',
  'createContainer',
  'startContainer',
  'poststart',
  'poststop',
] as const;
export type HookKind = (typeof HOOK_KINDS)[number];

/** An experiment that a program makes where it runs; words as in src/native/PROTOCOL.md, "Ask kinds". */
export const Ask = Type.Object({
  id: Type.String({ minLength: 1, description: 'name of the experiment, unique in its program' }),
  kind: Type.Enum([
    'write',
    'read',
    'list',
    'stat',
    'statfs',
    'mkdir',
    'mknod',
    'open',
    'exec',
    'syscall',
    'chown',
    'symlinkopen',
  ] as const),
  args: Type.Array(Type.String()),
});
export type Ask = Static<typeof Ask>;

/** What a probe or hook does after it has reported (src/native/PROTOCOL.md, "Trailer"). Times in ms. */
export const Behaviour = Type.Object(
  {
    role: Type.Union([Type.Literal('probe'), Type.Literal('hook')]),
    stdin: Type.Optional(Type.Union([Type.Literal('read'), Type.Literal('ignore'), Type.Literal('close')])),
    asks: Type.Optional(Type.Array(Ask)),
    floodStdout: Type.Optional(Type.Integer({ minimum: 0 })),
    floodStderr: Type.Optional(Type.Integer({ minimum: 0 })),
    /** leaves a child that keeps all descriptors open for so many ms */
    childMs: Type.Optional(Type.Integer({ minimum: 0 })),
    sleepMs: Type.Optional(Type.Integer({ minimum: 0 })),
    /** sleeps until a signal comes, at most so many ms */
    holdMs: Type.Optional(Type.Integer({ minimum: 0 })),
    stubborn: Type.Optional(Type.Boolean()),
    hostname: Type.Optional(Type.String()),
    mount: Type.Optional(Type.Object({ source: Type.String(), target: Type.String(), type: Type.String() })),
    remove: Type.Optional(Type.String()),
    write: Type.Optional(Type.Object({ path: Type.String(), text: Type.String() })),
    /** calls the runtime about the container of the script, from where it runs */
    call: Type.Optional(
      Type.Union([
        Type.Object({ op: Type.Literal('state') }, { additionalProperties: false }),
        Type.Object(
          { op: Type.Literal('kill'), signal: Type.String({ description: 'name or number' }) },
          { additionalProperties: false },
        ),
      ]),
    ),
    /** ends itself by this signal number instead of exiting */
    signal: Type.Optional(Type.Integer({ minimum: 1, maximum: 64 })),
    exit: Type.Optional(Type.Integer({ minimum: 0, maximum: 255 })),
  },
  { additionalProperties: false },
);
export type Behaviour = Static<typeof Behaviour>;

const owner = {
  uid: Type.Optional(Type.Integer({ minimum: 0 })),
  gid: Type.Optional(Type.Integer({ minimum: 0 })),
  /** permission bits, decimal */
  mode: Type.Optional(Type.Integer({ minimum: 0, maximum: 0o7777 })),
};
const path = Type.String({ minLength: 1, description: `absolute, below ${WORK}` });

/** One entry of the work file system: the rootfs, hook programs, bind sources. Later entries win. */
export const FileEntry = Type.Union([
  Type.Object({ type: Type.Literal('dir'), path, ...owner }, { additionalProperties: false }),
  Type.Object(
    {
      type: Type.Literal('file'),
      path,
      ...owner,
      content: Type.String({ description: 'text, or base64: prefix' }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('symlink'), path, target: Type.String() },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('fifo'), path, ...owner }, { additionalProperties: false }),
  /** a tmpfs of the runtime's namespace, made before the first operation; later entries may lie in it (not with `ro`) */
  Type.Object(
    {
      type: Type.Literal('mount'),
      path,
      options: Type.Array(Type.Enum(['ro', 'nosuid', 'nodev', 'noexec'] as const)),
    },
    { additionalProperties: false },
  ),
  /** a namespace that is not the runtime's, kept open by a process that sleeps in it; `map` of user ids and group ids */
  Type.Object(
    {
      type: Type.Literal('namespace'),
      path,
      kind: Type.Enum(NAMESPACES),
      map: Type.Optional(Type.Tuple([Type.Integer(), Type.Integer(), Type.Integer()])),
    },
    { additionalProperties: false },
  ),
  /** a copy of the native probe; `path` is also its label in reports */
  Type.Object(
    { type: Type.Literal('program'), path, ...owner, behaviour: Behaviour },
    { additionalProperties: false },
  ),
]);
export type FileEntry = Static<typeof FileEntry>;
/** An entry whose owner and mode the case says. */
export type OwnedEntry = Extract<FileEntry, { uid?: number }>;
export const isOwned = (f: FileEntry): f is OwnedEntry =>
  f.type !== 'symlink' && f.type !== 'mount' && f.type !== 'namespace';

const id = Type.Optional(Type.String({ description: `container id; default ${CONTAINER_ID}` }));
const timeoutMs = Type.Optional(Type.Integer({ minimum: 1 }));
const operation = {
  /** null: the runtime is called without one */
  id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  timeoutMs,
  /** `other`: a second state directory of the same runtime, with containers of its own */
  root: Type.Optional(Type.Literal('other')),
  /** begins together with the operation after it; what follows waits for both */
  alongside: Type.Optional(Type.Boolean()),
  /** what befalls the runtime in this operation, and no other */
  fault: Type.Optional(Fault),
};

/** Commands beyond the specification. A runtime that does not have one skips the step. */
export const MORE_OPERATIONS = ['pause', 'resume', 'ps', 'exec', 'update', 'events'] as const;
export type MoreOperation = (typeof MORE_OPERATIONS)[number];

/** One step of a lifecycle script. Operations are those of runtime.md#operations, `run`, and some beyond it. */
export const Step = Type.Union([
  Type.Object({ op: Type.Literal('create'), ...operation }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('start'), ...operation }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('state'), ...operation }, { additionalProperties: false }),
  Type.Object(
    { op: Type.Literal('kill'), ...operation, signal: Type.String({ description: 'name or number' }) },
    { additionalProperties: false },
  ),
  Type.Object(
    { op: Type.Literal('delete'), ...operation, force: Type.Optional(Type.Boolean()) },
    { additionalProperties: false },
  ),
  Type.Object({ op: Type.Literal('run'), ...operation }, { additionalProperties: false }),
  Type.Object({ op: Type.Enum(MORE_OPERATIONS), ...operation }, { additionalProperties: false }),
  /** waits until the program has reported (`started`) or the container process has ended (`stopped`) */
  Type.Object(
    {
      op: Type.Literal('wait'),
      until: Type.Union([Type.Literal('started'), Type.Literal('stopped')]),
      id,
      timeoutMs,
      root: operation.root,
    },
    { additionalProperties: false },
  ),
  /** looks at the container process from outside: /proc/PID, cgroup files, mounts of the caller */
  Type.Object({ op: Type.Literal('observe') }, { additionalProperties: false }),
  /** writes or removes a path below the work directory between operations */
  Type.Object({ op: Type.Literal('write'), path, content: Type.String() }, { additionalProperties: false }),
  Type.Object({ op: Type.Literal('remove'), path }, { additionalProperties: false }),
]);
export type Step = Static<typeof Step>;

/** Steps that call the runtime. */
export type Operation = Exclude<Step, { op: 'wait' | 'observe' | 'write' | 'remove' }>;
export const isOperation = (step: Step): step is Operation =>
  !['wait', 'observe', 'write', 'remove'].includes(step.op);

/** A step that changes the files of the bundle. */
export const isEdit = (step: Step): step is Extract<Step, { op: 'write' | 'remove' }> =>
  step.op === 'write' || step.op === 'remove';

/** The container that a step is about; null for an operation that is called without an id. */
export const idOf = (step: Step): string | null =>
  'id' in step && step.id !== undefined ? step.id : CONTAINER_ID;

/** What befalls the runtime in a step. */
export const faultOf = (step: Step | undefined): Fault | undefined =>
  step !== undefined && isOperation(step) ? step.fault : undefined;

export const hasFaults = (c: Pick<Case, 'script'>): boolean => c.script.some((s) => faultOf(s) !== undefined);

/** The same case with nothing that befalls the runtime. */
export const withoutFaults = (c: Case): Case => ({
  ...c,
  script: c.script.map((s) => {
    if (faultOf(s) === undefined) return s;
    const { fault: _, ...rest } = s as Operation;
    return rest;
  }),
});

/** True if the operation at `index` begins together with the one after it. */
export function isAlongside(script: readonly Step[], index: number): boolean {
  const [step, next] = [script[index], script[index + 1]];
  return (
    step !== undefined &&
    isOperation(step) &&
    step.alongside === true &&
    next !== undefined &&
    isOperation(next)
  );
}

/** How the runtime is called. Everything that a process inherits is said here or has a fixed default. */
export const Caller = Type.Object(
  {
    /** working directory of the runtime; default `/` */
    cwd: Type.Optional(Type.String()),
    /** how --bundle is spelled; default absolute. `cwd` = no --bundle at all, cwd is the bundle */
    bundle: Type.Optional(
      Type.Enum(['absolute', 'relative', 'trailing-slash', 'symlink', 'dotted', 'cwd'] as const),
    ),
    /** octal umask as a number; default 0o022 */
    umask: Type.Optional(Type.Integer({ minimum: 0, maximum: 0o777 })),
    stdin: Type.Optional(Type.Enum(['null', 'closed', 'file', 'pipe'] as const)),
    stdout: Type.Optional(Type.Enum(['file', 'closed', 'null', 'pipe'] as const)),
    stderr: Type.Optional(Type.Enum(['file', 'closed', 'null', 'pipe'] as const)),
    /** create and run get a socket for the terminal (--console-socket) */
    consoleSocket: Type.Optional(Type.Boolean()),
    /** further inherited descriptors (numbers >= 3), each open on a file of its own */
    fds: Type.Optional(Type.Array(Type.Integer({ minimum: 3, maximum: 200 }))),
    /** CPUs the runtime may use; default all */
    affinity: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }))),
    /** NAME (as in RLIMIT_NAME) to [soft, hard]; default NOFILE 1024 and CORE 0 with the host's hard limits */
    rlimits: Type.Optional(Type.Record(Type.String(), Type.Tuple([Type.Integer(), Type.Integer()]))),
    /** further environment of the runtime; default PATH alone */
    env: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
);
export type Caller = Static<typeof Caller>;

/** One end of a veth pair. */
export const Interface = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z][a-z0-9]{0,9}$' }),
    mtu: Type.Optional(Type.Integer({ minimum: 68, maximum: 65535 })),
    mac: Type.Optional(Type.String({ pattern: '^([0-9a-f]{2}:){5}[0-9a-f]{2}$' })),
    /** `ADDRESS/PREFIX`, permanent and of global scope */
    addresses: Type.Optional(Type.Array(Type.String())),
    up: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type Interface = Static<typeof Interface>;

/** What the host looks like to the runtime. */
export const HostView = Type.Object(
  {
    /** propagation of the sandbox's root mount; default private (rprivate) */
    propagation: Type.Optional(Type.Union([Type.Literal('private'), Type.Literal('shared')])),
    /** network interfaces of the runtime's namespace beside `lo`; each has a peer there */
    interfaces: Type.Optional(Type.Array(Interface)),
  },
  { additionalProperties: false },
);

/** Whether the case is meant to run. `unspecified`: at a border; accepting and refusing are both possible. */
export const Expectation = Type.Union([
  Type.Literal('valid'),
  Type.Literal('invalid'),
  Type.Literal('unspecified'),
]);
export type Expectation = Static<typeof Expectation>;

/** A part of the config that a requirement speaks of, and the config without it. */
const Contrast = Type.Object({
  requirement: Type.String(),
  pointer: Type.String(),
  control: Type.Record(Type.String(), Type.Unknown()),
});
export type Contrast = Static<typeof Contrast>;

export const Case = Type.Object(
  {
    schemaVersion: Type.Literal(SCHEMA_VERSION),
    /** a note: who made it. Not part of the case's id. */
    origin: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
    expectation: Expectation,
    /** expectation `invalid`: what breaks a requirement; a refusal is right only where the control is accepted */
    invalid: Type.Optional(Contrast),
    /** what a requirement says is no reason to refuse: wrong to refuse where the control is accepted */
    harmless: Type.Optional(Contrast),
    /** config.json as a value ... */
    config: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** ... or as raw text, for JSON edge cases. Exactly one of the two. */
    configText: Type.Optional(Type.String()),
    files: Type.Array(FileEntry),
    script: Type.Array(Step),
    caller: Caller,
    host: HostView,
  },
  { additionalProperties: false, title: 'case' },
);
export type Case = Static<typeof Case>;

/** The part of the case that is judged by a control run, if it has one. */
export const contrastOf = (c: Case): Contrast | undefined => c.invalid ?? c.harmless;

/** The case with the config of its control run, of which nothing is said any more; null: it has none. */
export function withoutContrast(c: Case): Case | null {
  const { invalid, harmless, configText, ...rest } = c;
  const contrast = invalid ?? harmless;
  if (!contrast) return null;
  return { ...rest, expectation: invalid ? 'unspecified' : c.expectation, config: contrast.control };
}
