#!/usr/bin/env node
/** The program: signals, streams and exit codes around program(). */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../contract/errors.ts';
import { sanitize } from '../report/sanitize.ts';
import { EXIT } from './exit-codes.ts';
import { program } from './program.ts';

/** npm and a terminal both pass a Ctrl-C on: what comes within this time is the same one. In ms. */
const SAME_SIGNAL = 700;

const stop = new AbortController();
let signalledAt: number | null = null;
const onStderr = (text: string): void => void process.stderr.write(`ocifuzz: ${text}\n`);
let notice = onStderr;

function onSignal(): void {
  const now = Date.now();
  if (signalledAt === null) {
    signalledAt = now;
    notice('stopping when what runs has ended; once more to stop at once');
    stop.abort();
  } else if (now - signalledAt > SAME_SIGNAL) process.exit(EXIT.interrupted);
}

/** `| head` closes the pipe: no more output is wanted, and none is an error. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') stop.abort();
  else onInternalError(error);
}

function onInternalError(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const file = join(tmpdir(), `ocifuzz-error-${process.pid}.txt`);
  let details = `details are in ${file}`;
  try {
    writeFileSync(file, `${stack}\n`, { flag: 'wx', mode: 0o600 });
  } catch {
    details = stack;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`ocifuzz: internal error: ${sanitize(message)}\n  ${sanitize(details, 'lines')}\n`);
  process.exit(EXIT.internal);
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
process.on('uncaughtException', onInternalError);
process.on('unhandledRejection', onInternalError);
process.stdout.on('error', onStreamError);
process.stderr.on('error', onStreamError);

try {
  process.exitCode = await program({
    argv: process.argv.slice(2),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal: stop.signal,
    onNotice(show) {
      notice = show ?? onStderr;
    },
  });
} catch (error) {
  if (!(error instanceof UserError)) onInternalError(error);
  else {
    process.stderr.write(`ocifuzz: ${sanitize(error.message, 'lines')}\n`);
    process.exitCode = EXIT.usage;
  }
}
