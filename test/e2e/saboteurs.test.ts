import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeAll } from '../../oracles/index.ts';
import { caseId } from '../../src/contract/canonical.ts';
import type { Case } from '../../src/contract/case.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { Run, Verdict } from '../../src/contract/verdict.ts';
import { laneSetup } from '../../src/executor/executor.ts';
import { Lane } from '../../src/executor/lane.ts';
import { ensureProgram } from '../../src/native/build.ts';
import { type Runtime, resolveRuntimes } from '../../src/runtimes/resolve.ts';
import { SABOTEURS } from '../saboteurs/table.ts';

describe('runtimes with one bug each', () => {
  let runtimes: Runtime[];
  let host: HostFacts;
  let lane: Lane;

  beforeAll(async () => {
    const path = await ensureProgram('ocifuzz-saboteur', 'test/saboteurs/native');
    runtimes = await resolveRuntimes([
      { label: 'runc', flags: [] },
      ...SABOTEURS.map(({ name }) => ({ label: name, path, flags: [`--sabotage=${name}`] })),
    ]);
    const made = await laneSetup({
      runtimes,
      cgroup: 'auto',
      workers: 1,
      stepTimeoutMs: 10_000,
      sandbox: 'full',
    });
    host = made.host;
    lane = new Lane(made.setup);
  });
  afterAll(() => lane.close());

  async function violations(c: Case, label: string): Promise<Verdict[]> {
    const runtime = runtimes.find((r) => r.facts.label === label)?.facts;
    if (!runtime) throw new Error(`no runtime ${label}`);
    const look = (which: Case) => lane.run({ id: caseId(which), case: which, label, timeoutFactor: 1 });
    const run: Run = { runtime, observation: await look(c) };
    expect(run.observation.faults).toEqual([]);
    if (c.invalid) run.control = await look({ ...c, config: c.invalid.control });
    return judgeAll({ case: c, host, runs: [run] }).filter((v) => v.verdict === 'violation');
  }

  const words = ({ rule, path, token }: Verdict): string[] => [rule, path ?? '', token ?? ''];

  it.each(SABOTEURS)('$name: $breaks', { timeout: 20_000 }, async ({ name, caught, directed }) => {
    const c = directed();
    const started = performance.now();
    expect((await violations(c, name)).map(words)).toContainEqual(caught);
    expect(performance.now() - started).toBeLessThan(5000);
    expect((await violations(c, 'runc')).map(words)).not.toContainEqual(caught);
  });
});
