import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostPathsNamed } from '../../../generators/index.ts';
import { canonical } from '../../../src/contract/canonical.ts';
import type { Case } from '../../../src/contract/case.ts';
import { configFaults } from '../../../src/contract/config/index.ts';
import { admissible } from '../../../src/shrink/admissible.ts';
import { edited, type Path, valueAt } from '../../../src/shrink/edit.ts';
import { dropCaller } from '../../../src/shrink/passes/drop-caller.ts';
import { dropConfig } from '../../../src/shrink/passes/drop-config.ts';
import { dropFiles } from '../../../src/shrink/passes/drop-files.ts';
import { dropHooks } from '../../../src/shrink/passes/drop-hooks.ts';
import { dropSteps } from '../../../src/shrink/passes/drop-steps.ts';
import { places } from '../../../src/shrink/passes/walk.ts';
import { BUDGET, type ShrinkInput, shrink } from '../../../src/shrink/shrinker.ts';
import { caseSize, isSmaller } from '../../../src/shrink/size.ts';
import { random } from '../support/fake.ts';
import { generated, large } from './cases.ts';

type Predicate = (c: Case) => boolean;
const DROPS = [dropConfig, dropSteps, dropHooks, dropFiles, dropCaller];

async function minimised(c: Case, shows: Predicate, more: Partial<ShrinkInput> = {}) {
  const gains: Case[] = [];
  const result = await shrink({
    case: c,
    shows: async (x) => shows(x),
    admissible: admissible(c, hostPathsNamed),
    budget: { maxExecutions: 5000, maxMs: 1000, stall: 5000 },
    now: () => 0,
    stopped: () => false,
    parallel: 1,
    onGain: (x) => gains.push(x),
    ...more,
  });
  return { ...result, gains };
}

const hooksIn = (c: Case): string[] => Object.keys((c.config?.hooks ?? {}) as object);

/** Things of `c` that could still be taken away. */
function removable(original: Case, c: Case, shows: Predicate): Path[] {
  const may = admissible(original, hostPathsNamed);
  return DROPS.flatMap((pass) => pass(c).flat()).flatMap((unit) => {
    const smaller = edited(c, unit);
    return may(smaller) && shows(smaller) ? [unit[0]?.path ?? []] : [];
  });
}

