import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/contract/verdict.ts';
import { merge } from '../../../src/triage/merge.ts';
import { SEVERITIES, severityOf, severityRank } from '../../../src/triage/severity.ts';
import { namesOf, signatureOf } from '../../../src/triage/signature.ts';

const names = namesOf([
  { label: 'old', name: 'runc' },
  { label: 'new', name: 'runc' },
  { label: 'c', name: 'crun' },
]);
const broken: Verdict = {
  oracle: 'process',
  rule: 'PROC-umask',
  verdict: 'violation',
  subjects: ['old'],
  kind: 'violation',
  level: 'MUST',
  path: 'program.umask',
  token: 'kept-0022',
  actual: { old: 18 },
};
const differs: Verdict = {
  ...broken,
  rule: 'DIFF',
  kind: 'difference',
  token: 'differs',
  subjects: ['c', 'old'],
  actual: { c: 0, old: 18 },
};

describe('signatureOf', () => {
  it('is the rule, the path, the token and the names of the runtimes', () => {
    expect(signatureOf(broken, names)).toBe('PROC-umask program.umask kept-0022 runc');
    expect(signatureOf(differs, names)).toBe('DIFF program.umask differs crun+runc');
  });
  it('does not depend on labels, order, level, kind, texts or values', () => {
    const other: Verdict = {
      ...broken,
      subjects: ['new', 'old'],
      level: 'SHOULD',
      why: 'x',
      actual: { new: 1 },
    };
    expect(signatureOf(other, names)).toBe(signatureOf(broken, names));
  });
  it('has no white space inside its parts and marks absent ones', () => {
    expect(signatureOf({ ...broken, path: 'a  b', token: '' }, names)).toBe('PROC-umask a_b - runc');
  });
});

describe('merge', () => {
  it('makes verdicts of equal signature one candidate with all subjects and values', () => {
    const [only, ...more] = merge([broken, { ...broken, subjects: ['new'], actual: { new: 2 } }], names);
    expect(more).toEqual([]);
    expect(only?.verdict.subjects).toEqual(['old', 'new']);
    expect(only?.verdict.actual).toEqual({ old: 18, new: 2 });
  });
  it('takes a difference on the path of a broken rule as its alternative signature', () => {
    const candidates = merge([differs, broken], names);
    expect(candidates.map((c) => c.signature)).toEqual([signatureOf(broken, names)]);
    expect(candidates[0]?.altSignatures).toEqual([signatureOf(differs, names)]);
  });
  it('names a difference that tells of a private finding in that finding alone', () => {
    const rule = 'config.process.capabilities.bounding';
    const path = 'program.caps.bounding';
    const lost = { ...broken, rule, path, token: 'missing' };
    const kept = { ...lost, token: 'extra', subjects: ['c'] };
    const told = { ...differs, path, token: 'crun=extra_runc=missing' };
    const alternatives = (...verdicts: Verdict[]) =>
      merge(verdicts, names).map((c) => [c.verdict.token, c.altSignatures]);
    expect(alternatives(lost, kept, told)).toEqual([
      ['extra', [signatureOf(told, names)]],
      ['missing', []],
    ]);
    expect(alternatives(lost, told)).toEqual([['missing', [signatureOf(told, names)]]]);
  });
  it('keeps a difference on another path, and one in which the offender has no part', () => {
    const elsewhere = { ...differs, path: 'program.cwd' };
    expect(merge([elsewhere, broken], names).map((c) => c.kind)).toEqual(['violation', 'difference']);
    expect(merge([{ ...differs, subjects: ['c', 'new'] }, broken], names)).toHaveLength(2);
  });
  it('leaves out what is no violation and what the runtime does not claim', () => {
    const verdicts = [
      { ...broken, verdict: 'ok' as const },
      { ...broken, notClaimed: true },
    ];
    expect(merge(verdicts, names)).toEqual([]);
  });
});

describe('severity', () => {
  it('ranks every kind and level, most severe first', () => {
    const ordered = [
      ['violation', 'IMPLIED', 'linux.masked.unreadable masked.file readable a'],
      ['violation', 'IMPLIED', 'config.process.capabilities.bounding program.caps.bounding missing+extra a'],
      ['crash', null],
      ['hang', null],
      ['violation', 'MUST'],
      ['residue', null],
      ['violation', 'SHOULD'],
      ['violation', 'IMPLIED'],
      ['race', 'MUST'],
      ['difference', null],
      ['spec-gap', null],
      ['spec-gap', null, 'differential.mounts mounts[proc].source a=type_b=other a+b'],
    ] as const;
    const ranks = ordered.map(([kind, level, signature = 'r p t a']) =>
      severityRank({ kind, level, signature }),
    );
    expect(ranks).toEqual(SEVERITIES.map((_, i) => i));
    expect(severityOf({ kind: 'violation', level: 'SHOULD' })).toBe('should');
  });
});
