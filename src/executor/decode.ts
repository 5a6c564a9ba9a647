/** From the agent's results to an Observation. Pure. */
import type { Result } from '../agent/protocol.ts';
import { type Case, faultOf, isOperation, NAMESPACES, SCHEMA_VERSION } from '../contract/case.ts';
import type {
  FileStat,
  Observation,
  OrderEvent,
  OutsideView,
  ProbeRecord,
  Snapshot,
  StepObservation,
} from '../contract/observation.ts';
import { rememberedText } from '../contract/remembered.ts';
import { errorClass } from '../runtimes/errors.ts';
import type { Runtime } from '../runtimes/resolve.ts';
import { cgroupSnapshot } from './cgroup-files.ts';
import { hasAgent, type Plan } from './compile.ts';
import { agentConnections, consoleOf, inOrder, lines, stepOf } from './sockets.ts';
import { parseTrace, type Traced, withTrace } from './trace.ts';

/** Marks a record that came by the program's stdout (src/native/PROTOCOL.md, "Trailer"). */
const STDOUT_RECORD = /^OCIFUZZ-RECORD (\{.*\})\n?/m;

export type DecodeInput = { caseId: string; case: Case; runtime: Runtime; plan: Plan; results: Result[] };

export function decode(input: DecodeInput): Observation {
  const { plan, results } = input;
  const faults = results.flatMap((r) =>
    r.type === 'fault'
      ? [`${r.opIndex === null ? 'agent' : (plan.ops[r.opIndex]?.op ?? 'op')}: ${r.text} (errno ${r.errno})`]
      : [],
  );
  const arrived = orderEvents(results, faults);
  const traced = tracedOf(results);
  const events = traced === null ? arrived : withTrace(arrived, timeOf(results), traced);
  const steps = stepObservations(input, results);
  for (const step of steps) takeStdoutRecord(step, input, events);
  const known = new Map<string, unknown[]>();
  const snapshot = (name: string) =>
    snapshotOf(
      results.filter((r) => r.type === 'snap' && r.name === name),
      known,
    );
  const left = results.find((r) => r.type === 'cgroupleft');
  return {
    schemaVersion: SCHEMA_VERSION,
    caseId: input.caseId,
    runtime: input.runtime.facts.label,
    steps,
    events,
    ...(traced === null ? {} : { clock: 'tracefs' as const }),
    outside: outsideViews(plan, results),
    ...consoleOf(results),
    ...(hasAgent(input.case) ? { agent: agentConnections(results) } : {}),
    before: withJoinable(snapshot('before'), plan, results),
    after: snapshot('after'),
    ...cpuOf(results),
    cgroupsLeft: left?.type === 'cgroupleft' ? left.left : [],
    faults,
  };
}

/** null: there was no trace, or it is not whole. */
function tracedOf(results: Result[]): Traced[] | null {
  const trace = results.find((r) => r.type === 'trace');
  return trace ? parseTrace(trace.text) : null;
}

/** Time of an event of the order that arrived. */
function timeOf(results: Result[]): (e: OrderEvent) => bigint {
  const times = new Map(inOrder(results).map((e) => [e.seq, e.monotonicNs]));
  return ({ seq }) => times.get(seq) ?? 0n;
}

const at = <T extends Result['type']>(results: Result[], type: T, opIndex: number) =>
  results.filter(
    (r): r is Extract<Result, { type: T }> => r.type === type && 'opIndex' in r && r.opIndex === opIndex,
  );

