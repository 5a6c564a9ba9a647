/** `ocifuzz rejudge [RUN]`: today's oracles on a stored run. */
import { join } from 'node:path';
import { type Rejudged, rejudge, unfiled } from '../../campaign/rejudge.ts';
import { sanitize } from '../../report/sanitize.ts';
import { styleFor } from '../../report/style.ts';
import { readRun } from '../../store/read-run.ts';
import { touchesSecurity } from '../../triage/severity.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { reportOf } from '../reports.ts';
import { judgeBy } from '../session.ts';

/** Signatures without a finding that are listed. */
const MOST = 20;

export const rejudgeRun: Handler<'spec' | 'out'> = async ({ spec, out }, [dir], io) => {
  const judge = judgeBy(spec);
  const place = dir ?? join(out, 'runs', 'latest');
  const run = readRun(place);
  const where = reportOf(place).start;
  const style = styleFor(io.env, io.stdout.isTTY === true);
  const write = (line: string) => io.stdout.write(`${line}\n`);
  const paint = { STILL: style.dim, GONE: style.yellow, UNKNOWN: style.dim };
  const results = run.findings.map((f) => rejudge(f, where, judge));
  for (const { finding, outcome, why } of results)
    write(
      `${paint[outcome](outcome.padEnd(8))}  ${sanitize(finding.divergence.title)}${why && `  ${style.dim(why)}`}`,
    );
  const more = [
    ...unfiled(
      run.recent,
      run.findings.map((f) => f.saved),
      where,
      judge,
    ),
  ].sort(([, a], [, b]) => b - a);
  const open = more.filter(([signature]) => !touchesSecurity({ kind: 'violation', level: null, signature }));
  for (const [signature, n] of open.slice(0, MOST))
    write(`${'UNFILED'.padEnd(8)}  ${sanitize(signature)}  ${n} ×`);
  if (open.length > MOST) write(`${' '.repeat(10)}… ${open.length - MOST} more`);
  if (more.length > open.length)
    write(`${' '.repeat(10)}${more.length - open.length} that may touch security are not listed`);
  const count = (outcome: Rejudged['outcome']) => results.filter((r) => r.outcome === outcome).length;
  write(
    `${count('STILL')} STILL, ${count('GONE')} GONE, ${count('UNKNOWN')} UNKNOWN, ${more.length} UNFILED`,
  );
  return count('GONE') > 0 ? EXIT.findings : EXIT.ok;
};
