/** `ocifuzz export CASE`: a finding as a script, an issue, an archive or a document. */
import { writeFileSync } from 'node:fs';
import { UserError } from '../../contract/errors.ts';
import type { Divergence } from '../../contract/verdict.ts';
import { hostFacts } from '../../executor/facts.ts';
import { FORMATS } from '../../export/index.ts';
import { touchesSecurity } from '../../triage/severity.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { oneFinding } from '../finding.ts';

export const exportFinding: Handler<'format' | 'output' | 'force'> = async (o, [path = ''], io) => {
  const finding = oneFinding(path);
  if (!o.force) mustBePublic(finding.divergence);
  const content = FORMATS[o.format](finding, hostFacts('v1', [], 'full'));
  if (o.output !== undefined) write(o.output, content, o.format === 'sh' ? 0o755 : 0o644);
  else if (typeof content === 'string') io.stdout.write(content);
  else throw new UserError('an archive needs a file; name it with --output');
  return EXIT.ok;
};

function mustBePublic(d: Divergence): void {
  if (touchesSecurity(d))
    throw new UserError(
      `this may touch security: tell the project through the private address of its security policy, not in public; --force exports it all the same`,
    );
  if (d.fixedUpstream)
    throw new UserError(
      'the newest release at hand does not show this any more; --force exports it all the same',
    );
}

function write(path: string, content: string | Buffer, mode: number): void {
  try {
    writeFileSync(path, content, { mode });
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${(error as Error).message}`);
  }
}
