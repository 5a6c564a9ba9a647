/** Results of the fixed cases, and what the set of them covers. */
import { expect, test } from 'vitest';
import { hostPathsNamed } from '../../../generators/index.ts';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import { conformanceRows, isJudgedByRuns } from '../../../src/catalogue/conformance.ts';
import { UNEXERCISED } from '../../../src/catalogue/unexercised.ts';
import type { Look } from '../../../src/contract/conformance.ts';
import type { Verdict } from '../../../src/contract/verdict.ts';
import { readSuite } from '../../../src/store/suite.ts';

const ID = 'hooks.poststart.phase';
const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  ...{ oracle: 'hooks', rule: ID, verdict: 'ok', subjects: ['a'] },
  ...more,
});
const broken = (more: Partial<Verdict> = {}): Verdict =>
  verdict({ verdict: 'violation', path: 'p', token: 't', title: 'breaks it', actual: { a: 1 }, ...more });
const look = (verdicts: Verdict[], again: Verdict[] = []): Look => ({ name: 'c', verdicts, again });
const answer = (...looks: Look[]) =>
  conformanceRows(catalogue(), looks, ['a']).find((r) => r.id === ID)?.answers.a;

test('broken in one case and again is a violation, whatever other cases show', () => {
  expect(answer(look([verdict()]), look([broken()], [broken()]))).toEqual({
    ...{ outcome: 'violation', why: 'breaks it', case: 'c', actual: 1 },
  });
});

test('broken once, or each time in another way, says nothing', () => {
  for (const again of [[], [verdict()], [broken({ token: 'u' })], [broken({ subjects: ['b'] })]])
    expect(answer(look([broken()], again))).toEqual({
      ...{ outcome: 'unknown', why: 'broken once, and not again' },
    });
  expect(answer(look([broken()]), look([verdict()]))).toEqual({ outcome: 'ok', why: '' });
});

test('what a runtime does not claim is no violation', () => {
  const unclaimed = broken({ notClaimed: true });
  expect(answer(look([unclaimed], [unclaimed]))).toEqual({
    ...{ outcome: 'unknown', why: 'the runtime does not claim it' },
  });
});

test('held, not to be told, and not exercised', () => {
  expect(answer(look([verdict()]))).toEqual({ outcome: 'ok', why: '' });
  const unsure = verdict({ verdict: 'unknown', why: 'no program ran' });
  expect(answer(look([unsure]))).toEqual({ outcome: 'unknown', why: 'no program ran' });
  expect(answer(look([verdict({ rule: 'hooks.prestart.phase' })]))?.outcome).toBe('unexercised');
});

const suite = readSuite('conformance');
const exercised = new Set(suite.flatMap((c) => c.requirements));
const judged = catalogue().filter(isJudgedByRuns);

test('what the set is there for are requirements that oracles judge runs by', () => {
  const ids = new Set(judged.map((e) => e.requirement.id));
  expect([...exercised].filter((id) => !ids.has(id))).toEqual([]);
  expect(exercised.size).toBeGreaterThan(300);
});

test('each other requirement has a reason, and none that is in the set', () => {
  const rest = judged.map((e) => e.requirement.id).filter((id) => !exercised.has(id));
  expect(Object.keys(UNEXERCISED).sort()).toEqual(rest.sort());
});

test.each(suite.map((c) => [c.name, c] as const))('%s names no path of the host', (_, { case: c }) => {
  expect(hostPathsNamed(c)).toEqual([]);
});
