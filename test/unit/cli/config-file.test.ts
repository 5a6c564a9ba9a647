import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ConfigFile, readConfig } from '../../../src/cli/config-file.ts';
import { program } from '../../../src/cli/program.ts';
import { UserError } from '../../../src/contract/errors.ts';

const run = vi.hoisted(() => vi.fn(async (..._: unknown[]) => 0));
vi.mock('../../../src/cli/commands/run.ts', () => ({ run }));

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-config-'));
const here = process.cwd();
beforeAll(() => process.chdir(dir));
afterEach(() => rmSync('ocifuzz.config.json', { force: true }));
afterAll(() => {
  process.chdir(here);
  rmSync(dir, { recursive: true });
});
const write = (path: string, document: unknown) => writeFileSync(path, JSON.stringify(document));

/** Options that the command was called with. */
async function optionsOf(...argv: string[]): Promise<unknown> {
  const stdout = { write: () => true };
  await program({
    argv,
    stdout,
    stderr: stdout,
    env: {},
    signal: new AbortController().signal,
    onNotice: () => {},
  });
  return run.mock.lastCall?.[0];
}

test('the file here counts, the command line counts more, and defaults are what is left', async () => {
  write('ocifuzz.config.json', {
    maxTime: '5m',
    workers: 3,
    shrink: false,
    failOn: 'must',
    areas: 'hooks,mounts',
  });
  expect(await optionsOf('--max-time', '7s')).toMatchObject({
    ...{ maxTime: 7000, workers: 3, shrink: false, failOn: 'must', areas: ['hooks', 'mounts'] },
    ...{ out: '.ocifuzz', exitZero: false },
  });
  rmSync('ocifuzz.config.json');
  expect(await optionsOf()).toMatchObject({ shrink: true, failOn: 'any' });
});

test('--config names another one, which must be there', async () => {
  write('ocifuzz.config.json', { workers: 3 });
  write('other.json', { maxCases: 9 });
  const options = await optionsOf('run', '--config', 'other.json');
  expect(options).toMatchObject({ maxCases: 9 });
  expect(options).not.toHaveProperty('workers');
  await expect(optionsOf('--config', 'missing.json')).rejects.toThrow('missing.json does not exist');
});

describe('what is wrong with a file is said', () => {
  test.each([
    [{ maxtime: '5m' }, "unknown option in ocifuzz.config.json: 'maxtime' (did you mean maxTime?)"],
    [{ maxTime: 'soon' }, "--max-time: 'soon' is not a duration"],
    [{ shrink: 'no' }, '/shrink must be boolean'],
    [{ resume: 'x' }, "unknown option in ocifuzz.config.json: 'resume'"],
    [[1], 'is not a valid configuration of ocifuzz'],
  ])('%j', async (document, message) => {
    write('ocifuzz.config.json', document);
    const failure = await optionsOf().catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).message).toContain(message);
  });
});

test('without a file there are no values', () => {
  expect(readConfig(undefined)).toEqual({});
});

test('docs/schema/config.schema.json is up to date', async () => {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...ConfigFile };
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    join(here, 'docs/schema/config.schema.json'),
  );
});
