/**
 * faults: what befalls the runtime in one operation, and what is asked of it afterwards. Not in the registry: only
 * `--faults` makes such cases.
 */
import fc from 'fast-check';
import type { HookKind, Operation, Step } from '../../src/contract/case.ts';
import type { Fault } from '../../src/contract/fault.ts';
import type { Area, Context, Patch } from '../core/area.ts';
import { HOLD_MS } from '../core/base.ts';
import { hooksPatch } from '../core/hooks.ts';
import { pick } from '../core/words.ts';

const create: Step = { op: 'create' };
const start: Step = { op: 'start' };
const state: Step = { op: 'state' };
const started: Step = { op: 'wait', until: 'started' };
const stopped: Step = { op: 'wait', until: 'stopped' };
const kill = { op: 'kill', signal: 'KILL' } as const;
const force = { op: 'delete', force: true } as const;
const running = [create, start, started];

/**
 * An operation that something befalls, how often, and what leads to it. `hooks`: kinds that report while it is under way;
 * the program does so in `start`.
 */
type Struck = { weight: number; before: Step[]; operation: Operation; hooks: HookKind[] };
const STRUCK: Struck[] = [
  {
    ...{ weight: 4, before: [], operation: { op: 'create' } },
    hooks: ['prestart', 'createRuntime', 'createContainer'],
  },
  { weight: 2, before: [create], operation: { op: 'start' }, hooks: ['startContainer', 'poststart'] },
  { weight: 1, before: running, operation: kill, hooks: [] },
  { weight: 1, before: [...running, kill, stopped], operation: { op: 'delete' }, hooks: ['poststop'] },
  { weight: 1, before: [create], operation: force, hooks: ['poststop'] },
  { weight: 1, before: running, operation: force, hooks: ['poststop'] },
];

/** Does it still know the container, can it clean up, and can the id be used again? */
const AFTER: Step[][] = [
  [state, force, state],
  [state, force, state, create, start, started, force, state],
];

/** From before the runtime is up to beyond the end of a slow one; each step is some half longer than the last. */
const MOMENTS_US = [
  500, 1000, 1500, 2000, 3000, 4000, 6000, 9000, 13_000, 20_000, 30_000, 45_000, 70_000, 100_000,
];

const faultsOf = ({ operation, hooks }: Struck, { host }: Context): fc.Arbitrary<Fault> => {
  const freezes = host.cgroup === 'v2' || host.controllers.includes('freezer');
  const frozen = freezes && operation.op !== 'create' ? [{ type: 'frozen' } as const] : [];
  return fc.oneof(
    { weight: 6, arbitrary: pick(MOMENTS_US).map((afterUs): Fault => ({ type: 'kill', afterUs })) },
    {
      weight: hooks.length > 0 ? 4 : 0,
      arbitrary: fc
        .integer({ min: 1, max: Math.max(1, hooks.length) })
        .map((atReport): Fault => ({ type: 'kill', atReport })),
    },
    {
      weight: 4,
      arbitrary: pick<Fault>([
        { type: 'read-only', place: 'state' },
        { type: 'read-only', place: 'cgroup' },
        { type: 'full', place: 'state' },
        ...(operation.op === 'create'
          ? ([
              { type: 'read-only', place: 'pid' },
              { type: 'full', place: 'pid' },
            ] as const)
          : []),
        ...frozen,
      ]),
    },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 3, max: 24 }).map((limit): Fault => ({ type: 'files', limit })),
    },
    {
      weight: host.controllers.includes('pids') ? 2 : 0,
      arbitrary: fc.integer({ min: 1, max: 16 }).map((limit): Fault => ({ type: 'processes', limit })),
    },
  );
};

const patchOf = ({ before, operation, hooks }: Struck, fault: Fault, after: Step[]): Patch => ({
  ...('atReport' in fault ? hooksPatch(hooks.map((kind) => ({ kind, behaviour: {} }))) : {}),
  program: { holdMs: HOLD_MS, stubborn: true },
  script: [...before, { ...operation, fault }, ...after],
  unspecified: true,
});

const struck = (s: Struck, ctx: Context): fc.Arbitrary<Patch> =>
  fc
    .tuple(
      faultsOf(s, ctx),
      /* a create that fails has to leave nothing, whether somebody cleans up or not */
      pick(s.operation.op === 'create' ? [...AFTER, [state]] : AFTER),
    )
    .map(([fault, after]) => patchOf(s, fault, after));

export const faults: Area = {
  name: 'faults',
  title: 'faults: the runtime killed, unable to write, without descriptors or processes, in one operation',
  always: true,
  valid: (ctx) => fc.oneof(...STRUCK.map((s) => ({ weight: s.weight, arbitrary: struck(s, ctx) }))),
};
