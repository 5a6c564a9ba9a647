/** What run, check and replay share: the executor, the reporters, a campaign, the exit code. */
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { judgeAll, ORACLES } from '../../oracles/index.ts';
import { campaign } from '../campaign/campaign.ts';
import type { CampaignInput, CampaignOptions, CampaignResult } from '../campaign/types.ts';
import type { Case } from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';
import type { Event } from '../contract/event.ts';
import type { Executor } from '../contract/executor.ts';
import { DocumentError } from '../contract/validate.ts';
import type { Oracle } from '../contract/verdict.ts';
import { createExecutor } from '../executor/executor.ts';
import { broadcast, REPORTERS, type ReportContext, type Reporter } from '../report/index.ts';
import { resolveRuntimes } from '../runtimes/resolve.ts';
import { readCase } from '../store/corpus.ts';
import { createRunDir, type RunDir, resumeRunDir } from '../store/run-dir.ts';
import type { Judge } from '../triage/examine.ts';
import { describeCase } from './describe.ts';
import { combine, EXIT, type ExitCode } from './exit-codes.ts';
import { exportFormat } from './export-format.ts';
import { fails } from './fail-on.ts';
import type { Io } from './io.ts';
import { OPTIONS, type Values } from './options.ts';
import { VERSION } from './package.ts';
import { RULE_COUNT, tellGithub, writeReports } from './reports.ts';
import { formatRuntimeList } from './runtimes-list.ts';
import { self } from './self.ts';

export type HostOptions = Pick<
  Values,
  'runtimes' | 'cgroup' | 'sandbox' | 'clock' | 'stepTimeout' | 'workers'
>;

/** Oracles, by one version of the specification where the user names one. */
export const judgeBy =
  (spec: string | undefined, oracles: Oracle[] = ORACLES): Judge =>
  (input) =>
    judgeAll(spec === undefined ? input : { ...input, spec }, oracles);

/** Runs `work` with an executor, which is closed however it ends. */
export async function withExecutor<T>(o: HostOptions, work: (executor: Executor) => Promise<T>): Promise<T> {
  const executor = await createExecutor({
    runtimes: await resolveRuntimes(o.runtimes),
    cgroup: o.cgroup,
    workers: o.workers ?? availableParallelism(),
    stepTimeoutMs: o.stepTimeout,
    sandbox: o.sandbox,
    clock: o.clock,
  });
  try {
    return await work(executor);
  } finally {
    await executor.close();
  }
}

/** Options that every campaign has, be its cases generated or bundles. */
export type CampaignValues =
  | keyof HostOptions
  | 'spec'
  | 'baseline'
  | 'failOn'
  | 'exitZero'
  | 'out'
  | 'json'
  | 'quiet'
  | 'verbose';

/** What makes one campaign different from another. */
export type CampaignPlan = Pick<CampaignInput, 'corpus' | 'known'> & {
  seed: number;
  /** directory of a run to go on with */
  resume?: string;
  generate: (executor: Executor, seed: number) => CampaignInput['generate'];
  limits: Pick<
    CampaignOptions,
    'maxTimeMs' | 'timed' | 'maxCases' | 'maxDivergences' | 'maxNew' | 'index' | 'shard'
  >;
  shrink: boolean;
};

/** A campaign with its run directory and reporters. */
export async function runCampaign(
  o: Pick<Values, CampaignValues>,
  io: Io,
  plan: CampaignPlan,
): Promise<ExitCode> {
  const reporter = reportersFor(o, plan.limits.maxTimeMs, io);
  const argv = [...io.argv];
  const screen = o.json ? io.stderr : io.stdout;
  if (screen.isTTY && !o.quiet) io.onNotice((text) => reporter.onEvent({ type: 'warning', text }));
  try {
    const result = await withExecutor(o, (executor) => {
      const store = openStore(o.out, plan, argv);
      const { seed } = store.record;
      const input: CampaignInput = {
        executor,
        judge: judgeBy(o.spec),
        generate: plan.generate(executor, seed),
        corpus: plan.corpus,
        known: plan.known,
        store,
        options: {
          ...plan.limits,
          seed,
          argv,
          shrink: plan.shrink,
          replayCommand: (path) => replayCommand(o, path),
        },
        emit: (event) => reporter.onEvent(event),
        signal: io.signal,
        clock: { now: () => performance.now(), today: () => new Date().toISOString().slice(0, 10) },
      };
      return reportedCampaign(input, io);
    });
    return exitCodeOf(result, o);
  } finally {
    io.onNotice(null);
    reporter.close();
  }
}

/** A campaign whose last event is told when its reports are written: what is printed then points to them. */
async function reportedCampaign(input: CampaignInput, io: Io): Promise<CampaignResult> {
  const last: Event[] = [];
  const emit = (event: Event) => (event.type === 'run-end' ? void last.push(event) : input.emit(event));
  const result = await campaign({ ...input, emit });
  await writeReports(input.store.dir);
  tellGithub(input.store.dir, io);
  for (const event of last) input.emit(event);
  return result;
}

function openStore(out: string, { resume, seed }: CampaignPlan, argv: string[]): RunDir {
  if (resume !== undefined) return resumeRunDir(resume);
  try {
    return createRunDir(out, { seed, argv, startedAt: new Date() });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UserError(`--out ${out} cannot be written to: ${message}`);
  }
}

/** The command line that replays the finding whose file is at `path` on these runtimes. */
function replayCommand(o: HostOptions, path: string): string {
  const list = formatRuntimeList(o.runtimes);
  const runtimes = list === OPTIONS.runtimes.default ? '' : ` --runtimes ${list}`;
  return `${self()} replay ${relative('', dirname(path))}${runtimes}`;
}

/** People read stdout. With --json it has the document alone, and a terminal on stderr gets the live view. */
export function reportersFor(
  { json, quiet, verbose }: Pick<Values, 'json' | 'quiet' | 'verbose'>,
  maxTimeMs: number | null,
  io: Io,
): Reporter {
  if (quiet && verbose) throw new UserError('--quiet and --verbose exclude each other');
  const context: Omit<ReportContext, 'out'> = {
    env: io.env,
    now: () => performance.now(),
    version: VERSION,
    self: self(),
    exportFormat,
    maxTimeMs,
    ruleCount: RULE_COUNT,
    detail: quiet ? 'quiet' : verbose ? 'verbose' : 'normal',
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

/** The code of a campaign that came to its end. */
export function exitCodeOf(
  end: Pick<CampaignResult, 'reason' | 'divergences' | 'inconclusive'> & { privateFindings?: number },
  { failOn, exitZero }: Pick<Values, 'failOn' | 'exitZero'>,
): ExitCode {
  return combine([
    ...(end.reason === 'interrupted' ? [EXIT.interrupted] : []),
    ...(end.reason === 'no-runtime' ? [EXIT.usage] : []),
    ...(!exitZero && end.divergences.some((d) => fails(d, failOn)) ? [EXIT.findings] : []),
    ...(!exitZero && (end.privateFindings ?? 0) > 0 ? [EXIT.findings] : []),
    ...(!exitZero && end.inconclusive.length > 0 ? [EXIT.inconclusive] : []),
  ]);
}
