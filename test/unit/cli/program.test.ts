import { describe, expect, test } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { program } from '../../../src/cli/program.ts';
import { UserError } from '../../../src/contract/errors.ts';

function capture(argv: string[]): { io: Io; out: () => string } {
  let text = '';
  const stdout = { write: (t: string) => (text += t) };
  return {
    io: {
      argv,
      stdout,
      stderr: { write: () => true },
      env: {},
      signal: new AbortController().signal,
      onNotice: () => {},
    },
    out: () => text,
  };
}

async function run(...argv: string[]) {
  const { io, out } = capture(argv);
  return { code: await program(io), out: out() };
}

test.each([['--help'], ['help'], ['-h']])('%s shows the commands and the exit codes', async (flag) => {
  const { code, out } = await run(flag);
  expect(code).toBe(0);
  expect(out).toContain('Commands:');
  expect(out).toContain('130  interrupted');
});

test('each command has its own help', async () => {
  expect((await run('replay', '--help')).out).toContain('Usage: ocifuzz replay');
  expect((await run('help', 'replay')).out).toContain('Usage: ocifuzz replay');
});

test.each([['--version'], ['version']])('%s is the version of the package', async (flag) => {
  expect((await run(flag)).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe('wrong usage says what is wrong', () => {
  test.each([
    [['repaly'], "unknown command 'repaly' (did you mean replay?)"],
    [['--runtime', 'runc'], '--runtimes'],
    [['run', '--max-time', 'soon'], "--max-time: 'soon' is not a duration; write 60s, 10m or 1h"],
    [['--cgroup', 'v3'], "--cgroup: unknown cgroup view 'v3' (did you mean v1?)"],
    [['--seed'], '--seed'],
    [['run', 'extra'], 'too many arguments'],
    [['show'], "missing required argument 'case'"],
    [['list', 'area'], "unknown list 'area' (did you mean areas?)"],
    [['show', '/does/not/exist'], '/does/not/exist'],
    [['report', '--format', 'sh'], "--format: unknown format 'sh'"],
    [['export', 'x', '--format', 'html'], "--format: unknown format 'html'"],
    [['report', '/does/not/exist', '--format', 'html'], '/does/not/exist is not the directory of a run'],
  ])('%j', async (argv, message) => {
    const failure = await run(...argv).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).message).toContain(message);
  });
});
