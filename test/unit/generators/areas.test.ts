import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context, Patch } from '../../../generators/core/area.ts';
import {
  AREAS,
  type Area,
  compose,
  faults,
  generateCase,
  hostPathsNamed,
} from '../../../generators/index.ts';
import { agreement } from '../../../oracles/agreement.ts';
import { Case, contrastOf, faultOf, hasFaults, withoutFaults } from '../../../src/contract/case.ts';
import {
  CAPABILITIES,
  configFaults,
  MOUNT_OPTIONS,
  NAMESPACE_TYPES,
  OciConfig,
  RLIMITS,
  ROOTFS_PROPAGATIONS,
  SCHEDULER_POLICIES,
  SECCOMP_ACTIONS,
  SECCOMP_ARCHITECTURES,
  SECCOMP_FLAGS,
  SECCOMP_OPERATORS,
} from '../../../src/contract/config/index.ts';
import { places, schemaPointers } from '../../../src/contract/config/pointers.ts';
import { lowestVersion } from '../../../src/contract/config/versions.ts';
import { faultWord } from '../../../src/contract/fault.ts';
import { allProperties, compareVersions } from '../../../src/contract/spec/index.ts';
import { checked } from '../../../src/contract/validate.ts';
import { HOST, NEW } from './host.ts';

const contexts: Context[] = ['1.0.2', '1.3.0'].map((version) => ({ host: HOST, version, areas: [] }));
const RUNS = 80;
/** What cases may break, or say is harmless. */
const JUDGED = new Set(agreement.rules.map((r) => r.id));

const parts = [...AREAS, faults].flatMap((area) =>
  (['valid', 'edge', 'hostile'] as const).flatMap((kind) =>
    contexts.flatMap((ctx) => {
      const arbitrary = area[kind]?.(ctx);
      return arbitrary ? [{ name: `${area.name} ${kind} ${ctx.version}`, kind, ctx, arbitrary }] : [];
    }),
  ),
);

describe('areas', () => {
  it('have different names, a title and something to generate', () => {
    expect(new Set(AREAS.map((a) => a.name)).size).toBe(AREAS.length);
    for (const a of AREAS) {
      expect(a.title).not.toBe('');
      expect(a.valid ?? a.edge ?? a.hostile).toBeDefined();
    }
  });
});

describe('reach', () => {
  const ctx = contexts[1] as Context;
  const found = new Set<unknown>();
  const known = new Set(schemaPointers(OciConfig));
  for (const area of AREAS)
    for (const arbitrary of [area.valid?.(ctx), area.edge?.(ctx)])
      for (const patch of arbitrary
        ? fc.sample(arbitrary, { seed: 5, numRuns: 300 * (area.weight ?? 1) })
        : [])
        for (const { pattern, value } of places(compose([patch]).config, known))
          found.add(pattern).add(value);

  it('every member of the table', () => {
    expect(allProperties().filter((p) => !found.has(p.pointer))).toEqual([]);
  });

  it('every mount option, capability, limit, namespace and word of seccomp', () => {
    const words = [
      ...Object.values(MOUNT_OPTIONS).flat(),
      ...CAPABILITIES,
      ...RLIMITS,
      ...NAMESPACE_TYPES,
      ...SECCOMP_ACTIONS,
      ...SECCOMP_OPERATORS,
      ...SECCOMP_FLAGS,
      ...SECCOMP_ARCHITECTURES,
      ...SCHEDULER_POLICIES,
      ...ROOTFS_PROPAGATIONS,
    ];
    expect(words.filter((w) => !found.has(w))).toEqual([]);
  });
});

describe('faults', () => {
  const ctx = contexts[0] as Context;
  const cases = fc
    .sample(faults.valid?.(ctx) ?? fc.constant({}), { seed: 3, numRuns: 600 })
    .map((patch) => compose([patch]));

  it('befall one operation of each script, and every operation that can change something', () => {
    for (const c of cases) expect(c.script.filter((s) => faultOf(s) !== undefined)).toHaveLength(1);
    const struck = cases.flatMap((c) => c.script.find((s) => faultOf(s)) ?? []);
    const words = struck.map((s) => (s.op === 'delete' && s.force ? 'force' : s.op));
    expect(new Set(words)).toEqual(new Set(['create', 'start', 'kill', 'delete', 'force']));
  });

  it('are of every kind', () => {
    const all = cases.flatMap((c) => c.script.flatMap((s) => faultOf(s) ?? []));
    expect(new Set(all.map((f) => `${faultWord(f)}${'atReport' in f ? ' at report' : ''}`))).toEqual(
      new Set([
        ...['kill', 'kill at report', 'files', 'processes', 'frozen', 'full-state', 'full-pid'],
        ...['state', 'pid', 'cgroup'].map((place) => `read-only-${place}`),
      ]),
    );
  });

  it('are none that the host cannot do', () => {
    const bare = { ...ctx, host: { ...ctx.host, cgroup: 'v1' as const, controllers: ['memory'] } };
    const made = fc.sample(faults.valid?.(bare) ?? fc.constant<Patch>({}), { seed: 3, numRuns: 300 });
    const kinds = made.flatMap((p) => (p.script ?? []).flatMap((s) => faultOf(s)?.type ?? []));
    expect(new Set(kinds)).toEqual(new Set(['kill', 'read-only', 'full', 'files']));
  });

  it('take part in every case, and in none unless asked for', () => {
    const made = (areas: readonly Area[], index: number) =>
      generateCase({ seed: 1, index, profile: 'valid', areas, host: HOST, runtimes: [NEW] });
    for (let index = 0; index < 200; index++) {
      const g = made([...AREAS, faults], index);
      expect([g.areas.at(-1), hasFaults(g.case), hostPathsNamed(g.case)]).toEqual(['faults', true, []]);
      expect(hasFaults(made(AREAS, index).case)).toBe(false);
      expect(hasFaults(withoutFaults(g.case))).toBe(false);
    }
  });
});

describe.each(parts)('$name', ({ ctx, arbitrary }) => {
  const patches = fc.sample(arbitrary, { seed: 7, numRuns: RUNS });

  it('makes plain data, the same from the same seed', () => {
    expect(JSON.parse(JSON.stringify(patches))).toEqual(patches);
    expect(fc.sample(arbitrary, { seed: 7, numRuns: RUNS })).toEqual(patches);
  });

  it('composes to a case of the contract', () => {
    for (const p of patches.slice(0, 60)) expect(() => checked(Case, compose([p]), 'case')).not.toThrow();
  });

  it('says what it breaks by ids that exist, with a control that breaks nothing', () => {
    for (const p of patches) {
      const c = compose([p]);
      expect(c.expectation).toBe(p.invalid ? 'invalid' : p.unspecified ? 'unspecified' : 'valid');
      const contrast = contrastOf(c);
      if (!contrast) continue;
      expect(JUDGED).toContain(contrast.requirement);
      expect(contrast.pointer).not.toContain('/-');
      expect(configFaults(contrast.control)).toEqual([]);
    }
  });

  it('keeps to the version that the case may use', () => {
    const newer = patches.filter((p) => compareVersions(lowestVersion(compose([p]).config), ctx.version) > 0);
    expect(newer).toEqual([]);
  });

  it('is schema-valid where it expects to be taken', () => {
    for (const p of patches) {
      const c = compose([p]);
      if (c.expectation === 'valid' && c.config)
        expect([configFaults(c.config), c.config]).toEqual([[], c.config]);
    }
  });
});
