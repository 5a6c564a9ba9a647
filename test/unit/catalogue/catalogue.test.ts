/** The catalogue and the registries that it is derived from hold together. */
import { expect, test } from 'vitest';
import { AREAS } from '../../../generators/index.ts';
import { ORACLES } from '../../../oracles/index.ts';
import { areaOf, SPEC_AREAS } from '../../../src/catalogue/areas.ts';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import { LIMITS, NOTES } from '../../../src/catalogue/notes.ts';
import { allRequirements, requirement } from '../../../src/contract/spec/index.ts';

const entries = catalogue();

test('has every requirement once, and leaves none out', () => {
  expect(entries.map((e) => e.requirement)).toEqual(allRequirements());
  expect(entries).toHaveLength(594);
});

test('says checked of exactly what an oracle has among its rules', () => {
  const ruled = new Set(ORACLES.flatMap((o) => o.rules).flatMap((r) => (r.anchor === null ? [] : [r.id])));
  expect(entries.filter((e) => e.status === 'checked').map((e) => e.requirement.id)).toEqual(
    allRequirements().flatMap((r) => (ruled.has(r.id) ? [r.id] : [])),
  );
});

test('gives a reason for everything that nobody judges', () => {
  expect(entries.filter((e) => (e.why === '') !== e.by.length > 0)).toEqual([]);
});

test('has no note on what is judged, on what does not exist, or without a use', () => {
  const judged = new Set(entries.filter((e) => e.by.length > 0).map((e) => e.requirement.id));
  expect(Object.keys(NOTES).filter((id) => judged.has(id))).toEqual([]);
  for (const id of Object.keys(NOTES)) requirement(id);
  const limits = new Set(allRequirements().map((r) => r.limit));
  expect(Object.keys(LIMITS).filter((limit) => !limits.has(limit))).toEqual([]);
});

test('knows an area for every requirement, and every area has some', () => {
  expect(new Set(entries.map((e) => e.area))).toEqual(new Set(SPEC_AREAS));
  expect(areaOf('linux.res.dev.order')).toBe('devices');
  expect(areaOf('linux.res.mem.limit')).toBe('cgroups');
  expect(() => areaOf('nonsense.id')).toThrow('nonsense.id');
});

test('names its areas as the generators do', () => {
  const notInConfig = ['bundle', 'features', 'state', 'intelrdt', 'netdevices', 'terminal'];
  const names = AREAS.map((a) => a.name);
  expect(SPEC_AREAS.filter((a) => !names.includes(a) && !notInConfig.includes(a))).toEqual([]);
});
