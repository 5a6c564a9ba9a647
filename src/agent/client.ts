/** A running native agent: one sandbox, one request at a time; the others wait. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import {
  decodeResponse,
  encodeLifecycle,
  encodeSetup,
  type NamespaceFlag,
  type Op,
  type Result,
} from './protocol.ts';
import { FrameReader, frame } from './wire.ts';

/**
 * `start`: could not be started; `setup`: an op of the sandbox's set-up failed; `died`: the agent ended;
 * `malformed`: it sent what is no response; `hang`: it did not answer long after the lifecycle's own
 * time-out; `closed`: asked after close or kill.
 */
export type AgentErrorCode = 'start' | 'setup' | 'died' | 'malformed' | 'hang' | 'closed';

export class AgentError extends Error {
  override name = 'AgentError';
  readonly code: AgentErrorCode;
  constructor(code: AgentErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type AgentOptions = {
  /** path of the native binary (ensureNative) */
  binary: string;
  /** cgroup directories of the host that the agent makes, enters and removes at its end */
  cgroupDirs: readonly string[];
  /** name of a tracefs instance that the agent makes, if it can, and removes at its end; default: none */
  instance?: string | null;
  /** where the agent's own complaints go (appended); default: nowhere */
  stderrFile?: string;
};

export type Lifecycle = { namespaces: readonly NamespaceFlag[]; timeoutMs: number; ops: readonly Op[] };

/** The agent enforces a lifecycle's time-out itself; so much later it counts as hanging. */
const HANG_MS = 30_000;

type Request = {
  payload: Buffer;
  timeoutMs: number;
  resolve: (results: Result[]) => void;
  reject: (error: AgentError) => void;
  /** since it was sent */
  timer?: NodeJS.Timeout;
};
type Piped = ChildProcess & { stdin: Writable; stdout: Readable };

export class AgentClient {
  private readonly child: Piped;
  private readonly reader = new FrameReader();
  private readonly exited: Promise<void>;
  /** in the order of the calls; the first one is under way */
  private readonly requests: Request[] = [];
  /** resolves when nothing is asked any more */
  private idle: (() => void)[] = [];
  private dead: AgentError | null = null;
  /** what the agent said of itself before it ended without being asked */
  private lastWords = '';

  /** Starts an agent. Failures show in the first request. */
  static start(options: AgentOptions): AgentClient {
    const instance = options.instance == null ? [] : [options.instance];
    const stderr = options.stderrFile === undefined ? null : openSync(options.stderrFile, 'a');
    try {
      const child = spawn(options.binary, ['agent', ...instance, ...options.cgroupDirs], {
        cwd: '/',
        env: {},
        stdio: ['pipe', 'pipe', stderr ?? 'ignore'],
      });
      return new AgentClient(child as Piped);
    } finally {
      if (stderr !== null) closeSync(stderr);
    }
  }

  private constructor(child: Piped) {
    this.child = child;
    this.exited = new Promise((resolve) => {
      child.once('error', (e) => {
        this.fail(new AgentError('start', `cannot start the native agent: ${e.message}`));
        resolve();
      });
      child.once('close', (code, signal) => {
        const how = signal === null ? `exit ${code}` : `signal ${signal}`;
        this.fail(new AgentError('died', `the native agent ended (${how})${this.lastWords}`));
        resolve();
      });
    });
    child.stdout.on('data', (chunk: Buffer) => this.receive(chunk));
    // the agent's end shows in `close`; a broken pipe says nothing more
    child.stdin.on('error', () => {});
  }

  /** Pid of the janitor; it survives its sandbox and ends last. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Builds the sandbox. Rejects with `setup` when an op fails: such a sandbox is of no use. */
  async setup(ops: readonly Op[]): Promise<Result[]> {
    const results = await this.request(encodeSetup(ops), HANG_MS);
    const fault = results.find((r) => r.type === 'fault');
    if (fault === undefined) return results;
    const op = fault.opIndex === null ? 'agent' : JSON.stringify(ops[fault.opIndex]);
    throw new AgentError('setup', `${op}: ${fault.text} (errno ${fault.errno})`);
  }

  /** Runs the ops of one lifecycle; a fault inside is a result, not a rejection. */
  lifecycle(l: Lifecycle): Promise<Result[]> {
    return this.request(encodeLifecycle(l.namespaces, l.timeoutMs, l.ops), l.timeoutMs + HANG_MS);
  }

  /** Ends the sandbox after the requests under way; resolves when the janitor has cleaned up and exited. */
  async close(): Promise<void> {
    if (this.requests.length > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
    this.dead ??= new AgentError('closed', 'the native agent was closed');
    this.child.stdin.end();
    await this.exited;
  }

  /** Ends everything at once; the janitor still cleans up. Resolves when it has exited. */
  async kill(): Promise<void> {
    this.child.kill('SIGTERM');
    this.fail(new AgentError('closed', 'the native agent was killed'));
    await this.exited;
  }

  private request(payload: Buffer, timeoutMs: number): Promise<Result[]> {
    if (this.dead) return Promise.reject(this.dead);
    return new Promise((resolve, reject) => {
      this.requests.push({ payload, timeoutMs, resolve, reject });
      this.send();
    });
  }

  /** Sends the first request, if that was not done yet. */
  private send(): void {
    const [first] = this.requests;
    if (!first) {
      for (const resolve of this.idle.splice(0)) resolve();
      return;
    }
    if (first.timer) return;
    const late = () => this.abort(new AgentError('hang', `no answer in ${first.timeoutMs} ms`));
    first.timer = setTimeout(late, first.timeoutMs);
    this.child.stdin.write(frame(first.payload));
  }

  /** Takes the request under way, which has come to its end; the next one is sent before its answer is looked at. */
  private settle(): Request | undefined {
    const request = this.requests.shift();
    clearTimeout(request?.timer);
    this.send();
    return request;
  }

  private receive(chunk: Buffer): void {
    try {
      for (const payload of this.reader.push(chunk)) {
        const request = this.settle();
        this.answer(request, payload);
      }
    } catch (e) {
      this.abort(malformed(e));
    }
  }

  private answer(request: Request | undefined, payload: Buffer): void {
    try {
      const results = decodeResponse(payload);
      if (request) request.resolve(results);
      else this.lastWords = results.map((r) => (r.type === 'fault' ? `: ${r.text}` : '')).join('');
    } catch (e) {
      request?.reject(malformed(e));
      throw e;
    }
  }

  private abort(error: AgentError): void {
    this.child.kill('SIGTERM');
    this.fail(error);
  }

  private fail(error: AgentError): void {
    this.dead ??= error;
    for (const request of this.requests.splice(0)) {
      clearTimeout(request.timer);
      request.reject(this.dead);
    }
    this.send();
  }
}

const malformed = (e: unknown): AgentError =>
  new AgentError('malformed', e instanceof Error ? e.message : String(e));

/**
 * Removes the cgroup trees and the tracefs instances that dead agents left, killing what is still inside. Only what
 * an agent made may be named. Resolves to false when something could not be removed.
 */
export async function sweep(
  binary: string,
  dirs: readonly string[],
  instances: readonly string[] = [],
): Promise<boolean> {
  return (await once(binary, ['sweep', ...instances, ...dirs])) !== null;
}

/** Names of all tracefs instances of this host, whoever made them; null where tracefs cannot be had. */
export async function traceInstances(binary: string): Promise<string[] | null> {
  const text = await once(binary, ['instances']);
  return text?.split('\n').filter((name) => name !== '') ?? null;
}

/** What a call of the native binary prints; null if it fails. */
function once(binary: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { cwd: '/', env: {}, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    child.once('error', (e) =>
      reject(new AgentError('start', `cannot start the native agent: ${e.message}`)),
    );
    child.once('close', (code) => resolve(code === 0 ? text : null));
  });
}
