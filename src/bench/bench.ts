/**
 * `npm run bench [-- --seconds N] [--workers 1,2] [--json]`: what the harness costs, beside a bare native loop.
 *
 * The same lifecycles (create, state, start, wait, state, delete) over the same generated bundles with the same
 * isolation: (a) src/bench/bare.c, the limit; (b) ocifuzz with its oracles, without confirming and shrinking; (c)
 * src/bench/loop.sh, as people write it. They alternate; figures are medians over the rounds. The runtimes of
 * `--runtimes` by themselves, and in turn. With `--workers`: (b) with so many workers instead, side by side.
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
import { judgeAll } from '../../oracles/index.ts';
import { BUNDLE, type Case, type Step } from '../contract/case.ts';
import type { Executor } from '../contract/executor.ts';
import type { Run } from '../contract/verdict.ts';
import { createExecutor, type ExecutorOptions } from '../executor/executor.ts';
import { programOps, programPath } from '../executor/sandbox.ts';
import { trailer } from '../executor/trailer.ts';
import { ensureNative } from '../native/build.ts';
import { type Runtime, resolveRuntimes } from '../runtimes/resolve.ts';
import { median, round } from './quantile.ts';
import { Sandbox } from './sandboxed.ts';

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
  runtimes: string;
  /** lifecycles per second */
  bare: number;
  ocifuzz: number;
  shell: number;
  /** ocifuzz to bare */
  ratio: number;
  /** part of all CPU that was neither a runtime's nor a container's */
  harnessShare: number;
  /** the same of the bare loop, which has no harness */
  bareShare: number;
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
    workers: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const runtimes = await resolveRuntimes(
  values.runtimes.split(',').map((entry) => {
    const [label = '', path] = entry.split('=');
    return { label, ...(path === undefined ? {} : { path }), flags: [] };
  }),
);
const rows =
  values.workers === undefined ? await costs() : await scaling(values.workers.split(',').map(Number));
if (values.json) process.stdout.write(`${JSON.stringify({ seconds, rounds: ROUNDS, rows }, null, 1)}\n`);
else console.table(rows);

function options(workers = 1): ExecutorOptions {
  return { runtimes, cgroup: 'auto', workers, stepTimeoutMs: 10_000, sandbox: 'full', clock: 'tracefs' };
}

type Bundles = { executor: Executor; cases: Case[]; dir: string; bare: string };

