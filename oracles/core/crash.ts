/** Crashes of runtimes: signals of their own making, and what is printed by those who give up. */
import type { Case, Step } from '../../src/contract/case.ts';
import type { StepObservation } from '../../src/contract/observation.ts';
import { FAULT_SIGNALS } from './signals.ts';

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

/** Of a hook that floods an output that is closed, SIGPIPE as an exit code may be passed on. */
const HOOK_PIPE = 128 + 13;

/** How an operation crashed; null: it did not. */
export function crashWord(
  c: Case,
  op: Step['op'],
  { outcome, signal, exitCode, stderr }: StepObservation,
): string | null {
  const trace = TRACES.find(([pattern]) => pattern.test(stderr))?.[1];
  if (trace) return trace;
  if (outcome === 'signal' && signal !== null) return FAULT_SIGNALS[signal] ?? null;
  // the exit code of run is the program's, and that of a failed hook may be passed on
  if (outcome === 'error' && op !== 'run' && exitCode !== null && exitCode > 128 && !endsSo(c, exitCode))
    return FAULT_SIGNALS[exitCode - 128] && exitCode !== HOOK_PIPE ? `exit-${exitCode}` : null;
  return null;
}

/** True if a program of the case ends with this exit code, or with the signal that it stands for. */
const endsSo = ({ files }: Case, exitCode: number): boolean =>
  files.some(
    (f) => f.type === 'program' && (f.behaviour.exit === exitCode || f.behaviour.signal === exitCode - 128),
  );
