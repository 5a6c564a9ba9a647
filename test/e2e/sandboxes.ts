/** Sandboxes for tests: a started agent, and a bundle with our probe as the container's program. */
import { readFileSync } from 'node:fs';
import { AgentClient } from '../../src/agent/client.ts';
import type { Op, Result } from '../../src/agent/protocol.ts';
import { type CgroupView, cgroupPlan } from '../../src/executor/cgroups.ts';
import { hostBinds } from '../../src/executor/host-binds.ts';
import { lifecycleOps, type SandboxInput, sandboxOps } from '../../src/executor/sandbox.ts';
import { ensureNative } from '../../src/native/build.ts';

export const BUNDLE = '/run/ocifuzz/bundle';
export const SOCKET = `${BUNDLE}/rootfs/.report`;

export type Sandbox = { agent: AgentClient; binary: string; dirs: string[]; input: SandboxInput };

let count = 0;

export async function startSandbox(
  options: { view?: CgroupView; mode?: 'full' | 'light'; instance?: string } = {},
): Promise<Sandbox> {
  const binary = await ensureNative();
  const texts = ['/proc/self/cgroup', '/proc/self/mountinfo'].map((f) => readFileSync(f, 'utf8'));
  const name = `ocifuzz-test-${process.pid}-${count++}`;
  const plan = cgroupPlan(texts[0] ?? '', texts[1] ?? '', name, options.view ?? 'auto');
  if (plan === null) throw new Error(`no ${options.view} here`);
  const input: SandboxInput = {
    view: plan.view,
    hierarchies: plan.hierarchies,
    mode: options.mode ?? 'full',
    propagation: 'private',
    ...hostBinds(),
  };
  const agent = AgentClient.start({ binary, cgroupDirs: plan.dirs, instance: options.instance ?? null });
  await agent.setup(sandboxOps(input));
  return { agent, binary, dirs: plan.dirs, input };
}

/** One lifecycle: the sandbox's own prelude, then the ops; op indexes count from the first of `ops`. */
export async function lifecycle(
  s: Sandbox,
  ops: Op[],
  options: { timeoutMs?: number; input?: Partial<SandboxInput>; net?: boolean } = {},
): Promise<Result[]> {
  const prelude = lifecycleOps({ ...s.input, ...options.input });
  const results = await s.agent.lifecycle({
    namespaces: ['mnt', 'ipc', 'uts', ...(options.net ? (['net'] as const) : [])],
    timeoutMs: options.timeoutMs ?? 20_000,
    ops: [...prelude, ...ops],
  });
  const early = results.find((r) => r.type === 'fault' && r.opIndex !== null && r.opIndex < prelude.length);
  if (early) throw new Error(`prelude: ${JSON.stringify(early)}`);
  return results.map((r) =>
    'opIndex' in r && r.opIndex !== null ? { ...r, opIndex: r.opIndex - prelude.length } : r,
  );
}

type SpawnOp = Extract<Op, { op: 'spawn' }>;

export const spawnOp = (argv: string[], more: Partial<SpawnOp> = {}): SpawnOp => ({
  op: 'spawn',
  argv,
  env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'],
  cwd: '/',
  umask: 0o022,
  rlimits: [],
  cpus: [],
  stdin: 'null',
  stdout: 'pipe',
  stderr: 'pipe',
  fds: [],
  timeoutMs: 10_000,
  name: argv.join(' '),
  ...more,
});

/** A shell command in the lifecycle. */
export const sh = (script: string, more: Partial<SpawnOp> = {}): SpawnOp =>
  spawnOp(['/bin/sh', '-c', script], more);

/** A bundle whose program is our probe and does what the trailer's lines say. */
export function bundleOps(lines: string[], config: Record<string, unknown> = {}): Op[] {
  const owner = { uid: 0, gid: 0 };
  const trailer = ['label prog', 'sock /.report', ...lines, ''].join('\n');
  const full = {
    ociVersion: '1.0.2',
    root: { path: 'rootfs' },
    process: { cwd: '/', args: ['/probe'], env: ['A=b'], user: { uid: 0, gid: 0 } },
    hostname: 'box',
    mounts: [{ destination: '/proc', type: 'proc', source: 'proc' }],
    linux: {
      cgroupsPath: '/c1',
      namespaces: ['pid', 'ipc', 'uts', 'mount', 'network'].map((type) => ({ type })),
    },
    ...config,
  };
  return [
    { op: 'mkdir', path: `${BUNDLE}/rootfs/proc`, mode: 0o755, ...owner },
    { op: 'mkdir', path: `${BUNDLE}/rootfs/dev`, mode: 0o755, ...owner },
    { op: 'program', path: `${BUNDLE}/rootfs/probe`, mode: 0o755, ...owner, trailer },
    {
      op: 'file',
      path: `${BUNDLE}/config.json`,
      mode: 0o644,
      ...owner,
      content: Buffer.from(JSON.stringify(full)),
    },
    { op: 'listen', path: SOCKET },
  ];
}

/** Events as one word each: `begin prog`, `reaped exit 0`, ... */
export function story(results: Result[]): string[] {
  return results.flatMap((r) => {
    if (r.type !== 'event') return [];
    if (r.kind === 'message') return [r.payload.toString('latin1').split('\n')[0] ?? ''];
    if (r.kind === 'reaped') return [`reaped ${r.payload}`];
    return [`${r.kind} ${r.label}`];
  });
}

export const find = <T extends Result['type']>(results: Result[], type: T): Extract<Result, { type: T }>[] =>
  results.filter((r): r is Extract<Result, { type: T }> => r.type === type);

/** Payload of the first message of that type (`begin`, `signal`, `end`). */
export function message(results: Result[], type: string): string | undefined {
  for (const e of find(results, 'event')) {
    const text = e.payload.toString('latin1');
    if (e.kind === 'message' && text.startsWith(`${type} `)) return text.slice(text.indexOf('\n') + 1);
  }
  return undefined;
}
