/** `ocifuzz export CASE`: a finding as a script, an issue, an archive or a document. */
import { writeFileSync } from 'node:fs';
import { UserError } from '../../contract/errors.ts';
import { hostFacts } from '../../executor/facts.ts';
import { FORMATS } from '../../export/index.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { oneFinding } from '../finding.ts';

export const exportFinding: Handler<'format' | 'output'> = async (o, [path = ''], io) => {
  const content = FORMATS[o.format](oneFinding(path), hostFacts('v1', [], 'full'));
  if (o.output !== undefined) write(o.output, content, o.format === 'sh' ? 0o755 : 0o644);
  else if (typeof content === 'string') io.stdout.write(content);
  else throw new UserError('an archive needs a file; name it with --output');
  return EXIT.ok;
};

function write(path: string, content: string | Buffer, mode: number): void {
  try {
    writeFileSync(path, content, { mode });
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${(error as Error).message}`);
  }
}
