/** Faults put into operations of real runtimes: they really befall them, and nothing of them stays. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOLD_MS } from '../../generators/core/base.ts';
import { hooksPatch } from '../../generators/core/hooks.ts';
import { compose } from '../../generators/index.ts';
import { judgeAll } from '../../oracles/index.ts';
import { hostState } from '../../src/bench/host-state.ts';
import { caseId } from '../../src/contract/canonical.ts';
import { type Case, faultOf, type Operation, type Step, withoutFaults } from '../../src/contract/case.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { Fault } from '../../src/contract/fault.ts';
import type { Observation } from '../../src/contract/observation.ts';
import { laneSetup } from '../../src/executor/executor.ts';
import { Lane, type LaneSetup } from '../../src/executor/lane.ts';
import { type Runtime, resolveRuntimes } from '../../src/runtimes/resolve.ts';

const KILL: Operation = { op: 'kill', signal: 'KILL' };
const FORCE: Operation = { op: 'delete', force: true };
const RUNNING: Step[] = [{ op: 'create' }, { op: 'start' }, { op: 'wait', until: 'started' }];
const HOOK_MS = 400;

/** The base case with a hook that takes its time, a program that stays, and a fault in one operation. */
function struck(before: Step[], operation: Operation, fault: Fault): Case {
  return compose([
    hooksPatch([{ kind: 'createRuntime', behaviour: { sleepMs: HOOK_MS } }]),
    {
      program: { holdMs: HOLD_MS, stubborn: true },
      script: [...before, { ...operation, fault }, { op: 'state' }, FORCE, { op: 'state' }],
    },
  ]);
}

const FAULTS: [string, Case, RegExp][] = [
  [
    'killed in a hook, by its report',
    struck([], { op: 'create' }, { type: 'kill', atReport: 1 }),
    /^signal 9$/,
  ],
  [
    'killed in a hook, by the clock',
    struck([], { op: 'create' }, { type: 'kill', afterUs: (HOOK_MS / 2) * 1000 }),
    /^signal 9$/,
  ],
  [
    'no space for its state',
    struck([], { op: 'create' }, { type: 'full', place: 'state' }),
    /^error .*(state|no space)/is,
  ],
  [
    'no pid file',
    struck([], { op: 'create' }, { type: 'read-only', place: 'pid' }),
    /^error .*read-only file system/is,
  ],
  ['no cgroups', struck([], { op: 'create' }, { type: 'read-only', place: 'cgroup' }), /^error .*cgroup/is],
  ['no descriptors', struck([{ op: 'create' }], FORCE, { type: 'files', limit: 4 }), /^error/],
  ['one process', struck([], { op: 'create' }, { type: 'processes', limit: 1 }), /^error/],
  ['a frozen container', struck(RUNNING, KILL, { type: 'frozen' }), /^ok/],
];

describe.each(['v1', 'v2'] as const)('faults with cgroup %s', (cgroup) => {
  const before = hostState();
  let runtimes: Runtime[];
  let host: HostFacts;
  let setup: LaneSetup;
  let lane: Lane;

  beforeAll(async () => {
    runtimes = await resolveRuntimes(['runc', 'crun'].map((label) => ({ label, flags: [] })));
    const made = await laneSetup({ runtimes, cgroup, workers: 1, stepTimeoutMs: 20_000, sandbox: 'full' });
    ({ host, setup } = made);
    lane = new Lane(setup);
  });
  afterAll(async () => {
    await lane.close();
    expect(setup.cgroupDirs.filter((d) => existsSync(d))).toEqual([]);
    expect(hostState()).toEqual(before);
  });

  const look = (c: Case, label: string): Promise<Observation> =>
    lane.run({ id: caseId(c), case: c, label, timeoutFactor: 1 });

  it.each(FAULTS)('%s', async (_, c, outcome) => {
    const index = c.script.findIndex((s) => faultOf(s));
    const fault = faultOf(c.script[index]);
    const runs = await Promise.all(
      runtimes.map(async (r) => {
        const observation = await look(c, r.facts.label);
        return { runtime: r.facts, observation, control: await look(withoutFaults(c), r.facts.label) };
      }),
    );
    for (const { observation: o, control } of runs) {
      expect([o.faults, control.faults]).toEqual([[], []]);
      // a controller that v1 has is not in the v2 view of the same host
      const can = fault?.type !== 'processes' || host.controllers.includes('pids');
      expect(o.steps[index]?.fault).toEqual(can ? 'applied' : { not: expect.stringContaining('pids.max') });
      if (!can) return;
      const { outcome: word, signal, stderr } = o.steps[index] ?? {};
      // what is short for a runtime in Go need not be for crun
      if (word !== 'ok') expect(`${word} ${signal ?? stderr}`).toMatch(outcome);
    }
    const [first] = runs;
    const { outcome: word, signal, stderr } = first?.observation.steps[index] ?? {};
    expect(`${word} ${signal ?? stderr}`).toMatch(outcome);
    const verdicts = judgeAll({ case: c, host, runs });
    expect(verdicts.some((v) => v.rule === 'faults.left' && v.verdict !== 'unknown')).toBe(true);
  });

  it('kills whoever hangs in a hook while it stands still', async () => {
    const [, c] = FAULTS[0] ?? [];
    const o = await look(c as Case, 'runc');
    const story = o.events.map((e) => `${e.type} ${e.step ?? e.program?.split('/').at(-1) ?? ''}`);
    expect(story.slice(0, 4)).toEqual([
      'step-begin 0',
      'begin createRuntime-0',
      'killed 0',
      expect.stringMatching(/^reaped /),
    ]);
  });
});
