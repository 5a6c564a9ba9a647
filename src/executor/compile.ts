/** From a Case to the flat program that the agent runs for one lifecycle. Pure. */
import type { Op, SnapshotSection } from '../agent/protocol.ts';
import {
  AGENT_SOCKET,
  BUNDLE,
  type Case,
  CONTAINER_ID,
  type FileEntry,
  faultOf,
  hasFaults,
  type Interface,
  idOf,
  isAlongside,
  isOperation,
  NAMESPACES,
  type Operation,
  PROGRAM_PATH,
  REPORT_SOCKET,
  ROOTFS,
  type Step,
  WORK,
} from '../contract/case.ts';
import type { Fault } from '../contract/fault.ts';
import type { Call } from '../runtimes/adapter.ts';
import type { Runtime } from '../runtimes/resolve.ts';
import { cgroupFiles, cgroupRoots, cgroupSnapshot } from './cgroup-files.ts';
import { type FaultOps, type FaultPlaces, faultMounts, faultOps, faultSetup } from './faults.ts';
import { OUTSIDE_SOCKET, trailer } from './trailer.ts';

const IO = `${WORK}/io`;
const PID_FILES = `${WORK}/pid`;
const RUNTIME_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const CONSOLE_SOCKET = `${WORK}/console`;
/** Longest text of a file or stream that goes into an observation. */
const MAX_TEXT = 64 * 1024;
/** Longest wait for the end of what is about to end. */
const SETTLE_MS = 1000;
const SEEN: SnapshotSection[] = ['mounts', 'cgroups', 'processes', 'files', 'interfaces', 'namespaces'];

export type CompileInput = {
  case: Case;
  runtime: Runtime;
  /** path of the runtime's binary in the sandbox */
  binary: string;
  view: 'v1' | 'v2';
  /** names of the v1 cgroup mounts */
  hierarchies: string[];
  /** set-up of the lifecycle's own file systems, run first */
  prelude: Op[];
  /** default time-out of one step in ms */
  stepTimeoutMs: number;
  /** hard limits that the runtimes get unless the case says otherwise: those of the host */
  hardLimits: { NOFILE: string; CORE: string };
};

/** What the results of the ops mean: op index to step, for each kind of result. */
export type Plan = {
  ops: Op[];
  /** per step: argv of the runtime (empty for wait, observe, write, remove) */
  argv: string[][];
  spawn: Map<number, number>;
  wait: Map<number, number>;
  observe: Map<number, number>;
  /** step to the ops whose values tell whether its fault could be put in */
  fault: Map<number, number[]>;
  stdout: Map<string, number>;
  stderr: Map<string, number>;
  /** upper bound of the whole lifecycle in ms */
  timeoutMs: number;
};

/** Where a container's pid file lies. */
const pidFile = ({ id = CONTAINER_ID, root }: Pick<Operation, 'id' | 'root'>): string =>
  `${PID_FILES}/${root ?? ''}${(id ?? 'none').replaceAll(/[^A-Za-z0-9_.-]/g, '_')}`;

export function compile(input: CompileInput): Plan {
  const { case: c } = input;
  const ops: Op[] = [...input.prelude, ...setup(input)];
  const plan: Plan = {
    ops,
    argv: [],
    spawn: new Map(),
    wait: new Map(),
    observe: new Map(),
    fault: new Map(),
    stdout: new Map(),
    stderr: new Map(),
    timeoutMs: 10_000,
  };
  const roots = [WORK, ...faultsIn(input).flatMap(([fault, places]) => faultMounts(fault, places))];
  ops.push({ op: 'snapshot', name: 'before', what: SEEN, roots });
  for (const [index, step] of c.script.entries()) addStep(plan, input, step, index);
  // what a killed runtime has left may be about to end by itself
  if (hasFaults(c)) ops.push({ op: 'settle', timeoutMs: SETTLE_MS });
  ops.push({ op: 'snapshot', name: 'after', what: SEEN, roots });
  const streams = [...plan.stdout.keys(), ...plan.stderr.keys()];
  if (streams.length > 0) ops.push({ op: 'read', maxBytes: MAX_TEXT, paths: streams });
  return plan;
}

