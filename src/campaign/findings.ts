/** The findings of a run by signature: what is new, what was tried, what stands for what. */
import type { Case } from '../contract/case.ts';
import type { Divergence, SavedFinding } from '../contract/verdict.ts';
import { caseSize } from '../shrink/size.ts';
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
    const fresh = candidates.filter((c) => this.isOpen(c.signature));
    for (const { signature } of fresh) this.#underWay.add(signature);
    return fresh;
  }

  /** Neither filed, nor explained by what is, nor being confirmed, nor given up. */
  isOpen(signature: string): boolean {
    return (
      !this.#divergence(signature) &&
      !this.#explained.has(signature) &&
      !this.#underWay.has(signature) &&
      !this.#givenUp.has(signature)
    );
  }

  settle({ signature, pairwise }: Candidate, confirmed: boolean): void {
    this.#underWay.delete(signature);
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
   * Learns which differences the findings among `candidates` stand for, and returns the signatures of findings
   * that are none of their own any more.
   */
  explain(candidates: readonly Candidate[]): string[] {
    const learnt = candidates.flatMap(({ signature, altSignatures }) => {
      const divergence = this.#divergence(signature);
      if (!divergence) return [];
      divergence.altSignatures = [...new Set([...divergence.altSignatures, ...altSignatures])];
      return altSignatures;
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

  #divergence(signature: string): Divergence | undefined {
    return this.#found.get(signature)?.divergence ?? this.#earlier.get(signature);
  }
}
