/** Signals that a program gets for its own faults (signal(7)); SIGPIPE: it wrote to a hook that reads nothing. */
import type { StepObservation } from '../../src/contract/observation.ts';

export const FAULT_SIGNALS: Record<number, string> = {
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  31: 'SIGSYS',
};

export const isFault = (s: StepObservation): boolean => s.signal !== null && s.signal in FAULT_SIGNALS;