/** Every fault of the script, with the places of its step. */
function faultsIn(input: CompileInput): [Fault, FaultPlaces][] {
  return input.case.script.flatMap((step): [Fault, FaultPlaces][] => {
    const fault = faultOf(step);
    return fault === undefined ? [] : [[fault, faultPlaces(step as Operation, input)]];
  });
}

const faultPlaces = (
  step: Operation,
  { runtime, case: c, view, hierarchies }: CompileInput,
): FaultPlaces => ({
  ...{ view, hierarchies, config: c.config },
  directories: { state: stateRoot(runtime, step.root), pid: PID_FILES },
});

/** Files, bundle, sockets and streams, before the first snapshot. */
function setup(input: CompileInput): Op[] {
  const { case: c, runtime } = input;
  const hasRootfs = c.files.some((f) => f.path === ROOTFS || f.path.startsWith(`${ROOTFS}/`));
  const streams = c.script.flatMap((step, i) =>
    isOperation(step) ? [`${IO}/${i}.out`, `${IO}/${i}.err`] : [],
  );
  return [
    ...[BUNDLE, IO, PID_FILES, `${WORK}/dir`, stateRoot(runtime)].map((path) => dir(path)),
    ...(c.script.some((s) => 'root' in s) ? [dir(stateRoot(runtime, 'other'))] : []),
    ...faultsIn(input).flatMap(([fault, places]) => faultSetup(fault, places)),
    { op: 'symlink', target: BUNDLE, path: `${WORK}/link` },
    ...(c.host.interfaces ?? []).map(interfaceOp),
    ...c.files.flatMap((f) => fileOps(f, input)),
    text(`${BUNDLE}/config.json`, c.configText ?? `${JSON.stringify(c.config, null, 1)}\n`),
    ...streams.map((path) => text(path, '', 0o600)),
    text(`${IO}/stdin`, ''),
    ...(c.caller.fds ?? []).map((n) => text(`${IO}/fd${n}`, `descriptor ${n}\n`)),
    ...(c.caller.consoleSocket
      ? [{ op: 'console', path: CONSOLE_SOCKET, outfile: `${IO}/console` } as const]
      : []),
    ...(hasAgent(c) ? [{ op: 'collect', path: AGENT_SOCKET } as const] : []),
    { op: 'listen', path: hasRootfs ? `${ROOTFS}${REPORT_SOCKET}` : OUTSIDE_SOCKET },
  ];
}

/** Whether the config sends states of the container process to the seccomp agent. */
export function hasAgent(c: Case): boolean {
  const linux = (c.config as { linux?: { seccomp?: { listenerPath?: unknown } } } | undefined)?.linux;
  return linux?.seccomp?.listenerPath === AGENT_SOCKET;
}

/** The runtime's state directory (--root), two levels deep: `delete ..` of a careless runtime stays inside. */
const stateRoot = (runtime: Runtime, other = ''): string => `${WORK}/root/${runtime.adapter.name}${other}`;

const dir = (path: string): Op => ({ op: 'mkdir', path, mode: 0o755, uid: 0, gid: 0 });
const text = (path: string, content: string, mode = 0o644): Op => ({
  op: 'file',
  path,
  mode,
  uid: 0,
  gid: 0,
  content: Buffer.from(content, 'utf8'),
});

const interfaceOp = (i: Interface, n: number): Op => ({
  op: 'interface',
  name: i.name,
  peer: `peer${n}`,
  mtu: i.mtu ?? 0,
  mac: i.mac ?? '',
  addresses: i.addresses ?? [],
  up: i.up ?? false,
});

