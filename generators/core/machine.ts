/** The status machine of runtime.md#lifecycle as a generator: scripts of legal and illegal operations in any order. */
import type { Step } from '../../src/contract/case.ts';

type Status = 'none' | 'created' | 'running' | 'stopped';
/** Steps that belong together, and the status that they lead to by the specification. */
type Move = { steps: Step[]; to: Status };

const state: Step = { op: 'state' };
const kill = (signal: string): Step => ({ op: 'kill', signal });
const stopped: Step = { op: 'wait', until: 'stopped' };
const force: Step = { op: 'delete', force: true };

/** Operations that have to fail in a status and change nothing: each is followed by a look. */
const ILLEGAL: Record<Status, Step[]> = {
  none: [{ op: 'start' }, kill('TERM'), { op: 'delete' }],
  created: [{ op: 'create' }],
  running: [{ op: 'create' }, { op: 'start' }, { op: 'delete' }],
  stopped: [{ op: 'create' }, { op: 'start' }, kill('TERM')],
};
/** Signals that the program lives through, beyond which nothing changes; and what the specification does not know. */
const HARMLESS: Step[][] = [
  [kill('USR2')],
  [kill('HUP')],
  [kill('0')],
  [{ op: 'observe' }],
  [{ op: 'ps' }],
  [{ op: 'exec' }],
  [{ op: 'update' }],
  [{ op: 'events' }],
  [{ op: 'pause' }, state, { op: 'resume' }],
  [{ op: 'pause' }, { op: 'pause' }, { op: 'resume' }],
  [{ op: 'resume' }],
];

/** What can be done in a status: what goes on along the lifecycle first. The program holds on and only KILL ends it. */
const LEGAL: Record<Status, Move[]> = {
  none: [{ steps: [{ op: 'create' }], to: 'created' }],
  created: [
    { steps: [{ op: 'start' }, { op: 'wait', until: 'started' }], to: 'running' },
    { steps: [kill('KILL'), stopped], to: 'stopped' },
    { steps: [force], to: 'none' },
  ],
  running: [
    { steps: [kill('KILL'), stopped], to: 'stopped' },
    { steps: [force], to: 'none' },
    ...HARMLESS.map((steps): Move => ({ steps, to: 'running' })),
  ],
  stopped: [
    { steps: [{ op: 'delete' }], to: 'none' },
    { steps: [force], to: 'none' },
  ],
};

/** Half of the choices go on along the lifecycle, else most scripts would end where they began; a quarter is illegal. */
function moveOf(from: Status, choice: number): Move | undefined {
  if (choice % 2 === 0) return LEGAL[from][0];
  const among: Move[] =
    choice % 4 === 1
      ? ILLEGAL[from].map((s) => ({ steps: [s, state], to: from }))
      : [...LEGAL[from], { steps: [state], to: from }];
  return among[Math.floor(choice / 4) % among.length];
}

/** What brings a container to its end from a status. */
const END: Record<Status, Step[]> = {
  none: [],
  created: [force],
  running: [kill('KILL'), stopped, { op: 'delete' }],
  stopped: [{ op: 'delete' }],
};

/** A script of the moves that the numbers choose, one after the other, to the container's end. */
export function scriptOf(choices: readonly number[]): Step[] {
  let status: Status = 'none';
  const steps: Step[] = [];
  for (const n of choices) {
    const move = moveOf(status, n);
    if (move === undefined) continue;
    steps.push(...move.steps);
    status = move.to;
  }
  return [...steps, ...END[status], state];
}
