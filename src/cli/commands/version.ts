/** `ocifuzz version` */
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { VERSION } from '../package.ts';

export const version: Handler<never> = async (_options, _args, io) => {
  io.stdout.write(`${VERSION}\n`);
  return EXIT.ok;
};
