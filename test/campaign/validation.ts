/** The validation tests of a built checkout of runtime-tools, each in a fresh lifecycle of a sandbox as a campaign's. */
import { existsSync, readdirSync } from 'node:fs';
import { Sandbox } from '../../src/bench/sandboxed.ts';
import { WORK } from '../../src/contract/case.ts';
import type { ExecutorOptions } from '../../src/executor/executor.ts';

/** As long as node-tap, which its README names, waits for a test. */
const TEST_MS = 30_000;
/** How often a test runs without a bug before what it shows with one counts. */
const CONTROLS = 3;
const RUNTIME = '/tmp/runtime';

/** What is not ok in a run of a test, and how often; no id, number or path of the run in it. */
type Red = Map<string, number>;
type TestRun = { seconds: number; red: Red };
/** `seconds` of all tests up to the first that is red for the bug; `alone`: of that one; without one it is null. */
export type Result = { seconds: number; test: string | null; alone: number };

/** Names of the tests, in the order of the alphabet; a test is validation/NAME/NAME.t. None where nothing is built. */
export function validationTests(dir: string): string[] {
  const top = `${dir}/validation`;
  const all = existsSync(top) ? readdirSync(top, { recursive: true, encoding: 'utf8' }) : [];
  return all.flatMap((f) => /^(\w+)\/\1\.t$/.exec(f)?.[1] ?? []).sort();
}

/** Looks for bugs; what tests show without one is kept. */
export class Validation {
  private readonly dir: string;
  private readonly program: string;
  private readonly controls = new Map<string, Promise<Red[]>>();

  constructor(dir: string, program: string) {
    this.dir = dir;
    this.program = program;
  }

  /** All tests in turn, until one is red in two runs with what it never shows on the same program without a bug. */
  async find(sabotage: string): Promise<Result> {
    const options: ExecutorOptions = {
      runtimes: [],
      cgroup: 'auto',
      workers: 1,
      stepTimeoutMs: TEST_MS,
      sandbox: 'full',
    };
    const sandbox = await Sandbox.open(options, `peers-${sabotage}`);
    let seconds = 0;
    try {
      for (const test of validationTests(this.dir)) {
        const first = await this.run(sandbox, test, sabotage);
        seconds += first.seconds;
        if (!(await this.isNew(sandbox, test, first.red))) continue;
        const again = await this.run(sandbox, test, sabotage);
        if (await this.isNew(sandbox, test, again.red)) return { seconds, test, alone: first.seconds };
      }
      return { seconds, test: null, alone: 0 };
    } finally {
      await sandbox.close();
    }
  }

  private async isNew(sandbox: Sandbox, test: string, red: Red): Promise<boolean> {
    if (red.size === 0) return false;
    const controls = this.controls.get(test) ?? this.control(sandbox, test);
    this.controls.set(test, controls);
    const seen = await controls;
    return [...red].some(([what, n]) => seen.every((c) => n > (c.get(what) ?? 0)));
  }

  private async control(sandbox: Sandbox, test: string): Promise<Red[]> {
    const runs: Red[] = [];
    while (runs.length < CONTROLS) runs.push((await this.run(sandbox, test, 'none')).red);
    return runs;
  }

  private async run(sandbox: Sandbox, test: string, sabotage: string): Promise<TestRun> {
    const script = `#!/bin/sh\nexec ${this.program} --sabotage=${sabotage} --root /run/runc "$@"\n`;
    const argv = [`validation/${test}/${test}.t`];
    const env = [`RUNTIME=${RUNTIME}`, `TMPDIR=${WORK}`];
    const { wallNs, exitCode, timedOut, stdout } = await sandbox.run(
      { argv, env, cwd: this.dir, timeoutMs: TEST_MS },
      [{ op: 'file', path: RUNTIME, mode: 0o755, uid: 0, gid: 0, content: Buffer.from(script) }],
    );
    return { seconds: wallNs / 1e9, red: redOf(stdout.toString('utf8'), timedOut ? 'no' : `${exitCode}`) };
  }
}

/** Of a test's TAP and exit code: as node-tap sees it, a test is not ok either without a plan that holds. */
function redOf(tap: string, exit: string): Red {
  const lines = tap.split('\n');
  const said = lines.filter((l) => /^(not )?ok\b/.test(l));
  const plan = lines.findLast((l) => l.startsWith('1..'));
  const what = said.filter((l) => l.startsWith('not')).map((l) => l.replace(/\d+/g, '#'));
  if (exit !== '0') what.push(`exit ${exit}`);
  if (plan !== `1..${said.length}`) what.push('plan');
  return new Map(what.map((w) => [w, what.filter((x) => x === w).length]));
}
