import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/contract/verdict.ts';
import { merge } from '../../../src/triage/merge.ts';

const gap = (subject: string, token: string): Verdict => ({
  oracle: 'hooks',
  rule: 'hooks.env.absent',
  verdict: 'violation',
  kind: 'spec-gap',
  level: 'IMPLIED',
  path: 'hooks.runtime.env',
  token,
  subjects: [subject],
});
const ok = (subject: string): Verdict => ({
  oracle: 'hooks',
  rule: 'hooks.env.absent',
  verdict: 'ok',
  subjects: [subject],
});
const found = (...verdicts: Verdict[]) =>
  merge(verdicts, (label) => (label === 'crun' ? 'crun' : 'runc')).map((c) => c.verdict.subjects);

describe('what the specification leaves open', () => {
  it('is a finding where another runtime does otherwise', () => {
    expect(found(gap('runc', 'inherited'), ok('crun'))).toEqual([['runc']]);
    expect(found(gap('runc', 'inherited'), gap('crun', 'empty'))).toHaveLength(2);
  });

  it('is silent where all do the same, one binary under two labels or two runtimes', () => {
    expect(found(gap('runc', 'inherited'), gap('b', 'inherited'))).toEqual([]);
    expect(found(gap('runc', 'inherited'), gap('crun', 'inherited'))).toEqual([]);
  });

  it('is silent where no other runtime was judged by the rule', () => {
    expect(found(gap('runc', 'inherited'))).toEqual([]);
    expect(found(gap('runc', 'inherited'), { ...ok('crun'), verdict: 'unknown' })).toEqual([]);
  });
});
