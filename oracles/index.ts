/** The registry of oracles. A new one is one file and one line here. */
import { hasFaults } from '../src/contract/case.ts';
import type { JudgeInput, Oracle, Verdict } from '../src/contract/verdict.ts';
import { agreement } from './agreement.ts';
import { cgroups } from './cgroups/index.ts';
import { concurrency } from './concurrency.ts';
import { differential } from './differential/index.ts';
import { faults } from './faults/index.ts';
import { features } from './features.ts';
import { hooks } from './hooks/index.ts';
import { liveness } from './liveness.ts';
import { mounts } from './mounts/index.ts';
import { namespaces } from './namespaces/index.ts';
import { process } from './process/index.ts';
import { residue } from './residue.ts';
import { seccompAgent } from './seccomp-agent.ts';
import { state } from './state/index.ts';

export const ORACLES: Oracle[] = [
  liveness,
  agreement,
  hooks,
  state,
  concurrency,
  process,
  namespaces,
  mounts,
  cgroups,
  seccompAgent,
  features,
  residue,
  faults,
  differential,
];

/**
 * What all oracles say. A run with faults of the harness is judged by none of them: it gives one `unknown` (rule
 * `harness.fault`). An oracle that throws gives one `unknown` too (rule `harness.oracle`). Where the case has a fault
 * for the runtime, all that others expect is off: only the oracle of faults judges it.
 */
export function judgeAll(input: JudgeInput, oracles: Oracle[] = ORACLES): Verdict[] {
  const faulty = input.runs.filter((r) => r.observation.faults.length > 0);
  const runs = input.runs
    .filter((r) => !faulty.includes(r))
    .map(({ control, ...run }) => (control && control.faults.length === 0 ? { ...run, control } : run));
  const unknown = faulty.map(
    (r): Verdict => ({
      oracle: 'harness',
      rule: 'harness.fault',
      verdict: 'unknown',
      subjects: [r.runtime.label],
      why: r.observation.faults.join('; '),
    }),
  );
  const judging = hasFaults(input.case) ? oracles.filter((o) => o === faults) : oracles;
  return [...unknown, ...judging.flatMap((o) => judgeOne(o, { ...input, runs }))];
}

function judgeOne(oracle: Oracle, input: JudgeInput): Verdict[] {
  try {
    return oracle.judge(input);
  } catch (e) {
    const why = `${oracle.name}: ${e instanceof Error ? e.message : String(e)}`;
    const subjects = input.runs.map((r) => r.runtime.label);
    return [{ oracle: oracle.name, rule: 'harness.oracle', verdict: 'unknown', subjects, why }];
  }
}
