/**
 * `npm run bench -- --shrink`: how long shrinking takes, and how small cases get. Of each finding that is recorded
 * in unshrunk.ndjson.br (signature and case, as generated), from its confirmation to the minimal case confirmed anew.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { judgeAll } from '../../oracles/index.ts';
import { createContext } from '../campaign/context.ts';
import { file } from '../campaign/filing.ts';
import { shrinkFinding } from '../campaign/shrinking.ts';
import type { Case } from '../contract/case.ts';
import type { Executor } from '../contract/executor.ts';
import { createExecutor } from '../executor/executor.ts';
import { resolveRuntimes } from '../runtimes/resolve.ts';
import { BUDGET } from '../shrink/shrinker.ts';
import { beyondSmallest, caseSize } from '../shrink/size.ts';
import { createRunDir } from '../store/run-dir.ts';
import { confirm } from '../triage/confirm.ts';
import { median, quantile } from './quantile.ts';

const WORKERS = 2;

type Recorded = { signature: string; case: Case };
/** `seconds`: null where the finding does not show with these runtimes, on this host */
type Row = {
  finding: string;
  seconds: number | null;
  lifecycles: number;
  from: number;
  to: number;
  beyond: number;
  steps: number;
};

const source = new URL('../../../src/bench/unshrunk.ndjson.br', import.meta.url);
const recorded = brotliDecompressSync(readFileSync(source)).toString('utf8').trim().split('\n');
const runtimes = await resolveRuntimes([
  { label: 'runc', flags: [] },
  { label: 'crun', flags: [] },
]);
const executor = await createExecutor({
  ...{ runtimes, cgroup: 'auto', workers: WORKERS, stepTimeoutMs: 10_000, sandbox: 'full' },
});
const rows: Row[] = [];
const out = mkdtempSync(join(tmpdir(), 'ocifuzz-bench-'));
try {
  for (const line of recorded) rows.push(await measure(executor, JSON.parse(line) as Recorded));
} finally {
  await executor.close();
  rmSync(out, { recursive: true });
}
console.table(rows);
const shrunk = rows.filter((r) => r.seconds !== null);
const seconds = shrunk.map((r) => r.seconds ?? 0);
console.log(
  `${shrunk.length} of ${rows.length} findings: median ${median(seconds)} s, 95th percentile ${quantile(seconds, 0.95)} s; ` +
    `median ${median(shrunk.map((r) => r.beyond))} values beyond the smallest valid config, ${median(shrunk.map((r) => r.steps))} steps`,
);

async function measure(on: Executor, { signature, case: c }: Recorded): Promise<Row> {
  const { signal } = new AbortController();
  const clock = { now: () => performance.now(), today: () => '' };
  const ctx = createContext(
    {
      ...{ executor: on, judge: judgeAll, corpus: [], known: [], signal, clock, emit() {} },
      store: createRunDir(out, { seed: 0, argv: [], startedAt: new Date() }),
      generate: () => ({ case: c, areas: [], shrinks: () => [] }),
      options: {
        ...{ seed: 0, argv: [], maxTimeMs: null, maxCases: 1, maxDivergences: null, maxNew: null },
        ...{ index: null, shard: null, shrink: true, replayCommand: (path) => path },
      },
    },
    signal,
    () => {},
  );
  const row = {
    finding: signature,
    seconds: null,
    lifecycles: 0,
    from: caseSize(c),
    to: 0,
    beyond: 0,
    steps: 0,
  };
  const first = await ctx.examine(c);
  const candidates = first.candidates.filter((k) => k.signature === signature);
  const [again] = await confirm(c, first, candidates, ctx.examine);
  if (again?.outcome !== 'confirmed') return row;
  const found = await file(ctx, again, c, again.runs, null);
  const [begun, before] = [clock.now(), ctx.tally.lifecycles];
  await shrinkFinding(ctx, { found, from: null }, { maxMs: BUDGET.maxMs, parallel: WORKERS });
  const small = ctx.findings.get(signature)?.case ?? c;
  return {
    ...row,
    seconds: Math.round((clock.now() - begun) / 100) / 10,
    lifecycles: ctx.tally.lifecycles - before,
    to: caseSize(small),
    beyond: beyondSmallest(small).length,
    steps: small.script.length,
  };
}
