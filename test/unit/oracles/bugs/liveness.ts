/** Crashes and hangs. */
import { type Bug, fail, stepOf } from './plant.ts';

export const LIVENESS: Bug[] = [
  {
    name: 'segmentation fault',
    plant: (o) => Object.assign(stepOf(o, 10), { outcome: 'signal', exitCode: null, signal: 11 }),
    found: ['liveness.crash', 'steps.delete', 'SIGSEGV'],
    kind: 'crash',
  },
  {
    name: 'a write to a hook that reads nothing',
    plant: (o) => Object.assign(stepOf(o, 3), { outcome: 'signal', exitCode: null, signal: 13 }),
    found: ['liveness.crash', 'steps.start', 'SIGPIPE'],
    kind: 'crash',
  },
  {
    name: 'panic',
    plant: (o) => {
      fail(o, 3);
      stepOf(o, 3).stderr = 'panic: runtime error: index out of range\n\ngoroutine 1 [running]:\n';
    },
    found: ['liveness.crash', 'steps.start', 'go-panic'],
    kind: 'crash',
  },
  {
    name: 'hang',
    plant: (o) => Object.assign(stepOf(o, 2), { outcome: 'timeout', exitCode: null, wallMs: 10_000 }),
    found: ['liveness.hang', 'steps.state', 'timeout'],
    kind: 'hang',
  },
];
