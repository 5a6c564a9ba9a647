/** Which cases a campaign takes, and how far it has come. */
import type { Generated } from '../../generators/index.ts';
import type { Case } from '../contract/case.ts';
import type { SavedFinding } from '../contract/verdict.ts';
import { Novelty } from './novelty.ts';
import type { CampaignInput } from './types.ts';

/** A case to look at: generated at an index, or saved in the corpus. */
export type Planned = { case: Case; areas: string[] } & (
  | { index: number; generated: Generated; saved?: never }
  | { index: null; generated?: never; saved: SavedFinding }
);

/** Of so many cases one is run, where time is short: to make one costs a hundredth of running it. */
const CHOICE = 4;

export class Plan {
  #input: CampaignInput;
  #novelty = new Novelty();
  #corpus = 0;
  #next: number;
  #generated = 0;
  #underWay = new Set<number>();

  constructor(input: CampaignInput) {
    const { shard, index } = input.options;
    this.#input = input;
    this.#next = index ?? align(input.store.record.next, shard);
  }

  /** The next case: the corpus first. null = there is none. */
  take(): Planned | null {
    const { corpus, options } = this.#input;
    const saved = options.index === null ? corpus[this.#corpus++] : undefined;
    if (saved) return { index: null, case: saved.case, areas: ['corpus'], saved };
    if (this.#generated >= this.#allowed()) return null;
    this.#generated += 1;
    const { index, generated } = options.timed
      ? this.#novelty.choose(
          this.#make(),
          Array.from({ length: CHOICE - 1 }, () => this.#make()),
        )
      : this.#make();
    this.#underWay.add(index);
    return { index, case: generated.case, areas: generated.areas, generated };
  }

  #make(): { index: number; case: Case; generated: Generated } {
    const index = this.#next;
    this.#next += this.#input.options.shard?.count ?? 1;
    const generated = this.#input.generate(index);
    return { index, case: generated.case, generated };
  }

  #allowed(): number {
    const { index, maxCases } = this.#input.options;
    return index === null ? (maxCases ?? Number.POSITIVE_INFINITY) : 1;
  }

  done({ index }: Planned): void {
    if (index !== null) this.#underWay.delete(index);
  }

  /** The lowest index that has not been judged: where a resumed run goes on. */
  get next(): number {
    return Math.min(this.#next, ...this.#underWay);
  }
}

/** The first index from `from` on that belongs to the shard. */
function align(from: number, shard: { index: number; count: number } | null): number {
  if (!shard) return from;
  const behind = (((shard.index - from) % shard.count) + shard.count) % shard.count;
  return from + behind;
}
