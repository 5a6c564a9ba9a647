/** What every oracle of the registry keeps to. */
import { describe, expect, it } from 'vitest';
import { judgeAll, ORACLES } from '../../../oracles/index.ts';
import { canonical } from '../../../src/contract/canonical.ts';
import { HOOK_KINDS } from '../../../src/contract/case.ts';
import type { Observation } from '../../../src/contract/observation.ts';
import type { JudgeInput, Oracle } from '../../../src/contract/verdict.ts';
import {
  aCase,
  drop,
  honest,
  hookLabel,
  input,
  numbered,
  PROGRAM,
  recordIn,
  run,
  snapshot,
} from './fixture.ts';

/** Observations that no honest runtime gives. */
const ODD: Record<string, () => Observation> = {
  'nothing at all': () => ({ ...honest('a'), steps: [], events: [], outside: [] }),
  'no program': () => {
    const o = honest('a');
    drop(o, PROGRAM);
    return o;
  },
  'no hooks': () => {
    const o = honest('a');
    for (const kind of HOOK_KINDS) drop(o, hookLabel(kind));
    return o;
  },
  'a refused create': () => {
    const o = honest('a');
    return {
      ...o,
      events: numbered([]),
      outside: [],
      steps: o.steps.map((s) => ({
        ...s,
        outcome: 'error' as const,
        errorClass: 'other' as const,
        state: undefined,
      })),
    };
  },
  'everything timed out': () => {
    const o = honest('a');
    return { ...o, steps: o.steps.map((s) => ({ ...s, outcome: 'timeout' as const })) };
  },
  'a record of nulls': () => {
    const o = honest('a');
    const r = recordIn(o);
    for (const key of Object.keys(r) as (keyof typeof r)[]) {
      if (!['argv', 'env', 'uid', 'gid', 'groups', 'ns', 'results', 'nspid', 'pid'].includes(key))
        Object.assign(r, { [key]: null });
    }
    return o;
  },
  'states that are no documents': () => {
    const o = honest('a');
    for (const s of o.steps) if (s.op === 'state') s.state = ['no', 1];
    return o;
  },
  'steps that the case does not have': () => {
    const o = honest('a');
    return { ...o, steps: o.steps.map((s) => ({ ...s, index: s.index + 40 })) };
  },
  'empty snapshots': () => ({
    ...honest('a'),
    before: { ...snapshot(), files: [], mounts: [], namespaces: {} },
    after: { ...snapshot(), files: [], mounts: [], namespaces: {} },
  }),
};

const CASES = {
  rich: aCase,
  'raw text': () => {
    const { config: _, ...rest } = aCase();
    return { ...rest, configText: '{"a":1' };
  },
  'a config of wrong types': () =>
    aCase({ config: { process: { args: 5 }, hooks: [], mounts: 'x', linux: null } }),
  'an empty script': () => aCase({ script: [] }),
  'a fault': () =>
    aCase({
      script: aCase().script.map((s, n) =>
        n === 0 ? { op: 'create', fault: { type: 'files', limit: 5 } } : s,
      ),
    }),
};

const odd: [string, JudgeInput][] = Object.entries(CASES).flatMap(([c, make]) =>
  Object.entries(ODD).map(([o, plant]): [string, JudgeInput] => [
    `${o}, ${c}`,
    input([run('a', plant()), run('b', honest('b')), run('c', plant(), { ownKernel: true })], make()),
  ]),
);

describe.each(ORACLES.map((o) => [o.name, o] as const))('%s', (_, oracle: Oracle) => {
  it('has a title, and every rule once', () => {
    expect(oracle.title).not.toBe('');
    const ids = oracle.rules.map((r) => r.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(0);
  });

  it.each(odd)('is total, deterministic and pure: %s', (__, given) => {
    const before = canonical(given);
    const first = oracle.judge(given);
    expect(canonical(given)).toBe(before);
    expect(oracle.judge(given)).toEqual(first);
    const rules = new Set(oracle.rules.map((r) => r.id));
    const labels = new Set(given.runs.map((r) => r.runtime.label));
    for (const v of first) {
      expect(rules).toContain(v.rule);
      expect(v.oracle).toBe(oracle.name);
      expect(v.subjects.length).toBeGreaterThan(0);
      for (const s of v.subjects) expect(labels).toContain(s);
      if (v.verdict === 'unknown') expect(v.why).toBeTruthy();
      if (v.verdict !== 'violation') continue;
      expect(v).toMatchObject({
        kind: expect.any(String),
        title: expect.any(String),
        path: expect.stringMatching(/./),
      });
      // part of the signature: no ids, no pids, no paths of this run
      expect(`${v.path} ${v.token}`).not.toMatch(/\/run\/|\d{4,}(?<!0022|0000)/);
    }
  });
});

describe('judgeAll', () => {
  it('gives only an unknown for a run with faults, and judges the others', () => {
    const broken = { ...honest('a'), faults: ['agent: died'], steps: [] };
    const verdicts = judgeAll(input([run('a', broken), run('b')]));
    expect(verdicts.filter((v) => v.subjects.includes('a'))).toEqual([
      { oracle: 'harness', rule: 'harness.fault', verdict: 'unknown', subjects: ['a'], why: 'agent: died' },
    ]);
    expect(verdicts.some((v) => v.subjects[0] === 'b' && v.verdict === 'ok')).toBe(true);
  });

  it('turns an exception of an oracle into an unknown that names it', () => {
    const thrower: Oracle = {
      name: 'thrower',
      title: '',
      rules: [],
      judge: () => {
        throw new Error('boom');
      },
    };
    expect(judgeAll(input([run('a')]), [thrower])).toEqual([
      {
        oracle: 'thrower',
        rule: 'harness.oracle',
        verdict: 'unknown',
        subjects: ['a'],
        why: 'thrower: boom',
      },
    ]);
  });
});
