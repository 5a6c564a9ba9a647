import { describe, expect, it } from 'vitest';
import {
  AREAS,
  type Generated,
  generateCase,
  hostPathsNamed,
  type Profile,
} from '../../../generators/index.ts';
import { parseAsk } from '../../../src/contract/asks.ts';
import { caseId } from '../../../src/contract/canonical.ts';
import { Case, HOOK_KINDS } from '../../../src/contract/case.ts';
import { configFaults, type OciConfig } from '../../../src/contract/config/index.ts';
import { checked } from '../../../src/contract/validate.ts';
import { BINDING_REQUIREMENTS, validateConfig } from '../../../src/validate/index.ts';
import { HOST, NEW, OLD } from './host.ts';

const generate = (index: number, profile: Profile = 'mixed', runtimes = [OLD, NEW]): Generated =>
  generateCase({ seed: 11, index, profile, areas: AREAS, host: HOST, runtimes });
const many = (n: number, profile: Profile, runtimes = [OLD, NEW]): Generated[] =>
  Array.from({ length: n }, (_, i) => generate(i, profile, runtimes));
/** Old and new runtimes, all profiles: several thousand cases, made once. */
const VALID = many(800, 'valid');
const ALL = [...VALID, ...many(1200, 'edge'), ...many(400, 'hostile'), ...many(1200, 'all', [NEW])];
const size = (g: Generated): number => JSON.stringify({ ...g.case, origin: null }).length;

describe('generateCase', () => {
  it('depends on seed and index alone', () => {
    const forwards = [0, 1, 2, 3, 4, 5].map((i) => generate(i, 'all').case);
    const backwards = [5, 4, 3, 2, 1, 0].map((i) => generate(i, 'all').case);
    expect(backwards.reverse()).toEqual(forwards);
    expect(new Set(forwards.map(caseId)).size).toBe(6);
  });

  it('makes other cases from another seed', () => {
    const other = generateCase({
      seed: 12,
      index: 0,
      profile: 'valid',
      areas: AREAS,
      host: HOST,
      runtimes: [OLD],
    });
    expect(caseId(other.case)).not.toBe(caseId(generate(0, 'valid', [OLD]).case));
  });

  it('makes cases of the contract that say where they come from', () => {
    for (const g of many(150, 'all')) {
      checked(Case, g.case, 'case');
      expect(g.case.origin?.areas).toBe(g.areas.join(','));
    }
  });

  it('makes configs in the valid profile that have no fault', () => {
    const cases = VALID.map((g) => g.case);
    expect(cases.flatMap((c) => configFaults(c.config))).toEqual([]);
    expect(new Set(cases.map((c) => c.expectation))).toEqual(new Set(['valid']));
  });

  it('breaks what an invalid case names, whatever areas beside it add', () => {
    const areas = AREAS.filter((a) => ['mounts', 'userns', 'namespaces', 'annotations'].includes(a.name));
    const invalid = Array.from({ length: 2000 }, (_, index) => {
      const from = { seed: 5, index, profile: 'edge', areas, host: HOST, runtimes: [NEW] } as const;
      return generateCase(from).case;
    }).filter((c) => c.config !== undefined && BINDING_REQUIREMENTS.includes(c.invalid?.requirement ?? ''));
    const unbroken = invalid.filter((c) => {
      const { requirement = '', pointer = '' } = c.invalid ?? {};
      const faults = validateConfig(c.config).filter((f) => f.severity === 'error');
      return !faults.some((f) => f.requirement === requirement || f.pointer.startsWith(pointer));
    });
    expect(invalid.length).toBeGreaterThan(100);
    expect(unbroken.map((c) => c.invalid?.requirement)).toEqual([]);
  });

  it('names nothing of the host, in any profile', () => {
    expect(ALL.flatMap((g) => hostPathsNamed(g.case))).toEqual([]);
  });

  it('asks experiments whose names the trailer can carry', () => {
    const asks = ALL.flatMap((g) =>
      g.case.files.flatMap((f) => (f.type === 'program' ? (f.behaviour.asks ?? []) : [])),
    );
    expect(asks.filter((a) => parseAsk(a.id) === null)).toEqual([]);
    expect(asks.flatMap((a) => [a.id, ...a.args]).filter((word) => /\s/.test(word) || word === '')).toEqual(
      [],
    );
  });

  it('keeps most cases to what the oldest runtime of the run takes', () => {
    const versions = VALID.slice(0, 400).map((g) => (g.case.config as OciConfig).ociVersion);
    const old = versions.filter((v) => v.startsWith('1.0.')).length;
    expect(old).toBeGreaterThan(320);
  });

  it('uses about one to five areas, now and then many', () => {
    const counts = VALID.slice(0, 400).map((g) => g.areas.length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
    expect(counts.filter((n) => n <= 5).length).toBeGreaterThan(320);
  });

  it('chooses among the given areas only', () => {
    const areas = AREAS.filter((a) => a.name === 'mounts');
    const g = generateCase({ seed: 1, index: 0, profile: 'valid', areas, host: HOST, runtimes: [OLD] });
    expect(g.areas).toEqual(['mounts']);
  });
});

describe('shrinking', () => {
  it('offers smaller cases that can be shrunk again, down to the base case', () => {
    for (const index of [0, 1, 2, 3]) {
      let g = generate(index, 'mixed');
      for (let steps = 0; steps < 200; steps++) {
        const next = [...g.shrinks()].find((s) => size(s) < size(g));
        if (!next) break;
        g = next;
      }
      expect(g.case.expectation).toBe('valid');
      expect((g.case.config as OciConfig).mounts).toHaveLength(6);
      expect((g.case.config as OciConfig).hooks).toBeUndefined();
    }
  });

  it('is the same for the same case', () => {
    const ids = () => [...generate(3, 'edge').shrinks()].slice(0, 10).map((s) => caseId(s.case));
    expect(ids()).toEqual(ids());
  });
});

describe('reach', () => {
  it('every area', () => {
    const reached = new Set(ALL.flatMap((g) => g.areas));
    expect(AREAS.filter((a) => !reached.has(a.name))).toEqual([]);
  });

  it('every hook kind, alone and three times', () => {
    const counts = ALL.flatMap((g) => Object.entries((g.case.config as OciConfig | undefined)?.hooks ?? {}));
    for (const kind of HOOK_KINDS) {
      const lengths = counts.filter(([k]) => k === kind).map(([, entries]) => (entries as unknown[]).length);
      expect([kind, lengths.includes(1), lengths.includes(3)]).toEqual([kind, true, true]);
    }
  });

  it('every operation and step', () => {
    const ops = new Set(ALL.flatMap((g) => g.case.script.map((s) => s.op)));
    const wanted = [
      'create',
      'delete',
      'kill',
      'observe',
      'remove',
      'run',
      'start',
      'state',
      'wait',
      'write',
    ];
    expect([...ops]).toEqual(expect.arrayContaining(wanted));
  });

  it('every expectation', () => {
    expect(new Set(ALL.map((g) => g.case.expectation))).toEqual(new Set(['valid', 'invalid', 'unspecified']));
  });
});
