/** Which finding is shrunk next, and how much of the campaign's time that may take. */

import type { Divergence } from '../contract/verdict.ts';
import { BUDGET } from '../shrink/shrinker.ts';
import { caseSize } from '../shrink/size.ts';
import { SEVERITIES, severityRank } from '../triage/severity.ts';
import { type Context, DRAIN_MS } from './context.ts';
import { fileNew } from './filing.ts';
import type { Found } from './findings.ts';
import { type ShrinkJob, type ShrinkLimits, shrinkFinding } from './shrinking.ts';

/** A finding gets at least this much, or all that is left: better a few that are small than many that are not. */
const LEAST_MS = 10_000;

/** Smaller cases tried at the same time: one run of one runtime waits behind those of the cases of other lanes. */
const PARALLEL = 3;

/** The most severe first; what only tells runtimes apart, of which there is a lot, after all that a requirement names. */
const urgency = (d: Divergence): number =>
  severityRank(d) + (d.oracle === 'differential' ? SEVERITIES.length : 0);

export class ShrinkQueue {
  #ctx: Context;
  #lanes: number;
  /** those that nobody has tried to make small, then those that are to become minimal */
  #jobs: ShrinkJob[] = [];
  #tried = new Set<ShrinkJob>();
  #busy = 0;
  /** quick looks so far, and ms that they took */
  #looks = { count: 0, ms: 0 };

  constructor(ctx: Context, lanes: number) {
    this.#ctx = ctx;
    this.#lanes = lanes;
  }

  /** Known findings are not shrunk: somebody has looked at them. */
  add(jobs: readonly ShrinkJob[]): void {
    if (!this.#ctx.input.options.shrink) return;
    this.#jobs.push(...jobs.filter((j) => j.found.divergence.known === null));
  }

  /** True while what waits can be made small in a quarter of the time that is left. */
  canWait(): boolean {
    return this.#backlogMs() < this.#leftMs() / 4;
  }

  /**
   * True in the second half of the campaign's time as soon as what is left of it is needed to make all findings
   * small: what is found later would stay large.
   */
  isBehind(): boolean {
    const { maxTimeMs } = this.#ctx.input.options;
    if (maxTimeMs === null || this.#leftMs() > maxTimeMs / 2) return false;
    const backlog = this.#backlogMs();
    return backlog > 0 && backlog >= this.#leftMs();
  }

  #leftMs(): number {
    const { input, elapsedMs } = this.#ctx;
    return (input.options.maxTimeMs ?? Number.POSITIVE_INFINITY) - elapsedMs();
  }

  /** ms in which all lanes together would have made small what nobody has tried. */
  #backlogMs(): number {
    const { count, ms } = this.#looks;
    const waiting = this.#jobs.filter((job) => this.#isUntried(job)).length;
    return (waiting * (count === 0 ? LEAST_MS : ms / count)) / this.#lanes;
  }

  /** Shrinking of the most severe finding, or null: nothing to do, or `most` are being shrunk already. */
  take(most: number): (() => Promise<void>) | null {
    if (this.#busy >= most) return null;
    this.#jobs = this.#jobs.filter((job) => this.#filed(job)).sort((a, b) => this.#order(a) - this.#order(b));
    const waiting = this.#jobs.length;
    const maxMs = this.#share();
    const job = maxMs > 0 ? this.#jobs.shift() : undefined;
    if (!job) return null;
    // better all of them small than a few minimal
    const quick = waiting > 1 && this.#isUntried(job);
    this.#busy += 1;
    this.#tried.add(job);
    // nobody else will need the lanes that are left
    const spare = most < this.#lanes ? 0 : this.#lanes - this.#jobs.length - this.#busy + 1;
    const parallel = Math.max(PARALLEL, spare);
    return async () => {
      const begun = this.#ctx.elapsedMs();
      try {
        await this.#shrink(job, { maxMs, parallel, quick });
        if (!quick) return;
        this.#jobs.push(job);
        this.#looks.count += 1;
        this.#looks.ms += this.#ctx.elapsedMs() - begun;
      } finally {
        this.#busy -= 1;
      }
    };
  }

  #filed(job: ShrinkJob): Found | undefined {
    return this.#ctx.findings.get(job.found.divergence.signature);
  }

  #isUntried(job: ShrinkJob): boolean {
    return !this.#filed(job)?.divergence.shrunk && !this.#tried.has(job);
  }

  /** Those that nobody has tried to make small, the most severe first; then the largest first. */
  #order(job: ShrinkJob): number {
    const { divergence, case: c } = this.#filed(job) ?? job.found;
    return this.#isUntried(job) ? urgency(divergence) : 2 * SEVERITIES.length + 1 / caseSize(c);
  }

  async #shrink(job: ShrinkJob, limits: ShrinkLimits): Promise<void> {
    const others = await shrinkFinding(this.#ctx, job, limits);
    for (const { signature, case: c } of others) {
      if (!this.#ctx.findings.isOpen(signature) || this.#share() <= 0) continue;
      const sighting = await this.#ctx.examine(c);
      this.#ctx.findings.count(sighting.candidates);
      const filed = await fileNew(this.#ctx, c, sighting, null);
      this.add(filed.map((found) => ({ found, from: null })));
    }
  }

  /** ms for the next finding: an equal part of what is left, at most the budget of one; 0 = time is over. */
  #share(): number {
    const { input, elapsedMs } = this.#ctx;
    const { maxTimeMs } = input.options;
    if (maxTimeMs === null) return BUDGET.maxMs;
    const left = Math.max(0, maxTimeMs + DRAIN_MS - elapsedMs());
    const equal = left / Math.ceil(Math.max(1, this.#jobs.length) / this.#lanes);
    return Math.min(BUDGET.maxMs, left, Math.max(LEAST_MS, equal));
  }
}
