import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateCase } from '../../generators/core/generate.ts';
import { AREAS } from '../../generators/index.ts';
import { judgeAll } from '../../oracles/index.ts';
import { caseId } from '../../src/contract/canonical.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { laneSetup } from '../../src/executor/executor.ts';
import { Lane } from '../../src/executor/lane.ts';
import { type Runtime, resolveRuntimes } from '../../src/runtimes/resolve.ts';
import { isFor } from '../../src/triage/examine.ts';

const CASES = 40;

/** The sandbox must not change what is tested: the least of sandboxes and the whole one show the same. */
describe('the full sandbox against the light one', () => {
  let runtimes: Runtime[];
  let host: HostFacts;
  const lanes: { mode: 'full' | 'light'; lane: Lane }[] = [];

  beforeAll(async () => {
    runtimes = await resolveRuntimes(['runc', 'crun'].map((label) => ({ label, flags: [] })));
    for (const mode of ['full', 'light'] as const) {
      const made = await laneSetup({
        runtimes,
        cgroup: 'auto',
        workers: 1,
        stepTimeoutMs: 10_000,
        sandbox: mode,
      });
      host = made.host;
      const cgroupDirs = made.setup.cgroupDirs.map((d) => `${d}/${mode}`);
      lanes.push({ mode, lane: new Lane({ ...made.setup, cgroupDirs }) });
    }
  });
  afterAll(async () => {
    for (const { lane } of lanes) await lane.close();
  });

  it('shows no difference over generated cases', async () => {
    let accepted = 0;
    for (let index = 0; index < CASES; index++) {
      const { case: c } = generateCase({
        seed: 11,
        index,
        profile: 'valid',
        areas: AREAS,
        host,
        runtimes: runtimes.map((r) => r.facts),
      });
      for (const { facts } of runtimes.filter((r) => isFor(c, r.facts))) {
        const runs: Run[] = [];
        for (const { mode, lane } of lanes) {
          const observation = await lane.run({
            id: caseId(c),
            case: c,
            label: facts.label,
            timeoutFactor: 1,
          });
          expect(observation.faults, `case ${index}, ${mode}`).toEqual([]);
          runs.push({ runtime: { ...facts, label: mode }, observation: { ...observation, runtime: mode } });
        }
        const differing = judgeAll({ case: c, host, runs }).filter(
          (v) => v.verdict === 'violation' && v.subjects.length > 1,
        );
        expect(differing, `case ${index}, ${facts.name}`).toEqual([]);
        accepted += runs.every((r) => r.observation.steps[0]?.outcome === 'ok') ? 1 : 0;
      }
    }
    expect(accepted).toBeGreaterThan(CASES);
  });
});