describe('shrink', () => {
  it('leaves what the finding needs, and what a config must have', async () => {
    const shows: Predicate = (c) =>
      valueAt(c.config, ['process', 'rlimits', 0, 'type']) === 'RLIMIT_CORE' &&
      c.script.some((s) => s.op === 'start');
    const { case: small, minimal } = await minimised(large, shows);
    expect(minimal).toBe(true);
    expect(small).toEqual({
      schemaVersion: 1,
      expectation: 'valid',
      config: {
        ociVersion: '1.0.2',
        root: { path: 'rootfs' },
        process: { cwd: '/', args: ['-x'], rlimits: [{ type: 'RLIMIT_CORE', soft: 0, hard: 0 }] },
        linux: { namespaces: [{ type: 'mount' }], cgroupsPath: '/ocifuzz/c1' },
      },
      files: [],
      script: [{ op: 'create' }, { op: 'start' }, { op: 'wait', until: 'stopped' }],
      caller: {},
      host: {},
    });
  });

  it('takes a hook away together with its program', async () => {
    const shows: Predicate = (c) =>
      canonical(c.config).includes('hooks/two') && c.files.some((f) => f.path.endsWith('two'));
    const { case: small } = await minimised(large, shows);
    expect(valueAt(small.config, ['hooks'])).toEqual({ poststop: [{ path: '/run/ocifuzz/hooks/two' }] });
    expect(small.files).toEqual([
      { type: 'program', path: '/run/ocifuzz/hooks/two', behaviour: { role: 'hook' } },
    ]);
  });

  it('makes values simpler', async () => {
    const shows: Predicate = (c) => Number(valueAt(c.config, ['process', 'rlimits', 0, 'hard'])) > 100;
    const { case: small } = await minimised(large, shows);
    expect(valueAt(small.config, ['process', 'rlimits', 0])).toMatchObject({ soft: 0, hard: 128 });
  });

  it('needs few runs for a large case', async () => {
    const shows: Predicate = (c) =>
      canonical(c.config).includes('size=1m') && c.script.some((s) => s.op === 'state');
    const { executions } = await minimised(large, shows);
    expect(executions).toBeLessThan(100);
  });

  it('makes steps, hooks and the config few in a quick look; it is not minimal then', async () => {
    const shows: Predicate = (c) => canonical(c.config).includes('hooks/two');
    const quick = await minimised(large, shows, { quick: true });
    expect([quick.case.script, hooksIn(quick.case), quick.minimal]).toEqual([[], ['poststop'], false]);
    expect(quick.executions).toBeLessThan(30);
    const whole = await minimised(large, shows);
    expect(caseSize(quick.case)).toBeLessThan(caseSize(large) / 2);
    expect(quick.executions).toBeLessThan(whole.executions);
    expect(quick.case.caller).toEqual(large.caller);
    const guessed = await minimised(large, shows, { quick: true, guesses: [{ ...quick.case, caller: {} }] });
    expect(guessed.case.config).toEqual(quick.case.config);
    expect(guessed.executions).toBeLessThan(10);
  });

  it('takes a user namespace away with its mappings', async () => {
    const mappings = [{ containerID: 0, hostID: 1, size: 1 }];
    const linux = {
      namespaces: [{ type: 'mount' }, { type: 'user' }],
      uidMappings: mappings,
      gidMappings: mappings,
      cgroupsPath: '/ocifuzz/c1',
    };
    const { case: small } = await minimised({ ...large, config: { ...large.config, linux } }, () => true);
    expect(valueAt(small.config, ['linux'])).toEqual({
      namespaces: [{ type: 'mount' }],
      cgroupsPath: '/ocifuzz/c1',
    });
  });

  it('never tries what is not admissible', async () => {
    const tried: Case[] = [];
    await minimised(large, (c) => tried.push(c) % 3 === 0);
    for (const c of tried) {
      expect(configFaults(c.config)).toEqual([]);
      expect(hostPathsNamed(c)).toEqual([]);
      expect(valueAt(c.config, ['linux', 'cgroupsPath'])).toMatch(/^\/ocifuzz\/./);
    }
    expect(tried.length).toBeGreaterThan(20);
  });

  it('never tries the same case twice', async () => {
    const tried: string[] = [];
    await minimised(large, (c) => tried.push(canonical(c)) % 5 === 0);
    expect(new Set(tried).size).toBe(tried.length);
  });

  it('ends 1-minimal for predicates at random, smaller with every gain', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.nat(400),
        fc.integer({ min: 0, max: 4 }),
        async (seed, index, count) => {
          const c = index < 100 ? large : generated(index).case;
          const shows = needing(c, seed, count);
          const { case: small, gains, minimal } = await minimised(c, shows);
          expect(minimal).toBe(true);
          expect(shows(small)).toBe(true);
          expect(removable(c, small, shows)).toEqual([]);
          const all = [c, ...gains];
          expect(gains.every((gain, i) => isSmaller(gain, all[i] ?? c))).toBe(true);
        },
      ),
      { numRuns: 25, seed: 1 },
    );
  }, 60_000);

  it('leaves out what is said to be invalid, or harmless, with the part itself, where a finding is not about it', async () => {
    const { linux, ...rest } = large.config as { linux: object };
    const control = structuredClone({ ...rest, linux: { ...linux, maskedPaths: [] } });
    const contrast = { requirement: 'linux.masked.absolute', pointer: '/linux/maskedPaths', control };
    const has =
      (...path: Path): Predicate =>
      (c) =>
        valueAt(c, path) !== undefined;
    const claimed: Case = { ...large, harmless: contrast };
    const other = await minimised(claimed, has('config', 'hostname'));
    expect(other.case.harmless).toBeUndefined();
    expect(other.case).toEqual((await minimised(large, has('config', 'hostname'))).case);
    const own = await minimised(claimed, has('config', 'linux', 'maskedPaths', 0));
    expect(own.case.harmless).toBeUndefined();
    const about = await minimised(claimed, (c) => c.harmless !== undefined);
    expect(about.case.harmless?.pointer).toBe('/linux/maskedPaths');
    const wrong: Case = { ...large, expectation: 'invalid', invalid: contrast };
    const { case: small } = await minimised(wrong, has('config', 'hostname'));
    expect([small.invalid, small.expectation]).toEqual([undefined, 'unspecified']);
  });

  it('comes to the same end with several cases tried at once', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const shows = needing(large, seed, 3);
      const one = await minimised(large, shows);
      const four = await minimised(large, shows, { parallel: 4 });
      expect(four.case).toEqual(one.case);
    }
  }, 60_000);

  it('goes along the generator while the value is alive', async () => {
    const value = generated(7);
    const shows: Predicate = (c) => valueAt(c.config, ['process']) !== undefined;
    const alone = await minimised(value.case, shows, { budget: { ...BUDGET, maxExecutions: 6 } });
    const along = await minimised(value.case, shows, {
      from: value,
      budget: { ...BUDGET, maxExecutions: 6 },
    });
    expect(along.gains.length).toBeGreaterThan(0);
    expect(caseSize(along.case)).toBeLessThan(caseSize(value.case));
    expect(alone.executions).toBe(along.executions);
  });
});

describe('the budget', () => {
  const never: Predicate = () => false;

  it('ends shrinking after so many executions, with what there is', async () => {
    const budget = { ...BUDGET, maxExecutions: 7 };
    const { executions, minimal, case: small } = await minimised(large, needing(large, 1, 2), { budget });
    expect([executions, minimal]).toEqual([7, false]);
    expect(caseSize(small)).toBeLessThan(caseSize(large));
  });

  it('ends shrinking at once when it is stopped, with what there is', async () => {
    let gains = 0;
    const stopped = () => gains > 1;
    const result = await minimised(large, needing(large, 1, 2), { stopped, onGain: () => gains++ });
    expect(gains).toBe(2);
    expect(result.minimal).toBe(false);
  });

  it('ends shrinking after so many executions without gain, and after its time', async () => {
    expect((await minimised(large, never, { budget: { ...BUDGET, stall: 5 } })).executions).toBe(5);
    let now = 0;
    const tick = () => now++;
    const { executions } = await minimised(large, never, { budget: { ...BUDGET, maxMs: 30 }, now: tick });
    expect(executions).toBeLessThanOrEqual(30);
    expect(executions).toBeGreaterThan(0);
  });
});

/** True for cases that still have `count` places of `c`, drawn at random, with their values. */
function needing(c: Case, seed: number, count: number): Predicate {
  const dice = random(seed);
  const all = [
    ...places(c.config, ['config']),
    ...places(c.script, ['script']),
    ...places(c.files, ['files']),
  ];
  const words = Array.from({ length: count }, () => all[Math.floor(dice() * all.length)])
    .flatMap((p) => (p ? [canonical(p.value)] : []))
    .filter((word) => word.length < 60);
  return (x) => words.every((word) => canonical([x.config, x.script, x.files]).includes(word));
}
