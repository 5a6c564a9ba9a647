/** `ocifuzz merge RUN...`: the runs of the shards of a campaign as one run. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  mergedFindings,
  mergedInconclusive,
  mergedRuntimes,
  mergedStats,
} from '../../campaign/merge-runs.ts';
import { UserError } from '../../contract/errors.ts';
import type { StopReason } from '../../contract/event.ts';
import type { Divergence } from '../../contract/verdict.ts';
import { readFindings, type StoredFinding, writeFinding } from '../../store/corpus.ts';
import { besideFinding } from '../../store/observations.ts';
import { createRunDir, PRIVATE } from '../../store/run-dir.ts';
import type { Handler } from '../commands.ts';
import { reportOf, writeReports } from '../reports.ts';
import { self } from '../self.ts';
import { exitCodeOf, reportersFor } from '../session.ts';

export const merge: Handler<'out' | 'failOn' | 'exitZero' | 'quiet' | 'verbose' | 'json'> = async (
  o,
  dirs,
  io,
) => {
  if (dirs.length < 2) throw new UserError('name two or more run directories');
  const runs = dirs.map(reportOf);
  const [first] = runs;
  if (first === undefined) throw new UserError('name two or more run directories');
  const runtimes = mergedRuntimes(runs.map((r) => r.start.runtimes));
  const startedAt = new Date(runs.map((r) => r.startedAt).sort()[0] ?? 0);
  const store = createRunDir(o.out, { seed: first.start.seed, argv: [...io.argv], startedAt });
  store.environment(first.start.host, runtimes);
  const reporter = reportersFor(o, null, io);
  const tell: typeof store.event = (event) => {
    store.event(event);
    reporter.onEvent(event);
  };
  try {
    const { seed, host } = first.start;
    tell({ type: 'run-start', seed, host, runtimes, argv: [...io.argv], runDir: store.dir });
    const [divergences, secret] = ['divergences', PRIVATE].map((place) =>
      mergedFindings(dirs.flatMap((dir) => findingsIn(join(dir, place)))).map((stored) =>
        adopt(stored, join(store.dir, place), store.dir),
      ),
    ) as [Divergence[], Divergence[]];
    for (const divergence of divergences)
      tell({ type: 'finding', divergence, isNew: divergence.known === null });
    const stats = mergedStats(runs.map((r) => r.stats));
    const inconclusive = mergedInconclusive(runs.flatMap((r) => r.inconclusive));
    const reason = endOf(runs.map((r) => r.reason));
    store.progress(stats, 0);
    store.finish(reason);
    store.event({ type: 'run-end', reason, stats, divergences, inconclusive });
    await writeReports(store.dir);
    reporter.onEvent({ type: 'run-end', reason, stats, divergences, inconclusive });
    return exitCodeOf({ reason, divergences, inconclusive, privateFindings: secret.length }, o);
  } finally {
    reporter.close();
  }
};

const findingsIn = (dir: string): StoredFinding[] => (existsSync(dir) ? readFindings(dir) : []);

/** Copies a finding with its observations; its paths are those of the new place. */
function adopt({ path, finding }: StoredFinding, place: string, runDir: string): Divergence {
  mkdirSync(place, { recursive: true, mode: place.endsWith(PRIVATE) ? 0o700 : 0o777 });
  const file = writeFinding(place, finding);
  const options = / replay \S+(.*)$/.exec(finding.divergence.replay)?.[1] ?? '';
  const divergence = {
    ...finding.divergence,
    case: relative(runDir, file),
    replay: `${self()} replay ${relative('', dirname(file))}${options}`,
  };
  writeFinding(place, { ...finding, divergence });
  const seen = besideFinding(path);
  if (existsSync(seen)) cpSync(seen, besideFinding(file), { recursive: true });
  return divergence;
}

/** Interrupted if one was, or died; otherwise why the first ended. */
function endOf(reasons: readonly (StopReason | null)[]): StopReason {
  return reasons.some((r) => r === null || r === 'interrupted') ? 'interrupted' : (reasons[0] ?? 'done');
}
