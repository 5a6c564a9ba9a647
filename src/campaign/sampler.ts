/** Which runtimes a case runs on, so that a slow one does not starve the others. */
import type { RuntimeFacts } from '../contract/facts.ts';
import type { Run } from '../contract/verdict.ts';

/** Part of the time that all releases of one runtime together may take. */
const MOST = 0.5;

export class Sampler {
  #runtimes: readonly RuntimeFacts[];
  /** ms of operations by name of the runtime, on the cases of the campaign */
  #spent = new Map<string, number>();

  constructor(runtimes: readonly RuntimeFacts[]) {
    this.#runtimes = runtimes;
  }

  /** Labels of the runtimes that the next case is for: without a runtime that has had its part, if two others are left. */
  labels(): string[] {
    const all = [...this.#spent.values()].reduce((sum, ms) => sum + ms, 0);
    const rested = this.#runtimes.filter((r) => (this.#spent.get(r.name) ?? 0) <= MOST * all);
    const names = new Set(rested.map((r) => r.name));
    return (names.size < 2 ? this.#runtimes : rested).map((r) => r.label);
  }

  /** Counts what a case cost; one that hung is not slow. */
  note(runs: readonly Run[]): void {
    for (const { runtime, observation } of runs) {
      const ended = observation.steps.filter((s) => s.outcome !== 'timeout');
      const ms = ended.reduce((sum, s) => sum + s.wallMs, 0);
      this.#spent.set(runtime.name, (this.#spent.get(runtime.name) ?? 0) + ms);
    }
  }
}
