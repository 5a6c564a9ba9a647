/** A campaign of random cases against one saboteur, which ends as soon as it is caught. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Event } from '../../src/contract/event.ts';
import type { Divergence } from '../../src/contract/verdict.ts';
import { ensureProgram } from '../../src/native/build.ts';
import { until } from '../e2e/until.ts';
import type { Saboteur } from '../saboteurs/table.ts';

const CLI = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
/** Longest time to the first catch, and to the start and the end of a campaign, in seconds. */
export const LIMIT = 60;
export const AROUND = 60;

/** `seconds`: from the start of the program until what is looked for is confirmed; null: it never was. */
export type Hunt = { seconds: number | null; cases: number };

/** Path of the program that all saboteurs are. */
export const saboteurProgram = () => ensureProgram('ocifuzz-saboteur', 'test/saboteurs/native');

/** A finding about the saboteur alone. */
export const aboutIt = (d: Divergence) => d.runtimes.length === 1 && d.runtimes[0] === 'bad';

/** The same, and by the saboteur's rule. */
export const catches =
  ({ caught: [rule] }: Saboteur) =>
  (d: Divergence): boolean =>
    aboutIt(d) && [d.signature, ...d.altSignatures].some((s) => s.split(' ')[0] === rule);

/** `sabotage`: the saboteur's name; with one that there is not, the program is the real runtime. */
export async function hunt(
  sabotage: string,
  seed: number,
  wanted: (d: Divergence) => boolean,
): Promise<Hunt> {
  const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-saboteur-'));
  const runtimes = `runc,bad=${await saboteurProgram()}?sabotage=${sabotage}`;
  const began = performance.now();
  const child = execa(
    process.execPath,
    [
      ...[CLI, 'run', '--runtimes', runtimes, '--out', dir, '--exit-zero', '--no-shrink'],
      ...['--areas', 'hooks,lifecycle,annotations', '--seed', String(seed), '--step-timeout', '3s'],
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
  const caught = () => events().some((e) => e.type === 'finding' && wanted(e.divergence));
  try {
    await until(() => existsSync(log) || over, AROUND * 1000, 'a campaign begins');
    await until(() => over || caught(), (LIMIT + AROUND) * 1000, 'a campaign ends');
    const seconds = (performance.now() - began) / 1000;
    if (!over) child.kill('SIGINT');
    const { stderr } = await ended;
    if (!existsSync(log)) throw new Error(stderr);
    const cases = events().filter((e) => e.type === 'case-done').length;
    return { seconds: caught() ? seconds : null, cases };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Whole lines; the last one may still be written. */
const parse = (text: string): Event[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Event);
