/**
 * `npm run bench -- --start [--rounds N] [--json]`: CPU of `ocifuzz --help`, and time from the start of `ocifuzz run`
 * on a warm machine until the first case is judged. Medians, in seconds.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { median, round } from './quantile.ts';

const { values } = parseArgs({
  options: {
    start: { type: 'boolean' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const MAIN = new URL('../cli/main.js', import.meta.url).pathname;
const rounds = Array.from({ length: Number(values.rounds) });

const help: number[] = [];
for (const _ of rounds) help.push(await cpuOfHelp());
const first: number[] = [];
for (const _ of rounds) first.push(await firstVerdict());
const rows = [
  { what: 'CPU of --help', seconds: round(median(help)) },
  { what: 'first case judged', seconds: round(median(first)) },
];
if (values.json) process.stdout.write(`${JSON.stringify({ rounds: rounds.length, rows }, null, 1)}\n`);
else console.table(rows);

async function cpuOfHelp(): Promise<number> {
  const before = childCpu();
  await execa(process.execPath, [MAIN, '--help']);
  return childCpu() - before;
}

/** Seconds of CPU of all children that have ended: fields 16 and 17 of proc_pid_stat(5), in ticks of 10 ms. */
function childCpu(): number {
  const [, fields = ''] = readFileSync('/proc/self/stat', 'utf8').split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(13, 15).map(Number);
  return (user + system) / 100;
}

async function firstVerdict(): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), 'ocifuzz-bench-'));
  const begin = performance.now();
  const run = execa(process.execPath, [
    // an area that shows nothing: else the first case is told of when its findings are confirmed
    ...[MAIN, 'run', '--areas', 'names', '--profile', 'valid', '--seed', '1', '--max-cases', '1'],
    ...['--baseline', 'none', '--exit-zero', '--quiet', '--out', out],
  ]);
  const events = join(out, 'runs', 'latest', 'events.ndjson');
  while (!existsSync(events) || !readFileSync(events, 'utf8').includes('"case-done"')) await setTimeout(5);
  const took = (performance.now() - begin) / 1000;
  await run;
  rmSync(out, { recursive: true });
  return took;
}
