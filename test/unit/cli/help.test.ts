/** Help and docs/cli.md are made from the tables; `npm run golden` writes them anew. */
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { cliMarkdown, commandHelp, programHelp } from '../../../src/cli/help.ts';

test('ocifuzz --help', async () => {
  await expect(programHelp()).toMatchFileSnapshot('../../golden/help.txt');
});

test.each(COMMANDS.map((c) => [c.name, c] as const))('ocifuzz %s --help', async (name, command) => {
  await expect(commandHelp(command)).toMatchFileSnapshot(`../../golden/help-${name}.txt`);
});

test('docs/cli.md is up to date', async () => {
  await expect(cliMarkdown()).toMatchFileSnapshot('../../../docs/cli.md');
});

test('no line of the help is wider than 100 columns', () => {
  const lines = [programHelp(), ...COMMANDS.map(commandHelp)].join('\n').split('\n');
  expect(lines.filter((l) => l.length > 100)).toEqual([]);
});
