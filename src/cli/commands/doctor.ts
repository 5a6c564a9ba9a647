/** `ocifuzz doctor`: what this host can and cannot test, and what to do about it. */
import { laneSetup } from '../../executor/executor.ts';
import { sanitize } from '../../report/sanitize.ts';
import { styleFor } from '../../report/style.ts';
import { resolveRuntimes } from '../../runtimes/resolve.ts';
import type { Handler } from '../commands.ts';
import { type Diagnosis, diagnose } from '../diagnose.ts';
import { EXIT } from '../exit-codes.ts';

export const doctor: Handler<'runtimes' | 'cgroup'> = async ({ runtimes: entries, cgroup }, _args, io) => {
  const runtimes = await resolveRuntimes(entries);
  const { host } = await laneSetup({ runtimes, cgroup, workers: 1, stepTimeoutMs: 1, sandbox: 'full' });
  const style = styleFor(io.env, io.stdout.isTTY === true);
  const paint = { ok: style.green, limit: style.yellow, stop: style.red };
  const found = diagnose(
    host,
    runtimes.map((r) => r.facts),
  );
  for (const { level, text, advice } of found)
    io.stdout.write(
      `${paint[level](level.padEnd(5))}  ${sanitize(text)}\n${advice === undefined ? '' : `       → ${advice}\n`}`,
    );
  return found.some((d: Diagnosis) => d.level === 'stop') ? EXIT.usage : EXIT.ok;
};
