/** `ocifuzz corpus`: what comes in, what stays. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFindings, writeFinding } from '../../../src/store/corpus.ts';
import { divergence, sampleCase } from '../report/samples.ts';
import { call } from './call.ts';

const DOUBLE = [
  'hooks.stdin.status.prestart hooks.prestart.stdin.status created crun',
  'hooks.stdin.status.prestart hooks.createRuntime.stdin.status created crun',
];
const home = process.cwd();
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ocifuzz-corpus-'));
  process.chdir(dir);
});
afterEach(() => {
  process.chdir(home);
  rmSync(dir, { recursive: true, force: true });
});

/** The finding of a signature in a run, as a file. */
const found = (signature: string, where = 'run'): string =>
  writeFinding(where, {
    schemaVersion: 1,
    divergence: divergence({ signature }),
    runtimes: { crun: { name: 'crun', version: '1.8.1', sha256: '00' } },
    case: sampleCase(),
  });
const kept = () => readFindings('corpus').map((f) => f.finding.divergence.signature);

test('add keeps a finding with a note, and says where', async () => {
  const { text } = await call('corpus', 'add', found('R p t crun'), '--note', 'seen by hand');
  expect(text).toMatch(/^added corpus\/r-p-t-crun-/);
  const [saved] = readFindings('corpus');
  expect(saved?.finding).toMatchObject({ notes: 'seen by hand', divergence: { case: saved?.path } });
  expect((await call('corpus', 'list')).text).toContain('R p t crun');
});

test('what may touch security comes in only by force', async () => {
  const secret = found('linux.readonly.effect readonly writable crun');
  await expect(call('corpus', 'add', secret)).rejects.toThrow(/touch security/);
  await call('corpus', 'add', found('R p t crun'));
  await call('corpus', 'merge', 'run');
  expect(kept()).toEqual(['R p t crun']);
  await call('corpus', 'add', secret, '--force');
  expect(kept()).toHaveLength(2);
});

test('prune leaves one finding of each cause', async () => {
  for (const s of [...DOUBLE, 'R p t crun']) await call('corpus', 'add', found(s));
  expect((await call('corpus', 'prune')).text).toMatch(/^removed corpus\/hooks-stdin-status\S+\n$/);
  expect(kept()).toHaveLength(2);
  expect((await call('corpus', 'prune')).text).toBe('');
});

test('merge takes what is not here yet', async () => {
  await call('corpus', 'add', found(DOUBLE[0] ?? ''));
  found(DOUBLE[1] ?? '', 'other');
  found('R p t crun', 'other');
  const { text } = await call('corpus', 'merge', 'other');
  expect(text.match(/added/g)).toHaveLength(1);
  expect(readdirSync('corpus')).toHaveLength(2);
});

test.each([
  [['nothing'], /unknown action 'nothing'/],
  [['add'], /name the findings/],
  [['merge'], /name the corpora/],
])('corpus %j says what is wrong', async (args, message) => {
  await expect(call('corpus', ...args)).rejects.toThrow(message);
});
