/** The findings of a run by signature: what is new, what was tried, what stands for what. */
import type { Case } from '../contract/case.ts';
import type { Divergence, SavedFinding } from '../contract/verdict.ts';
import { caseSize } from '../shrink/size.ts';
import { causeOf } from '../triage/cause.ts';
import type { Candidate } from '../triage/merge.ts';
import { severityRank } from '../triage/severity.ts';

/**
 * Cases on which a signature may fail to be confirmed before it is left alone. Differences are the few that chance
 * must not bring through; a rule was really broken each time, so that a rare race is worth more tries.
 */
const MAX_TRIES = { pairwise: 3, rule: 10 };

export type Found = { divergence: Divergence; case: Case; candidate: Candidate };

export class Findings {
  #found = new Map<string, Found>();
  /** signatures of findings of an earlier part of this run, with their divergences */
  #earlier = new Map<string, Divergence>();
  #tries = new Map<string, number>();
  #givenUp = new Set<string>();
  #underWay = new Set<string>();
  #seen = new Map<string, number>();
  #smallest = new Map<string, { case: Case; size: number }>();
  /** signatures that a more severe finding stands for */
  #explained = new Set<string>();

  constructor(earlier: readonly SavedFinding[]) {
    for (const { divergence } of earlier) {
      this.#earlier.set(divergence.signature, divergence);
      for (const signature of divergence.altSignatures) this.#explained.add(signature);
    }
  }

  /** Counts what a case of the campaign showed. */
  count(candidates: readonly Candidate[]): void {
    for (const { signature } of candidates) this.#seen.set(signature, (this.#seen.get(signature) ?? 0) + 1);
  }

  /** Remembers the smallest case that showed each candidate, in whatever run. */
  note(c: Case, candidates: readonly Candidate[]): void {
    const size = caseSize(c);
    for (const { signature } of candidates)
      if (size < (this.#smallest.get(signature)?.size ?? Number.POSITIVE_INFINITY))
        this.#smallest.set(signature, { case: c, size });
  }

  /** The smallest case on which the signature was seen. */
  smallest(signature: string): Case | undefined {
    return this.#smallest.get(signature)?.case;
  }

  /** The candidates that have to be confirmed; nobody else gets them until they are settled. */
  claim(candidates: readonly Candidate[]): Candidate[] {
    // they come most severe first: of each cause one
    return candidates.filter((c) => {
      const claimed = this.#mayClaim(c);
      if (claimed) this.#underWay.add(causeOf(c.signature));
      return claimed;
    });
  }

  /** Neither filed, nor explained by what is, nor being confirmed, nor given up. */
  isOpen(signature: string): boolean {
    return this.#isUntold(signature) && this.#ofCause(signature).length === 0;
  }

  #isUntold(signature: string): boolean {
    return (
      !this.#explained.has(signature) &&
      !this.#underWay.has(causeOf(signature)) &&
      !this.#givenUp.has(signature)
    );
  }

  /** What is more severe than all that is filed of the same cause takes its place. */
  #mayClaim(c: Candidate): boolean {
    const filed = this.#ofCause(c.signature);
    const worse = filed.every((d) => d.signature !== c.signature && severityRank(c) < severityRank(d));
    return worse && this.#isUntold(c.signature);
  }

  settle({ signature, pairwise }: Candidate, confirmed: boolean): void {
    this.#underWay.delete(causeOf(signature));
    if (confirmed) return;
    const tries = (this.#tries.get(signature) ?? 0) + 1;
    this.#tries.set(signature, tries);
    if (tries >= (pairwise ? MAX_TRIES.pairwise : MAX_TRIES.rule)) this.#givenUp.add(signature);
  }

  /** Files a finding, or its smaller form. */
  put(found: Found): void {
    this.#found.set(found.divergence.signature, found);
  }

  get(signature: string): Found | undefined {
    return this.#found.get(signature);
  }

  /**
   * Learns what the findings among `candidates` stand for: differences that they explain, and what has the same
   * cause. Returns the signatures of findings that are none of their own any more.
   */
  explain(candidates: readonly Candidate[]): string[] {
    const learnt = candidates.flatMap((c) => {
      const filed = this.#ofCause(c.signature);
      const [head, ...others] = filed;
      // what is more severe has not been confirmed yet; what was confirmed may have become a race
      const isFiled = filed.some((d) => d.signature === c.signature);
      if (!head || (!isFiled && severityRank(c) < severityRank(head))) return [];
      const same = [c.signature, ...c.altSignatures, ...others.map((d) => d.signature)];
      head.altSignatures = [...new Set([...head.altSignatures, ...same.filter((s) => s !== head.signature)])];
      return same.filter((s) => s !== head.signature);
    });
    for (const signature of learnt) this.#explained.add(signature);
    return learnt.filter((s) => this.#found.delete(s) || this.#earlier.delete(s));
  }

  /** Most severe first. */
  all(): Divergence[] {
    const found = [...this.#found.values()].map((f) => f.divergence);
    return [...this.#earlier.values(), ...found]
      .map((d) => ({ ...d, seen: this.#seen.get(d.signature) ?? 0 }))
      .sort((a, b) => severityRank(a) - severityRank(b));
  }

  /** What is filed of the same cause, most severe first. */
  #ofCause(signature: string): Divergence[] {
    const cause = causeOf(signature);
    const filed = [...[...this.#found.values()].map((f) => f.divergence), ...this.#earlier.values()];
    return filed
      .filter((d) => causeOf(d.signature) === cause)
      .sort((a, b) => severityRank(a) - severityRank(b));
  }
}
