/** liveness: runtimes that crash or hang. */
import type { Case } from '../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, versionOf } from './core/case.ts';
import { crashWord } from './core/crash.ts';
import { type StepView, walk } from './core/lifecycle.ts';
import { mayWait } from './core/patience.ts';
import { type Report, report } from './core/report.ts';
import { ownRule } from './core/rules.ts';
import { stifles } from './core/seccomp.ts';

const RULES = [
  ownRule('liveness.crash', 'A runtime does not die of a fault of its own, whatever it is given.'),
  ownRule('liveness.hang', 'An operation comes to an end unless the case itself makes it wait.'),
];

function judgeStep(c: Case, s: StepView, stifled: boolean, r: Report): void {
  const path = `steps.${s.step.op}`;
  const crash = crashWord(c, s.step.op, s.seen);
  if (crash !== null && stifled) {
    r.unknown('liveness.crash', 'the filter may have kept a process of the runtime from ending well');
    return;
  }
  r.check('liveness.crash', crash === null, {
    path,
    token: crash ?? '',
    kind: 'crash',
    title: `${s.step.op} crashes: ${crash}`,
    actual: { exitCode: s.seen.exitCode, signal: s.seen.signal, stderr: s.seen.stderr.slice(0, 2000) },
  });
  if (s.seen.outcome !== 'timeout') {
    r.ok('liveness.hang');
    return;
  }
  if (mayWait(c, s.step.op, s.seen.wallMs)) {
    r.unknown('liveness.hang', 'the case itself makes the operation wait');
    return;
  }
  r.fail('liveness.hang', {
    path,
    token: 'timeout',
    kind: 'hang',
    title: `${s.step.op} does not end`,
    expected: 'an end',
    actual: `killed after ${Math.round(s.seen.wallMs / 1000)} s`,
  });
}

const OPERATIONS = ['create', 'start', 'state', 'kill', 'delete', 'run'];

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const r = report('liveness', RULES, run, versionOf(input));
  const stifled = stifles(configOf(c)?.linux?.seccomp, input.host);
  for (const s of walk(c, run).steps) if (OPERATIONS.includes(s.step.op)) judgeStep(c, s, stifled, r);
  return r.verdicts();
}

export const liveness: Oracle = {
  name: 'liveness',
  title: 'crashes and hangs of runtimes',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
