/** hooks: all six kinds (config.md#posix-platform-hooks) */
import fc from 'fast-check';
import { type Behaviour, HOOK_KINDS } from '../../src/contract/case.ts';
import type { Area, Patch } from '../core/area.ts';
import { type Entry, hooksPatch } from '../core/hooks.ts';
import { maybe, pick } from '../core/words.ts';
import {
  borders,
  executed,
  looks,
  questions,
  rewrites,
  signals,
  strange,
  timeouts,
  wrongEntries,
} from './hooks-edge.ts';

const args = pick([['hook'], ['hook', 'a', 'b c', ''], ['/other/name', '--flag=ä'], ['-'], ['a/b', 'x'], []]);
const env = pick([
  [],
  ['A=1'],
  ['A=1', 'B=', 'PATH=/nosuch', 'C=x y'],
  ['HOME=/h', 'LC_ALL=C'],
  ['A==', 'B= '],
]);
const calm: Partial<Behaviour>[] = [{}, { stdin: 'read' }, { floodStdout: 2000, floodStderr: 2000 }];

const entryOf = (behaviours: readonly Partial<Behaviour>[]): fc.Arbitrary<Entry> =>
  fc.record({
    kind: pick(HOOK_KINDS),
    behaviour: pick(behaviours),
    args: maybe(args),
    env: maybe(env),
    timeout: maybe(pick([5, 10, 3600])),
  });

/** At most three of a kind. */
const limited = (entries: Entry[]): Entry[] =>
  entries.filter((e, i) => entries.slice(0, i).filter((f) => f.kind === e.kind).length < 3);

/** Hooks are told where the bundle is, however it was spelled. */
const spelled = pick([undefined, undefined, undefined, 'relative', 'symlink', 'trailing-slash'] as const);

const valid = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(entryOf(calm), { minLength: 1, maxLength: 6, size: 'max' }) },
      /* one of each, in an order that is not theirs */
      {
        weight: 2,
        arbitrary: fc
          .shuffledSubarray([...HOOK_KINDS], { minLength: 2 })
          .map((kinds): Entry[] => kinds.map((kind) => ({ kind, behaviour: {} }))),
      },
    ),
    spelled,
  )
  .map(
    ([entries, bundle]): Patch => ({
      ...hooksPatch(limited(entries)),
      ...(bundle === undefined ? {} : { caller: { bundle } }),
    }),
  );

const failing: Partial<Behaviour>[] = [
  { exit: 1 },
  { exit: 3 },
  { exit: 255 },
  { signal: 9 },
  { signal: 15 },
  { signal: 11 },
];

/** One hook that fails, others around it, often of the kinds that follow: which of them run, and what is left? */
const failures = fc
  .tuple(
    fc.array(entryOf([{}]), { maxLength: 3 }),
    pick(HOOK_KINDS),
    pick(failing),
    fc.nat({ max: 3 }),
    fc.subarray(['poststart', 'poststop'] as const),
  )
  .map(([others, kind, behaviour, at, last]): Patch => {
    const after = last.map((k): Entry => ({ kind: k, behaviour: {} }));
    const entries = limited([...others, ...after].filter((o, i) => o.kind !== kind || i < 2));
    return {
      ...hooksPatch(entries.toSpliced(at % (entries.length + 1), 0, { kind, behaviour })),
      unspecified: true,
    };
  });

export const hooks: Area = {
  name: 'hooks',
  title: 'hooks: six kinds, order, args, env, timeout, failures, where their path is looked up',
  weight: 4,
  valid: () => valid,
  edge: () =>
    fc.oneof(
      { weight: 12, arbitrary: failures },
      { weight: 5, arbitrary: borders },
      { weight: 5, arbitrary: strange },
      { weight: 6, arbitrary: wrongEntries },
      { weight: 3, arbitrary: rewrites },
      { weight: 3, arbitrary: questions },
      { weight: 2, arbitrary: signals },
      { weight: 1, arbitrary: timeouts },
      { weight: 3, arbitrary: looks },
      { weight: 3, arbitrary: executed },
    ),
};
