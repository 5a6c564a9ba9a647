/**
 * Makes a case smaller as long as it shows the same. First a jump to the smallest guess that shows; where none does,
 * along the generator's own shrinks, while the value is alive; then by passes over the case as data, to a fixed point: nothing that a pass names can be taken away.
 */
import { caseId } from '../contract/canonical.ts';
import type { Case } from '../contract/case.ts';
import { edited, type Unit } from './edit.ts';
import { PASSES, type Pass, QUICK } from './passes/index.ts';
import { isSmaller } from './size.ts';

/** A value of a generator that knows smaller ones. */
export type Shrinkable = { case: Case; shrinks(): Iterable<Shrinkable> };

export type ShrinkBudget = {
  maxExecutions: number;
  maxMs: number;
  /** executions in a row without gain */
  stall: number;
};
export const BUDGET: ShrinkBudget = { maxExecutions: 500, maxMs: 60_000, stall: 200 };
/** The same for the first stage, whose steps may be many and small. */
const GENERATOR_STALL = 8;

export type ShrinkInput = {
  case: Case;
  /** guesses at a much smaller case, tried in this order before anything else (see rungs.ts) */
  guesses?: Iterable<Case>;
  /**
   * true: no more than these and what makes a case short to tell, its steps, hooks and config; it is not minimal then
   */
  quick?: boolean;
  /** the value that the case came from, if it is alive */
  from?: Shrinkable;
  /** runs the case and tells whether it shows what the finding is about */
  shows(c: Case): Promise<boolean>;
  /** whether it may be run at all (see admissible.ts) */
  admissible(c: Case): boolean;
  budget: ShrinkBudget;
  now(): number;
  /** true ends shrinking like a spent budget */
  stopped(): boolean;
  /** cases tried at the same time */
  parallel: number;
  /** every smaller case, when it is found */
  onGain(c: Case, executions: number): void;
};

export type ShrinkResult = {
  case: Case;
  executions: number;
  /** nothing more can be taken away; false where the budget ended first */
  minimal: boolean;
  /** whether a case that was tried showed it; undefined = it was not tried */
  known(c: Case): Promise<boolean> | undefined;
};

export async function shrink(input: ShrinkInput): Promise<ShrinkResult> {
  return await new Shrinker(input).run();
}

class Shrinker {
  #input: ShrinkInput;
  #current: Case;
  #begun: number;
  #executions = 0;
  #lastGain = 0;
  #tried = new Map<string, Promise<boolean>>();

  constructor(input: ShrinkInput) {
    this.#input = input;
    this.#current = input.case;
    this.#begun = input.now();
  }