function fileOps(f: FileEntry, input: CompileInput): Op[] {
  if (f.type === 'symlink') return [{ op: 'symlink', target: f.target, path: f.path }];
  if (f.type === 'mount') {
    const tmpfs = { source: 'tmpfs', target: f.path, fstype: 'tmpfs', data: 'mode=0755' };
    return [dir(f.path), { op: 'mount', ...tmpfs, flags: f.options }];
  }
  if (f.type === 'namespace') {
    const map = f.map?.join(' ') ?? '';
    return [{ op: 'namespace', path: f.path, kind: f.kind, uidMap: map, gidMap: map }];
  }
  const owner = { path: f.path, uid: f.uid ?? 0, gid: f.gid ?? 0 };
  switch (f.type) {
    case 'dir':
      return [{ op: 'mkdir', ...owner, mode: f.mode ?? 0o755 }];
    case 'fifo':
      return [{ op: 'mknod', ...owner, mode: f.mode ?? 0o644, type: 'p', major: 0, minor: 0 }];
    case 'program':
      return [
        {
          op: 'program',
          ...owner,
          mode: f.mode ?? 0o755,
          trailer: trailer(f.path, f.behaviour, (call) => argvOf(call, input) ?? []),
        },
      ];
    case 'file':
      return [{ op: 'file', ...owner, mode: f.mode ?? 0o644, content: content(f.content) }];
  }
}

const content = (value: string): Buffer =>
  value.startsWith('base64:') ? Buffer.from(value.slice(7), 'base64') : Buffer.from(value, 'utf8');

function addStep(plan: Plan, input: CompileInput, step: Step, index: number): void {
  const push = (op: Op): number => plan.ops.push(op) - 1;
  const timeoutMs = ('timeoutMs' in step ? step.timeoutMs : undefined) ?? input.stepTimeoutMs;
  if (isOperation(step)) {
    const argv = argvOf(step, input);
    plan.argv[index] = argv ?? [];
    if (argv === null) return;
    plan.timeoutMs += timeoutMs;
    const fault = faultAt(input, index);
    if (fault !== null) plan.fault.set(index, fault.before.map(push));
    plan.spawn.set(push(spawn({ step, index, argv, timeoutMs }, input, fault?.spawn ?? {})), index);
    fault?.after.map(push);
    plan.stdout.set(`${IO}/${index}.out`, index);
    plan.stderr.set(`${IO}/${index}.err`, index);
    return;
  }
  plan.argv[index] = [];
  switch (step.op) {
    case 'wait': {
      plan.timeoutMs += timeoutMs;
      push({ op: 'pidfile', path: pidFile(step) });
      const label = programLabel(input.case);
      const reports = !input.runtime.facts.ownKernel && label !== undefined;
      if (step.until === 'stopped') plan.wait.set(push({ op: 'waitexit', timeoutMs }), index);
      else if (reports) plan.wait.set(push({ op: 'waitmsg', label, timeoutMs }), index);
      return;
    }
    case 'observe': {
      plan.observe.set(push({ op: 'pidfile', path: pidFile({}) }), index);
      const proc = ['cmdline', 'mountinfo', 'cgroup'].map((f) => `/proc/%P/${f}`);
      const files = input.runtime.facts.cgroups
        ? cgroupFiles(input.case.config, input.view, input.hierarchies)
        : [];
      // the status last: it tells whether the process was there all the while
      const paths = [...proc, ...files, '/proc/%P/status'];
      plan.observe.set(push({ op: 'read', maxBytes: 256 * 1024, paths }), index);
      const roots = cgroupRoots(input.case.config, input.view, input.hierarchies);
      if (roots.length > 0) push({ op: 'snapshot', name: cgroupSnapshot(index), what: ['files'], roots });
      const links = [...NAMESPACES.map((k) => `/proc/%P/ns/${k}`), '/proc/%P/exe', '/proc/%P/root'];
      plan.observe.set(push({ op: 'links', paths: links }), index);
      return;
    }
    case 'write':
      push(text(step.path, step.content));
      return;
    case 'remove':
      push({ op: 'remove', path: step.path });
      return;
  }
}

