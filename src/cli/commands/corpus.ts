/** `ocifuzz corpus add FINDING...`: the only thing that writes to corpus/. */
import { join } from 'node:path';
import { UserError } from '../../contract/errors.ts';
import { sanitize } from '../../report/sanitize.ts';
import { readFindings, slugOf, writeFinding } from '../../store/corpus.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';

export const corpus: Handler<never> = async (_options, [action, ...paths], io) => {
  if (action !== 'add') throw new UserError(`corpus can only add: ocifuzz corpus add FINDING...`);
  if (paths.length === 0)
    throw new UserError('name the findings to add, for example .ocifuzz/runs/latest/divergences/NAME');
  for (const { finding } of paths.flatMap(readFindings)) {
    const place = join('corpus', slugOf(finding.divergence.signature));
    const file = join(place, 'finding.json');
    const replay = `ocifuzz replay ${place} --runtimes ${Object.keys(finding.runtimes).join(',')}`;
    writeFinding('corpus', { ...finding, divergence: { ...finding.divergence, case: file, replay } });
    io.stdout.write(`added ${sanitize(place)}\n`);
  }
  return EXIT.ok;
};