function stepObservations(input: DecodeInput, results: Result[]): StepObservation[] {
  const { plan, runtime } = input;
  const texts = new Map(
    results.flatMap((r) => (r.type === 'value' ? [[r.path, r.content.toString('utf8')]] : [])),
  );
  const invert = (m: Map<string, number>) => new Map([...m].map(([path, step]) => [step, path]));
  const [outs, errs] = [invert(plan.stdout), invert(plan.stderr)];
  const spawns = new Map([...plan.spawn].map(([op, step]) => [step, op]));
  const waits = new Map([...plan.wait].map(([op, step]) => [step, op]));
  return input.case.script.map((step, index): StepObservation => {
    const base: StepObservation = {
      index,
      op: step.op,
      argv: plan.argv[index] ?? [],
      outcome: 'ok',
      exitCode: null,
      signal: null,
      errorClass: null,
      stdout: '',
      stderr: '',
      wallMs: 0,
      cpuMs: 0,
    };
    const waitOp = waits.get(index);
    if (waitOp !== undefined) {
      const w = at(results, 'waited', waitOp)[0];
      if (!w) return { ...base, outcome: 'skipped', why: 'not reached' };
      const outcome = w.outcome === 'timeout' ? 'timeout' : w.outcome === 'nopid' ? 'skipped' : 'ok';
      return { ...base, outcome, waited: w.outcome, ...(w.status === '' ? {} : { ended: w.status }) };
    }
    const op = spawns.get(index);
    if (op === undefined && isOperation(step))
      return { ...base, outcome: 'skipped', why: 'the runtime has no such command' };
    if (op === undefined) return base;
    const s = at(results, 'spawned', op)[0];
    if (!s) return { ...base, outcome: 'skipped', why: 'not reached' };
    const fault = faultSeen(input, index, s.signal, results);
    const stdout = (texts.get(outs.get(index) ?? '') ?? '') + s.stdout.toString('utf8');
    const stderr = (texts.get(errs.get(index) ?? '') ?? '') + s.stderr.toString('utf8');
    const outcome = s.timedOut ? 'timeout' : s.signal !== null ? 'signal' : s.exitCode === 0 ? 'ok' : 'error';
    return {
      ...base,
      outcome,
      exitCode: s.exitCode,
      signal: s.signal,
      errorClass: outcome === 'error' ? errorClass(stderr, runtime.adapter.errors) : null,
      stdout,
      stderr,
      wallMs: s.wallNs / 1e6,
      cpuMs: (s.userUs + s.sysUs) / 1e3,
      ...(fault === null ? {} : { fault }),
      ...(step.op === 'state' && outcome === 'ok' ? { state: parse(stdout) } : {}),
    };
  });
}

/** Whether the fault of a step really befell the runtime; null: the step has none. */
function faultSeen(
  { case: c, plan }: DecodeInput,
  index: number,
  signal: number | null,
  results: Result[],
): NonNullable<StepObservation['fault']> | null {
  const fault = faultOf(c.script[index]);
  const ops = plan.fault.get(index);
  if (fault === undefined) return null;
  if (ops === undefined) return { not: 'it cannot be put in here' };
  const failed = ops.flatMap((op) => at(results, 'value', op)).find((v) => v.errno !== 0);
  if (failed) return { not: `${failed.path}: errno ${failed.errno}` };
  if (fault.type !== 'kill') return 'applied';
  const sent = results.some((r) => r.type === 'event' && r.kind === 'killed' && stepOf(r.label) === index);
  return sent && signal === KILL ? 'applied' : { not: 'the operation had ended before' };
}

/** SIGKILL */
const KILL = 9;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Programs that could not reach the socket (another kernel, no network) print their record instead. */
function takeStdoutRecord(step: StepObservation, input: DecodeInput, events: OrderEvent[]): void {
  const found = STDOUT_RECORD.exec(step.stdout);
  if (!found?.[1]) return;
  step.stdout = step.stdout.replace(STDOUT_RECORD, '');
  const record = parse(found[1]) as (ProbeRecord & { label?: string }) | null;
  if (record === null) return;
  const program = input.case.files.find((f) => f.type === 'program' && f.behaviour.role === 'probe')?.path;
  events.push({
    seq: events.length,
    atMs: 0,
    type: 'begin',
    record,
    unordered: true,
    ...(program === undefined ? {} : { program }),
  });
}

