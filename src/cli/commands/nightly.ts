/** `ocifuzz nightly`: replay, fuzz, compare with the baseline, and remove old runs. */
import { randomInt } from 'node:crypto';
import { AREAS, faults, generateCase } from '../../../generators/index.ts';
import { expectedToShow } from '../../campaign/expects.ts';
import { replay } from '../../campaign/replay.ts';
import type { Replayed } from '../../contract/result.ts';
import { plural } from '../../report/format.ts';
import { sanitize } from '../../report/sanitize.ts';
import { readFindings } from '../../store/corpus.ts';
import { pruneRuns } from '../../store/run-dir.ts';
import type { Handler } from '../commands.ts';
import { corpusDir, knownIssues } from '../corpus.ts';
import { combine, EXIT } from '../exit-codes.ts';
import { looks } from '../finding.ts';
import type { Io } from '../io.ts';
import type { Values } from '../options.ts';
import { type CampaignValues, type HostOptions, runCampaign, withExecutor } from '../session.ts';

/** ms */
const DEFAULT_TIME = 3_600_000;

type Options = CampaignValues | 'maxTime' | 'maxNew' | 'profile' | 'faults' | 'keep';

export const nightly: Handler<Exclude<Options, 'exitZero'>> = async (o, _args, io) => {
  const changed = await replayed(o, io);
  const areas = [...AREAS, ...(o.faults ? [faults] : [])];
  const code = await runCampaign({ ...o, exitZero: false }, io, {
    seed: randomInt(2 ** 32),
    generate:
      ({ host, runtimes }, seed) =>
      (index) =>
        generateCase({ seed, index, profile: o.profile, areas, host, runtimes }),
    corpus: [],
    known: knownIssues(o.baseline),
    limits: {
      maxTimeMs: o.maxTime ?? DEFAULT_TIME,
      timed: true,
      maxCases: null,
      maxDivergences: null,
      maxNew: o.maxNew ?? null,
      index: null,
      shard: null,
    },
    shrink: true,
  });
  for (const dir of pruneRuns(o.out, o.keep)) io.stderr.write(`ocifuzz: removed ${sanitize(dir)}\n`);
  for (const line of changed) io.stderr.write(`ocifuzz: ${sanitize(line)}\n`);
  return combine([code, ...(io.signal.aborted ? [EXIT.interrupted] : [])]);
};

/** What the corpus no longer shows as it was recorded, of releases that ought to: to be looked at, and no failure. */
async function replayed(o: Pick<Values, keyof HostOptions>, io: Io): Promise<string[]> {
  const stored = readFindings(corpusDir());
  const results: Replayed[] = [];
  const other: Replayed[] = [];
  await withExecutor(o, async (executor) => {
    for (const { finding, path } of stored) {
      if (io.signal.aborted) return;
      const result = await replay(finding, path, executor.runtimes, looks(executor));
      results.push(result);
      const ought = expectedToShow(finding, executor.runtimes).length > 0;
      if (result.outcome !== 'STILL' && ought) other.push(result);
    }
  });
  const still = results.filter((r) => r.outcome === 'STILL').length;
  return [
    `the corpus: ${plural(results.length, 'case')}, ${still} STILL there`,
    ...other.map((r) => `${r.outcome}  ${r.case}${r.why === '' ? '' : `  ${r.why}`}`),
  ];
}
