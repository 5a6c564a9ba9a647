/** Which finding is shrunk next, and how much of the campaign's time that may take. */

import type { Divergence } from '../contract/verdict.ts';
import { BUDGET } from '../shrink/shrinker.ts';
import { SEVERITIES, severityRank } from '../triage/severity.ts';
import { type Context, DRAIN_MS } from './context.ts';
import { fileNew } from './filing.ts';
import { type ShrinkJob, type ShrinkLimits, shrinkFinding } from './shrinking.ts';

/** A finding gets at least this much, or all that is left: better a few that are small than many that are not. */
const LEAST_MS = 6000;

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

  constructor(ctx: Context, lanes: number) {
    this.#ctx = ctx;
    this.#lanes = lanes;
  }

  /** Known findings are not shrunk: somebody has looked at them. */
  add(jobs: readonly ShrinkJob[]): void {
    if (!this.#ctx.input.options.shrink) return;
    this.#jobs.push(...jobs.filter((j) => j.found.divergence.known === null));
  }

  /** Shrinking of the most severe finding, or null: nothing to do, or `most` are being shrunk already. */
  take(most: number): (() => Promise<void>) | null {
    if (this.#busy >= most) return null;
    const filed = (job: ShrinkJob) => this.#ctx.findings.get(job.found.divergence.signature)?.divergence;
    const rank = (job: ShrinkJob) => (filed(job)?.shrunk || this.#tried.has(job) ? 1 : 0);
    const order = (job: ShrinkJob) =>
      rank(job) * 2 * SEVERITIES.length + urgency(filed(job) ?? job.found.divergence);
    this.#jobs = this.#jobs.filter(filed).sort((a, b) => order(a) - order(b));
    // better all of them small than a few minimal
    const quick = this.#jobs.slice(0, 2).every((job) => rank(job) === 0) && this.#jobs.length > 1;
    const maxMs = this.#share();
    const job = maxMs > 0 ? this.#jobs.shift() : undefined;
    if (!job) return null;
    this.#busy += 1;
    this.#tried.add(job);
    // nobody else will need the lanes that are left
    const parallel = most < this.#lanes ? 1 : Math.max(1, this.#lanes - this.#jobs.length - this.#busy + 1);
    return async () => {
      try {
        await this.#shrink(job, { maxMs, parallel, quick });
        if (quick) this.#jobs.push(job);
      } finally {
        this.#busy -= 1;
      }
    };
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
