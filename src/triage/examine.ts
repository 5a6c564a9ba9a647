/** One look at a case: fresh lifecycles on every runtime that it is for, then all oracles. */
import { type Case, hasFaults, withoutContrast, withoutFaults } from '../contract/case.ts';
import type { Executor } from '../contract/executor.ts';
import type { RuntimeFacts } from '../contract/facts.ts';
import type { Observation } from '../contract/observation.ts';
import type { JudgeInput, Run, Verdict } from '../contract/verdict.ts';
import { type Candidate, merge } from './merge.ts';
import { namesOf } from './signature.ts';

/** All oracles on one input; never throws, and concludes nothing from runs and controls with faults. */
export type Judge = (input: JudgeInput) => Verdict[];

/** What one look at a case showed. */
export type Sighting = {
  candidates: Candidate[];
  verdicts: Verdict[];
  /** without those that do not count */
  runs: Run[];
  /** reasons why a runtime's run does not count: faults of the harness, seen twice */
  inconclusive: string[];
};

export type ExamineOptions = {
  /** runtimes to run, in this order; default: all that the case is for */
  labels?: readonly string[];
  timeoutFactor?: number;
};
/** How long operations may take (`timeoutFactor`) where one is known not to end, unless that is what is looked for. */
export const HASTE = 0.2;

export type Examine = (c: Case, options?: ExamineOptions) => Promise<Sighting>;

/** Called with what was observed, before it is judged. */
export type Record = (c: Case, runs: Run[]) => Promise<void>;

/** Runs of a case on runtimes, judged. An observation with faults is made once more before it is given up. */
export function examiner(executor: Executor, judge: Judge, record: Record): Examine {
  const names = namesOf(executor.runtimes);
  return async (c, options = {}) => {
    const { labels, ...runOptions } = options;
    const runtimes = inOrder(executor.runtimes, labels).filter((r) => isFor(c, r));
    const attempt = async (which: Case, label: string): Promise<Observation> => {
      const first = await executor.run(which, label, runOptions);
      return first.faults.length === 0 ? first : await executor.run(which, label, runOptions);
    };
    const runs = await Promise.all(
      runtimes.map(async (runtime): Promise<Run> => {
        const observation = await attempt(c, runtime.label);
        const control = controlFor(c, observation);
        return { runtime, observation, ...(control && { control: await attempt(control, runtime.label) }) };
      }),
    );
    await record(c, runs);
    const verdicts = judge({ case: c, host: executor.host, runs });
    return {
      candidates: merge(verdicts, names),
      verdicts,
      runs: runs.filter((r) => r.observation.faults.length === 0),
      inconclusive: runs.flatMap(({ runtime, observation }) =>
        observation.faults.slice(0, 1).map((fault) => `harness fault on ${runtime.label}: ${fault}`),
      ),
    };
  };
}

/** Of the runtimes with these labels the one whose operations took least time; [] if none of them ran. */
export function quickest({ runs }: Sighting, labels: readonly string[]): string[] {
  const took = ({ observation }: Run) => observation.steps.reduce((ms, s) => ms + s.wallMs, 0);
  const own = runs.filter((r) => labels.includes(r.runtime.label)).sort((a, b) => took(a) - took(b));
  return own.slice(0, 1).map((r) => r.runtime.label);
}

/** A runtime that does not take the config's ociVersion does not get the case. */
export function isFor(c: Case, runtime: RuntimeFacts): boolean {
  const version = c.config?.ociVersion;
  return (
    runtime.ociVersions.length === 0 ||
    typeof version !== 'string' ||
    runtime.ociVersions.some((prefix) => version.startsWith(prefix))
  );
}

/** True where the runtime answered create, run or start with an error. */
export function refused(observation: Observation): boolean {
  return observation.steps.some((s) => ['create', 'run', 'start'].includes(s.op) && s.outcome === 'error');
}

/** What has to be run beside the case before anything can be said of it; null: nothing. */
function controlFor(c: Case, observation: Observation): Case | null {
  if (hasFaults(c)) return withoutFaults(c);
  return refused(observation) ? withoutContrast(c) : null;
}

function inOrder(runtimes: RuntimeFacts[], labels: readonly string[] | undefined): RuntimeFacts[] {
  return labels ? labels.flatMap((label) => runtimes.filter((r) => r.label === label)) : runtimes;
}
