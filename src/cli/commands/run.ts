/** `ocifuzz run`: a campaign. */
import { randomInt } from 'node:crypto';
import { AREAS, type Area, generateCase } from '../../../generators/index.ts';
import { judgeAll } from '../../../oracles/index.ts';
import { campaign } from '../../campaign/campaign.ts';
import { UserError } from '../../contract/errors.ts';
import { createRunDir, type RunDir, resumeRunDir } from '../../store/run-dir.ts';
import type { Handler } from '../commands.ts';
import { corpusFindings, knownIssues } from '../corpus.ts';
import type { Io } from '../io.ts';
import type { Values } from '../options.ts';
import { exitCodeOf, replayCommand, reportersFor, withExecutor } from '../session.ts';
import { mustKnow } from '../suggest.ts';

const DEFAULT_TIME = 600_000;

export const run: Handler<keyof Values> = async (o, _args, io) => {
  if (o.index !== undefined && o.seed === undefined)
    throw new UserError('--index needs the --seed it belongs to');
  if (o.resume !== undefined && o.seed !== undefined)
    throw new UserError('--resume goes on with the seed of the run; leave --seed out');
  const areas = chosenAreas(o.areas);
  const known = knownIssues(o.baseline);
  const corpus = o.index === undefined && o.resume === undefined ? corpusFindings() : [];
  const unlimited = o.maxCases !== undefined || o.index !== undefined;
  const maxTimeMs = o.maxTime ?? (unlimited ? null : DEFAULT_TIME);
  const reporter = reportersFor(o.json, maxTimeMs, io);
  try {
    return await withExecutor(o, async (executor) => {
      const { host, runtimes } = executor;
      const store = openStore(o, io);
      const { seed } = store.record;
      const result = await campaign({
        executor,
        judge: (input) => judgeAll(input),
        generate: (index) => generateCase({ seed, index, profile: o.profile, areas, host, runtimes }),
        corpus,
        known,
        store,
        options: {
          seed,
          argv: [...io.argv],
          maxTimeMs,
          maxCases: o.maxCases ?? null,
          maxDivergences: o.maxDivergences ?? null,
          index: o.index ?? null,
          shard: o.shard === undefined ? null : { index: o.shard.index - 1, count: o.shard.count },
          shrink: o.shrink,
          replayCommand: (path) => replayCommand(o, path),
        },
        emit: reporter.onEvent,
        signal: io.signal,
        clock: { now: () => performance.now(), today: () => new Date().toISOString().slice(0, 10) },
      });
      return exitCodeOf(result, o);
    });
  } finally {
    reporter.close();
  }
};

function openStore(o: Pick<Values, 'resume' | 'out' | 'seed'>, { argv }: Io): RunDir {
  if (o.resume !== undefined) return resumeRunDir(o.resume);
  return createRunDir(o.out, { seed: o.seed ?? randomInt(2 ** 32), argv: [...argv], startedAt: new Date() });
}

function chosenAreas(names: string[] | undefined): readonly Area[] {
  if (names === undefined) return AREAS;
  const all = AREAS.map((a) => a.name);
  for (const name of names) mustKnow('area', name, all);
  return AREAS.filter((a) => names.includes(a.name));
}
