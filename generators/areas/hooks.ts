/** hooks: all six kinds (config.md#posix-platform-hooks) */
import fc from 'fast-check';
import { ask } from '../../src/contract/asks.ts';
import { type Behaviour, type FileEntry, HOOK_KINDS, type HookKind, WORK } from '../../src/contract/case.ts';
import type { Area, Patch } from '../core/area.ts';
import { inRootfs, maybe, merge, pick } from '../core/words.ts';

type Entry = {
  kind: HookKind;
  behaviour: Partial<Behaviour>;
  args?: string[] | undefined;
  env?: string[] | undefined;
  timeout?: number | undefined;
};

/** A hook's path in the namespace where the kind is looked up: startContainer in the container's. */
const hookPath = (kind: HookKind, n: number): string =>
  kind === 'startContainer' ? `/hooks/${kind}-${n}` : `${WORK}/hooks/${kind}-${n}`;

const hookProgram = (kind: HookKind, n: number, behaviour: Partial<Behaviour>, mode = 0o755): FileEntry => ({
  type: 'program',
  path: kind === 'startContainer' ? inRootfs(hookPath(kind, n)) : hookPath(kind, n),
  mode,
  behaviour: { role: 'hook', ...behaviour },
});

/** Entries as a patch; numbers count per kind, so that dropping an entry renames only its successors. */
function hooksPatch(entries: Entry[]): Patch {
  const count = new Map<HookKind, number>();
  return merge(
    entries.map(({ kind, behaviour, args, env, timeout }) => {
      const n = count.get(kind) ?? 0;
      count.set(kind, n + 1);
      const path = hookPath(kind, n);
      const entry = {
        path,
        ...(args === undefined ? {} : { args }),
        ...(env === undefined ? {} : { env }),
        ...(timeout === undefined ? {} : { timeout }),
      };
      return { set: [[`/hooks/${kind}/-`, entry]], files: [hookProgram(kind, n, behaviour)] } satisfies Patch;
    }),
  );
}

const args = pick([['hook'], ['hook', 'a', 'b c', ''], ['/other/name', '--flag=ä'], []]);
const env = pick([[], ['A=1'], ['A=1', 'B=', 'PATH=/nosuch', 'C=x y'], ['HOME=/h', 'LC_ALL=C']]);
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

const valid = fc
  .oneof(
    { weight: 4, arbitrary: fc.array(entryOf(calm), { minLength: 1, maxLength: 6, size: 'max' }) },
    /* one of each, in an order that is not theirs */
    {
      weight: 2,
      arbitrary: fc
        .shuffledSubarray([...HOOK_KINDS], { minLength: 2 })
        .map((kinds): Entry[] => kinds.map((kind) => ({ kind, behaviour: {} }))),
    },
  )
  .map((entries) => hooksPatch(limited(entries)));

const failing: Partial<Behaviour>[] = [
  { exit: 1 },
  { exit: 3 },
  { exit: 255 },
  { signal: 9 },
  { signal: 15 },
  { signal: 11 },
];

/** One hook that fails, others around it: which of them run, and what is left? */
const failures = fc
  .tuple(fc.array(entryOf([{}]), { maxLength: 5 }), pick(HOOK_KINDS), pick(failing), fc.nat({ max: 5 }))
  .map(([others, kind, behaviour, at]): Patch => {
    const entries = limited(others.filter((o) => o.kind !== kind || others.indexOf(o) < 2));
    return {
      ...hooksPatch(entries.toSpliced(at % (entries.length + 1), 0, { kind, behaviour })),
      unspecified: true,
    };
  });

