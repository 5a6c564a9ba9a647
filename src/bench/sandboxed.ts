/** Programs that are no part of ocifuzz, in a sandbox of the same making as a campaign's. */
import { AgentClient } from '../agent/client.ts';
import type { Op, Result } from '../agent/protocol.ts';
import { type ExecutorOptions, laneSetup } from '../executor/executor.ts';
import { lifecycleOps, sandboxOps } from '../executor/sandbox.ts';

type Spawned = Extract<Result, { type: 'spawned' }>;
type Program = { argv: string[]; env?: string[]; cwd?: string; timeoutMs: number };

/** How much longer a lifecycle may take than its program. */
const AROUND_MS = 5000;

export class Sandbox {
  private readonly agent: AgentClient;
  private readonly prelude: Op[];

  private constructor(agent: AgentClient, prelude: Op[]) {
    this.agent = agent;
    this.prelude = prelude;
  }

  /** `name`: of its cgroups, beside those of a campaign of this process. `programs`: copies for all lifecycles. */
  static async open(options: ExecutorOptions, name: string, programs: Op[] = []): Promise<Sandbox> {
    const { setup } = await laneSetup(options);
    const agent = AgentClient.start({
      binary: setup.native,
      cgroupDirs: setup.cgroupDirs.map((d) => `${d}/${name}`),
    });
    await agent.setup([...sandboxOps(setup.sandbox), ...programs]);
    return new Sandbox(agent, lifecycleOps(setup.sandbox));
  }

  /** Runs the program, in a fresh lifecycle with these `files`; nothing of it is left afterwards. */
  async run({ argv, env = [], cwd = '/', timeoutMs }: Program, files: Op[] = []): Promise<Spawned> {
    const results = await this.agent.lifecycle({
      namespaces: ['mnt', 'ipc', 'uts'],
      timeoutMs: timeoutMs + AROUND_MS,
      ops: [
        ...this.prelude,
        ...files,
        {
          op: 'spawn',
          argv,
          env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin', ...env],
          cwd,
          umask: 0o022,
          rlimits: [],
          cpus: [],
          stdin: 'null',
          stdout: 'pipe',
          stderr: 'null',
          fds: [],
          timeoutMs,
          name: 'program',
        },
      ],
    });
    const spawned = results.find((r) => r.type === 'spawned');
    if (spawned?.execErrno === 0) return spawned;
    throw new Error(`not run: ${argv.join(' ')}: ${JSON.stringify(results)}`);
  }

  async close(): Promise<void> {
    await this.agent.close();
  }
}
