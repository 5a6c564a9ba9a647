/** What run, check and replay share: the executor, the reporters, the known issues, the exit code. */
import { availableParallelism } from 'node:os';
import { basename, join, relative } from 'node:path';
import type { Case } from '../contract/case.ts';
import type { Event } from '../contract/event.ts';
import type { Executor } from '../contract/executor.ts';
import { DocumentError } from '../contract/validate.ts';
import type { Divergence } from '../contract/verdict.ts';
import { createExecutor } from '../executor/executor.ts';
import { broadcast, REPORTERS, type ReportContext, type Reporter } from '../report/index.ts';
import { resolveRuntimes } from '../runtimes/resolve.ts';
import { readCase } from '../store/corpus.ts';
import { describeCase } from './describe.ts';
import { combine, EXIT, type ExitCode } from './exit-codes.ts';
import { type FailOn, fails } from './fail-on.ts';
import type { Io } from './io.ts';
import { OPTIONS, type Values } from './options.ts';
import { VERSION } from './package.ts';
import { formatRuntimeList } from './runtimes-list.ts';

export type HostOptions = Pick<Values, 'runtimes' | 'cgroup' | 'sandbox' | 'stepTimeout' | 'workers'>;

/** Runs `work` with an executor, which is closed however it ends. */
export async function withExecutor<T>(o: HostOptions, work: (executor: Executor) => Promise<T>): Promise<T> {
  const executor = await createExecutor({
    runtimes: await resolveRuntimes(o.runtimes),
    cgroup: o.cgroup,
    workers: o.workers ?? availableParallelism(),
    stepTimeoutMs: o.stepTimeout,
    sandbox: o.sandbox,
  });
  try {
    return await work(executor);
  } finally {
    await executor.close();
  }
}

/** How this program is called from where the user is. */
export function self(): string {
  const script = process.argv[1] ?? 'ocifuzz';
  return basename(script) === 'ocifuzz' ? 'ocifuzz' : `node ${relative('', script)}`;
}

/** The command line that replays the finding at `path` on these runtimes. */
export function replayCommand(o: HostOptions, path: string): string {
  const list = formatRuntimeList(o.runtimes);
  const runtimes = list === OPTIONS.runtimes.default ? '' : ` --runtimes ${list}`;
  return `${self()} replay ${relative('', path)}${runtimes}`;
}

/** People read stdout. With --json it has the document alone, and a terminal on stderr gets the live view. */
export function reportersFor(json: boolean, maxTimeMs: number | null, io: Io): Reporter {
  const context: Omit<ReportContext, 'out'> = {
    env: io.env,
    now: () => performance.now(),
    version: VERSION,
    self: self(),
    maxTimeMs,
    loadCase: (runDir, d) => savedCase(join(runDir, d.case)),
    describe: describeCase,
  };
  if (!json) return REPORTERS.terminal({ ...context, out: io.stdout });
  return broadcast([
    REPORTERS.json({ ...context, out: io.stdout }),
    ...(io.stderr.isTTY ? [REPORTERS.terminal({ ...context, out: io.stderr })] : []),
  ]);
}

function savedCase(path: string): Case | null {
  try {
    return readCase(path);
  } catch (error) {
    if (error instanceof DocumentError) return null;
    throw error;
  }
}

type End = Extract<Event, { type: 'run-end' }>;

/** The code of a run that came to its end. */
export function exitCodeOf(
  end: Pick<End, 'reason' | 'divergences' | 'inconclusive'>,
  o: { failOn: FailOn; exitZero: boolean },
): ExitCode {
  return combine([
    ...(end.reason === 'interrupted' ? [EXIT.interrupted] : []),
    ...(end.reason === 'no-runtime' ? [EXIT.usage] : []),
    ...(!o.exitZero && end.divergences.some((d: Divergence) => fails(d, o.failOn)) ? [EXIT.findings] : []),
    ...(!o.exitZero && end.inconclusive.length > 0 ? [EXIT.inconclusive] : []),
  ]);
}