function orderEvents(results: Result[], faults: string[]): OrderEvent[] {
  const raw = inOrder(results);
  const first = raw[0]?.realtimeNs ?? 0n;
  return raw.flatMap((e): OrderEvent[] => {
    const base = {
      seq: e.seq,
      atMs: Number(e.realtimeNs - first) / 1e6,
      ...(e.pid > 0 ? { pid: e.pid } : {}),
    };
    switch (e.kind) {
      case 'spawn-begin':
      case 'spawn-end': {
        const step = stepOf(e.label);
        if (step === null) return [];
        return [{ ...base, type: e.kind === 'spawn-begin' ? 'step-begin' : 'step-end', step }];
      }
      case 'killed': {
        const step = stepOf(e.label);
        return step === null ? [] : [{ ...base, type: 'killed', step }];
      }
      case 'reaped':
        return [{ ...base, type: 'reaped', text: e.payload.toString('utf8') }];
      case 'hangup':
        return [{ ...base, type: 'hangup', program: e.label }];
      case 'message':
        return message(base, e.payload, faults);
      case 'overflow':
        faults.push('the log of the lifecycle overflowed');
        return [];
      default:
        return [];
    }
  });
}

/** A message is `TYPE LABEL\n` + payload; a container may write what it likes, so nothing is trusted. */
function message(
  base: { seq: number; atMs: number; pid?: number },
  payload: Buffer,
  faults: string[],
): OrderEvent[] {
  const text = payload.toString('latin1');
  const head = /^(begin|end|signal|answer) (.*)\n/.exec(text);
  if (!head?.[1] || head[2] === undefined) return [];
  const program = head[2];
  const rest = text.slice(head[0].length);
  if (head[1] !== 'begin') {
    return [
      {
        ...base,
        type: head[1] as 'end' | 'signal' | 'answer',
        program,
        ...(rest === '' ? {} : { text: rest }),
      },
    ];
  }
  const record = parse(rest) as ProbeRecord | null;
  if (record === null) {
    faults.push(`record of ${program} is no JSON`);
    return [];
  }
  return [{ ...base, type: 'begin', program, record }];
}

/** Lists whose text is `known` are the same object: little changes in a lifecycle, and what is equal need not be compared. */
function snapshotOf(results: Result[], known = new Map<string, unknown[]>()): Snapshot {
  const section = <T>(name: string, read: (line: string) => T): T[] => {
    const text = results.flatMap((r) => (r.type === 'snap' && r.section === name ? [r.text] : [])).join('\n');
    const key = `${name}\n${text}`;
    const list = known.get(key) ?? lines(text).map(read);
    known.set(key, list);
    return list as T[];
  };
  const asIs = (line: string): string => line;
  return {
    mounts: section('mounts', asIs),
    cgroups: section('cgroups', asIs),
    processes: section('processes', (l) => {
      const [pid, ppid, state, ...comm] = l.split(' ');
      return { pid: Number(pid), ppid: Number(ppid), state: state ?? '?', comm: comm.join(' ') };
    }),
    files: section('files', fileStat),
    interfaces: section('interfaces', asIs),
    namespaces: Object.fromEntries(
      section('namespaces', (l) => [l.slice(0, l.indexOf(' ')), l.slice(l.indexOf(' ') + 1)]),
    ),
  };
}

function cpuOf(results: Result[]): Pick<Observation, 'cpuMs' | 'agentCpuMs'> {
  const cpuMs = results.reduce((ms, r) => (r.type === 'end' ? ms + (r.userUs + r.sysUs) / 1000 : ms), 0);
  const below = results.find((r) => r.type === 'childcpu');
  return { cpuMs, ...(below?.type === 'childcpu' ? { agentCpuMs: cpuMs - below.us / 1000 } : {}) };
}

