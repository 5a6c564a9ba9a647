/**
 * `npm run bench [-- --seconds N] [--json]`: what the harness costs, beside a bare native loop.
 *
 * The same lifecycles (create, state, start, wait, state, delete) over the same generated bundles with the same
 * isolation: (a) src/bench/bare.c, the limit; (b) ocifuzz, without oracles, confirming and shrinking; (c)
 * src/bench/loop.sh, as people write it. They alternate; figures are medians over the rounds.
 */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { generateCase } from '../../generators/core/generate.ts';
import { AREAS } from '../../generators/index.ts';
import { AgentClient } from '../agent/client.ts';
import { BUNDLE, type Case, type Step } from '../contract/case.ts';
import type { Executor } from '../contract/executor.ts';
import { createExecutor, type ExecutorOptions, laneSetup } from '../executor/executor.ts';
import { lifecycleOps, programOps, programPath, sandboxOps } from '../executor/sandbox.ts';
import { trailer } from '../executor/trailer.ts';
import { ensureNative } from '../native/build.ts';
import { type Runtime, resolveRuntimes } from '../runtimes/resolve.ts';

const SCRIPT: Step[] = [
  { op: 'create' },
  { op: 'state' },
  { op: 'start' },
  { op: 'wait', until: 'stopped' },
  { op: 'state' },
  { op: 'delete' },
];
const BUNDLES = 20;
const ROUNDS = 3;

type Row = {
  runtime: string;
  /** lifecycles per second */
  bare: number;
  ocifuzz: number;
  shell: number;
  /** ocifuzz to bare */
  ratio: number;
  /** part of all CPU that was neither a runtime's nor a container's */
  harnessShare: number;
  /** ms of CPU for one lifecycle */
  commandsMs: number;
  containerMs: number;
  agentMs: number;
  nodeMs: number;
  peakMb: number;
};

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
    runtimes: { type: 'string', default: 'runc,crun' },
  },
});
const seconds = Number(values.seconds);
const runtimes = await resolveRuntimes(values.runtimes.split(',').map((label) => ({ label, flags: [] })));
const rows: Row[] = [];
for (const runtime of runtimes) rows.push(await measure(runtime));
if (values.json) process.stdout.write(`${JSON.stringify({ seconds, rounds: ROUNDS, rows }, null, 1)}\n`);
else console.table(rows);

function options(runtime: Runtime): ExecutorOptions {
  return { runtimes: [runtime], cgroup: 'auto', workers: 1, stepTimeoutMs: 10_000, sandbox: 'full' };
}

