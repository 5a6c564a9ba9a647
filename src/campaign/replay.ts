/** Runs saved findings again and says of each whether it still shows. */
import type { Executor } from '../contract/executor.ts';
import type { Replayed } from '../contract/result.ts';
import type { Divergence, Reliability, SavedFinding, Verdict } from '../contract/verdict.ts';
import { mayHide, RULE_RUNS } from '../triage/confirm.ts';
import type { Examine, Sighting } from '../triage/examine.ts';
import { signaturesOf } from '../triage/merge.ts';
import { isComparison, isLike, namesOf, partsOf } from '../triage/signature.ts';
import { expectedToShow } from './expects.ts';

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
  const looks: Look[] = [];
  const count = (what: Look) => looks.filter((l) => l === what).length;
  // a race that has shown once is there; what should always show must show each time
  while (looks.length < planned && !(race && looks.includes('shows'))) {
    const sighting = await examine(finding.case);
    const [fault] = sighting.inconclusive;
    if (fault !== undefined) return said('ERROR', fault, count('shows'), looks.length);
    sightings.push(sighting);
    looks.push(lookFor(finding, sighting));
  }
  const runs = looks.length;
  const same = count('shows');
  if (same === runs || (race && same > 0)) return said('STILL', '', same, runs);
  if (same > 0) return said('CHANGED', `showed in ${same} of ${runs} runs only`, same, runs);
  if (looks.includes('not claimed')) return said('CHANGED', NOT_CLAIMED, 0, runs);
  const others = othersIn(sightings, divergence.signature);
  if (others.length > 0) return said('CHANGED', `instead: ${others.join(', ')}`, 0, runs);
  if (looks.includes('not judged')) return said('ERROR', NOT_JUDGED, 0, runs);
  return said('FIXED', expectedToShow(finding, runtimes).length > 0 ? '' : NOT_EXPECTED, 0, runs);
}

const NOT_CLAIMED = 'still seen, but the runtime does not claim to know what the rule is about';
const NOT_JUDGED = 'it cannot be told: what the rule is about did not happen';
const NOT_EXPECTED = 'releases like these were not seen to show it';

export type Look = 'shows' | 'not claimed' | 'absent' | 'not judged';

/**
 * What one look at its case says of a finding. A rule that more runtimes break now than those that it was recorded
 * of is still broken; a comparison is about just these runtimes.
 */
export function lookFor(finding: SavedFinding, { candidates, verdicts, runs }: Sighting): Look {
  if (signaturesOf(candidates).has(finding.divergence.signature)) return 'shows';
  const parts = partsOf(finding.divergence.signature);
  const nameOf = namesOf(runs.map((r) => r.runtime));
  const about = (own: readonly Verdict[]): boolean => {
    const subjects = new Set(own.flatMap((v) => v.subjects).map(nameOf));
    return namesIn(finding).every((name) => subjects.has(name));
  };
  const own = verdicts.filter((v) => v.rule === parts.rule);
  const broken = isComparison(finding.divergence) ? [] : own.filter((v) => isLike(v, parts));
  if (about(broken.filter((v) => !v.notClaimed))) return 'shows';
  if (about(broken)) return 'not claimed';
  return about(own.filter((v) => v.verdict !== 'unknown')) ? 'absent' : 'not judged';
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
  const { rule, path } = partsOf(signature);
  const all = sightings.map((s) => new Set(s.candidates.map((c) => c.signature)));
  const near = (s: string) => partsOf(s).rule === rule || partsOf(s).path === path;
  return [...(all[0] ?? [])].filter((s) => near(s) && all.every((set) => set.has(s)));
}
