/** The catalogue and the registries that it is derived from hold together. */
import { expect, test } from 'vitest';
import { AREAS } from '../../../generators/index.ts';
import { agreement } from '../../../oracles/agreement.ts';
import { ORACLES } from '../../../oracles/index.ts';
import { areaOf, SPEC_AREAS } from '../../../src/catalogue/areas.ts';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import { LIMITS, NOTES, SAME_AS } from '../../../src/catalogue/notes.ts';
import { allRequirements, requirement } from '../../../src/contract/spec/index.ts';
import { STATIC_REQUIREMENTS } from '../../../src/validate/index.ts';

const entries = catalogue();

test('has every requirement once, and leaves none out', () => {
  expect(entries.map((e) => e.requirement)).toEqual(allRequirements());
  expect(entries.filter((e) => e.requirement.until === undefined)).toHaveLength(594);
});

test('says checked of what an oracle has among its rules, static of configs that validate judges', () => {
  const has = (rules: readonly string[]) => (id: string) => rules.includes(id);
  const byOracle = has(
    ORACLES.filter((o) => o.name !== 'agreement').flatMap((o) => o.rules.map((r) => r.id)),
  );
  const byAgreement = has(agreement.rules.map((r) => r.id));
  const byValidate = has(STATIC_REQUIREMENTS);
  for (const { requirement, status, as } of entries) {
    const { subject } = requirement;
    const id = as ?? requirement.id;
    const ofConfig = subject === 'config' && byValidate(id);
    const expected = byOracle(id) || (byAgreement(id) && !ofConfig) ? 'checked' : ofConfig ? 'static' : null;
    expect([id, status]).toEqual([id, expected ?? expect.not.stringMatching(/^(checked|static)$/)]);
  }
});

test('gives a reason for everything that nobody judges, and only for that', () => {
  const isJudged = (status: string) => status === 'checked' || status === 'static';
  expect(entries.filter((e) => (e.why === '') !== isJudged(e.status))).toEqual([]);
});

test('has no note on what is judged, on what does not exist, or without a use', () => {
  const judged = new Set(entries.filter((e) => e.why === '').map((e) => e.requirement.id));
  expect(Object.keys(NOTES).filter((id) => judged.has(id))).toEqual([]);
  for (const id of Object.keys(NOTES)) requirement(id);
  const limits = new Set(allRequirements().map((r) => r.limit));
  expect(Object.keys(LIMITS).filter((limit) => !limits.has(limit))).toEqual([]);
});

test('what says the same as another requirement has no rule or note of its own, and is judged by that one', () => {
  const judged = new Set(ORACLES.flatMap((o) => o.rules.map((r) => r.id)));
  for (const [id, as] of Object.entries(SAME_AS)) {
    expect([id, judged.has(id), id in NOTES, judged.has(as)]).toEqual([id, false, false, true]);
    expect(entries.find((e) => e.requirement.id === id)).toMatchObject({ status: 'checked', as });
  }
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
