/** Runs saved findings again and says of each whether it still shows. */
import type { Executor } from '../contract/executor.ts';
import type { Replayed } from '../contract/result.ts';
import type { Divergence, Reliability, SavedFinding } from '../contract/verdict.ts';
import { mayHide, RULE_RUNS } from '../triage/confirm.ts';
import type { Examine, Sighting } from '../triage/examine.ts';
import { signaturesOf } from '../triage/merge.ts';

/** A race that does not show counts as fixed when luck alone would hide it less often than this. */
const LUCK = 1e-6;
/** Runs spent on a race that shows seldom. */
const MAX_RUNS = 100;

/** Never throws for what a runtime does. `path`: where the finding lies, for the report. */
export async function replay(
  finding: SavedFinding,
  path: string,
  runtimes: Executor['runtimes'],
  examine: Examine,
): Promise<Replayed> {
  const { divergence } = finding;
  const said = (outcome: Replayed['outcome'], why: string, same = 0, runs = 0): Replayed => ({
    case: path,
    signature: divergence.signature,
    outcome,
    why,
    reliability: { same, runs },
  });
  const missing = namesIn(finding).filter((name) => !runtimes.some((r) => r.name === name));
  if (missing.length > 0) return said('ERROR', `it needs ${missing.join(' and ')} among --runtimes`);
  const race = mayHide(divergence);
  const planned = runsToTell(divergence);
  const sightings: Sighting[] = [];
  let same = 0;
  // a race that has shown once is there; what should always show must show each time
  while (sightings.length < planned && !(race && same > 0)) {
    const sighting = await examine(finding.case);
    const [fault] = sighting.inconclusive;
    if (fault !== undefined) return said('ERROR', fault, same, sightings.length);
    sightings.push(sighting);
    if (signaturesOf(sighting.candidates).has(divergence.signature)) same += 1;
  }
  const runs = sightings.length;
  if (same === runs || (race && same > 0)) return said('STILL', '', same, runs);
  if (same > 0) return said('CHANGED', `showed in ${same} of ${runs} runs only`, same, runs);
  const others = othersIn(sightings, divergence.signature);
  if (others.length > 0) return said('CHANGED', `instead: ${others.join(', ')}`, 0, runs);
  return said('FIXED', '', 0, runs);
}

/** Adapter names of the runtimes that the finding is about. */
function namesIn({ divergence, runtimes }: SavedFinding): string[] {
  return [...new Set(divergence.runtimes.map((label) => runtimes[label]?.name ?? label))];
}

/** Runs after which it can be told whether a finding still shows. */
export const runsToTell = (d: Pick<Divergence, 'signature' | 'reliability'>): number =>
  mayHide(d) ? runsForRace(d.reliability) : RULE_RUNS;

/** So many that a race of about the recorded rate shows at least once, but for LUCK. */
export function runsForRace({ same, runs }: Pick<Reliability, 'same' | 'runs'>): number {
  // all of them is no promise of the next
  const rate = Math.min(Math.max(same, 0.5) / runs, runs / (runs + 1));
  return Math.min(MAX_RUNS, Math.max(RULE_RUNS, Math.ceil(Math.log(LUCK) / Math.log(1 - rate))));
}

/** Findings of the same rule or on the same path that every run showed. */
function othersIn(sightings: readonly Sighting[], signature: string): string[] {
  const [rule, path] = signature.split(' ');
  const all = sightings.map((s) => new Set(s.candidates.map((c) => c.signature)));
  const near = (s: string) => s.split(' ')[0] === rule || s.split(' ')[1] === path;
  return [...(all[0] ?? [])].filter((s) => near(s) && all.every((set) => set.has(s)));
}
