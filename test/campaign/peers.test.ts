/**
 * `PEERS=DIR npm run campaign:peers [-- -t NAME]`: seconds until each saboteur is caught, by random cases here, and by
 * the validation tests of runtime-tools, of which DIR is a built checkout. Prints the rows of docs/saboteurs.md.
 */
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SABOTEURS } from '../saboteurs/table.ts';
import { AROUND, aboutIt, catches, hunt, LIMIT, saboteurProgram } from './hunt.ts';
import { type Result, Validation, validationTests } from './validation.ts';

const SEED = 1;
const MS = 1000;
/** The sandbox has these of its own. */
const HIDDEN = /^\/(tmp|run|dev|proc|sys)\//;

const dir = resolve(process.env.PEERS ?? '.');
const ours = new Map<string, number | null>();
let validation: Validation;

beforeAll(async () => {
  if (HIDDEN.test(dir))
    throw new Error(`the sandbox does not see ${dir}: move it to a directory of /var or /home`);
  if (validationTests(dir).length === 0)
    throw new Error('PEERS has to name a built checkout of runtime-tools');
  validation = new Validation(dir, await saboteurProgram());
});

const cell = (seconds: number | null | undefined): string => seconds?.toFixed(1) ?? 'never';
const cells = ({ seconds, test, alone }: Result): string[] =>
  test === null ? ['never', ''] : [cell(seconds), `${test} (${cell(alone)})`];

describe('random cases', () => {
  it.each(SABOTEURS)('$name is caught', { timeout: (LIMIT + 3 * AROUND) * MS }, async (s) => {
    const { seconds } = await hunt(s.name, SEED, catches(s));
    ours.set(s.name, seconds);
    expect(seconds).not.toBeNull();
  });

  it('no bug is found where there is none', { timeout: (LIMIT + 3 * AROUND) * MS }, async () => {
    expect(await hunt('none', SEED, aboutIt)).toMatchObject({ seconds: null });
  });
});

// most of its time it waits
describe.concurrent('validation', { timeout: 30 * 60 * MS }, () => {
  it.each(SABOTEURS)('$name is looked for', async ({ name, breaks }) => {
    const there = await validation.find(name);
    console.log(`| ${[name, breaks, cell(ours.get(name)), ...cells(there)].join(' | ')} |`);
    expect(there.seconds).toBeGreaterThan(0);
  });

  it('no bug is found where there is none', async () => {
    expect(await validation.find('none')).toMatchObject({ test: null });
  });
});
