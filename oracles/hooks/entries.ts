/** The hooks that a config lists, and the calls that were seen of each. */
import { BUNDLE, type Case, HOOK_KINDS, type HookKind, ROOTFS, WORK } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import { remembered } from '../../src/contract/remembered.ts';
import { bytesOf, endsBadly, isExecutable, PATIENCE_MS, type Program, programsOf } from '../core/case.ts';
import type { Life } from '../core/lifecycle.ts';
import { type Call, callsOf } from '../core/timeline.ts';

/** Sides of the border between the namespaces: where a path is looked up, where a hook is executed. */
export type Side = 'runtime' | 'container';

/** config.md#summary: the path of startContainer hooks alone is looked up in the container namespace. */
export const lookupSide = (kind: HookKind): Side => (kind === 'startContainer' ? 'container' : 'runtime');
export const executionSide = (kind: HookKind): Side =>
  kind === 'startContainer' || kind === 'createContainer' ? 'container' : 'runtime';
/** The operation that a kind belongs to. */
export const operationOf = (kind: HookKind): 'create' | 'start' | 'delete' =>
  kind === 'poststop' ? 'delete' : kind === 'poststart' || kind === 'startContainer' ? 'start' : 'create';

/** Path of what runtimes treat alike in all hooks of the runtime namespace: `hooks.runtime.env`. */
export const groupPath = (kind: HookKind, what: string): string =>
  `hooks.${executionSide(kind) === 'runtime' ? 'runtime' : kind}.${what}`;

export type Outcome = 'ok' | 'fail' | 'timeout' | 'unclear';

/** One listing (or several that nothing tells apart) and its calls in a life. */
export type Slot = {
  kind: HookKind;
  /** first and last place in the kind's list */
  first: number;
  last: number;
  times: number;
  args: string[] | undefined;
  env: string[] | undefined;
  timeout: number | undefined;
  /** the program where the path has to be looked up, also behind a symbolic link; null if there is none */
  program: Program | null;
  /** what the path itself is: a program, a link to one, a text that is none, or something else */
  form: 'program' | 'link' | 'text' | 'other';
  /** what a call of it has to come to */
  outcome: Outcome;
  calls: Call[];
  /** calls of the program on the wrong side of the border */
  strayed: Call[];
  /** false if calls cannot be told from those of other entries */
  clear: boolean;
};

type Entry = NonNullable<NonNullable<OciConfig['hooks']>[HookKind]>[number];

/** Slots in the order of kinds and lists; entries whose path no program of the case has, on either side, too. */
export const slotsOf = remembered((c: Case, config: OciConfig, life: Life): Slot[] => {
  const slots: Slot[] = [];
  const programs = programsOf(c);
  const same = (s: Slot, kind: HookKind, path: string, e: Entry) =>
    s.kind === kind &&
    pathOf.get(s) === path &&
    JSON.stringify([s.args, s.env, s.timeout]) === JSON.stringify([e.args, e.env, e.timeout]);
  const pathOf = new Map<Slot, string>();
  for (const kind of HOOK_KINDS) {
    (config.hooks?.[kind] ?? []).forEach((e, n) => {
      const earlier = slots.find((s) => same(s, kind, e.path, e));
      if (earlier) {
        Object.assign(earlier, { last: n, times: earlier.times + 1 });
        return;
      }
      const { program, form } = behind(c, programs, kind, e.path);
      const slot: Slot = {
        kind,
        first: n,
        last: n,
        times: 1,
        args: e.args,
        env: e.env,
        timeout: e.timeout,
        program,
        form,
        outcome: program === null ? missing(c, config, kind, e.path) : outcomeOf(program, e.timeout),
        calls: [],
        strayed: [],
        clear: true,
      };
      pathOf.set(slot, e.path);
      slots.push(slot);
    });
  }
  const labelOf = (s: Slot) => s.program?.path ?? pathOf.get(s);
  for (const slot of slots) {
    const path = pathOf.get(slot) ?? '';
    const sharers = slots.filter((s) => labelOf(s) === labelOf(slot));
    const [place, wrong] =
      lookupSide(slot.kind) === 'runtime' ? [path, `${ROOTFS}${path}`] : [`${ROOTFS}${path}`, path];
    const right = slot.program?.path ?? place;
    const mine = (call: Call) => sharers.length === 1 || call.begin.record?.argv.join('\0') === argvOf(slot);
    slot.clear =
      sharers.length === 1 ||
      sharers.every((s) => argvOf(s) !== '' && (s === slot || argvOf(s) !== argvOf(slot)));
    slot.calls = callsOf(life.events, right).filter(mine);
    slot.strayed = callsOf(life.events, wrong).filter(mine);
  }
  return slots;
});

/** What a hook's path leads to on the side where it has to be looked up. */
function behind(
  c: Case,
  programs: ReadonlyMap<string, Program>,
  kind: HookKind,
  path: string,
): Pick<Slot, 'program' | 'form'> {
  const side = lookupSide(kind) === 'container' ? ROOTFS : '';
  const file = c.files.findLast((f) => f.path === `${side}${path}`);
  if (file?.type === 'program') return { program: file, form: 'program' };
  if (file?.type === 'file' && ((file.mode ?? 0) & 0o111) !== 0 && /^\w/.test(file.content))
    return { program: null, form: 'text' };
  const target = file?.type === 'symlink' ? programs.get(`${side}${file.target}`) : undefined;
  return target === undefined ? { program: null, form: 'other' } : { program: target, form: 'link' };
}

const argvOf = (s: Slot): string => (s.args ?? []).map(bytesOf).join('\0');

/** A path without a program of ours: it fails where nothing can be there, else nobody knows. */
function missing(c: Case, config: OciConfig, kind: HookKind, path: string): Outcome {
  const inside = lookupSide(kind) === 'container';
  const file = inside ? `${ROOTFS}${path}` : path;
  const covered = (config.mounts ?? []).some((m) => path.startsWith(m.destination));
  const linked = c.files.some((f) => f.type === 'symlink' && file.startsWith(`${f.path}/`));
  const known = inside ? !covered : path.startsWith(`${WORK}/`);
  return known && !linked && !c.files.some((f) => f.path === file) ? 'fail' : 'unclear';
}

/** What a hook comes to, as far as its behaviour tells. Nearness to the timeout leaves it open. */
function outcomeOf(program: Program, timeout: number | undefined): Outcome {
  if (!isExecutable(program)) return 'fail';
  const b = program.behaviour;
  const takes = (b.sleepMs ?? 0) + (b.holdMs ?? 0) + (b.call === undefined ? 0 : PATIENCE_MS);
  const limit = timeout === undefined ? Number.POSITIVE_INFINITY : timeout * 1000;
  if (takes > limit * 1.5 + 500) return 'timeout';
  if (takes > limit * 0.5) return 'unclear';
  // a full pipe or a child that keeps it open can end or stall a hook through no fault of its own
  const floods = Math.max(b.floodStdout ?? 0, b.floodStderr ?? 0) > 4096 || b.childMs !== undefined;
  if (endsBadly(program)) return 'fail';
  // once the container is being created, its config is no longer read (runtime.md#lifecycle, step 2)
  const takesAway = b.remove !== undefined && b.remove !== `${BUNDLE}/config.json`;
  return floods || b.mount !== undefined || takesAway ? 'unclear' : 'ok';
}
