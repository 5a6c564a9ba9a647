/** The completion scripts, in the shells that they are for. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { completion, SHELLS, type Shell } from '../../src/cli/completion.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-completion-'));
const script = (shell: Shell) => join(dir, shell);
beforeAll(() => {
  for (const shell of SHELLS) writeFileSync(script(shell), completion(shell, COMMANDS));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** How the shell is asked what it offers for the last of its arguments; `$0` is the script. */
const ASK: Record<Shell, string[]> = {
  bash: [
    ...['--norc', '-c'],
    `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ocifuzz; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ],
  // outside of its line editor zsh has no compadd: ours prints what it gets
  zsh: [
    ...['-f', '-c'],
    'compdef() {}; compadd() { shift; print -l -- "$@" }; _files() {}; source "$0"; words=("$@"); CURRENT=$#; _ocifuzz',
  ],
  fish: ['-N', '-c', 'source $argv[1]; complete -C (string join -- " " $argv[2..])'],
};

async function offered(shell: Shell, ...words: string[]): Promise<string[]> {
  const { stdout } = await execa(shell, [...ASK[shell], script(shell), ...words]);
  const lines = stdout.split('\n').map((l) => l.split('\t')[0] ?? '');
  return lines.filter((l) => l !== '' && l.startsWith(words.at(-1) ?? '')).sort();
}

test.each(SHELLS)('%s completes commands, and the options of the command', async (shell) => {
  expect(await offered(shell, 'ocifuzz', 're')).toEqual(
    COMMANDS.map((c) => c.name)
      .filter((n) => n.startsWith('re'))
      .sort(),
  );
  expect(await offered(shell, 'ocifuzz', 'report', '--fo')).toEqual(['--format']);
  expect(await offered(shell, 'ocifuzz', '--max-c')).toEqual(['--max-cases']);
  expect(await offered(shell, 'ocifuzz', 'run', '--no-s')).toEqual(['--no-shrink']);
  expect(await offered(shell, 'ocifuzz', 'show', '--max')).toEqual([]);
});
