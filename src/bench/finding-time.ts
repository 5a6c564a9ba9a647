/**
 * `npm run bench -- --find [--seeds N] [--runtimes LIST] [--json]`: seconds from the start of `ocifuzz run`, without
 * corpus and baseline, until it has 10, 25 and 50 distinct confirmed findings; the median over seeds 1 to N. Each
 * change of the generators or of the scheduling is held against it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import type { Event } from '../contract/event.ts';
import { readRun } from '../store/read-run.ts';
import { median } from './quantile.ts';

const COUNTS = [10, 25, 50];
/** New findings as told while it runs, some of which turn out to be one. */
const LAST = Math.max(...COUNTS) + 10;
const MAX_TIME = '10m';

const { values } = parseArgs({
  options: {
    find: { type: 'boolean' },
    seeds: { type: 'string', default: '5' },
    runtimes: { type: 'string', default: 'runc,crun' },
    json: { type: 'boolean', default: false },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const times: Record<string, number>[] = [];
for (const seed of seeds) {
  const found = timesTo(COUNTS, await campaign(seed));
  if (!values.json) console.log(`seed ${seed}: ${JSON.stringify(found)}`);
  times.push(found);
}
const rows = COUNTS.map((count) => {
  const all = times.map((t) => t[count] ?? Number.POSITIVE_INFINITY);
  return { findings: count, medianSeconds: median(all), min: Math.min(...all), max: Math.max(...all) };
});
if (values.json)
  process.stdout.write(`${JSON.stringify({ runtimes: values.runtimes, seeds, rows }, null, 1)}\n`);
else console.table(rows);

/** Events of a run that begins with nothing and is interrupted some way after the last of COUNTS. */
async function campaign(seed: number): Promise<Event[]> {
  const out = mkdtempSync(join(tmpdir(), 'ocifuzz-bench-'));
  try {
    const args = [
      ...[new URL('../cli/main.js', import.meta.url).pathname, 'run', '--runtimes', values.runtimes],
      // a run of so many cases starts without the corpus
      ...['--seed', String(seed), '--baseline', 'none', '--max-cases', '1000000', '--max-time', MAX_TIME],
      ...['--exit-zero', '--out', out],
    ];
    const run = execa(process.execPath, args, { reject: false });
    let found = 0;
    for await (const line of run) if (line.startsWith('NEW ') && ++found === LAST) run.kill('SIGINT');
    return [...readRun(join(out, 'runs', 'latest')).events];
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Seconds until there were so many findings; nothing of a count that was not reached. */
function timesTo(counts: readonly number[], events: readonly Event[]): Record<string, number> {
  const progress = events.flatMap((e) => (e.type === 'progress' ? [e] : []));
  return Object.fromEntries(
    counts.flatMap((count) => {
      const then = progress.find((p) => p.divergences >= count);
      return then ? [[count, then.figures.elapsedSeconds]] : [];
    }),
  );
}
