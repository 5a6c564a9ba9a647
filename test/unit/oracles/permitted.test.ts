/** What the specification permits is silent: a way of behaving for each, and no violation. */
import { expect, it } from 'vitest';
import { judgeAll } from '../../../oracles/index.ts';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import { LOUD } from '../../../src/catalogue/notes.ts';
import { aCase, honest, host, input, run } from './fixture.ts';
import { PERMITTED } from './permitted.ts';

it.each(PERMITTED.map((p) => [p.requirement, p] as const))('%s', (_, p) => {
  const o = honest('a');
  p.edit?.(o);
  const seen = { ...run('a', o, p.facts), ...(p.control ? { control: honest('a') } : {}) };
  const given = { ...input([seen], (p.case ?? aCase)()), host: { ...host, ...p.host } };
  const verdicts = judgeAll(given).filter((v) => v.verdict === 'violation');
  expect(verdicts.map((v) => [v.rule, v.path, v.token])).toEqual([]);
});

it('has a row for everything that the specification only permits, but what the catalogue says cannot be silent', () => {
  const permits = catalogue().filter((e) => e.status === 'permits');
  const rows = new Set(PERMITTED.map((p) => p.requirement));
  const without = permits.filter((e) => !rows.has(e.requirement.id)).map((e) => e.requirement.id);
  expect(without).toEqual(Object.keys(LOUD));
  expect([...rows].filter((id) => !permits.some((e) => e.requirement.id === id))).toEqual([]);
});
