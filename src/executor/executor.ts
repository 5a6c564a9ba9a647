/** The executor that everybody uses: worker threads, each with an agent, in sandboxes on this host. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Piscina } from 'piscina';
import { sweep, traceInstances } from '../agent/client.ts';
import { caseId } from '../contract/canonical.ts';
import type { Case } from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';
import type { Executor } from '../contract/executor.ts';
import type { HostFacts } from '../contract/facts.ts';
import type { Observation } from '../contract/observation.ts';
import { ensureNative } from '../native/build.ts';
import type { Runtime } from '../runtimes/resolve.ts';
import { campaignName, deadCampaigns, isDead } from './campaign-name.ts';
import { cgroupPlan, cgroupPoints } from './cgroups.ts';
import { hostFacts } from './facts.ts';
import { hostBinds } from './host-binds.ts';
import type { LaneSetup, LaneTask } from './lane.ts';

export type ExecutorOptions = {
  runtimes: Runtime[];
  cgroup: 'auto' | 'v1' | 'v2';
  workers: number;
  stepTimeoutMs: number;
  sandbox: 'full' | 'light';
  /** `tracefs`: executions by the kernel's trace, where the host has it; default: arrival of reports alone */
  clock?: 'arrival' | 'tracefs';
};

/**
 * V8 compiles without optimizing what it calls, at once, and optimizes only what has run for long: that used more CPU
 * than the optimized code saved (`npm run bench`). Its heap grows to a fifth more than is alive, not to several times that.
 */
const V8_FLAGS = ['--always-sparkplug', '--interrupt-budget=1000000', '--heap-growing-percent=20'];

/** This host lacks something; the message says what and what to do. */
export class EnvironmentError extends UserError {
  override name = 'EnvironmentError';
}

/** Lifecycles of a worker at a time: one runs, while what the other showed is decoded or what it needs is made. */
const AHEAD = 2;

/** Room for what a worker makes and drops at once; V8 would take three times as much, of each worker. */
const WORKER_YOUNG_MB = 16;

/**
 * Builds the native program if need be, reaps what dead campaigns left, starts the workers.
 * @throws EnvironmentError without root, cgroups, or the view asked for
 */
export async function createExecutor(options: ExecutorOptions): Promise<Executor> {
  const { setup, host, dirs } = await laneSetup(options);
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
  const pool = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    workerData: setup,
    minThreads: options.workers,
    maxThreads: options.workers,
    concurrentTasksPerWorker: AHEAD,
    resourceLimits: { maxYoungGenerationSizeMb: WORKER_YOUNG_MB },
  });
  return {
    host,
    runtimes: options.runtimes.map((r) => r.facts),
    capacity: AHEAD * options.workers,
    run: (c: Case, label: string, o) =>
      pool.run({
        id: caseId(c),
        case: c,
        label,
        timeoutFactor: o?.timeoutFactor ?? 1,
      } satisfies LaneTask) as Promise<Observation>,
    close: async () => {
      // idle workers get the same number of tasks
      await Promise.allSettled(Array.from({ length: AHEAD * options.workers }, () => pool.run(null)));
      await pool.destroy();
      await sweep(setup.native, dirs);
    },
  };
}

/**
 * What every lane of a campaign needs, and the campaign's cgroup directories.
 * @throws EnvironmentError as createExecutor
 */
export async function laneSetup(
  options: ExecutorOptions,
): Promise<{ setup: LaneSetup; host: HostFacts; dirs: string[] }> {
  if (process.getuid?.() !== 0) throw new EnvironmentError('running containers needs root: use sudo');
  const native = await ensureNative();
  await reapDead(native);
  const name = campaignName();
  const plan = cgroupPlan(read('/proc/self/cgroup'), read('/proc/self/mountinfo'), name, options.cgroup);
  if (plan === null) throw new EnvironmentError(`no cgroup ${options.cgroup} hierarchy is mounted here`);
  const { view, controllersFile } = plan;
  const controllers =
    controllersFile === null ? plan.controllers : read(controllersFile).split(/\s+/).filter(Boolean);
  const host = hostFacts(view, controllers, options.sandbox);
  const setup: LaneSetup = {
    native,
    cgroupDirs: plan.dirs,
    instance: options.clock === 'tracefs' ? name : null,
    sandbox: {
      view,
      hierarchies: plan.hierarchies,
      mode: options.sandbox,
      propagation: 'private',
      ...hostBinds(),
    },
    hierarchies: plan.hierarchies.map((h) => h.name),
    runtimes: options.runtimes.map(({ facts, flags }) => ({ facts, flags })),
    stepTimeoutMs: options.stepTimeoutMs,
    hardLimits: { NOFILE: host.rlimits.NOFILE?.[1] ?? '1024', CORE: host.rlimits.CORE?.[1] ?? '0' },
  };
  return { setup, host, dirs: plan.dirs };
}

/**
 * Cgroups and tracefs instances are all that can outlive a dead campaign; every process and mount died with its
 * namespaces. Returns what was removed.
 */
export async function reapDead(native: string): Promise<string[]> {
  const dirs = deadCampaigns(cgroupPoints(read('/proc/self/mountinfo')));
  const instances = ((await traceInstances(native)) ?? []).filter(isDead);
  if (dirs.length + instances.length > 0) await sweep(native, dirs, instances);
  return [...dirs, ...instances.map((name) => `tracefs instance ${name}`)];
}

const read = (path: string): string => readFileSync(path, 'utf8');
