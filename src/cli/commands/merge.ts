/** `ocifuzz merge RUN...`: the runs of the shards of a campaign as one run. */
import { existsSync } from 'node:fs';
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
import { readFindings, type StoredFinding } from '../../store/corpus.ts';
import { besideFinding } from '../../store/observations.ts';
import { createRunDir, findingPath, PRIVATE, type RunDir } from '../../store/run-dir.ts';
import type { Handler } from '../commands.ts';
import { reportOf, writeReports } from '../reports.ts';
import { self } from '../self.ts';
import { exitCodeOf, reportersFor } from '../session.ts';

export const merge: Handler<'out' | 'failOn' | 'exitZero' | 'quiet' | 'verbose' | 'json'> = async (
  o,
  dirs,
  io,
) => {
  const runs = dirs.map(reportOf);
  const [first, second] = runs;
  if (first === undefined || second === undefined) throw new UserError('name two or more run directories');
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
    const merged = (isPrivate: boolean): Divergence[] => {
      const all = dirs.flatMap((dir) => findingsIn(join(dir, isPrivate ? PRIVATE : 'divergences')));
      return mergedFindings(all).map((stored) => adopt(stored, store, isPrivate));
    };
    const [divergences, secret] = [merged(false), merged(true)];
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
function adopt({ path, finding }: StoredFinding, store: RunDir, isPrivate: boolean): Divergence {
  const file = findingPath(finding.divergence.signature, isPrivate);
  const options = / replay \S+(.*)$/.exec(finding.divergence.replay)?.[1] ?? '';
  const divergence = {
    ...finding.divergence,
    case: file,
    replay: `${self()} replay ${relative('', dirname(join(store.dir, file)))}${options}`,
  };
  store.adopt({ ...finding, divergence }, besideFinding(path), isPrivate);
  return divergence;
}

/** Interrupted if one was, or died; otherwise why the first ended. */
function endOf(reasons: readonly (StopReason | null)[]): StopReason {
  return reasons.some((r) => r === null || r === 'interrupted') ? 'interrupted' : (reasons[0] ?? 'done');
}
