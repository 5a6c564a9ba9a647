/** The program as users call it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { baseConfig } from '../../generators/core/base.ts';
import { Result } from '../../src/contract/result.ts';
import { checked } from '../../src/contract/validate.ts';

const CLI = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'ocifuzz-cli-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const ocifuzz = (args: string[], env: Record<string, string> = {}) =>
  execa(process.execPath, [CLI, ...args], {
    reject: false,
    stdin: 'ignore',
    cwd: scratch,
    env: { NO_COLOR: '1', ...env },
  });

test.each([
  [['--runtimes', 'runc,nope'], "no runtime 'nope' in PATH"],
  [['--runtimes', 'runc,x=/etc/passwd'], 'x: /etc/passwd is not an executable file'],
  [['--runtimes', 'tea:runc'], "unknown adapter 'tea'"],
  [['--areas', 'mount'], "unknown area 'mount' (did you mean mounts?)"],
  [['--index', '3'], '--index needs the --seed'],
  [['--baseline', 'missing.json'], 'missing.json'],
  [['--resume', 'missing'], 'missing'],
  [['--max-cases', '1', '--out', '/dev/null/x'], '/dev/null/x'],
  [['replay', 'missing'], 'missing does not exist'],
  [['check', '.'], 'has no readable config.json'],
])('%j ends with exit code 2 and one line', async (args, message) => {
  const run = await ocifuzz(args);
  expect(run.stderr).toContain(message);
  expect(run.stderr.split('\n')).toHaveLength(1);
  expect(run.stdout).toBe('');
  expect(run.exitCode).toBe(2);
});

test('an uncaught exception ends with exit code 70 and says where the details are', async () => {
  const bomb = join(scratch, 'bomb.mjs');
  writeFileSync(bomb, 'process.getuid = () => { throw new Error("boom \\u001b[2J"); };\n');
  const run = await ocifuzz(['doctor'], { NODE_OPTIONS: `--import ${bomb}`, TMPDIR: scratch });
  expect(run.exitCode).toBe(70);
  expect(run.stderr).toContain('ocifuzz: internal error: boom \\x1b[2J');
  const file = /details are in (\S+)/.exec(run.stderr)?.[1] ?? '';
  expect(readFileSync(file, 'utf8')).toContain('Error: boom');
});

test('a reader that goes away ends it quietly', async () => {
  const run = await execa('sh', ['-c', `"${process.execPath}" "${CLI}" list rules | head -n 1`], {
    reject: false,
  });
  expect(run.stdout.split('\n')).toHaveLength(1);
  expect(run.stderr).toBe('');
});

describe('check', () => {
  test('a foreign bundle runs as it is and with the probe, and stays untouched', async () => {
    const bundle = join(scratch, 'bundle');
    mkdirSync(join(bundle, 'rootfs/bin'), { recursive: true });
    const config = baseConfig();
    writeFileSync(
      join(bundle, 'config.json'),
      JSON.stringify({ ...config, process: { ...config.process, args: ['/bin/no'] } }),
    );
    const before = statSync(join(bundle, 'rootfs')).mtimeMs;
    const run = await ocifuzz(['check', bundle, '--runtimes', 'runc,crun', '--exit-zero', '--json']);
    expect(run.exitCode, run.stderr).toBe(0);
    const result = checked(Result, JSON.parse(run.stdout), '--json');
    expect(result.stats.cases).toBe(2);
    expect(result.stopReason).toBe('max-cases');
    expect(statSync(join(bundle, 'rootfs')).mtimeMs).toBe(before);
    expect(existsSync(join(bundle, 'rootfs/dev'))).toBe(false);
  });
});

describe('run', () => {
  test('its findings can be shown and replayed by the commands that it prints', async () => {
    const args = ['--runtimes', 'runc,crun', '--areas', 'hooks', '--seed', '1', '--max-divergences', '1'];
    const run = await ocifuzz([...args, '--baseline', 'none', '--no-shrink', '--verbose']);
    expect(run.exitCode, run.stderr).toBe(1);
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^ocifuzz .* runc .* crun .* seed 1$/);
    const replay = lines.find((l) => l.startsWith('  replay  '))?.replace('  replay  ', '') ?? '';
    for (const command of [lines.at(-1) ?? '', replay]) {
      const pasted = await execa('sh', ['-c', command], { cwd: scratch, reject: false, stdin: 'ignore' });
      expect(pasted.exitCode, `${command}\n${pasted.stdout}${pasted.stderr}`).toBe(0);
    }
  });
});
