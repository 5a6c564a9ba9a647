/** The package as npm makes it: installs beside nothing else, has all that it needs, C included. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'ocifuzz-pack-'));
const bin = join(scratch, 'node_modules/.bin/ocifuzz');
const installed = join(scratch, 'node_modules/ocifuzz');

beforeAll(async () => {
  await execa('npm', ['pack', '--silent', '--pack-destination', scratch], { cwd: ROOT });
  const tarball = readdirSync(scratch).find((f) => f.endsWith('.tgz')) ?? '';
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  await execa('npm', ['install', '--prefix', scratch, ...quiet, join(scratch, tarball)], { cwd: scratch });
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('it answers', async () => {
  const version = await execa(bin, ['--version'], { cwd: scratch });
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+$/);
  expect((await execa(bin, ['--help'], { cwd: scratch })).stdout).toContain('Usage: ocifuzz');
});

test('it runs a case: workers and the native program are there', async () => {
  const args = ['--runtimes', 'runc,crun', '--max-cases', '2', '--seed', '1', '--exit-zero', '--no-shrink'];
  const env = { XDG_CACHE_HOME: join(scratch, 'cache') };
  const run = await execa(bin, args, { cwd: scratch, env, reject: false, stdin: 'ignore' });
  expect(run.exitCode, run.stderr).toBe(0);
  expect(run.stdout).toContain('2 cases');
});

test('neither tests nor types nor sources beside the C ones are in it', () => {
  const files = (readdirSync(installed, { recursive: true }) as string[]).filter(
    (f) => !f.startsWith('node_modules'),
  );
  expect(files.filter((f) => /\.(test\.js|d\.ts|ts)$/.test(f))).toEqual([]);
  expect(files).toContain('LICENSE');
  expect(files).toContain('src/native/agent.c');
});
