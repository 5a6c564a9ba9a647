/**
 * Guesses at the smallest case that shows a finding: the least that a config may be, and of the case what the
 * signature speaks of. The first guess that shows spares all the steps down to it.
 */
import { canonical, caseId } from '../contract/canonical.ts';
import { type Case, HOOK_KINDS, ROOTFS, type Step, withoutContrast } from '../contract/case.ts';
import { edited, isContainer, type Path, valueAt } from './edit.ts';
import { MAPPINGS, partners } from './passes/drop-config.ts';
import { children, type Place, places } from './passes/walk.ts';
import { isSmaller } from './size.ts';

type May = (c: Case) => boolean;
/** True for what stays, with all below it. */
type Keep = (place: Place) => boolean;
/**
 * Which hooks stay: the first of those that the signature names, all of them, these and what is no plain hook (one that
 * fails, say), or every hook; which programs do what they did; which steps stay; what else is named: a part of the
 * config, or the whole element of a list that it is in (a mount with type and source), or also what has a common name.
 */
type Rung = {
  hooks: 'first' | 'named' | 'special' | 'all';
  programs: 'none' | 'hooks' | 'all';
  script: 'plain' | 'lifecycle' | 'all';
  parts: 'named' | 'whole' | 'common';
};

const RUNGS: readonly Rung[] = [
  { hooks: 'first', programs: 'none', script: 'plain', parts: 'named' },
  { hooks: 'first', programs: 'none', script: 'plain', parts: 'whole' },
  { hooks: 'named', programs: 'hooks', script: 'plain', parts: 'whole' },
  { hooks: 'special', programs: 'hooks', script: 'plain', parts: 'whole' },
  { hooks: 'named', programs: 'all', script: 'lifecycle', parts: 'whole' },
  { hooks: 'special', programs: 'all', script: 'lifecycle', parts: 'whole' },
  { hooks: 'all', programs: 'all', script: 'lifecycle', parts: 'whole' },
  { hooks: 'all', programs: 'all', script: 'all', parts: 'whole' },
  { hooks: 'all', programs: 'all', script: 'all', parts: 'common' },
];

/** Names that stand in many signatures and say little of where the matter lies. */
const COMMON = ['config', 'root', 'process', 'mounts', 'linux', 'hooks', 'state', 'path', 'type', 'options'];
/** The steps of a plain lifecycle. */
const LIFECYCLE = ['create', 'start', 'run', 'kill', 'wait', 'delete'];

/** The guesses, the boldest first, each admissible (`may`) and smaller than the case, made when asked for. Runs nothing. */
export function* rungs(c: Case, signature: string, may: May): Generator<Case> {
  const control = withoutContrast(c);
  const { harmless: _, ...unclaimed } = c;
  // what is invalid, or harmless, may have nothing to do with it, nor what is said of it
  const from = [...(control ? [control] : []), ...(c.harmless ? [unclaimed] : []), c].filter(
    (x) => x.configText === undefined,
  );
  const words = signature.split(/[^\w/-]+/).flatMap((word) => [word, ...word.split(/[/-]/)]);
  const seen = new Set<string>();
  for (const rung of RUNGS)
    for (const whole of from) {
      const x = guess(whole, rung, words, may);
      if (isSmaller(x, c) && may(x) && !seen.has(caseId(x))) yield x;
      seen.add(caseId(x));
    }
}

