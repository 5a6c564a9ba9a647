/** The native agent's requests and results as typed data (src/native/PROTOCOL.md is the wire format). */
import { decodeItems, encodeItem, type Field, type Item } from './wire.ts';

/** Namespace kinds that a lifecycle can have of its own besides the pid namespace, which is always new. */
export type NamespaceFlag = 'ipc' | 'uts' | 'net' | 'mnt' | 'cgroup';

/** Words of mount(2) flags. `bind ro` and `bind rec ro` end read-only also below. */
export type MountFlag =
  | 'ro'
  | 'nosuid'
  | 'nodev'
  | 'noexec'
  | 'bind'
  | 'rec'
  | 'remount'
  | 'private'
  | 'rprivate'
  | 'slave'
  | 'rslave'
  | 'shared'
  | 'rshared';

/** Sections of a snapshot. */
export type SnapshotSection = 'mounts' | 'cgroups' | 'processes' | 'files' | 'interfaces' | 'namespaces';

type Owned = { path: string; mode: number; uid: number; gid: number };

/**
 * One flat primitive of the agent. Paths are absolute in the sandbox; modes are permission bits; times are
 * in ms. Streams: `null`, `closed`, `file:PATH`, `pipe`, `tty`. `rlimits`: `NAME=soft:hard`; `fds`:
 * `N=file:PATH`. `%P` in the paths of read and links is the pid of the last pidfile.
 */
export type Op =
  | ({ op: 'mkdir' } & Owned)
  | ({ op: 'file'; content: Uint8Array } & Owned)
  | { op: 'symlink'; target: string; path: string }
  | ({ op: 'mknod'; type: 'c' | 'b' | 'p'; major: number; minor: number } & Owned)
  | ({ op: 'program'; trailer: string } & Owned)
  | { op: 'mount'; source: string; target: string; fstype: string; flags: MountFlag[]; data: string }
  | { op: 'unmount'; target: string }
  | { op: 'pivot'; newroot: string }
  | { op: 'unshare'; namespaces: NamespaceFlag[] }
  | { op: 'cgleaf'; name: string }
  | { op: 'remove'; path: string }
  | { op: 'listen'; path: string }
  | { op: 'console'; path: string; outfile: string }
  | { op: 'collect'; path: string }
  | {
      op: 'spawn';
      argv: string[];
      env: string[];
      cwd: string;
      umask: number;
      rlimits: string[];
      /** CPU numbers; empty: all that the agent may use */
      cpus: number[];
      stdin: string;
      stdout: string;
      stderr: string;
      fds: string[];
      timeoutMs: number;
      /** echoed in the spawn-begin and spawn-end events */
      name: string;
      /** true: goes on at once; the next spawn waits for both */
      alongside?: boolean;
      /** `us N` after the fork, or `report N`: at the N-th report from then on */
      killedAt?: string;
    }
  | { op: 'waitmsg'; label: string; timeoutMs: number }
  | { op: 'waitexit'; timeoutMs: number }
  | { op: 'pidfile'; path: string }
  | { op: 'read'; maxBytes: number; paths: string[] }
  | { op: 'snapshot'; name: string; what: SnapshotSection[]; roots: string[] }
  | ({ op: 'chmod' } & Owned)
  | { op: 'links'; paths: string[] }
  | { op: 'kill'; signal: number }
  | { op: 'rlimit'; rlimits: string[] }
  /** `kind` as in /proc/PID/ns; maps are lines of /proc/PID/uid_map, or empty */
  | { op: 'namespace'; path: string; kind: string; uidMap: string; gidMap: string }
  /** into a file that is there; a failure is part of the result */
  | { op: 'write'; path: string; text: string }
  /** a file that takes all that is left of its file system */
  | { op: 'fill'; path: string }
  /** until no process of the lifecycle is left but the agent's */
  | { op: 'settle'; timeoutMs: number }
  | {
      op: 'interface';
      name: string;
      peer: string;
      /** 0: the default */
      mtu: number;
      /** '': a random one */
      mac: string;
      addresses: string[];
      up: boolean;
    };

/**
 * Kinds of an entry of the lifecycle's log. `output`: what a pipe or terminal brought after its program had
 * ended (label `NAME stdout` or `NAME stderr`). `killed`: by its spawn's `killedAt` (label: its name). `received`, `closed`: of a connection to a collect socket (label:
 * its number; payload: targets of the descriptors, one a line, an empty line, the bytes). `overflow`: so many entries that the rest is left out.
 */
