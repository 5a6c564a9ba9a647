/** Comparing two runs: every pair, and words that name both sides alike in any order. */
import type { Run } from '../../src/contract/verdict.ts';

export type Pair = readonly [Run, Run];

/** Every two runs of an input, in the order of the runs. */
export const pairsOf = (runs: Run[]): Pair[] =>
  runs.flatMap((a, i) => runs.slice(i + 1).map((b): Pair => [a, b]));

/** `crun=private runc=slave`: by adapter names, since labels and versions are a matter of the run. */
export const sides = ([a, b]: Pair, wordA: string, wordB: string): string =>
  [`${a.runtime.name}=${wordA}`, `${b.runtime.name}=${wordB}`].sort().join(' ');
