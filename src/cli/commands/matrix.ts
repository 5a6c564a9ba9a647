/** `ocifuzz matrix CASE`: which runtimes show a finding. */
import { matrix, type Row } from '../../campaign/matrix.ts';
import { SCHEMA_VERSION } from '../../contract/case.ts';
import { rate } from '../../report/format.ts';
import { safeJson, sanitize } from '../../report/sanitize.ts';
import { columns } from '../columns.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { looks, oneFinding } from '../finding.ts';
import { type HostOptions, withExecutor } from '../session.ts';

export const showMatrix: Handler<keyof HostOptions | 'spec' | 'json'> = async (o, [path = ''], io) => {
  const finding = oneFinding(path);
  const rows = await withExecutor(o, (executor) =>
    matrix(finding, executor.runtimes, looks(executor, o.spec)),
  );
  const { signature, title } = finding.divergence;
  if (o.json) io.stdout.write(`${safeJson({ schemaVersion: SCHEMA_VERSION, signature, rows }, 2)}\n`);
  else io.stdout.write(`${sanitize(title)}\n${columns(rows.map(cells))}`);
  return EXIT.ok;
};

const cells = (r: Row): string[] => [
  `  ${sanitize(r.label)}`,
  sanitize(`${r.name} ${r.version}`),
  r.outcome,
  r.runs === 0 ? '' : rate(r.same, r.runs),
  sanitize(r.detail),
];
