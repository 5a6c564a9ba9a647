/** Executor: runs cases on real runtimes. The campaign, the shrinker and replay get one as an argument. */
import type { Case } from './case.ts';
import type { HostFacts, RuntimeFacts } from './facts.ts';
import type { Observation } from './observation.ts';

export type RunOptions = {
  /** factor on every step's timeout; default 1 */
  timeoutFactor?: number;
};

export type Executor = {
  host: HostFacts;
  runtimes: RuntimeFacts[];
  /**
   * One fresh lifecycle of `c` on the runtime of this label.
   * Never throws for what a runtime does; a trouble of the harness is in the observation's `faults`.
   * Runs beyond `capacity` wait their turn, in the order of the calls.
   */
  run(c: Case, label: string, options?: RunOptions): Promise<Observation>;
  /** how many runs may be under way at once */
  capacity: number;
  close(): Promise<void>;
};
