/** Every planted bug is found by its rule, at its path, with its token. */
import { describe, expect, it, test } from 'vitest';
import { judgeAll } from '../../../oracles/index.ts';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import type { Observation } from '../../../src/contract/observation.ts';
import { ANSWERS } from './bugs/answers.ts';
import { AROUND } from './bugs/around.ts';
import { CGROUPS } from './bugs/cgroups.ts';
import { DEFAULTS } from './bugs/defaults.ts';
import { FEATURE_BUGS } from './bugs/features.ts';
import { HOOK_PLACES } from './bugs/hook-places.ts';
import { HOOK_RUNS } from './bugs/hook-runs.ts';
import { HOOKS } from './bugs/hooks.ts';
import { KERNEL } from './bugs/kernel.ts';
import { LIFECYCLE } from './bugs/lifecycle.ts';
import { LIVENESS } from './bugs/liveness.ts';
import { MOUNTS } from './bugs/mounts.ts';
import { NAMESPACES } from './bugs/namespaces.ts';
import { OPERATIONS } from './bugs/operations.ts';
import { PROCESS } from './bugs/process.ts';
import { RECEPTIONS } from './bugs/receptions.ts';
import { RESIDUE } from './bugs/residue.ts';
import { SOCKETS } from './bugs/sockets.ts';
import { STATE } from './bugs/state.ts';
import { UNCHANGED } from './bugs/unchanged.ts';
import { aCase, honest, input, run } from './fixture.ts';

const LISTS = [
  ['hooks', HOOKS],
  ['hooks that call, hooks that fail', ANSWERS],
  ['how hooks are run', HOOK_RUNS],
  ['where hooks are run', HOOK_PLACES],
  ['state', STATE],
  ['lifecycle', LIFECYCLE],
  ['operations', OPERATIONS],
  ['unchanged', UNCHANGED],
  ['taken and refused', RECEPTIONS],
  ['process', PROCESS],
  ['around the program', AROUND],
  ['mounts', MOUNTS],
  ['defaults', DEFAULTS],
  ['kernel', KERNEL],
  ['cgroups', CGROUPS],
  ['features', FEATURE_BUGS],
  ['namespaces', NAMESPACES],
  ['residue', RESIDUE],
  ['liveness', LIVENESS],
  ['terminal and seccomp agent', SOCKETS],
] as const;

test('every MUST and SHOULD that oracles check has a planted bug', () => {
  const planted = new Set(LISTS.flatMap(([, bugs]) => bugs.map((b) => b.found[0])));
  const checked = catalogue().filter((e) => e.status === 'checked' && e.as === undefined);
  const bound = checked.filter((e) => ['MUST', 'SHOULD'].includes(e.requirement.level));
  expect(bound.length).toBeGreaterThan(250);
  expect(bound.map((e) => e.requirement.id).filter((id) => !planted.has(id))).toEqual([]);
});

describe.each(LISTS)('%s', (_, bugs) => {
  it.each(bugs.map((b) => [b.name, b] as const))('%s', (__, bug) => {
    const c = (bug.case ?? aCase)();
    const o = honest('a');
    const judge = (seen: Observation) => {
      const given = input([{ ...run('a', seen, bug.facts), control: honest('a') }], c);
      return judgeAll({ ...given, host: { ...given.host, ...bug.host } });
    };
    bug.setup?.(o);
    if (bug.setup) {
      const silent = judge(structuredClone(o));
      expect(silent.filter((v) => v.rule === bug.found[0]).map((v) => v.verdict)).not.toContain('violation');
    }
    bug.plant?.(o);
    const verdicts = judge(o).filter((v) => v.verdict === 'violation');
    const [rule, path, token] = bug.found;
    const hit = verdicts.find((v) => v.rule === rule && v.path === path);
    expect(hit ?? verdicts.map((v) => [v.rule, v.path, v.token])).toMatchObject({ rule, path, token });
    if (bug.kind !== undefined) expect(hit?.kind).toBe(bug.kind);
    expect(hit?.notClaimed ?? false).toBe(bug.notClaimed ?? false);
  });
});