/** An executor, and the bundles of the bench cases in a directory with the bare loops. */
async function withBundles<T>(o: ExecutorOptions, use: (b: Bundles) => Promise<T>): Promise<T> {
  const executor = await createExecutor(o);
  const native = await ensureNative();
  // beside the native program: the sandbox hides /tmp
  const dir = mkdtempSync(join(dirname(native), 'bench-'));
  try {
    const cases = benchCases(executor);
    for (const [i, c] of cases.entries()) writeBundle(c, join(dir, String(i)), native);
    const bare = await buildBare(dir);
    cpSync(sourceOf('loop.sh'), join(dir, 'loop.sh'));
    return await use({ executor, cases, dir, bare });
  } finally {
    await executor.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Each runtime by itself, then all in turn. */
async function costs(): Promise<Row[]> {
  return await withBundles(options(), async ({ executor, cases, dir, bare }) => {
    await ours(executor, cases, runtimes, 1);
    const bares = new Map<string, Loop[]>();
    const shells = new Map<string, Loop[]>();
    const all: Row[] = [];
    for (const some of [...runtimes.map((r) => [r]), ...(runtimes.length > 1 ? [runtimes] : [])]) {
      const rounds: Ours[] = [];
      for (let n = 0; n < ROUNDS; n++) {
        rounds.push(await ours(executor, cases, some, seconds));
        for (const r of some.length === 1 ? some : []) {
          add(bares, r, await loop([bare], dir, r));
          add(shells, r, await loop(['/bin/sh', join(dir, 'loop.sh')], dir, r));
        }
      }
      all.push(row(some, rounds, inTurn(bares, some), inTurn(shells, some)));
    }
    return all;
  });
}

/** Of a loop that is no part of ocifuzz: lifecycles per second, and seconds of CPU for one: all, and the loop's own. */
type Loop = { rate: number; cpu: number; own: number };

function add(loops: Map<string, Loop[]>, { facts }: Runtime, loop: Loop): void {
  loops.set(facts.label, [...(loops.get(facts.label) ?? []), loop]);
}

/** Runtimes in turn, from the loops of each. */
function inTurn(loops: ReadonlyMap<string, Loop[]>, some: readonly Runtime[]): Loop {
  const sum = (of: (l: Loop) => number) =>
    some.reduce((all, { facts }) => all + median((loops.get(facts.label) ?? []).map(of)), 0);
  return { rate: some.length / sum((l) => 1 / l.rate), cpu: sum((l) => l.cpu), own: sum((l) => l.own) };
}

function row(some: readonly Runtime[], rounds: readonly Ours[], bare: Loop, shell: Loop): Row {
  const middle = (of: (r: Ours) => number) => round(median(rounds.map(of)));
  return {
    runtimes: some.map(({ facts }) => `${facts.label} ${facts.version}`).join(', '),
    bare: round(bare.rate),
    ocifuzz: middle((r) => r.rate),
    shell: round(shell.rate),
    ratio: middle((r) => r.rate / bare.rate),
    harnessShare: middle((o) => (o.agentMs + o.nodeMs) / (o.lifecycleMs + o.nodeMs)),
    bareShare: round(bare.own / bare.cpu),
    commandsMs: middle((r) => r.commandsMs),
    containerMs: middle((o) => o.lifecycleMs - o.commandsMs - o.agentMs),
    agentMs: middle((r) => r.agentMs),
    nodeMs: middle((r) => r.nodeMs),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

type Scale = {
  workers: number;
  bare: number;
  ocifuzz: number;
  ratio: number;
  /** the same in parts of the first row */
  times: number;
  bareTimes: number;
  /** arithmetic in as many processes: less than their number where CPUs are threads of one core */
  cpuTimes: number;
};
type Measured = Omit<Scale, 'times' | 'bareTimes' | 'cpuTimes'> & { sums: number };

/** All runtimes in turn, with several workers beside as many bare loops; medians over the rounds, which alternate. */
async function scaling(counts: number[]): Promise<Scale[]> {
  const rows: Measured[] = [];
  for (const workers of counts) {
    const rates: { bare: number; ocifuzz: number; sums: number }[] = [];
    await withBundles(options(workers), async ({ executor, cases, dir, bare }) => {
      await ours(executor, cases, runtimes, 1);
      for (let n = 0; n < ROUNDS; n++) {
        const ocifuzz = (await ours(executor, cases, runtimes, seconds)).rate;
        const loops = await Promise.all(
          Array.from({ length: workers }, async (_, nth) => {
            const each = new Map<string, Loop[]>();
            for (const r of runtimes) add(each, r, await loop([bare], dir, r, `bare${nth}`));
            return inTurn(each, runtimes).rate;
          }),
        );
        rates.push({
          ocifuzz,
          bare: loops.reduce((sum, rate) => sum + rate, 0),
          sums: await arithmetic(workers),
        });
      }
    });
    const middle = (of: (r: (typeof rates)[number]) => number) => round(median(rates.map(of)));
    rows.push({
      workers,
      bare: middle((r) => r.bare),
      ocifuzz: middle((r) => r.ocifuzz),
      sums: middle((r) => r.sums),
      ratio: middle((r) => r.ocifuzz / r.bare),
    });
  }
  const [first] = rows;
  return rows.map(({ sums, ...r }) => ({
    ...r,
    times: round(r.ocifuzz / (first?.ocifuzz ?? 1)),
    bareTimes: round(r.bare / (first?.bare ?? 1)),
    cpuTimes: round(sums / (first?.sums ?? 1)),
  }));
}

/** Sums that so many processes at the same time get done in a second. */
async function arithmetic(processes: number): Promise<number> {
  const program = `let [n, x] = [0, 1];
    for (const end = Date.now() + 1000; Date.now() < end; n++) for (let i = 0; i < 1e5; i++) x = (x * 31 + 7) | 0;
    console.log(n + 0 * x)`;
  const counts = Array.from({ length: processes }, () => execa(process.execPath, ['-e', program]));
  return (await Promise.all(counts)).reduce((sum, { stdout }) => sum + Number(stdout), 0);
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

/** Runs such a loop in a sandbox of the same making; only the bare one tells of CPU. */
async function loop(program: string[], bundles: string, runtime: Runtime, name = 'bare'): Promise<Loop> {
  const { label, path } = runtime.facts;
  const binary = programPath('full', label, path);
  const sandbox = await Sandbox.open(options(), name, programOps('full', label, path, readFileSync(path)));
  const { stdout } = await sandbox.run({
    argv: [...program, String(seconds), bundles, binary, ...runtime.flags],
    timeoutMs: seconds * 1000 + 30_000,
  });
  await sandbox.close();
  const [done = 0, took = 0, cpu = 0, own = 0] = stdout.toString('utf8').split(' ').map(Number);
  return { rate: done / took, cpu: cpu / done, own: own / done };
}

/** Lifecycles per second, and ms of CPU for one. `lifecycleMs`: of commands, containers and the agent. */
type Ours = { rate: number; lifecycleMs: number; commandsMs: number; agentMs: number; nodeMs: number };

/** Lifecycles through the executor and the oracles, the runtimes in turn; as many cases at a time as in a campaign. */
async function ours(
  executor: Executor,
  cases: Case[],
  some: readonly Runtime[],
  forSeconds: number,
): Promise<Ours> {
  const begin = performance.now();
  const own = process.cpuUsage();
  let [taken, done, lifecycleMs, commandsMs, agentMs] = [0, 0, 0, 0, 0];
  async function lane(): Promise<void> {
    while (performance.now() - begin < forSeconds * 1000) {
      const c = cases[taken++ % cases.length];
      if (c === undefined) throw new Error('no bench case was generated');
      const runs: Run[] = [];
      for (const { facts } of some)
        runs.push({ runtime: facts, observation: await executor.run(c, facts.label) });
      for (const { observation: seen } of runs) {
        if (seen.faults.length > 0) throw new Error(`bench: ${seen.faults.join('; ')}`);
        commandsMs += seen.steps.reduce((sum, s) => sum + s.cpuMs, 0);
        lifecycleMs += seen.cpuMs;
        agentMs += seen.agentCpuMs ?? 0;
        done++;
      }
      judgeAll({ case: c, host: executor.host, runs });
    }
  }
  await Promise.all(Array.from({ length: executor.capacity }, lane));
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
