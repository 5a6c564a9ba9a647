/**
 * `npm run bench -- --shrink`: how long shrinking takes with runc and crun and two workers, from the confirmation of
 * each recorded finding to its minimal case confirmed anew, and how small cases get.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExecutor } from '../executor/executor.ts';
import { resolveRuntimes } from '../runtimes/resolve.ts';
import { beyondSmallest, caseSize } from '../shrink/size.ts';
import { median, quantile } from './quantile.ts';
import { recordedFindings, type Shrunk, shrinkRecorded } from './recorded.ts';

const runtimes = await resolveRuntimes(['runc', 'crun'].map((label) => ({ label, flags: [] })));
const executor = await createExecutor({
  ...{ runtimes, cgroup: 'auto', workers: 2, stepTimeoutMs: 10_000, sandbox: 'full' },
});
const out = mkdtempSync(join(tmpdir(), 'ocifuzz-bench-'));
const all: Shrunk[] = [];
try {
  for (const recorded of recordedFindings(
    new URL('../../../src/bench/unshrunk.ndjson.br', import.meta.url),
  )) {
    const shrunk = await shrinkRecorded(executor, recorded, out);
    console.log(`${recorded.signature}: ${shrunk ? figures(recorded.case, shrunk) : 'does not show here'}`);
    if (shrunk) all.push(shrunk);
  }
} finally {
  await executor.close();
  rmSync(out, { recursive: true });
}
const seconds = all.map((s) => s.seconds);
const small = all.map((s) => s.case);
console.log(
  [
    `${all.length} findings: median ${median(seconds).toFixed(1)} s, 95th percentile ${quantile(seconds, 0.95).toFixed(1)} s`,
    `median ${median(small.map((c) => beyondSmallest(c).length))} values beyond the smallest valid config`,
    `median ${median(small.map((c) => c.script.length))} steps`,
  ].join('; '),
);

function figures(
  from: Parameters<typeof caseSize>[0],
  { case: c, seconds: took, lifecycles }: Shrunk,
): string {
  const size = `${caseSize(from)} → ${caseSize(c)} parts, ${beyondSmallest(c).length} values beyond the smallest`;
  return `${took.toFixed(1)} s, ${lifecycles} lifecycles, ${size}, ${c.script.length} steps`;
}
