/** Today's oracles on what a run observed, without running anything. */
import { hasFaults } from '../contract/case.ts';
import type { HostFacts, RuntimeFacts } from '../contract/facts.ts';
import type { ObservedCase, StoredEvidence } from '../contract/stored-run.ts';
import type { Run, SavedFinding } from '../contract/verdict.ts';
import { mayHide } from '../triage/confirm.ts';
import type { Judge } from '../triage/examine.ts';
import { merge, signaturesOf } from '../triage/merge.ts';
import { namesOf } from '../triage/signature.ts';

export type Observed = { host: HostFacts; runtimes: readonly RuntimeFacts[] };

/** `UNKNOWN`: what was kept cannot decide, `why` says what is missing. */
export type Rejudged = { finding: SavedFinding; outcome: 'STILL' | 'GONE' | 'UNKNOWN'; why: string };

/** Whether today's oracles still say it of the observations that lie beside a finding. */
export function rejudge({ saved, observations }: StoredEvidence, where: Observed, judge: Judge): Rejudged {
  const said = (outcome: Rejudged['outcome'], why = ''): Rejudged => ({ finding: saved, outcome, why });
  const seen = observations();
  if (seen.length === 0) return said('UNKNOWN', 'no observations were kept');
  const { signature } = saved.divergence;
  if (
    signaturesIn({ case: saved.case, runs: seen.map((observation) => ({ observation })) }, where, judge).has(
      signature,
    )
  )
    return said('STILL');
  if (mayHide(saved.divergence)) return said('UNKNOWN', 'a race, and the kept run may be one without it');
  if (saved.case.invalid || hasFaults(saved.case))
    return said('UNKNOWN', 'runs of the control are not kept beside a finding');
  return said('GONE');
}

/** Signatures of everything that the oracles say of one observed case. */
export function signaturesIn(
  observed: ObservedCase,
  { host, runtimes }: Observed,
  judge: Judge,
): Set<string> {
  const runs = observed.runs.flatMap(({ observation, control }): Run[] => {
    const runtime = runtimes.find((r) => r.label === observation.runtime);
    return runtime ? [{ runtime, observation, ...(control ? { control } : {}) }] : [];
  });
  return signaturesOf(merge(judge({ case: observed.case, host, runs }), namesOf(runtimes)));
}

/** Signatures that the recent cases of a run show and none of its findings stands for: how many cases show each. */
export function unfiled(
  recent: Iterable<ObservedCase>,
  findings: readonly SavedFinding[],
  where: Observed,
  judge: Judge,
): Map<string, number> {
  const filed = new Set(findings.flatMap(({ divergence: d }) => [d.signature, ...d.altSignatures]));
  const counts = new Map<string, number>();
  for (const observed of recent)
    for (const s of signaturesIn(observed, where, judge))
      if (!filed.has(s)) counts.set(s, (counts.get(s) ?? 0) + 1);
  return counts;
}
