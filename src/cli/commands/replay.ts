/** `ocifuzz replay [CASE or DIR...]` */
import { replay as replayOne } from '../../campaign/replay.ts';
import { Tally } from '../../campaign/tally.ts';
import { SCHEMA_VERSION } from '../../contract/case.ts';
import { UserError } from '../../contract/errors.ts';
import type { Executor } from '../../contract/executor.ts';
import type { Replayed, Result } from '../../contract/result.ts';
import { plural } from '../../report/format.ts';
import { safeJson, sanitize } from '../../report/sanitize.ts';
import { type Style, styleFor } from '../../report/style.ts';
import { readFindings, type StoredFinding } from '../../store/corpus.ts';
import { examiner } from '../../triage/examine.ts';
import type { Handler } from '../commands.ts';
import { corpusDir } from '../corpus.ts';
import { combine, EXIT, type ExitCode } from '../exit-codes.ts';
import { VERSION } from '../package.ts';
import { type HostOptions, judgeBy, withExecutor } from '../session.ts';

const CODES: Record<Replayed['outcome'], ExitCode> = {
  STILL: EXIT.ok,
  FIXED: EXIT.findings,
  CHANGED: EXIT.findings,
  ERROR: EXIT.inconclusive,
};

export const replay: Handler<keyof HostOptions | 'spec' | 'json'> = async (o, paths, io) => {
  const stored = (paths.length > 0 ? paths : [corpusDir()]).flatMap(readFindings);
  if (stored.length === 0)
    throw new UserError('there is no finding.json; name a finding or a directory of them');
  const style = styleFor(io.env, io.stdout.isTTY === true);
  return await withExecutor(o, async (executor) => {
    const begun = performance.now();
    const tally = new Tally();
    const results: Replayed[] = [];
    const examine = examiner(counting(executor, tally), judgeBy(o.spec), async () => {});
    for (const { finding, path } of stored) {
      if (io.signal.aborted) break;
      const result = await replayOne(finding, path, executor.runtimes, async (c, options) => {
        const sighting = await examine(c, options);
        tally.sighting(c, [], sighting);
        return sighting;
      });
      results.push(result);
      if (!o.json) io.stdout.write(`${line(result, finding.divergence.title, style)}\n`);
    }
    const stats = tally.stats(performance.now() - begun);
    const interrupted = io.signal.aborted;
    if (o.json)
      io.stdout.write(`${safeJson(documentOf(executor, results, stored, stats, interrupted), 2)}\n`);
    else io.stdout.write(`${totals(results)}\n`);
    return combine([...results.map((r) => CODES[r.outcome]), ...(interrupted ? [EXIT.interrupted] : [])]);
  });
};

function counting(executor: Executor, tally: Tally): Executor {
  return {
    ...executor,
    run(c, label, options) {
      tally.lifecycles += 1;
      return executor.run(c, label, options);
    },
  };
}

function line(r: Replayed, title: string, style: Style): string {
  const paint = { STILL: style.dim, FIXED: style.green, CHANGED: style.yellow, ERROR: style.red }[r.outcome];
  const { same, runs } = r.reliability;
  const why = r.why === '' ? '' : `\n          ${sanitize(r.why)}`;
  return `${paint(r.outcome.padEnd(8))}  ${sanitize(title)}  ${same}/${runs}  ${style.dim(sanitize(r.case))}${why}`;
}

function totals(results: readonly Replayed[]): string {
  const count = (outcome: string) => results.filter((r) => r.outcome === outcome).length;
  const parts = Object.keys(CODES).map((outcome) => `${count(outcome)} ${outcome}`);
  return `${plural(results.length, 'case')}: ${parts.join(', ')}`;
}

function documentOf(
  executor: Executor,
  replayed: Replayed[],
  stored: readonly StoredFinding[],
  stats: Result['stats'],
  interrupted: boolean,
): Result {
  const still = replayed.filter((r) => r.outcome === 'STILL');
  return {
    schemaVersion: SCHEMA_VERSION,
    ocifuzz: VERSION,
    host: executor.host,
    runtimes: executor.runtimes,
    seed: null,
    stats,
    divergences: still.flatMap((r) => {
      const found = stored.find((s) => s.path === r.case)?.finding.divergence;
      return found ? [{ ...found, reliability: r.reliability }] : [];
    }),
    inconclusive: replayed
      .filter((r) => r.outcome === 'ERROR')
      .map((r) => ({ reason: r.why, count: 1, case: r.case })),
    stopReason: interrupted ? 'interrupted' : 'done',
    replayed,
  };
}