async function measure(runtime: Runtime): Promise<Row> {
  const executor = await createExecutor(options(runtime));
  // beside the native program: the sandbox hides /tmp
  const dir = mkdtempSync(join(dirname(await ensureNative()), 'bench-'));
  try {
    const cases = benchCases(executor);
    const native = await ensureNative();
    for (const [i, c] of cases.entries()) writeBundle(c, join(dir, String(i)), native);
    const bare = await buildBare(dir);
    cpSync(sourceOf('loop.sh'), join(dir, 'loop.sh'));
    await ours(executor, cases, runtime, 1);
    const rounds: { bare: number; shell: number; ours: Ours }[] = [];
    for (let n = 0; n < ROUNDS; n++)
      rounds.push({
        bare: await loopRate([bare], dir, runtime),
        ours: await ours(executor, cases, runtime, seconds),
        shell: await loopRate(['/bin/sh', join(dir, 'loop.sh')], dir, runtime),
      });
    const middle = (of: (r: (typeof rounds)[number]) => number) => round(median(rounds.map(of)));
    return {
      runtime: `${runtime.facts.label} ${runtime.facts.version}`,
      bare: middle((r) => r.bare),
      ocifuzz: middle((r) => r.ours.rate),
      shell: middle((r) => r.shell),
      ratio: middle((r) => r.ours.rate / r.bare),
      harnessShare: middle(({ ours: o }) => (o.agentMs + o.nodeMs) / (o.lifecycleMs + o.nodeMs)),
      commandsMs: middle((r) => r.ours.commandsMs),
      containerMs: middle(({ ours: o }) => o.lifecycleMs - o.commandsMs - o.agentMs),
      agentMs: middle((r) => r.ours.agentMs),
      nodeMs: middle((r) => r.ours.nodeMs),
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await executor.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Valid cases of the areas that live in the bundle alone, all with the same script. */
function benchCases(executor: Executor): Case[] {
  const areas = AREAS.filter((a) => !['hooks', 'lifecycle', 'caller', 'cgroups'].includes(a.name));
  const { host, runtimes: facts } = executor;
  const all = Array.from({ length: BUNDLES * 5 }, (_, index) =>
    generateCase({ seed: 1, index, profile: 'valid', areas, host, runtimes: facts }),
  );
  return all
    .map((g) => g.case)
    .filter((c) => c.config !== undefined && c.files.every((f) => f.path.startsWith(BUNDLE)))
    .slice(0, BUNDLES)
    .map((c) => ({ ...c, script: SCRIPT, caller: {}, host: {} }));
}

function writeBundle(c: Case, dir: string, native: string): void {
  mkdirSync(dir, { recursive: true });
  for (const f of c.files) {
    const path = join(dir, f.path.slice(BUNDLE.length));
    mkdirSync(dirname(path), { recursive: true });
    if (f.type === 'symlink') symlinkSync(f.target, path);
    else if (f.type === 'dir') mkdirSync(path, { recursive: true });
    else if (f.type === 'program') {
      cpSync(native, path);
      const text = Buffer.from(trailer(f.path, f.behaviour, () => []));
      const tail = Buffer.alloc(4);
      tail.writeUInt32LE(text.length);
      writeFileSync(path, Buffer.concat([text, tail, Buffer.from('OCIFZTR1')]), { flag: 'a' });
    } else if (f.type === 'file') writeFileSync(path, f.content);
    if (f.type !== 'symlink') chmodSync(path, ('mode' in f ? f.mode : undefined) ?? 0o755);
  }
  writeFileSync(join(dir, 'config.json'), JSON.stringify(c.config));
}

async function buildBare(dir: string): Promise<string> {
  await execa('cc', ['-O2', '-static', '-o', join(dir, 'bare'), sourceOf('bare.c')]);
  return join(dir, 'bare');
}

/** A file beside this one that is not compiled. */
function sourceOf(name: string): string {
  return new URL(`../../../src/bench/${name}`, import.meta.url).pathname;
}

/** Lifecycles per second of a loop that is no part of ocifuzz, in a sandbox of the same making. */
async function loopRate(loop: string[], bundles: string, runtime: Runtime): Promise<number> {
  const { setup } = await laneSetup(options(runtime));
  const agent = AgentClient.start({
    binary: setup.native,
    cgroupDirs: setup.cgroupDirs.map((d) => `${d}/bare`),
  });
  await agent.setup(sandboxOps(setup.sandbox));
  const { label, path } = runtime.facts;
  await agent.setup(programOps('full', label, path, readFileSync(path)));
  const timeoutMs = seconds * 1000 + 30_000;
  const results = await agent.lifecycle({
    namespaces: ['mnt', 'ipc', 'uts'],
    timeoutMs,
    ops: [
      ...lifecycleOps(setup.sandbox),
      {
        op: 'spawn',
        argv: [...loop, String(seconds), bundles, programPath('full', label, path), ...runtime.flags],
        env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'],
        cwd: '/',
        umask: 0o022,
        rlimits: [],
        cpus: [],
        stdin: 'null',
        stdout: 'pipe',
        stderr: 'null',
        fds: [],
        timeoutMs,
        name: 'bare',
      },
    ],
  });
  await agent.close();
  const [done, took] = results.flatMap((r) =>
    r.type === 'spawned' ? r.stdout.toString('utf8').split(' ').map(Number) : [],
  );
  return (done ?? 0) / (took || 1);
}

/** Lifecycles per second, and ms of CPU for one. `lifecycleMs`: of commands, containers and the agent. */
type Ours = { rate: number; lifecycleMs: number; commandsMs: number; agentMs: number; nodeMs: number };

/** Lifecycles through the executor. */
async function ours(executor: Executor, cases: Case[], runtime: Runtime, forSeconds: number): Promise<Ours> {
  const begin = performance.now();
  const own = process.cpuUsage();
  let [done, lifecycleMs, commandsMs, agentMs] = [0, 0, 0, 0];
  while (performance.now() - begin < forSeconds * 1000) {
    const c = cases[done % cases.length];
    if (c === undefined) throw new Error('no bench case was generated');
    const seen = await executor.run(c, runtime.facts.label);
    if (seen.faults.length > 0) throw new Error(`bench: ${seen.faults.join('; ')}`);
    commandsMs += seen.steps.reduce((sum, s) => sum + s.cpuMs, 0);
    lifecycleMs += seen.cpuMs;
    agentMs += seen.agentCpuMs ?? 0;
    done++;
  }
  const took = (performance.now() - begin) / 1000;
  const used = process.cpuUsage(own);
  return {
    rate: done / took,
    lifecycleMs: lifecycleMs / done,
    commandsMs: commandsMs / done,
    agentMs: agentMs / done,
    nodeMs: (used.user + used.system) / 1000 / done,
  };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