function guess(c: Case, rung: Rung, words: readonly string[], may: May): Case {
  const isNamed: Keep = ({ path, value }) =>
    [path.at(-1), value].some(
      (word) =>
        typeof word === 'string' &&
        words.includes(word) &&
        (rung.parts === 'common' || !COMMON.includes(word)),
    );
  const isPart: Keep = (p) =>
    isNamed(p) || (rung.parts !== 'named' && isElement(p) && places(p.value, p.path).some(isNamed));
  const ofHooks = hooksKept(c, rung.hooks, words);
  const terminal = isTerminal(c, words);
  // the boldest guess is one without a user namespace
  const isNeeded = needs(terminal, rung.parts !== 'named' && hasMappings(c));
  const from = rung.programs === 'all' ? c : plain(c, may, terminal);
  const config = stripped(from, ['config'], may, (p) =>
    p.path[1] === 'hooks' ? ofHooks(p) : isNeeded(p) || isPart(p),
  );
  const texts = places(config.config, []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  // some make devices in a /dev that they do not make
  const used = [`${ROOTFS}/dev`, ...texts.filter((text) => text.length > 1)];
  const isUsed = (path: unknown) => used.some((text) => `${path}`.endsWith(text));
  const isContainers = (f: unknown) => valueAt(f, ['behaviour', 'role']) === 'probe';
  const stays = (f: unknown) =>
    isContainers(f) ? rung.programs === 'all' : rung.programs !== 'none' && isUsed(valueAt(f, ['path']));
  const files = stripped(config, ['files'], may, ({ path, value }) =>
    path.length === 2 ? stays(value) : path[2] === 'path' ? isUsed(value) : value === 'probe',
  );
  if (rung.script === 'all') return files;
  const kept = rung.script === 'plain' ? plainSteps(files.script) : LIFECYCLE;
  const script = stripped(files, ['script'], may, ({ path, value }) => {
    const op = `${valueAt(value, ['op'])}`;
    return words.includes(op) || kept.some((k) => k === op || k === path[1]);
  });
  return ['caller', 'host'].reduce(
    (x, part) => stripped(x, [part], may, (p) => isNeeded(p) || isNamed(p)),
    script,
  );
}

/** An element of a list of objects. */
const isElement: Keep = ({ path, value }) => typeof path.at(-1) === 'number' && isContainer(value);

/** Mounts without which no terminal is made. */
const TERMINAL = [
  { destination: '/dev', type: 'tmpfs' },
  { destination: '/dev/pts', type: 'devpts' },
];

/** True where the finding is about the terminal that the container has. */
const isTerminal = (c: Case, words: readonly string[]): boolean =>
  valueAt(c.config, ['process', 'terminal']) === true &&
  words.some((word) => /^(terminal|console|tty|stdio|consoleSize|height|width)$/.test(word));

const hasMappings = (c: Case): boolean =>
  MAPPINGS.some((member) => valueAt(c.config, ['linux', member]) !== undefined);

/**
 * A container without /proc is refused by some, a terminal without its file systems and a socket by all, and in a new
 * user namespace the kernel mounts /proc for a new pid namespace alone.
 */
const needs =
  (terminal: boolean, userns: boolean): Keep =>
  ({ path, value }) =>
    (userns && (MAPPINGS.includes(`${path.at(-1)}`) || (path[2] === 'namespaces' && value === 'pid'))) ||
    (path[1] === 'mounts' && (value === '/proc' || value === 'proc') && path.at(-1) !== 'source') ||
    (terminal &&
      (TERMINAL.some((m) => canonical(m) === canonical(value)) ||
        ['process terminal', 'caller consoleSocket'].includes(path.slice(-2).join(' '))));

/**
 * The container's program by its full path, in the root: else it needs a PATH, and a directory; and the mounts of a
 * terminal without all that they may have.
 */
function plain(c: Case, may: May, terminal: boolean): Case {
  const probe = c.files.find((f) => f.type === 'program' && f.behaviour.role === 'probe');
  const path = probe?.path.startsWith(`${ROOTFS}/`) ? probe.path.slice(ROOTFS.length) : null;
  if (path === null || typeof valueAt(c.config, ['process', 'cwd']) !== 'string') return c;
  const mounts = terminal ? children(valueAt(c.config, ['mounts']), ['config', 'mounts']) : [];
  const plainer = edited(c, [
    { path: ['config', 'process', 'args'], to: [path] },
    { path: ['config', 'process', 'cwd'], to: '/' },
    ...mounts.flatMap((m) =>
      TERMINAL.filter((t) => t.destination === valueAt(m.value, ['destination'])).map((to) => ({
        path: m.path,
        to,
      })),
    ),
  ]);
  return may(plainer) ? plainer : c;
}

/** Indices of the steps that make the program run to its end: create and start, or run; then the wait for its end. */
function plainSteps(script: readonly Step[]): number[] {
  const first = (is: (s: Step) => boolean) => script.findIndex(is);
  const end = first((s) => s.op === 'wait' && s.until === 'stopped');
  const start = first((s) => s.op === 'start');
  return [first((s) => s.op === 'create'), start, ...(start < 0 ? [first((s) => s.op === 'run')] : []), end];
}

/** A signature that speaks of hooks and of no kind means every kind: one of them will do, or all have to. */
function hooksKept(c: Case, which: Rung['hooks'], words: readonly string[]): Keep {
  const named = HOOK_KINDS.filter((kind) => which === 'all' || words.includes(kind));
  const present = HOOK_KINDS.filter((kind) => places(valueAt(c.config, ['hooks', kind]), []).length > 0);
  const meant = named.length === 0 && words.includes('hooks') ? present : named;
  const kinds = which === 'first' ? meant.slice(0, Math.max(1, named.length)) : meant;
  return ({ path: [, , kind, index, member, ...below] }) => {
    if (index === undefined) return false;
    if (which === 'special' && !isPlain(c, valueAt(c.config, ['hooks', `${kind}`, index]))) return true;
    return (
      kinds.some((k) => k === kind) &&
      (which !== 'first' || (index === 0 && member === 'path' && below.length === 0))
    );
  };
}

/** True for a hook whose program is there and only reports that it was called. */
const isPlain = (c: Case, hook: unknown): boolean =>
  c.files.some(
    (f) =>
      f.type === 'program' &&
      f.path.endsWith(`${valueAt(hook, ['path'])}`) &&
      Object.keys(f.behaviour).length === 1,
  );

/** The case without all below `at` that is not to be kept and may go. */
function stripped(c: Case, at: Path, may: May, keep: Keep): Case {
  const holds = (p: Place) => keep(p) || places(p.value, p.path).some(keep);
  const unwanted = children(valueAt(c, at), at).filter((p) => !holds(p));
  // with what can only go together with it
  const dropped = (x: Case, p: Place): Case => {
    const also = partners(x, p.path);
    const isKept = also.some(({ path }) => holds({ path, value: valueAt(x, path), parent: 'object' }));
    return edited(x, isKept ? [p] : [p, ...also]);
  };
  const bare = edited(c, unwanted);
  const without = may(bare)
    ? bare
    : unwanted.reverse().reduce((x, p) => {
        const less = dropped(x, p);
        return may(less) ? less : x;
      }, c);
  return children(valueAt(without, at), at)
    .filter((p) => !keep(p))
    .reverse()
    .reduce((x, p) => stripped(x, p.path, may, keep), without);
}
