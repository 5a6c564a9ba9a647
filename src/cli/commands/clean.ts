/** `ocifuzz clean`: reaps what campaigns that died left. */
import { reapDead } from '../../executor/executor.ts';
import { ensureNative } from '../../native/build.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';

export const clean: Handler<never> = async (_options, _args, io) => {
  const dead = await reapDead(await ensureNative());
  for (const dir of dead) io.stdout.write(`removed ${dir}\n`);
  if (dead.length === 0) io.stdout.write('nothing to clean\n');
  return EXIT.ok;
};
