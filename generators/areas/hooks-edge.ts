/** hooks at the borders of the text, and what a hook may do to its runtime and its container. */
import fc from 'fast-check';
import { ask, STATE_PID } from '../../src/contract/asks.ts';
import {
  type Ask,
  type Behaviour,
  BUNDLE,
  type Case,
  type FileEntry,
  HOOK_KINDS,
  type HookKind,
  WORK,
} from '../../src/contract/case.ts';
import type { Patch } from '../core/area.ts';
import { held } from '../core/base.ts';
import { type Entry, hookPath, hookProgram, hooksPatch } from '../core/hooks.ts';
import { file, inRootfs, link, pick } from '../core/words.ts';

/** Behaviours that a runtime has to live with. */
const STRANGE: Partial<Behaviour>[] = [
  /* nobody says that a hook has to read its state */
  { stdin: 'ignore' },
  { stdin: 'close' },
  { floodStdout: 200_000 },
  { floodStderr: 200_000 },
  { childMs: 200 },
  { sleepMs: 300 },
  { stdin: 'close', exit: 1 },
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
export const strange = fc.tuple(pick(HOOK_KINDS), fc.nat(), fc.boolean()).map(([kind, n, around]): Patch => {
  const list = around ? (kind === 'startContainer' ? INSIDE : OUTSIDE) : STRANGE;
  const behaviour = list[n % list.length] ?? {};
  return {
    ...hooksPatch([{ kind, behaviour }]),
    asks: around ? [ask('path:list', '/data')] : [],
    ...(behaviour.exit === undefined ? {} : { unspecified: true }),
  };
});

/** The config that its container was made of, changed or gone before all hooks have run: without effect. */
const CONFIG = `${BUNDLE}/config.json`;
export const rewrites = fc
  .tuple(
    pick(['prestart', 'createRuntime', 'poststart'] as const),
    pick<Partial<Behaviour>>([{ remove: CONFIG }, { write: { path: CONFIG, text: '{}' } }]),
    fc.subarray(['poststart', 'poststop'] as const, { minLength: 1 }),
  )
  .map(([kind, behaviour, later]) =>
    hooksPatch([{ kind, behaviour }, ...later.map((k): Entry => ({ kind: k, behaviour: {} }))]),
  );

/** Kinds that run beside the runtime: from there they can call it. */
const BESIDE = ['prestart', 'createRuntime', 'poststart', 'poststop'] as const;
/** The program holds on: poststart finds it alive. */
export const questions = fc.subarray([...BESIDE], { minLength: 1, maxLength: 2 }).map(
  (kinds): Patch => ({
    ...hooksPatch(kinds.map((kind) => ({ kind, behaviour: { call: { op: 'state' } } }))),
    ...held([]),
  }),
);
export const signals = fc.tuple(pick(BESIDE), pick(['KILL', 'TERM'])).map(
  ([kind, signal]): Patch => ({
    ...hooksPatch([{ kind, behaviour: { call: { op: 'kill', signal } } }]),
    ...held([]),
    unspecified: true,
  }),
);

/** Well within the timeout, and well beyond it, yet over before anybody loses patience with the operation. */
export const timeouts = fc.tuple(pick(HOOK_KINDS), pick([300, 2500, 2500])).map(
  ([kind, sleepMs]): Patch => ({
    ...hooksPatch([{ kind, behaviour: { sleepMs }, timeout: sleepMs < 1000 ? 2 : 1 }]),
    ...(sleepMs < 1000 ? {} : { unspecified: true }),
  }),
);

/** A hook that looks at its container: what is mounted there by now, which interfaces it has. */
const MQUEUE = '/dev/mqueue';
const OF_CONTAINER = `/proc/${STATE_PID}/root`;
const LOOKS: Partial<Record<HookKind, { asks: Ask[]; host?: Case['host'] }>> = {
  prestart: {
    asks: [ask('hook:interfaces', 'host0', [`/proc/${STATE_PID}/net/dev`])],
    host: { interfaces: [{ name: 'host0' }] },
  },
  createRuntime: {
    asks: [
      ask('hook:statfs', MQUEUE, [`${OF_CONTAINER}${inRootfs(MQUEUE)}`]),
      ask('hook:statfs-inside', MQUEUE, [`${OF_CONTAINER}${MQUEUE}`]),
    ],
  },
  createContainer: {
    asks: [ask('hook:statfs', MQUEUE, [inRootfs(MQUEUE)]), ask('hook:statfs-inside', MQUEUE, [MQUEUE])],
  },
};
export const looks = pick(['prestart', 'createRuntime', 'createContainer'] as const).map((kind): Patch => {
  const { asks = [], host = {} } = LOOKS[kind] ?? {};
  return { ...hooksPatch([{ kind, behaviour: { asks } }]), host };
});

/** The path of a hook is a link to its program, or a text that only a shell would run. */
export const executed = fc.tuple(pick(HOOK_KINDS), fc.boolean()).map(([kind, isLink]): Patch => {
  const path = hookPath(kind, 0);
  const at = kind === 'startContainer' ? inRootfs(path) : path;
  const program = hookProgram(kind, 1, {});
  return isLink
    ? { set: [[`/hooks/${kind}/-`, { path }]], files: [program, link(at, hookPath(kind, 1))] }
    : { set: [[`/hooks/${kind}/-`, { path }]], files: [file(at, 'exit 0\n', 0o755)], unspecified: true };
});

/** Same path on both sides of the border, or on one side only: where is it looked up? */
export const borders = fc
  .tuple(pick(HOOK_KINDS), pick(['both', 'other'] as const))
  .map(([kind, where]): Patch => {
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

export const wrongEntries = pick(HOOK_KINDS).chain((kind) => {
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
    { set: [[list, { path: WORK }]], unspecified: true },
    {
      set: [[list, { path: `${WORK}/hooks/text` }]],
      files: [kind, ''].map((side) => ({
        type: 'file',
        path: side === '' ? `${WORK}/hooks/text` : inRootfs(`${WORK}/hooks/text`),
        mode: 0o755,
        content: 'no program',
      })),
      unspecified: true,
    },
    { set: [[list, good]], files: [hookProgram(kind, 0, {}, 0o644)], unspecified: true },
    { set: [[list, { ...good, env: ['NOEQUALS', '=x', ''] }]], files, unspecified: true },
    { set: [[list, { ...good, env: ['A=1', 'A=2'] }]], files, unspecified: true },
    { set: [[list, { ...good, args: [''] }]], files },
    { set: [[`/hooks/${kind}`, []]] },
    { set: [['/hooks', {}]] },
    { set: [[`/hooks/${kind}`, Array.from({ length: 12 }, () => good)]], files },
    { set: [['/hooks/nosuch', [{ path: `${WORK}/hooks/missing` }]]] },
  ]);
});
