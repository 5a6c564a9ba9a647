/**
 * `PEERS=DIR npm run campaign:peers [-- -t NAME]`: seconds until each saboteur is caught, by random cases here, and by
 * the validation tests of runtime-tools, of which DIR is a built checkout. Prints the rows of docs/saboteurs.md.
 */
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { median } from '../../src/bench/quantile.ts';
import { SABOTEURS } from '../saboteurs/table.ts';
import { AROUND, aboutIt, catches, hunt, LIMIT, saboteurProgram } from './hunt.ts';
import { type Result, Validation, validationTests } from './validation.ts';

const SEEDS = [1, 2, 3];
const MS = 1000;
/** The sandbox has these of its own. */
const HIDDEN = /^\/(tmp|run|dev|proc|sys)\//;

const dir = resolve(process.env.PEERS ?? '.');
const ours = new Map<string, number[]>();
const theirs = new Map<string, Result>();
let validation: Validation;

beforeAll(async () => {
  if (HIDDEN.test(dir))
    throw new Error(`the sandbox does not see ${dir}: move it to a directory of /var or /home`);
  if (validationTests(dir).length === 0)
    throw new Error('PEERS has to name a built checkout of runtime-tools');
  validation = new Validation(dir, await saboteurProgram());
});

afterAll(() => {
  for (const { name, breaks } of SABOTEURS) {
    const [here, there] = [ours.get(name), theirs.get(name)];
    if (here && there) console.log(row(name, breaks, here, there));
  }
});

function row(name: string, breaks: string, here: number[], { seconds, test, alone }: Result): string {
  const [least = 0, middle = 0, most = 0] = [Math.min(...here), median(here), Math.max(...here)].map(one);
  const found = test === null ? ['never', ''] : [`${one(seconds)}`, `${test} (${one(alone)})`];
  return `| ${[name, breaks, `${middle} (${least} to ${most})`, ...found].join(' | ')} |`;
}

const one = (n: number): string => n.toFixed(1);

describe('random cases', () => {
  it.each(SABOTEURS)('$name is caught', { timeout: SEEDS.length * (LIMIT + 3 * AROUND) * MS }, async (s) => {
    for (const seed of SEEDS) {
      const { seconds } = await hunt(s.name, seed, catches(s));
      ours.set(s.name, [...(ours.get(s.name) ?? []), seconds ?? Number.POSITIVE_INFINITY]);
    }
    expect(median(ours.get(s.name) ?? [])).toBeLessThan(LIMIT);
  });

  it('no bug is found where there is none', { timeout: (LIMIT + 3 * AROUND) * MS }, async () => {
    expect(await hunt('none', 1, aboutIt)).toMatchObject({ seconds: null });
  });
});

// most of its time it waits
describe.concurrent('validation', { timeout: 30 * 60 * MS }, () => {
  it.each(SABOTEURS)('$name is looked for', async ({ name }) => {
    theirs.set(name, await validation.find(name));
    expect(theirs.get(name)?.seconds).toBeGreaterThan(0);
  });

  it('no bug is found where there is none', async () => {
    expect(await validation.find('none')).toMatchObject({ test: null });
  });
});