/** null: nothing befalls the runtime at this step, or it could not be undone in time. */
function faultAt(input: CompileInput, index: number): FaultOps | null {
  const { script } = input.case;
  const step = script[index];
  const fault = faultOf(step);
  if (fault === undefined || isAlongside(script, index)) return null;
  return faultOps(fault, faultPlaces(step as Operation, input));
}

/** Label of the container's program: the probe that process.args names, or else the only probe there is. */
export function programLabel(c: Case): string | undefined {
  const args = (c.config as { process?: { args?: unknown } } | undefined)?.process?.args;
  const first = Array.isArray(args) && typeof args[0] === 'string' ? args[0] : PROGRAM_PATH;
  const probes = c.files
    .filter((f) => f.type === 'program' && f.behaviour.role === 'probe')
    .map((f) => f.path);
  return probes.find((p) => p === `${ROOTFS}${first}`) ?? (probes.length === 1 ? probes[0] : undefined);
}

/** null: the runtime has no such command. */
function argvOf(step: Operation, input: CompileInput): string[] | null {
  const { runtime } = input;
  const argv = runtime.adapter.argv(callOf(step, input.case));
  return argv && [input.binary, '--root', stateRoot(runtime, step.root), ...runtime.flags, ...argv];
}

function callOf(step: Operation, c: Case): Call {
  const id = idOf(step);
  const consoleSocket = c.caller.consoleSocket ? CONSOLE_SOCKET : null;
  switch (step.op) {
    case 'create':
    case 'run':
      return { op: step.op, id, bundle: bundleArgument(c), pidFile: pidFile(step), consoleSocket };
    case 'kill':
      return { op: 'kill', id, signal: step.signal };
    case 'delete':
      return { op: 'delete', id, force: step.force ?? false };
    default:
      return { op: step.op, id };
  }
}

function bundleArgument(c: Case): string | null {
  switch (c.caller.bundle ?? 'absolute') {
    case 'relative':
      return 'bundle';
    case 'trailing-slash':
      return `${BUNDLE}/`;
    case 'symlink':
      return `${WORK}/link`;
    case 'dotted':
      return `${WORK}/./dir/../bundle`;
    case 'cwd':
      return null;
    default:
      return BUNDLE;
  }
}

/** The directory that a relative or absent --bundle needs; otherwise what the case says. */
function callerCwd(c: Case): string {
  if (c.caller.bundle === 'relative') return WORK;
  if (c.caller.bundle === 'cwd') return BUNDLE;
  return c.caller.cwd ?? '/';
}

function spawn(
  { step, index, argv, timeoutMs }: { step: Operation; index: number; argv: string[]; timeoutMs: number },
  input: CompileInput,
  { rlimits, ...killed }: FaultOps['spawn'],
): Op {
  const { caller } = input.case;
  const limits = {
    NOFILE: ['1024', input.hardLimits.NOFILE],
    CORE: ['0', input.hardLimits.CORE],
    ...caller.rlimits,
    ...rlimits,
  };
  // `state` is how the harness looks: its output is needed whatever the case does to the others
  const stream = (kind: string | undefined, path: string): string =>
    step.op === 'state' || kind === undefined || kind === 'file' ? `file:${path}` : kind;
  const stdin = caller.stdin ?? 'null';
  return {
    op: 'spawn',
    argv,
    env: [RUNTIME_PATH, ...(caller.env ?? [])],
    cwd: callerCwd(input.case),
    umask: caller.umask ?? 0o022,
    rlimits: Object.entries(limits).map(([name, [soft, hard]]) => `${name}=${soft}:${hard}`),
    cpus: caller.affinity ?? [],
    ...(isAlongside(input.case.script, index) ? { alongside: true } : {}),
    stdin: stdin === 'file' ? `file:${IO}/stdin` : stdin,
    stdout: stream(caller.stdout, `${IO}/${index}.out`),
    stderr: stream(caller.stderr, `${IO}/${index}.err`),
    fds: (caller.fds ?? []).map((n) => `${n}=file:${IO}/fd${n}`),
    timeoutMs,
    name: `step ${index}`,
    ...killed,
  };
}
