/**
 * `npm run campaign:saboteurs`: is each saboteur caught by its rule from random cases alone, and after how long?
 * Prints a table; every campaign ends as soon as its saboteur is caught.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { SABOTEURS } from '../saboteurs/table.ts';
import { AROUND, catches, type Hunt, hunt, LIMIT } from './hunt.ts';

type Outcome = Hunt & { name: string; rule: string };
const outcomes: Outcome[] = [];

afterAll(() => {
  console.log(table(outcomes).join('\n'));
});

function table(all: readonly Outcome[]): string[] {
  const killed = all.filter((o) => o.seconds !== null);
  const rows = all.map(({ name, rule, seconds, cases }) =>
    [
      name.padEnd(26),
      seconds === null ? 'not caught' : `${seconds.toFixed(1)} s`.padStart(10),
      `${cases}`.padStart(6),
      rule,
    ].join('  '),
  );
  return [
    ['saboteur'.padEnd(26), 'caught in'.padStart(10), ' cases', 'rule'].join('  '),
    ...rows,
    `kill rate ${killed.length} of ${all.length}`,
  ];
}

describe('saboteurs, from random cases', () => {
  it.each(SABOTEURS)('$name is caught', { timeout: (LIMIT + 3 * AROUND) * 1000 }, async (s) => {
    const outcome = await hunt(s.name, 1, catches(s));
    outcomes.push({ ...outcome, name: s.name, rule: s.caught[0] });
    expect(outcome.seconds).not.toBeNull();
    expect(outcome.seconds).toBeLessThan(LIMIT);
  });
});
