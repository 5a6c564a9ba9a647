/** docs/saboteurs.md has a row for each saboteur. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SABOTEURS } from '../../saboteurs/table.ts';

test('docs/saboteurs.md has a row for each saboteur, in their order', () => {
  const cells = readFileSync('docs/saboteurs.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | '));
  const rows = cells.map(([name = '', breaks]) => ({ name: name.replace('| ', ''), breaks }));
  expect(rows.slice(1)).toEqual(SABOTEURS.map(({ name, breaks }) => ({ name, breaks })));
});
