/** A terminal of a fixed size, with a shell in it, as a user has them: tmux without a window. */
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';

export type Terminal = {
  /** types a line at the prompt, and waits until the next prompt */
  run(line: string): Promise<void>;
  /** types a line and goes on */
  start(line: string): Promise<void>;
  /** a key by tmux's name, such as C-c */
  press(key: string): Promise<void>;
  /** what is on the screen, row by row; `joined`: what was wrapped as one line; `colours`: with escape sequences */
  screen(how: keyof typeof HOW): Promise<string>;
  /** waits until the screen looks like this; returns it */
  until(what: RegExp): Promise<string>;
  close(): Promise<void>;
};

/** Flags of tmux capture-pane. */
const HOW = { plain: [], joined: ['-J'], colours: ['-e'] };
/** Exit code of the last command, a dollar. */
const PROMPT = /^\d+ \$$/;
/** Longest wait, ms. */
const PATIENCE = 120_000;
/** Time between two looks, ms. */
const POLL = 40;
let opened = 0;

export async function openTerminal(
  columns: number,
  rows: number,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Terminal> {
  opened += 1;
  const server = ['-u', '-L', `ocifuzz-test-${process.pid}-${opened}`, '-f', '/dev/null'];
  // what test runners and CI systems set for themselves is not for who sits at a terminal
  const own = {
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
    CI: undefined,
    GITHUB_ACTIONS: undefined,
    ...env,
  };
  const tmux = async (...args: string[]) =>
    (await execa('tmux', [...server, ...args], { cwd, env: own })).stdout;
  const screen = async (how: keyof typeof HOW) =>
    (await tmux('capture-pane', '-p', ...HOW[how])).replace(/ +$/gm, '');
  const until = async (fits: (text: string) => boolean, what: string): Promise<string> => {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const text = await screen('joined');
      if (fits(text)) return await screen('plain');
      if (Date.now() > end) throw new Error(`the terminal does not show ${what}:\n${text}`);
      await setTimeout(POLL);
    }
  };
  const last = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';
  const atPrompt = () => until((text) => PROMPT.test(last(text)), 'a prompt');
  const start = async (line: string) => {
    await tmux('send-keys', '-l', line);
    await until((text) => last(text).endsWith(line), line);
    await tmux('send-keys', 'Enter');
  };
  await tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), "PS1='$? $ ' exec sh");
  await atPrompt();
  return {
    start,
    async run(line) {
      await start(line);
      await atPrompt();
    },
    press: async (key) => void (await tmux('send-keys', key)),
    screen,
    until: (what) => until((text) => what.test(text), String(what)),
    close: async () => void (await tmux('kill-server')),
  };
}
