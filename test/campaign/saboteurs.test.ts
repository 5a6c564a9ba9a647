/**
 * `npm run campaign:saboteurs`: is each saboteur caught by its rule from random cases alone, and after how long?
 * Prints a table; every campaign ends as soon as its saboteur is caught.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/contract/event.ts';
import type { Divergence } from '../../src/contract/verdict.ts';
import { ensureProgram } from '../../src/native/build.ts';
import { until } from '../e2e/until.ts';
import { SABOTEURS, type Saboteur } from '../saboteurs/table.ts';

const CLI = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
/** Longest time to the first catch, and to the start and the end of a campaign, in seconds. */
const LIMIT = 60;
const AROUND = 60;

type Outcome = { name: string; rule: string; seconds: number | null; cases: number };
const outcomes: Outcome[] = [];
const out = mkdtempSync(join(tmpdir(), 'ocifuzz-saboteurs-'));

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
  console.log(table(outcomes).join('\n'));
});

/** About the saboteur alone, and by its rule. */
function catches({ caught: [rule] }: Saboteur, d: Divergence): boolean {
  const rules = [d.signature, ...d.altSignatures].map((s) => s.split(' ')[0]);
  return d.runtimes.length === 1 && d.runtimes[0] === 'bad' && rules.includes(rule);
}

async function hunt(s: Saboteur): Promise<Outcome> {
  const path = await ensureProgram('ocifuzz-saboteur', 'test/saboteurs/native');
  const dir = join(out, s.name);
  const child = execa(
    process.execPath,
    [
      ...[CLI, 'run', '--runtimes', `runc,bad=${path}?sabotage=${s.name}`, '--out', dir, '--exit-zero'],
      ...['--areas', 'hooks,lifecycle,annotations', '--seed', '1', '--no-shrink', '--step-timeout', '3s'],
      // a limit of cases leaves the corpus out
      ...['--max-time', `${LIMIT}s`, '--max-cases', '1000000'],
    ],
    { reject: false, stdin: 'ignore', stdout: 'ignore' },
  );
  let over = false;
  const ended = child.then((r) => {
    over = true;
    return r;
  });
  const log = join(dir, 'runs', 'latest', 'events.ndjson');
  const events = (): Event[] => (existsSync(log) ? parse(readFileSync(log, 'utf8')) : []);
  const caught = () => events().some((e) => e.type === 'finding' && catches(s, e.divergence));
  await until(() => existsSync(log) || over, AROUND * 1000, 'a campaign begins');
  const began = performance.now();
  await until(() => over || caught(), (LIMIT + AROUND) * 1000, 'a campaign ends');
  const seconds = (performance.now() - began) / 1000;
  if (!over) child.kill('SIGINT');
  const { stderr } = await ended;
  if (!existsSync(log)) throw new Error(stderr);
  const cases = events().filter((e) => e.type === 'case-done').length;
  return { name: s.name, rule: s.caught[0], seconds: caught() ? seconds : null, cases };
}

/** Whole lines; the last one may still be written. */
const parse = (text: string): Event[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Event);

function table(all: readonly Outcome[]): string[] {
  const killed = all.filter((o) => o.seconds !== null);
  const rows = all.map(({ name, rule, seconds, cases }) =>
    [
      name.padEnd(26),
      seconds === null ? 'not caught' : `${seconds.toFixed(1)} s`.padStart(10),
      `${cases}`.padStart(6),
      rule,
    ].join('  '),
  );
  return [
    ['saboteur'.padEnd(26), 'caught in'.padStart(10), ' cases', 'rule'].join('  '),
    ...rows,
    `kill rate ${killed.length} of ${all.length}`,
  ];
}

describe('saboteurs, from random cases', () => {
  it.each(SABOTEURS)('$name is caught', { timeout: (LIMIT + 3 * AROUND) * 1000 }, async (s) => {
    const outcome = await hunt(s);
    outcomes.push(outcome);
    expect(outcome.seconds).not.toBeNull();
    expect(outcome.seconds).toBeLessThan(LIMIT);
  });
});
