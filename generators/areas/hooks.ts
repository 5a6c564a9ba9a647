/** hooks: all six kinds (config.md#posix-platform-hooks) */
import fc from 'fast-check';
import { type Behaviour, HOOK_KINDS, type HookKind } from '../../src/contract/case.ts';
import { type Area, type Context, knows, type Patch } from '../core/area.ts';
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

/** Death by a signal is a failure only by what is meant: mostly an exit code tells. */
const failing = fc.oneof(
  { weight: 3, arbitrary: pick<Partial<Behaviour>>([{ exit: 1 }, { exit: 3 }, { exit: 255 }]) },
  { weight: 1, arbitrary: pick<Partial<Behaviour>>([{ signal: 9 }, { signal: 15 }, { signal: 11 }]) },
);
const calmly = (kind: HookKind): Entry => ({ kind, behaviour: {} });
/** A hook that fails, and after it one of its own kind and of each later one, or of a single kind. */
const followed = fc
  .record({
    kind: pick(HOOK_KINDS),
    behaviour: failing,
    one: pick([true, false, false]),
    at: fc.nat({ max: 5 }),
  })
  .map(({ kind, behaviour, one, at }): Entry[] => {
    const later = HOOK_KINDS.slice(HOOK_KINDS.indexOf(kind));
    const after = one ? later.filter((_, i) => i === at % later.length) : later;
    return [{ kind, behaviour }, ...after.map(calmly)];
  });

/** A hook that fails in its list, others of any kind around it. */
const surrounded = fc
  .tuple(fc.array(entryOf([{}]), { maxLength: 3 }), pick(HOOK_KINDS), failing, fc.nat({ max: 3 }))
  .map(([others, kind, behaviour, at]): Entry[] => {
    const around = others.filter((o, i) => o.kind !== kind || i < 2);
    return around.toSpliced(at % (around.length + 1), 0, { kind, behaviour });
  });

/** One hook that fails: which of the others run, and what is left? Of poststart hooks 1.3.0 says another thing. */
const failures = (ctx: Context) =>
  fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: followed }, { weight: 1, arbitrary: surrounded }),
      pick(knows(ctx, '1.3.0') ? [{}, { version: '1.3.0' }] : [{}]),
    )
    .map(([entries, version]): Patch => ({ ...hooksPatch(limited(entries)), ...version, unspecified: true }));

export const hooks: Area = {
  name: 'hooks',
  title: 'hooks: six kinds, order, args, env, timeout, failures, where their path is looked up',
  weight: 4,
  valid: () => valid,
  edge: (ctx) =>
    fc.oneof(
      { weight: 30, arbitrary: failures(ctx) },
      { weight: 5, arbitrary: borders },
      { weight: 5, arbitrary: strange },
      { weight: 6, arbitrary: wrongEntries },
      { weight: 3, arbitrary: rewrites },
      { weight: 3, arbitrary: questions },
      { weight: 2, arbitrary: signals },
      { weight: 7, arbitrary: timeouts },
      { weight: 3, arbitrary: looks },
      { weight: 3, arbitrary: executed },
    ),
};