  async run(): Promise<ShrinkResult> {
    const jumped = await this.#jump(this.#input.guesses ?? []);
    if (this.#input.quick) {
      for (const pass of QUICK) await this.#byPass(pass, true);
      return this.#result(false);
    }
    if (!jumped && this.#input.from) await this.#alongGenerator(this.#input.from);
    let before: Case;
    let coarse = true;
    do {
      before = this.#current;
      for (const pass of PASSES) await this.#byPass(pass, coarse);
      coarse = false;
    } while (this.#current !== before && !this.#spent());
    return this.#result(!this.#spent());
  }

  #result(minimal: boolean): ShrinkResult {
    const known = (c: Case) => this.#tried.get(caseId(c));
    return { case: this.#current, executions: this.#executions, minimal, known };
  }

  /** True if one of the guesses shows: the first of them that does. */
  async #jump(guesses: Iterable<Case>): Promise<boolean> {
    for (const some of batches(guesses, this.#input.parallel)) {
      const shown = some[await this.#firstOf(some)];
      if (shown === undefined) continue;
      this.#accept(shown);
      return true;
    }
    return false;
  }

  async #alongGenerator(from: Shrinkable): Promise<void> {
    let misses = 0;
    let candidates = from.shrinks()[Symbol.iterator]();
    while (misses < GENERATOR_STALL && !this.#spent()) {
      const next = candidates.next();
      if (next.done) return;
      const executions = this.#executions;
      if (this.#mayTry(next.value.case) && (await this.#try(next.value.case))) {
        this.#accept(next.value.case);
        candidates = next.value.shrinks()[Symbol.iterator]();
        misses = 0;
      } else misses += this.#executions - executions;
    }
  }

  /** One group after the other, of those that the case still has; a fixed point is looked for in all at once. */
  async #byPass(pass: Pass, coarse: boolean): Promise<void> {
    if (!coarse) return this.#byGroup((c) => pass(c).flat(), false);
    for (let i = 0; i < pass(this.#current).length; i++) await this.#byGroup((c) => pass(c)[i] ?? [], true);
  }

  /**
   * Takes away as many units as possible: all at once, then halves, down to single ones. A fixed point is looked
   * for with single ones alone.
   */
  async #byGroup(group: (c: Case) => Unit[], coarse: boolean): Promise<void> {
    let units = this.#units(group, coarse);
    for (let size = coarse ? units.length : 1; size >= 1; size = Math.floor(size / 2)) {
      let at = 0;
      while (at < units.length && !this.#spent()) {
        const chunks = chunksOf(units, at, size, this.#input.parallel);
        const { found, passed } = await this.#firstThatShows(chunks);
        if (found) {
          this.#accept(found);
          units = this.#units(group, size > 1);
        }
        at += passed * size;
      }
    }
  }

  /** The units of a group; for use in chunks without those that spoil every chunk. */
  #units(group: (c: Case) => Unit[], forChunks: boolean): Unit[] {
    const units = group(this.#current);
    return forChunks ? units.filter((unit) => this.#mayTry(edited(this.#current, unit))) : units;
  }

  /** Tries chunks at the same time; the first one in order that shows counts. */
  async #firstThatShows(chunks: readonly Unit[][]): Promise<{ found: Case | null; passed: number }> {
    const candidates = chunks.map((units) => edited(this.#current, units.flat()));
    const first = await this.#firstOf(candidates);
    if (first < 0) return { found: null, passed: chunks.length };
    return { found: candidates[first] ?? null, passed: first };
  }

  /** Tries all at the same time; the index of the first in order that shows, or -1. */
  async #firstOf(candidates: readonly Case[]): Promise<number> {
    const results = candidates.map((c) => (this.#mayTry(c) ? this.#try(c) : Promise.resolve(false)));
    return (await Promise.all(results)).indexOf(true);
  }

  #mayTry(c: Case): boolean {
    return isSmaller(c, this.#current) && this.#input.admissible(c);
  }

  /** False without a run once the budget is spent. */
  #try(c: Case): Promise<boolean> {
    const id = caseId(c);
    const known = this.#tried.get(id);
    if (known) return known;
    if (this.#spent()) return Promise.resolve(false);
    this.#executions += 1;
    const result = this.#input.shows(c);
    this.#tried.set(id, result);
    return result;
  }

  #accept(c: Case): void {
    this.#current = c;
    this.#lastGain = this.#executions;
    this.#input.onGain(c, this.#executions);
  }

  #spent(): boolean {
    const { budget, now, stopped } = this.#input;
    return (
      stopped() ||
      this.#executions >= budget.maxExecutions ||
      now() - this.#begun >= budget.maxMs ||
      this.#executions - this.#lastGain >= budget.stall
    );
  }
}

/** Items in groups of `size`, each made when it is asked for. */
function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Up to `count` chunks of `size` units, from index `at` on. */
function chunksOf(units: readonly Unit[], at: number, size: number, count: number): Unit[][] {
  const chunks: Unit[][] = [];
  for (let i = at; i < units.length && chunks.length < count; i += size)
    chunks.push(units.slice(i, i + size));
  return chunks;
}
