/** Bundles that `ocifuzz generate` writes run under a runtime that knows nothing of us. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';

const CLI = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-generate-'));
/** Parents of the bundles' cgroups, which a runtime leaves (v2, and the hierarchies of v1). */
const parents = () =>
  ['', ...readdirSync('/sys/fs/cgroup')].map((h) => join('/sys/fs/cgroup', h, 'ocifuzz')).filter(existsSync);
const before = parents();
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
  // a hierarchy may have two names
  for (const path of parents()) if (!before.includes(path) && existsSync(path)) rmdirSync(path);
  expect(parents()).toEqual(before);
});

const ocifuzz = (...args: string[]) => execa(process.execPath, [CLI, ...args], { cwd: dir, stdin: 'ignore' });
/** In a mount namespace of its own; the container is deleted when its program has ended. */
const run = (bundle: string, id: string) => {
  const args = ['--root', join(dir, 'state'), 'run', '--bundle', join(dir, bundle), id];
  return execa('unshare', ['-m', '--propagation', 'private', 'runc', ...args], {
    reject: false,
    stdin: 'ignore',
    stdout: { file: join(dir, `${id}.out`) },
    stderr: { file: join(dir, `${id}.err`) },
  });
};

test('one by hand runs', async () => {
  const bundle = 'hand';
  const words = ['sh', '-c', 'id -u; echo $A; ls /bin/sh'].flatMap((w) => ['--args', w]);
  await ocifuzz('generate', '--out', bundle, ...words, '--env', 'A=1', '--env', 'PATH=/bin', '--uid', '1000');
  const id = `ocifuzz-hand-${process.pid}`;
  const { exitCode } = await run(bundle, id);
  const told = readFileSync(join(dir, `${id}.err`), 'utf8');
  expect([exitCode, readFileSync(join(dir, `${id}.out`), 'utf8')], told).toEqual([0, '1000\n1\n/bin/sh\n']);
});

test('one at random runs its hooks and its program', async () => {
  const args = ['--areas', 'hooks', '--profile', 'valid', '--seed', '1', '--count', '3'];
  await ocifuzz('generate', '--out', 'random', ...args);
  const begun: string[] = [];
  for (const n of [0, 1, 2]) {
    const { exitCode } = await run(`random/${n}/bundle`, `ocifuzz-random-${process.pid}-${n}`);
    expect(exitCode).toBe(0);
    const log = readFileSync(join(dir, `random/${n}/bundle/rootfs/.ocifuzz/log`), 'utf8');
    begun.push(...log.split('\n').filter((line) => line.startsWith('begin ')));
  }
  expect(begun.filter((line) => line.endsWith('/rootfs/bin/probe'))).toHaveLength(3);
  expect(begun.filter((line) => line.includes('/hooks/')).length).toBeGreaterThan(0);
});
