/** The kernel's clock: executions traced in a tracefs instance of our own, which leaves nothing behind. */
import { readlinkSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweep, traceInstances } from '../../src/agent/client.ts';
import { caseId } from '../../src/contract/canonical.ts';
import { HOOK_KINDS } from '../../src/contract/case.ts';
import type { Observation, OrderEvent } from '../../src/contract/observation.ts';
import { campaignName } from '../../src/executor/campaign-name.ts';
import { laneSetup, reapDead } from '../../src/executor/executor.ts';
import { Lane } from '../../src/executor/lane.ts';
import { ensureNative } from '../../src/native/build.ts';
import { resolveRuntimes } from '../../src/runtimes/resolve.ts';
import { directed, each } from '../saboteurs/cases.ts';
import { startSandbox } from './sandboxes.ts';

const NAMESPACE = readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '');
/** A campaign whose process is gone: no process of this pid began at that time. */
const DEAD = `ocifuzz-${NAMESPACE}-${process.pid}-1`;

let native: string;
/** whether this host can trace: tracefs, seen from its first pid namespace */
let traces: boolean;

const instances = async (): Promise<string[]> => (await traceInstances(native)) ?? [];

beforeAll(async () => {
  native = await ensureNative();
  traces = (await traceInstances(native)) !== null && NAMESPACE === '4026531836';
});

describe('a lifecycle with a trace', () => {
  let lane: Lane | undefined;
  afterEach(() => lane?.close());

  async function look(label: string, instance: string): Promise<Observation> {
    const runtimes = await resolveRuntimes([{ label, flags: [] }]);
    const given = { cgroup: 'auto', workers: 1, stepTimeoutMs: 10_000, sandbox: 'full' } as const;
    const { setup } = await laneSetup({ runtimes, ...given, clock: 'tracefs' });
    lane = new Lane({ ...setup, instance });
    const c = directed({ hooks: each() });
    const seen = await lane.run({ id: caseId(c), case: c, label, timeoutFactor: 1 });
    expect(seen.faults).toEqual([]);
    return seen;
  }
  const of = (o: Observation, type: OrderEvent['type']) => o.events.filter((e) => e.type === type);

  it.each(['runc', 'crun'])('of %s knows when each program was executed, and pivot_root', async (label) => {
    const instance = `ocifuzz-test-${process.pid}-${label}`;
    const seen = await look(label, instance);
    expect(await instances()).toEqual(traces ? expect.arrayContaining([instance]) : []);
    expect(seen.clock).toBe(traces ? 'tracefs' : undefined);
    const reports = of(seen, 'begin').map((e) => `${e.program} ${e.pid}`);
    expect(reports).toHaveLength(HOOK_KINDS.length + 1);
    const executed = of(seen, 'exec').map((e) => `${e.program} ${e.pid}`);
    expect(executed.toSorted()).toEqual(traces ? reports.toSorted() : []);
    for (const begin of of(seen, 'begin')) {
      const exec = of(seen, 'exec').find((e) => e.pid === begin.pid);
      if (traces) expect(exec?.seq).toBeLessThan(begin.seq);
    }
    // createContainer hooks run before pivot_root, startContainer hooks after it (config.md#posix-platform-hooks)
    const place = (kind: string) => of(seen, 'exec').find((e) => e.program?.includes(`/${kind}-`))?.seq;
    const [pivot] = of(seen, 'pivot');
    expect(pivot === undefined).toBe(!traces);
    if (pivot) expect(place('createContainer')).toBeLessThan(pivot.seq);
    if (pivot) expect(place('startContainer')).toBeGreaterThan(pivot.seq);
    await lane?.close();
    expect(await instances()).not.toContain(instance);
  });

  it('goes by the arrival of reports where no instance can be made', async () => {
    const seen = await look('runc', 'nosuch/instance');
    expect(seen.clock).toBeUndefined();
    expect(of(seen, 'exec')).toEqual([]);
    expect(of(seen, 'begin')).toHaveLength(HOOK_KINDS.length + 1);
  });
});

describe('an instance', () => {
  async function abandoned(instance: string): Promise<void> {
    const { agent, dirs } = await startSandbox({ instance });
    process.kill(agent.pid, 'SIGKILL');
    await agent.close();
    // its main process dies with it; until then it holds the trace open
    expect(await sweep(native, dirs)).toBe(true);
    expect((await instances()).includes(instance)).toBe(traces);
  }

  it('is removed by the next start when even the janitor was killed', async () => {
    const instance = `${DEAD}-w1`;
    await abandoned(instance);
    expect((await reapDead(native)).includes(`tracefs instance ${instance}`)).toBe(traces);
    expect(await instances()).not.toContain(instance);
  });

  it.each([
    ['of somebody else', `other-${process.pid}`],
    ['of a campaign that lives', `${campaignName()}-w9`],
  ])('%s is left alone', async (_, foreign) => {
    await abandoned(foreign);
    expect(await reapDead(native)).not.toContain(`tracefs instance ${foreign}`);
    expect((await instances()).includes(foreign)).toBe(traces);
    expect(await sweep(native, [], [foreign])).toBe(true);
    expect(await instances()).not.toContain(foreign);
  });

  it('goes with its agent, killed or not', async () => {
    const instance = `ocifuzz-test-${process.pid}-killed`;
    const { agent } = await startSandbox({ instance });
    expect((await instances()).includes(instance)).toBe(traces);
    await agent.kill();
    expect(await instances()).not.toContain(instance);
  });
});
