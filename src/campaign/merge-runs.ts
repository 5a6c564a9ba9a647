/** Several runs as one: those of the shards of a campaign, or of several nights. Pure. */
import { UserError } from '../contract/errors.ts';
import { type Inconclusive, type Stats, withReason } from '../contract/event.ts';
import type { RuntimeFacts } from '../contract/facts.ts';
import type { SavedFinding } from '../contract/verdict.ts';
import { isSmaller } from '../shrink/size.ts';
import type { RunFigures } from '../store/run-figures.ts';
import { causeOf } from '../triage/cause.ts';
import { severityRank } from '../triage/severity.ts';
import { withRatio } from './tally.ts';

type Counts = { [name: string]: number | Counts };

/** All counts added; `elapsedSeconds` is the longest, as shards run at the same time. */
export function mergedStats(all: readonly Stats[]): Stats {
  const sum = all.map((s) => s as unknown as Counts).reduce(added, {}) as unknown as Stats;
  const accepted = Object.entries(sum.acceptedByRuntime).map(([label, a]) => [label, withRatio(a)]);
  return {
    ...sum,
    elapsedSeconds: Math.max(...all.map((s) => s.elapsedSeconds)),
    acceptedByRuntime: Object.fromEntries(accepted),
  };
}

/**
 * What several runs have exercised, as if it were one run; what one hides another may show.
 * @throws UserError as mergedRuntimes
 */
export function mergedFigures(all: readonly RunFigures[]): RunFigures {
  const rules = all.map((f): Counts => f.rules).reduce(added, {}) as RunFigures['rules'];
  return {
    runtimes: mergedRuntimes(all.map((f) => f.runtimes)),
    views: [...new Set(all.flatMap((f) => f.views))].sort(),
    rules,
    hidden: [...new Set(all.flatMap((f) => f.hidden))].filter((rule) => !(rule in rules)),
  };
}

function added(a: Counts, b: Counts): Counts {
  const sum = { ...a };
  for (const [name, value] of Object.entries(b)) {
    const other = sum[name];
    if (typeof value === 'number') sum[name] = value + (typeof other === 'number' ? other : 0);
    else sum[name] = added(typeof other === 'object' ? other : {}, value);
  }
  return sum;
}

/** Reasons with their counts added; the first case of each stays. */
export const mergedInconclusive = (all: readonly Inconclusive[]): Inconclusive[] =>
  all.reduce<Inconclusive[]>(withReason, []);

/**
 * Of each root cause the most severe finding, and of that the smallest case; what else was found of the cause is
 * among its alternatives. Most severe first.
 */
export function mergedFindings<T extends Saved>(all: readonly T[]): T[] {
  const heads: T[] = [];
  for (const t of [...all].sort(byWeight)) {
    const head = heads.find((h) => isSame(h.finding, t.finding));
    if (!head) heads.push(structuredClone(t));
    else absorb(head.finding, t.finding);
  }
  return heads;
}

type Saved = { finding: SavedFinding };
const byWeight = ({ finding: a }: Saved, { finding: b }: Saved): number =>
  severityRank(a.divergence) - severityRank(b.divergence) ||
  Number(isSmaller(b.case, a.case)) - Number(isSmaller(a.case, b.case));

const isSame = (a: SavedFinding, b: SavedFinding): boolean =>
  causeOf(a.divergence.signature) === causeOf(b.divergence.signature) ||
  a.divergence.altSignatures.includes(b.divergence.signature);

function absorb({ divergence: head }: SavedFinding, { divergence: other }: SavedFinding): void {
  const signatures = [...head.altSignatures, other.signature, ...other.altSignatures];
  head.altSignatures = [...new Set(signatures)].filter((s) => s !== head.signature);
}

/**
 * The runtimes of all runs by label.
 * @throws UserError where one label stands for different binaries
 */
export function mergedRuntimes(all: readonly (readonly RuntimeFacts[])[]): RuntimeFacts[] {
  const byLabel = new Map<string, RuntimeFacts>();
  for (const r of all.flat()) {
    const seen = byLabel.get(r.label);
    if (seen && seen.sha256 !== r.sha256)
      throw new UserError(
        `${r.label} is ${seen.name} ${seen.version} in one run and ${r.name} ${r.version} in another (by checksum); merge runs of the same binaries`,
      );
    byLabel.set(r.label, r);
  }
  return [...byLabel.values()];
}
