/** start: it runs the program that the config has, and has none to run where there is no process (runtime.md#start). */
import { type Case, PROGRAM_PATH, REPORT_SOCKET } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { configOf, programOf } from '../core/case.ts';
import { type Life, stepPath } from '../core/lifecycle.ts';
import { isBelow, normalPath } from '../core/mounts.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';

const RUNS = 'op.start.runs-program';
const UNSET = 'op.start.process-unset';
export const START_RULES = specRules(RUNS, UNSET);

/** True where nothing in the config can keep the program from reporting: no filter, no limits, nothing over it. */
function isQuiet({ process, linux, mounts, root }: OciConfig): boolean {
  const over = [
    ...(mounts ?? []).map((m) => m.destination),
    ...[...(linux?.maskedPaths ?? []), ...(linux?.readonlyPaths ?? [])],
  ].map(normalPath);
  const needed = [PROGRAM_PATH, REPORT_SOCKET];
  return (
    root?.path === 'rootfs' &&
    process?.args?.[0] === PROGRAM_PATH &&
    (process.rlimits ?? linux?.seccomp ?? linux?.resources) === undefined &&
    (process.apparmorProfile ?? process.selinuxLabel) === undefined &&
    !over.some((at) => needed.some((p) => p === at || isBelow(p, at)))
  );
}

export function judgeStart(c: Case, run: Run, life: Life, r: Report): void {
  const config = configOf(c);
  if (config === null || life.crowded || life.altered || life.create.step.op !== 'create') return;
  if (config.process === undefined) judgeUnset(life, r);
  else if (!run.runtime.ownKernel) judgeProgram(c, config, life, r);
}

function judgeUnset({ create, start }: Life, r: Report): void {
  const { outcome } = start?.seen ?? create.seen;
  if (start === null) r.unknown(UNSET, `create without process: ${outcome}`);
  else if (outcome === 'ok' || outcome === 'error')
    r.check(UNSET, outcome === 'error', {
      path: stepPath(start),
      token: 'without-process',
      title: 'start succeeds though no process is configured',
      expected: 'error',
      actual: 'ok',
    });
}

/** A program that reported has run. One that did not has not only where its end says that all was well. */
function judgeProgram(c: Case, config: OciConfig, life: Life, r: Report): void {
  const { start } = life;
  const program = programOf(c);
  if (start === null || start.seen.outcome !== 'ok' || program === null) return;
  if (life.events.some((e) => e.program === program.path)) {
    r.ok(RUNS);
    return;
  }
  const end = life.steps.find((s) => s.index > start.index && s.seen.ended !== undefined);
  const killed = life.steps.some((s) => s.index < (end?.index ?? Infinity) && s.step.op === 'kill');
  if (!isQuiet(config) || killed || end?.seen.ended !== 'exit 0')
    r.unknown(RUNS, 'nothing in the container reported');
  else
    r.fail(RUNS, {
      path: 'program.begin',
      token: 'not-run',
      title: 'start succeeds, and the container process ends well without having been the program',
      expected: config.process?.args,
      actual: end.seen.ended,
    });
}
