/** From a confirmed candidate to the finding that is saved and shown. */
import { type Case, SCHEMA_VERSION } from '../contract/case.ts';
import type { HostFacts, RuntimeFacts } from '../contract/facts.ts';
import { allRequirements } from '../contract/spec/index.ts';
import { unprovenView } from '../contract/spec/views.ts';
import type { Divergence, Kind, Reliability, SavedFinding } from '../contract/verdict.ts';
import { compareReleases } from '../triage/known.ts';
import type { Candidate } from '../triage/merge.ts';

const anchors = new Map(allRequirements().map((r) => [r.id, r.anchor]));

export type Confirmed = { candidate: Candidate; kind: Kind; reliability: Reliability };

/** Where a finding is filed and what is known of it. */
export type Filing = Pick<Divergence, 'case' | 'replay' | 'known' | 'shrunk'>;

export function divergenceOf(
  { candidate, kind, reliability }: Confirmed,
  filing: Filing,
  { host, runtimes }: { host: HostFacts; runtimes: readonly RuntimeFacts[] },
): Divergence {
  const { signature, altSignatures, verdict, level } = candidate;
  const anchor = anchors.get(verdict.rule);
  const unproven = unprovenView(verdict.rule, host);
  return {
    signature,
    altSignatures,
    title: verdict.title ?? signature,
    kind,
    level,
    requirement: anchor === undefined ? null : verdict.rule,
    anchor: anchor ?? null,
    oracle: verdict.oracle,
    runtimes: kind === 'race' ? racers(reliability, verdict.subjects) : verdict.subjects,
    reliability,
    expected: verdict.expected ?? null,
    actual: verdict.actual ?? null,
    why: verdict.why ?? '',
    ...filing,
    ...(isFixed(verdict.subjects, reliability, runtimes) ? { fixedUpstream: true } : {}),
    ...(unproven === null ? {} : { unprovenView: unproven }),
  };
}

/** True if every runtime that it is about has a newer release in the run, and the newest did not show it once. */
function isFixed(
  subjects: readonly string[],
  { byLabel }: Reliability,
  runtimes: readonly RuntimeFacts[],
): boolean {
  const of = (label: string) => runtimes.find((r) => r.label === label);
  return subjects.every((label) => {
    const own = of(label);
    const [newest] = runtimes
      .filter((r) => r.name === own?.name)
      .sort((a, b) => compareReleases(b.version, a.version));
    if (own === undefined || newest === undefined || compareReleases(newest.version, own.version) <= 0)
      return false;
    return byLabel?.[newest.label]?.same === 0;
  });
}

/** All that showed it in some run: whether one shows it in the first is a matter of chance. */
function racers({ byLabel }: Reliability, subjects: readonly string[]): string[] {
  return Object.entries(byLabel ?? {}).flatMap(([label, { same }]) =>
    same > 0 || subjects.includes(label) ? [label] : [],
  );
}

/** The finding as it lies on disk, with the runtimes that took part in its case. */
export function savedFinding(
  divergence: Divergence,
  c: Case,
  runtimes: readonly RuntimeFacts[],
): SavedFinding {
  return {
    schemaVersion: SCHEMA_VERSION,
    divergence,
    runtimes: Object.fromEntries(
      runtimes.map(({ label, name, version, sha256 }) => [label, { name, version, sha256 }]),
    ),
    case: c,
  };
}
