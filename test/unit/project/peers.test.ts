/** docs/peers.md names areas, rules and oracles that there are. */
import { expect, test } from 'vitest';
import { AREAS } from '../../../generators/index.ts';
import { ORACLES } from '../../../oracles/index.ts';
import { allRequirements } from '../../../src/contract/spec/index.ts';
import { peerRows } from './peers.ts';

const AREA_NAMES = new Set(AREAS.map((a) => a.name));
const RULES = [...new Set([...ORACLES.flatMap((o) => o.rules), ...allRequirements()].map((r) => r.id))];
const ORACLE_NAMES = new Set(ORACLES.map((o) => o.name));
const rows = peerRows();

test('every row of the checklist is there, once and in order', () => {
  expect(rows.map((r) => r.number)).toEqual(Array.from({ length: 225 }, (_, i) => i + 1));
  expect(rows.filter((r) => r.asserted === '' || `${r.rest}` !== '')).toEqual([]);
});

test('each names who asserts it', () => {
  for (const { number, by } of rows)
    expect([number, by]).toEqual([
      number,
      expect.stringMatching(/^(-|(RT|YC|CR|RB|CT|RS)(\(v\))?( (RT|YC|CR|RB|CT|RS)(\(v\))?)*)$/),
    ]);
});

test.each(rows)('$number: $asserted', ({ areas, judged, names }) => {
  for (const area of areas === '-' ? [] : areas.split(' ')) expect(AREA_NAMES).toContain(area);
  const known = (name: string) =>
    name.endsWith('.*')
      ? RULES.some((id) => id.startsWith(name.slice(0, -1)))
      : RULES.includes(name) || ORACLE_NAMES.has(name);
  expect(names.filter((name) => !known(name))).toEqual([]);
  expect(judged.startsWith('not: ') || names.length > 0).toBe(true);
});
