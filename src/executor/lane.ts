/** One agent and what is needed to run lifecycles on it. Each worker thread has one. */
import { readFileSync } from 'node:fs';
import { AgentClient } from '../agent/client.ts';
import { type Case, SCHEMA_VERSION } from '../contract/case.ts';
import type { RuntimeFacts } from '../contract/facts.ts';
import type { Observation, Snapshot } from '../contract/observation.ts';
import { adapterNamed } from '../runtimes/index.ts';
import type { Runtime } from '../runtimes/resolve.ts';
import { type CompileInput, compile } from './compile.ts';
import { decode } from './decode.ts';
import { lifecycleOps, programOps, programPath, type SandboxInput, sandboxOps } from './sandbox.ts';

/** Plain data, so that it can be handed to a worker thread. */
export type LaneSetup = {
  /** the native binary */
  native: string;
  /** host directories of this lane's cgroups, one per hierarchy */
  cgroupDirs: string[];
  /** name of this lane's tracefs instance; null: the order is that of arrival */
  instance: string | null;
  sandbox: SandboxInput;
  /** names of the v1 cgroup mounts; empty on v2 */
  hierarchies: string[];
  runtimes: { facts: RuntimeFacts; flags: string[] }[];
  stepTimeoutMs: number;
  hardLimits: CompileInput['hardLimits'];
};

/** `id`: that of the case, which many lifecycles have in common. */
export type LaneTask = { id: string; case: Case; label: string; timeoutFactor: number };

const NOTHING: Snapshot = {
  mounts: [],
  cgroups: [],
  processes: [],
  files: [],
  interfaces: [],
  namespaces: {},
};

export class Lane {
  private agent: Promise<AgentClient> | null = null;
  /** agents on which something went wrong */
  private readonly spoilt = new WeakSet<AgentClient>();
  private readonly setup: LaneSetup;

  constructor(setup: LaneSetup) {
    this.setup = setup;
  }

  /**
   * One fresh lifecycle; while the agent runs it, the next one may be asked for. A dead or confused agent is a fault of
   * this observation, and of the next if that was under way, and is replaced.
   */
  async run(task: LaneTask): Promise<Observation> {
    const { sandbox, hierarchies, stepTimeoutMs, hardLimits } = this.setup;
    const runtime = this.runtime(task.label);
    const propagation = task.case.host.propagation ?? 'private';
    this.agent ??= this.start();
    const { agent: starting } = this;
    try {
      const agent = await starting;
      const plan = compile({
        case: task.case,
        runtime,
        binary: programPath(sandbox.mode, runtime.facts.label, runtime.facts.path),
        view: sandbox.view,
        hierarchies,
        prelude: lifecycleOps({ ...sandbox, propagation }),
        stepTimeoutMs: stepTimeoutMs * task.timeoutFactor,
        hardLimits,
      });
      const results = await agent.lifecycle({
        namespaces: ['mnt', 'ipc', 'uts', ...(ownsNetwork(task.case) ? [] : ['net' as const])],
        timeoutMs: plan.timeoutMs,
        ops: plan.ops,
      });
      if (this.spoilt.has(agent))
        throw new Error('something went wrong in the lifecycle before on this agent');
      const seen = decode({ caseId: task.id, case: task.case, runtime, plan, results });
      // whatever went wrong must not go on in the next lifecycle
      if (seen.faults.length > 0) {
        this.spoilt.add(agent);
        await this.end(starting);
      }
      return seen;
    } catch (error) {
      await this.end(starting);
      return faulty(task, error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends the agent and waits until it has cleaned up. */
  async close(): Promise<void> {
    if (this.agent) await this.end(this.agent);
  }

  private async end(agent: Promise<AgentClient>): Promise<void> {
    if (this.agent === agent) this.agent = null;
    await agent.then((a) => a.close()).catch(() => undefined);
  }

  private runtime(label: string): Runtime {
    const found = this.setup.runtimes.find((r) => r.facts.label === label);
    const adapter = found && adapterNamed(found.facts.name);
    if (!found || !adapter) throw new Error(`no runtime labelled ${label}`);
    return { ...found, adapter };
  }

  private async start(): Promise<AgentClient> {
    const { native, cgroupDirs, instance, sandbox } = this.setup;
    const agent = AgentClient.start({ binary: native, cgroupDirs, instance });
    await agent.setup(sandboxOps(sandbox));
    for (const { facts } of this.setup.runtimes) {
      await agent.setup(programOps(sandbox.mode, facts.label, facts.path, readFileSync(facts.path)));
    }
    return agent;
  }
}

/** Whether a container leaves the network of the runtime as it is; if not, the lifecycle gets one of its own. */
function ownsNetwork(c: Case): boolean {
  if ((c.host.interfaces ?? []).length > 0) return false;
  const namespaces = (c.config as { linux?: { namespaces?: unknown } } | undefined)?.linux?.namespaces;
  return Array.isArray(namespaces) && namespaces.some((n) => n?.type === 'network' && n.path === undefined);
}

function faulty(task: LaneTask, fault: string): Observation {
  return {
    schemaVersion: SCHEMA_VERSION,
    caseId: task.id,
    runtime: task.label,
    steps: [],
    events: [],
    outside: [],
    before: NOTHING,
    after: NOTHING,
    cgroupsLeft: [],
    cpuMs: 0,
    faults: [fault],
  };
}
