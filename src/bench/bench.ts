/**
 * `npm run bench [-- --seconds N] [--json]`: what the harness costs, beside a bare native loop.
 *
 * The same lifecycles (create, state, start, wait, state, delete) over the same generated bundles with the same
 * isolation: (a) src/bench/bare.c, the limit; (b) ocifuzz, without oracles, confirming and shrinking. The two
 * alternate; figures are medians over the rounds.
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
  bare: number;
  ocifuzz: number;
  ratio: number;
  harnessShare: number;
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
    await ours(executor, cases, runtime, 1);
    const pairs: { bare: number; ours: number; share: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const limit = await bareRate(bare, dir, runtime);
      const got = await ours(executor, cases, runtime, seconds);
      pairs.push({ bare: limit, ours: got.rate, share: got.share });
    }
    const [limit, rate] = [median(pairs.map((p) => p.bare)), median(pairs.map((p) => p.ours))];
    return {
      runtime: `${runtime.facts.label} ${runtime.facts.version}`,
      bare: round(limit),
      ocifuzz: round(rate),
      ratio: round(rate / limit),
      harnessShare: round(median(pairs.map((p) => p.share))),
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
  const source = new URL('../../../src/bench/bare.c', import.meta.url).pathname;
  await execa('cc', ['-O2', '-static', '-o', join(dir, 'bare'), source]);
  return join(dir, 'bare');
}

/** Lifecycles per second of the bare loop, in a sandbox of the same making. */
async function bareRate(bare: string, bundles: string, runtime: Runtime): Promise<number> {
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
        argv: [bare, String(seconds), bundles, programPath('full', label, path), ...runtime.flags],
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

/** Lifecycles per second through the executor, and the share of CPU that no runtime command used. */
async function ours(executor: Executor, cases: Case[], runtime: Runtime, forSeconds: number) {
  const begin = performance.now();
  const own = process.cpuUsage();
  let [done, runtimeMs, lifecycleMs] = [0, 0, 0];
  while (performance.now() - begin < forSeconds * 1000) {
    const c = cases[done % cases.length];
    if (c === undefined) throw new Error('no bench case was generated');
    const seen = await executor.run(c, runtime.facts.label);
    if (seen.faults.length > 0) throw new Error(`bench: ${seen.faults.join('; ')}`);
    runtimeMs += seen.steps.reduce((sum, s) => sum + s.cpuMs, 0);
    lifecycleMs += seen.cpuMs;
    done++;
  }
  const took = (performance.now() - begin) / 1000;
  const used = process.cpuUsage(own);
  return { rate: done / took, share: 1 - runtimeMs / (lifecycleMs + (used.user + used.system) / 1000) };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
