/** `ocifuzz completion SHELL` */
import type { CommandSpec, Handler } from '../commands.ts';
import { completion, SHELLS } from '../completion.ts';
import { EXIT } from '../exit-codes.ts';
import { parseChoice } from '../parse.ts';

/** `commands`: the table, which imports this file. */
export const completionOf =
  (commands: readonly CommandSpec[]): Handler<never> =>
  async (_options, [shell = ''], io) => {
    io.stdout.write(completion(parseChoice('shell', SHELLS)(shell), commands));
    return EXIT.ok;
  };
