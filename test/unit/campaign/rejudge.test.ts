import { describe, expect, test } from 'vitest';
import { rejudge, unfiled } from '../../../src/campaign/rejudge.ts';
import type { Case } from '../../../src/contract/case.ts';
import type { StoredEvidence } from '../../../src/contract/stored-run.ts';
import type { SavedFinding } from '../../../src/contract/verdict.ts';
import { divergence } from '../report/samples.ts';
import { caseOf, fakeJudge, host, observationOf, runtime } from '../support/fake.ts';

const where = { host, runtimes: [runtime('a'), runtime('b')] };
const saved = (signature: string, same = 3, c: Case = caseOf()): SavedFinding => ({
  schemaVersion: 1,
  divergence: divergence({ signature, reliability: { same, runs: 3 } }),
  runtimes: {},
  case: c,
});
const umask = (a: string, b: string) => [
  observationOf('a', { values: { umask: a } }),
  observationOf('b', { values: { umask: b } }),
];
const kept = (finding: SavedFinding, seen = umask('0077', '0022')): StoredEvidence => ({
  saved: finding,
  observations: () => seen,
});
const judge = fakeJudge({ umask: '0022' });

describe('a finding', () => {
  const broken = saved('RULE-umask program.umask wrong a');

  test('is STILL there by the same rule, also as the signature of another', () => {
    expect(rejudge(kept(broken), where, judge).outcome).toBe('STILL');
    expect(rejudge(kept(saved('DIFF program.umask differs a+b')), where, judge).outcome).toBe('STILL');
  });

  test('is GONE by a rule that says otherwise', () => {
    expect(rejudge(kept(broken), where, fakeJudge({ umask: '0077' })).outcome).toBe('GONE');
  });

  test('is UNKNOWN where what was kept cannot tell', () => {
    const control = caseOf({}, { invalid: { requirement: 'r', pointer: '/p', control: {} } });
    for (const finding of [saved('RULE-x y z a', 1), saved('RULE-x y z a', 3, control)])
      expect(rejudge(kept(finding), where, judge)).toMatchObject({ outcome: 'UNKNOWN', why: /.+/ });
    expect(rejudge(kept(broken, []), where, judge).outcome).toBe('UNKNOWN');
  });
});

test('what cases show and no finding stands for is counted', () => {
  const recent = [umask('0077', '0022'), umask('0077', '0077'), umask('0022', '0022')].map((seen) => ({
    case: caseOf(),
    runs: seen.map((observation) => ({ observation })),
  }));
  const findings = [saved('RULE-umask program.umask wrong a')];
  expect(unfiled(recent, findings, where, judge)).toEqual(
    new Map([
      ['DIFF program.umask differs a+b', 1],
      ['RULE-umask program.umask wrong b', 1],
    ]),
  );
});
