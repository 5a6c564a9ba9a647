/** validate: what is valid passes; every single fault is told at its place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setAt, unsetAt } from '../../../generators/core/pointer.ts';
import { AREAS, compose } from '../../../generators/index.ts';
import type { Case } from '../../../src/contract/case.ts';
import { STATIC_REQUIREMENTS, validateConfig } from '../../../src/validate/index.ts';
import { INVALID } from '../../../src/validate/schema.ts';
import { parseConfig } from '../../../src/validate/text.ts';
import { HOST } from '../generators/host.ts';
import { fullConfig, MUTATIONS } from './mutations.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const errors = (config: unknown, version?: string) =>
  validateConfig(config, version).filter((f) => f.severity === 'error');

describe('mutations', () => {
  it('begin at a config that is right at every version that has its members', () => {
    expect(validateConfig(fullConfig())).toEqual([]);
  });

  it.each(MUTATIONS.map((m, i) => [`${m.requirement} ${m.pointer} (${i})`, m] as const))('%s', (_, m) => {
    const config = fullConfig() as Record<string, unknown>;
    for (const [pointer, value] of m.set ?? []) setAt(config, pointer, value);
    for (const pointer of m.unset ?? []) unsetAt(config, pointer);
    const found = validateConfig(config, m.version);
    const known = m.version === undefined ? [] : validateConfig(fullConfig(), m.version);
    const fresh = found.filter((f) => !known.some((k) => k.pointer === f.pointer));
    expect(fresh.map((f) => [f.requirement, f.pointer])).toEqual([[m.requirement, m.pointer]]);
    expect(fresh[0]?.hint).toBeTruthy();
  });

  it('break every requirement that configs are judged by', () => {
    const broken = new Set(MUTATIONS.map((m) => m.requirement));
    const byFiles = /^(json|bundle)\.|^config\.root\.path\.directory-exists$/;
    expect(STATIC_REQUIREMENTS.filter((id) => !broken.has(id) && !byFiles.test(id))).toEqual([]);
  });
});

describe.each(AREAS.map((a) => [a.name, a] as const))('cases of %s', (_, area) => {
  const cases: Case[] = (['valid', 'edge', 'hostile'] as const).flatMap((kind) =>
    ['1.0.2', '1.3.0'].flatMap((version) => {
      const arbitrary = area[kind]?.({ host: HOST, version, areas: [] });
      return arbitrary ? fc.sample(arbitrary, { seed: 17, numRuns: 150 }).map((p) => compose([p])) : [];
    }),
  );
  const configOf = (c: Case): unknown =>
    c.configText === undefined ? c.config : parseConfig(bytes(c.configText)).config;

  it('that are valid pass', () => {
    for (const c of cases.filter((k) => k.expectation === 'valid')) expect(errors(configOf(c))).toEqual([]);
  });

  it('that are invalid are told at their place, and their control passes', () => {
    for (const { invalid, ...c } of cases) {
      if (!invalid) continue;
      expect(errors(invalid.control)).toEqual([]);
      if (!STATIC_REQUIREMENTS.includes(invalid.requirement)) continue;
      if (invalid.requirement === 'config.root.path.directory-exists') continue;
      const found = errors(configOf(c)).map((f) => [f.requirement, f.pointer]);
      const hit = found.find(
        ([id, pointer]) =>
          (id === invalid.requirement || invalid.requirement === INVALID) &&
          (pointer === invalid.pointer || pointer?.startsWith(`${invalid.pointer}/`)),
      );
      expect(hit ?? JSON.stringify({ ...invalid, control: 0, found })).toHaveLength(2);
    }
  });
});

describe('the text', () => {
  it('has to be UTF-8, JSON, and without a name twice in one object', () => {
    const faults = (text: Uint8Array | string) =>
      parseConfig(typeof text === 'string' ? bytes(text) : text).faults.map((f) => [
        f.requirement,
        f.pointer,
      ]);
    expect(faults('{"a":[{"b":1},{"b":2}],"c":{"a":"{\\"a\\":1}"}}')).toEqual([]);
    expect(faults(new Uint8Array([0x22, 0xff, 0x22]))).toEqual([['json.encoding.utf8', '']]);
    expect(faults('{"a":1,}')).toEqual([['bundle.config.exists', '']]);
    expect(faults('{"a":1,"b":[0,{"x/y":1, "x\\u002fy":[]}],"a":{}}')).toEqual([
      ['json.duplicate-names', '/b/1/x~1y'],
      ['json.duplicate-names', '/a'],
    ]);
  });
});

it('is total on anything, and judges by version', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('/process', '/linux', '/mounts', '/annotations'),
      (value, at) => {
        const config = fullConfig() as Record<string, unknown>;
        setAt(config, at, value);
        expect(Array.isArray(validateConfig(config))).toBe(true);
        expect(Array.isArray(validateConfig(value))).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
  const newer = { ...fullConfig(), ociVersion: '1.0.2' };
  const found = validateConfig(newer);
  expect(found.filter((f) => f.severity === 'error')).toEqual([]);
  expect(found).toContainEqual(
    expect.objectContaining({
      pointer: '/linux/netDevices',
      requirement: 'config.ext.unknown.ignore',
      hint: 'raise ociVersion to 1.3.0',
    }),
  );
});
