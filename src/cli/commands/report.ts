/** `ocifuzz report [RUN]`: the reports of a stored run, made again. */
import { join } from 'node:path';
import { FORMATS } from '../../report/formats/index.ts';
import { sanitize } from '../../report/sanitize.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { reportOf, writeReports } from '../reports.ts';

export const report: Handler<'reportFormat' | 'out'> = async ({ reportFormat, out }, [dir], io) => {
  const run = dir ?? join(out, 'runs', 'latest');
  const chosen = FORMATS.find((f) => f.name === reportFormat);
  if (chosen) io.stdout.write((await chosen.load())(reportOf(run)));
  else for (const path of await writeReports(run)) io.stdout.write(`${sanitize(path)}\n`);
  return EXIT.ok;
};
