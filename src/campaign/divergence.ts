/** From a confirmed candidate to the finding that is saved and shown. */
import { type Case, SCHEMA_VERSION } from '../contract/case.ts';
import type { RuntimeFacts } from '../contract/facts.ts';
import { allRequirements } from '../contract/spec/index.ts';
import type { Divergence, Kind, Reliability, SavedFinding } from '../contract/verdict.ts';
import type { Candidate } from '../triage/merge.ts';

const anchors = new Map(allRequirements().map((r) => [r.id, r.anchor]));

export type Confirmed = { candidate: Candidate; kind: Kind; reliability: Reliability };

/** Where a finding is filed and what is known of it. */
export type Filing = Pick<Divergence, 'case' | 'replay' | 'known' | 'shrunk'>;

export function divergenceOf({ candidate, kind, reliability }: Confirmed, filing: Filing): Divergence {
  const { signature, altSignatures, verdict, level } = candidate;
  const anchor = anchors.get(verdict.rule);
  return {
    signature,
    altSignatures,
    title: verdict.title ?? signature,
    kind,
    level,
    requirement: anchor === undefined ? null : verdict.rule,
    anchor: anchor ?? null,
    oracle: verdict.oracle,
    runtimes: verdict.subjects,
    reliability,
    expected: verdict.expected ?? null,
    actual: verdict.actual ?? null,
    why: verdict.why ?? '',
    ...filing,
  };
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
