/** liveness: runtimes that crash or hang. */
import type { Case, HookKind, Step } from '../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, PATIENCE_MS, programOf, programsOf, versionOf } from './core/case.ts';
import { type StepView, walk } from './core/lifecycle.ts';
import { type Report, report } from './core/report.ts';
import { ownRule } from './core/rules.ts';
import { FAULT_SIGNALS } from './core/signals.ts';

const RULES = [
  ownRule('liveness.crash', 'A runtime does not die of a fault of its own, whatever it is given.'),
  ownRule('liveness.hang', 'An operation comes to an end unless the case itself makes it wait.'),
];

/** What the Go runtime, libc and sanitizers print when they give up. */
const TRACES: [RegExp, string][] = [
  [/^panic: /m, 'go-panic'],
  [/^fatal error: /m, 'go-fatal'],
  [/^goroutine \d+ \[/m, 'go-trace'],
  [/SIGSEGV: segmentation violation/, 'go-segv'],
  [/^thread '.*' panicked at /m, 'rust-panic'],
  [/Assertion .* failed\.?$/m, 'assertion'],
  [
    /\*\*\* (stack smashing|buffer overflow) detected|corrupted (size|top)|double free|free\(\): invalid/m,
    'heap',
  ],
  [/AddressSanitizer|UndefinedBehaviorSanitizer/, 'sanitizer'],
];

function crashWord(s: StepView): string | null {
  const { outcome, signal, exitCode, stderr } = s.seen;
  const trace = TRACES.find(([pattern]) => pattern.test(stderr))?.[1];
  if (trace) return trace;
  if (outcome === 'signal' && signal !== null) return FAULT_SIGNALS[signal] ?? null;
  // the exit code of run is the program's
  if (outcome === 'error' && s.step.op !== 'run' && exitCode !== null && exitCode > 128)
    return FAULT_SIGNALS[exitCode - 128] ? `exit-${exitCode}` : null;
  return null;
}

const KINDS: Partial<Record<Step['op'], HookKind[]>> = {
  create: ['prestart', 'createRuntime', 'createContainer', 'poststart', 'poststop'],
  start: ['startContainer', 'poststart', 'poststop'],
  delete: ['poststop'],
  run: ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststart', 'poststop'],
};

/** Longest time in ms that the case itself makes an operation wait: hooks, and the program of `run`. */
function waitsMs(c: Case, op: Step['op']): number {
  const programs = programsOf(c);
  const takes = (path: string): number => {
    const b = [...programs].find(([label]) => label.endsWith(path))?.[1].behaviour;
    return (
      (b?.sleepMs ?? 0) + (b?.holdMs ?? 0) + (b?.childMs ?? 0) + (b?.call === undefined ? 0 : PATIENCE_MS)
    );
  };
  const entries = (KINDS[op] ?? []).flatMap((k) => configOf(c)?.hooks?.[k] ?? []);
  const hooks = entries.map((e) => Math.min(takes(e.path), (e.timeout ?? Infinity) * 1000));
  const b = op === 'run' ? programOf(c)?.behaviour : undefined;
  return hooks.reduce((sum, t) => sum + t, (b?.sleepMs ?? 0) + (b?.holdMs ?? 0) + (b?.childMs ?? 0));
}

/** A seccomp filter that denies anything may stop the runtime's own first process. */
function filtered(c: Case, op: Step['op']): boolean {
  const seccomp = configOf(c)?.linux?.seccomp;
  if (seccomp === undefined || !['create', 'start', 'run'].includes(op)) return false;
  const actions = [seccomp.defaultAction, ...(seccomp.syscalls ?? []).map((s) => s.action)];
  return !actions.every((a) => a === 'SCMP_ACT_ALLOW' || a === 'SCMP_ACT_LOG');
}

function judgeStep(c: Case, s: StepView, r: Report): void {
  const path = `steps.${s.step.op}`;
  const crash = crashWord(s);
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
  // foreign programs and inherited pipes may make `run` wait for as long as they like
  const foreign = s.step.op === 'run' && (programOf(c) === null || c.caller.stdin === 'pipe');
  if (foreign || filtered(c, s.step.op) || waitsMs(c, s.step.op) > s.seen.wallMs / 2) {
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
  for (const s of walk(c, run).steps) if (OPERATIONS.includes(s.step.op)) judgeStep(c, s, r);
  return r.verdicts();
}

export const liveness: Oracle = {
  name: 'liveness',
  title: 'crashes and hangs of runtimes',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