export const EVENT_KINDS = [
  'spawn-begin',
  'spawn-end',
  'message',
  'hangup',
  'killed',
  'reaped',
  'output',
  'received',
  'closed',
  'overflow',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const WAIT_OUTCOMES = ['reported', 'ended', 'timeout', 'nopid'] as const;
export type WaitOutcome = (typeof WAIT_OUTCOMES)[number];

/** `opIndex` counts the ops of the request from 0. Times: ns are bigint, us are numbers. */
export type Result =
  /** `opIndex` null: the agent itself, or the lifecycle's time-out */
  | { type: 'fault'; opIndex: number | null; errno: number; text: string }
  | {
      type: 'spawned';
      opIndex: number;
      exitCode: number | null;
      signal: number | null;
      timedOut: boolean;
      wallNs: number;
      userUs: number;
      sysUs: number;
      /** what came through `pipe` or `tty` until the program ended, at most 1 MiB */
      stdout: Buffer;
      stderr: Buffer;
      /** 0: the program was executed */
      execErrno: number;
    }
  | {
      type: 'event';
      seq: number;
      realtimeNs: bigint;
      monotonicNs: bigint;
      kind: EventKind;
      /** in the lifecycle's pid namespace; 0: none */
      pid: number;
      label: string;
      payload: Buffer;
    }
  | { type: 'value'; opIndex: number; path: string; errno: number; content: Buffer }
  | { type: 'pid'; opIndex: number; pid: number }
  | { type: 'waited'; opIndex: number; outcome: WaitOutcome; status: string }
  | { type: 'snap'; opIndex: number; name: string; section: SnapshotSection; text: string }
  | { type: 'consoled'; opIndex: number; got: boolean; rows: number; cols: number }
  | { type: 'cgroupleft'; left: string[]; stuck: string[] }
  | { type: 'end'; userUs: number; sysUs: number }
  /** CPU of all that the lifecycle process has reaped; the rest of `end` is the agent's own */
  | { type: 'childcpu'; us: number }
  /** what trace_pipe of the agent's tracefs instance said of the lifecycle; absent without one */
  | { type: 'trace'; text: string };

const REQUEST_SETUP = 201;
const REQUEST_LIFECYCLE = 202;

const octal = (mode: number): string => mode.toString(8);
const owned = (o: Owned): Field[] => [o.path, octal(o.mode), String(o.uid), String(o.gid)];

function encodeOp(o: Op): Buffer {
  switch (o.op) {
    case 'mkdir':
      return encodeItem(1, owned(o));
    case 'file':
      return encodeItem(2, [...owned(o), o.content]);
    case 'symlink':
      return encodeItem(3, [o.target, o.path]);
    case 'mknod':
      return encodeItem(4, [o.path, o.type, octal(o.mode), ...[o.uid, o.gid, o.major, o.minor].map(String)]);
    case 'program':
      return encodeItem(5, [...owned(o), o.trailer]);
    case 'mount':
      return encodeItem(6, [o.source, o.target, o.fstype, o.flags, o.data]);
    case 'unmount':
      return encodeItem(7, [o.target]);
    case 'pivot':
      return encodeItem(8, [o.newroot]);
    case 'unshare':
      return encodeItem(9, [o.namespaces]);
    case 'cgleaf':
      return encodeItem(10, [o.name]);
    case 'remove':
      return encodeItem(11, [o.path]);
    case 'listen':
      return encodeItem(12, [o.path]);
    case 'console':
      return encodeItem(13, [o.path, o.outfile]);
    case 'spawn':
      return encodeItem(o.alongside === true ? 25 : 14, [
        o.argv,
        o.env,
        o.cwd,
        octal(o.umask),
        o.rlimits,
        o.cpus.map(String),
        o.stdin,
        o.stdout,
        o.stderr,
        o.fds,
        String(o.timeoutMs),
        o.name,
        o.killedAt ?? '',
      ]);
    case 'waitmsg':
      return encodeItem(15, [o.label, String(o.timeoutMs)]);
    case 'waitexit':
      return encodeItem(16, [String(o.timeoutMs)]);
    case 'pidfile':
      return encodeItem(17, [o.path]);
    case 'read':
      return encodeItem(18, [String(o.maxBytes), o.paths]);
    case 'snapshot':
      return encodeItem(19, [o.name, o.what, o.roots]);
    case 'chmod':
      return encodeItem(20, owned(o));
    case 'links':
      return encodeItem(21, [o.paths]);
    case 'kill':
      return encodeItem(22, [String(o.signal)]);
    case 'rlimit':
      return encodeItem(23, [o.rlimits]);
    case 'collect':
      return encodeItem(24, [o.path]);
    case 'namespace':
      return encodeItem(26, [o.path, o.kind, o.uidMap, o.gidMap]);
    case 'write':
      return encodeItem(28, [o.path, o.text]);
    case 'fill':
      return encodeItem(29, [o.path]);
    case 'settle':
      return encodeItem(30, [String(o.timeoutMs)]);
    case 'interface': {
      const mtu = o.mtu === 0 ? '' : String(o.mtu);
      return encodeItem(27, [o.name, o.peer, mtu, o.mac, o.addresses, o.up ? '1' : '0']);
    }
  }
}

/** Payload of a request that runs `ops` in the sandbox's main process. */
export const encodeSetup = (ops: readonly Op[]): Buffer =>
  Buffer.concat([encodeItem(REQUEST_SETUP, []), ...ops.map(encodeOp)]);

/** Payload of a request that runs `ops` in a process of its own, pid 1 of a new pid namespace. */
export const encodeLifecycle = (
  namespaces: readonly NamespaceFlag[],
  timeoutMs: number,
  ops: readonly Op[],
): Buffer =>
  Buffer.concat([encodeItem(REQUEST_LIFECYCLE, [namespaces, String(timeoutMs)]), ...ops.map(encodeOp)]);

/** Decodes the payload of a response. Throws RangeError where it is not one. */
export function decodeResponse(payload: Buffer): Result[] {
  const results = decodeItems(payload).map(decodeResult);
  if (results.at(-1)?.type !== 'end') throw new RangeError('response without END');
  return results;
}

function decodeResult(item: Item): Result {
  const bytes = (i: number): Buffer => {
    const field = item.fields[i];
    if (field === undefined) throw new RangeError(`result ${item.code}: no field ${i}`);
    return field;
  };
  const text = (i: number): string => bytes(i).toString('utf8');
  const optional = (i: number): number | null => (bytes(i).length === 0 ? null : number(text(i)));
  const int = (i: number): number => number(text(i));
  const word = <T extends string>(i: number, words: readonly T[]): T => {
    const found = words.find((w) => w === text(i));
    if (found === undefined) throw new RangeError(`result ${item.code}: unknown word ${text(i)}`);
    return found;
  };
  const lines = (i: number): string[] => text(i).split('\n').filter(Boolean);
  switch (item.code) {
    case 102:
      return { type: 'fault', opIndex: optional(0), errno: int(1), text: text(2) };
    case 103:
      return {
        type: 'spawned',
        opIndex: int(0),
        exitCode: optional(1),
        signal: optional(2),
        timedOut: int(3) === 1,
        wallNs: int(4),
        userUs: int(5),
        sysUs: int(6),
        stdout: bytes(7),
        stderr: bytes(8),
        execErrno: int(9),
      };
    case 104:
      return {
        type: 'event',
        seq: int(0),
        realtimeNs: BigInt(text(1)),
        monotonicNs: BigInt(text(2)),
        kind: word(3, EVENT_KINDS),
        pid: int(4),
        label: text(5),
        payload: bytes(6),
      };
    case 105:
      return { type: 'value', opIndex: int(0), path: text(1), errno: int(2), content: bytes(3) };
    case 106:
      return { type: 'pid', opIndex: int(0), pid: int(1) };
    case 107:
      return { type: 'waited', opIndex: int(0), outcome: word(1, WAIT_OUTCOMES), status: text(2) };
    case 108:
      return {
        type: 'snap',
        opIndex: int(0),
        name: text(1),
        section: word(2, ['mounts', 'cgroups', 'processes', 'files', 'interfaces', 'namespaces']),
        text: text(3),
      };
    case 109:
      return { type: 'consoled', opIndex: int(0), got: int(1) === 1, rows: int(2), cols: int(3) };
    case 110:
      return { type: 'cgroupleft', left: lines(0), stuck: lines(1) };
    case 111:
      return { type: 'end', userUs: int(0), sysUs: int(1) };
    case 114:
      return { type: 'trace', text: text(0) };
    case 113:
      return { type: 'childcpu', us: int(0) };
    default:
      throw new RangeError(`unknown result code ${item.code}`);
  }
}

function number(text: string): number {
  if (!/^-?\d{1,16}$/.test(text)) throw new RangeError(`not a number: ${JSON.stringify(text)}`);
  return Number(text);
}