/** Behaviours that a runtime has to live with. */
const STRANGE: Partial<Behaviour>[] = [
  /* nobody says that a hook has to read its state */
  { stdin: 'ignore' },
  { stdin: 'close' },
  { floodStdout: 200_000 },
  { floodStderr: 200_000 },
  { childMs: 200 },
  { sleepMs: 300 },
];
/** Changes of what lies around a hook: only where that is the container's own, or the bundle. */
const INSIDE: Partial<Behaviour>[] = [
  { hostname: 'from-hook' },
  { write: { path: '/data/from-hook', text: 'x' } },
  { mount: { source: 'tmpfs', target: '/data', type: 'tmpfs' } },
  { remove: '/data' },
];
const OUTSIDE: Partial<Behaviour>[] = [
  { write: { path: inRootfs('/data/from-hook'), text: 'x' } },
  { mount: { source: 'tmpfs', target: inRootfs('/data'), type: 'tmpfs' } },
  { remove: inRootfs('/data') },
];
const strange = fc.tuple(pick(HOOK_KINDS), fc.nat(), fc.boolean()).map(([kind, n, around]): Patch => {
  const list = around ? (kind === 'startContainer' ? INSIDE : OUTSIDE) : STRANGE;
  const behaviour = list[n % list.length] ?? {};
  return { ...hooksPatch([{ kind, behaviour }]), asks: around ? [ask('path:list', '/data')] : [] };
});

const timeouts = pick(HOOK_KINDS).map(
  (kind): Patch => ({
    ...hooksPatch([{ kind, behaviour: { sleepMs: 4000 }, timeout: 1 }]),
    unspecified: true,
  }),
);

/** Same path on both sides of the border, or on the wrong side only: where is it looked up? */
const borders = fc.tuple(pick(HOOK_KINDS), pick(['both', 'other'] as const)).map(([kind, where]): Patch => {
  const path = `${WORK}/hooks/${kind}-0`;
  const outside: FileEntry = { type: 'program', path, behaviour: { role: 'hook' } };
  const inside: FileEntry = { ...outside, path: inRootfs(path) };
  const wrong = kind === 'startContainer' ? outside : inside;
  const late = kind === 'poststart' || kind === 'poststop';
  return {
    set: [[`/hooks/${kind}/-`, { path }]],
    files: where === 'both' ? [outside, inside] : [wrong],
    ...(where === 'both'
      ? {}
      : late || kind === 'startContainer'
        ? { unspecified: true }
        : { invalid: { requirement: `hooks.${kind}.path-resolution`, pointer: `/hooks/${kind}/-/path` } }),
  };
});

const wrongEntries = pick(HOOK_KINDS).chain((kind) => {
  const list = `/hooks/${kind}/-`;
  const good = { path: hookPath(kind, 0) };
  const files = [hookProgram(kind, 0, {})];
  return pick<Patch>([
    {
      set: [[list, { path: 'true' }]],
      invalid: { requirement: 'hooks.path.absolute', pointer: `${list}/path` },
    },
    {
      set: [[list, { ...good, path: good.path.slice(1) }]],
      files,
      invalid: { requirement: 'hooks.path.absolute', pointer: `${list}/path` },
    },
    {
      set: [[list, { args: ['x'] }]],
      invalid: { requirement: 'hooks.path.required', pointer: `${list}/path` },
    },
    {
      set: [[list, { ...good, timeout: 0 }]],
      files,
      invalid: { requirement: 'hooks.timeout.positive', pointer: `${list}/timeout` },
    },
    {
      set: [[list, { ...good, timeout: -1 }]],
      files,
      invalid: { requirement: 'hooks.timeout.positive', pointer: `${list}/timeout` },
    },
    { set: [[list, { ...good, timeout: 2 ** 40 }]], files, unspecified: true },
    { set: [[list, { path: `${WORK}/hooks/missing` }]], unspecified: true },
    { set: [[list, good]], files: [hookProgram(kind, 0, {}, 0o644)], unspecified: true },
    { set: [[list, { ...good, env: ['NOEQUALS', '=x', ''] }]], files, unspecified: true },
    { set: [[list, { ...good, args: [''] }]], files },
    { set: [[`/hooks/${kind}`, []]] },
    { set: [['/hooks', {}]] },
    { set: [[`/hooks/${kind}`, Array.from({ length: 12 }, () => good)]], files },
    { set: [['/hooks/nosuch', [{ path: `${WORK}/hooks/missing` }]]] },
  ]);
});

export const hooks: Area = {
  name: 'hooks',
  title: 'hooks: six kinds, order, args, env, timeout, failures, where their path is looked up',
  weight: 4,
  valid: () => valid,
  edge: () =>
    fc.oneof(
      { weight: 8, arbitrary: failures },
      { weight: 5, arbitrary: borders },
      { weight: 5, arbitrary: strange },
      { weight: 6, arbitrary: wrongEntries },
      { weight: 1, arbitrary: timeouts },
    ),
};