/** Namespaces that the case has made, by the paths of their files. */
function withJoinable(s: Snapshot, plan: Plan, results: Result[]): Snapshot {
  const made = results.flatMap((r): [string, string][] => {
    const inode = r.type === 'value' ? /\[(\d+)\]/.exec(r.content.toString('utf8'))?.[1] : undefined;
    return r.type === 'value' && plan.ops[r.opIndex]?.op === 'namespace' && inode ? [[r.path, inode]] : [];
  });
  return { ...s, namespaces: { ...s.namespaces, ...Object.fromEntries(made) } };
}

/** The same object for the same line: what does not change is handed on once, and need not be compared. */
const fileStat = rememberedText((line): FileStat => {
  const [path, type, mode, uid, gid, size, rdev, extra] = line.split('\t');
  return {
    path: path ?? '',
    type: type ?? '?',
    mode: Number.parseInt(mode ?? '0', 8),
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    rdev: rdev === undefined || rdev === '-' ? null : rdev,
    extra: extra ?? '',
  };
});

/** Owners in the container's cgroup, by name; the directory itself is the first that a snapshot lists. */
function ownersOf(results: Result[], step: number): Pick<OutsideView, 'cgroupOwners'> {
  const { files } = snapshotOf(results.filter((r) => r.type === 'snap' && r.name === cgroupSnapshot(step)));
  const [top] = files;
  if (top === undefined) return {};
  const inside = files.filter((f) => f.type === 'f' && f.path.lastIndexOf('/') === top.path.length);
  const owners = inside.map((f) => [f.path.slice(top.path.length + 1), f.uid] as const);
  return { cgroupOwners: Object.fromEntries([['.', top.uid], ...owners]) };
}

/**
 * A process that has ended but for its entry, or has given up its memory on the way there (proc_pid_status(5)): what
 * else /proc says of it is of nothing.
 */
const hasEnded = (status: string): boolean => /^State:\s*[ZX]/m.test(status) || !/^VmSize:/m.test(status);
const GONE = {
  status: null,
  cmdline: null,
  exe: null,
  root: null,
  mountinfo: null,
  ns: Object.fromEntries(NAMESPACES.map((k) => [k, null])),
  cgroup: null,
  cgroupFiles: {},
};

function outsideViews(plan: Plan, results: Result[]): OutsideView[] {
  const steps = [...new Set(plan.observe.values())];
  return steps.flatMap((step): OutsideView[] => {
    const ops = [...plan.observe].filter(([, s]) => s === step).map(([op]) => op);
    const pid = ops.flatMap((op) => at(results, 'pid', op))[0]?.pid ?? 0;
    if (pid === 0) return [];
    const values = ops.flatMap((op) => at(results, 'value', op));
    const proc = (name: string, encoding: BufferEncoding = 'utf8'): string | null => {
      const v = values.find((x) => x.path === `/proc/%P/${name}`);
      return v === undefined || v.errno !== 0 ? null : v.content.toString(encoding);
    };
    const inode = (kind: string) => /\[(\d+)\]/.exec(proc(`ns/${kind}`) ?? '')?.[1] ?? null;
    const list = (t: string | null) => (t === null ? null : lines(t));
    const status = proc('status');
    if (status === null || hasEnded(status)) return [{ ...GONE, step, pid }];
    return [
      {
        step,
        pid,
        status,
        cmdline: proc('cmdline', 'latin1'),
        exe: proc('exe'),
        root: proc('root'),
        mountinfo: list(proc('mountinfo', 'latin1')),
        ns: Object.fromEntries(NAMESPACES.map((k) => [k, inode(k)])),
        cgroup: list(proc('cgroup')),
        cgroupFiles: Object.fromEntries(
          values
            .filter((v) => v.path.startsWith('/sys/fs/cgroup/') && v.errno === 0)
            .map((v) => [v.path.slice('/sys/fs/cgroup/'.length), v.content.toString('utf8').trimEnd()]),
        ),
        ...ownersOf(results, step),
      },
    ];
  });
}
