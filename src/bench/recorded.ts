/** Findings as they were generated, to be shrunk again and again: unshrunk.ndjson.br holds signature and case of each. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { judgeAll } from '../../oracles/index.ts';
import { createContext } from '../campaign/context.ts';
import { file } from '../campaign/filing.ts';
import { shrinkFinding } from '../campaign/shrinking.ts';
import type { Case } from '../contract/case.ts';
import type { Executor } from '../contract/executor.ts';
import { BUDGET } from '../shrink/shrinker.ts';
import { createRunDir } from '../store/run-dir.ts';
import { confirm } from '../triage/confirm.ts';

export type Recorded = { signature: string; case: Case };

export function recordedFindings(path: string | URL): Recorded[] {
  const text = brotliDecompressSync(readFileSync(path)).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded);
}

/** Time and lifecycles from a confirmed finding to its minimal case, confirmed anew. */
export type Shrunk = { case: Case; seconds: number; lifecycles: number };

/** As a campaign does it, in a run directory below `out`; null where the finding does not show here. */
export async function shrinkRecorded(
  executor: Executor,
  { signature, case: c }: Recorded,
  out: string,
): Promise<Shrunk | null> {
  const { signal } = new AbortController();
  const clock = { now: () => performance.now(), today: () => '' };
  const ctx = createContext(
    {
      ...{ executor, judge: judgeAll, corpus: [], known: [], signal, clock, emit() {} },
      store: createRunDir(out, { seed: 0, argv: [], startedAt: new Date() }),
      generate: () => ({ case: c, areas: [], shrinks: () => [] }),
      options: {
        ...{ seed: 0, argv: [], maxTimeMs: null, maxCases: 1, maxDivergences: null, maxNew: null },
        ...{ timed: false, index: null, shard: null, shrink: true, replayCommand: (path) => path },
      },
    },
    signal,
    () => {},
  );
  const first = await ctx.examine(c);
  const candidates = first.candidates.filter((k) => k.signature === signature);
  const [again] = await confirm(c, first, candidates, ctx.examine);
  if (again?.outcome !== 'confirmed') return null;
  const found = await file(ctx, again, c, again.runs, null);
  const [begun, before] = [clock.now(), ctx.tally.lifecycles];
  const limits = { maxMs: BUDGET.maxMs, parallel: executor.capacity, quick: false };
  await shrinkFinding(ctx, { found, from: null }, limits);
  return {
    case: ctx.findings.get(signature)?.case ?? c,
    seconds: (clock.now() - begun) / 1000,
    lifecycles: ctx.tally.lifecycles - before,
  };
}
