/**
 * Guesses at the smallest case that shows a finding: the least that a config may be, and of the case what the
 * signature speaks of. The first guess that shows spares all the steps down to it.
 */
import { caseId } from '../contract/canonical.ts';
import { type Case, HOOK_KINDS, ROOTFS } from '../contract/case.ts';
import { edited, type Path, valueAt } from './edit.ts';
import { children, type Place, places } from './passes/walk.ts';
import { isSmaller } from './size.ts';

type May = (c: Case) => boolean;
/** True for what stays, with all below it. */
type Keep = (place: Place) => boolean;
/** Which hooks stay; whether programs do what they did, all steps stay, and even what has a common name. */
type Rung = { hooks: 'first' | 'named' | 'all'; behaviours: boolean; script: boolean; common: boolean };

const RUNGS: readonly Rung[] = [
  { hooks: 'first', behaviours: false, script: false, common: false },
  { hooks: 'named', behaviours: true, script: false, common: false },
  { hooks: 'all', behaviours: true, script: false, common: false },
  { hooks: 'all', behaviours: true, script: true, common: false },
  { hooks: 'all', behaviours: true, script: true, common: true },
];

/** Names that stand in many signatures and say little of where the matter lies. */
const COMMON = ['config', 'root', 'process', 'mounts', 'linux', 'hooks', 'state', 'path', 'type', 'options'];
/** The steps of a plain lifecycle. */
const LIFECYCLE = ['create', 'start', 'run', 'kill', 'wait', 'delete'];

/** The guesses, the boldest first, each admissible (`may`) and smaller than the case. Runs nothing. */
export function rungs(c: Case, signature: string, may: May): Case[] {
  if (c.configText !== undefined) return [];
  const words = signature.split(/[^\w/-]+/).flatMap((word) => [word, ...word.split(/[/-]/)]);
  const guesses = RUNGS.map((rung) => guess(c, rung, words, may)).filter((x) => isSmaller(x, c));
  return [...new Map(guesses.map((x) => [caseId(x), x])).values()];
}

function guess(c: Case, rung: Rung, words: readonly string[], may: May): Case {
  const isNamed: Keep = ({ path, value }) =>
    [path.at(-1), value].some(
      (word) => typeof word === 'string' && words.includes(word) && (rung.common || !COMMON.includes(word)),
    );
  const ofHooks = hooksKept(rung.hooks, words);
  const config = stripped(c, ['config'], may, (p) =>
    p.path[1] === 'hooks' ? ofHooks(p) : isProc(p) || isNamed(p),
  );
  const texts = places(config.config, []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  // some make devices in a /dev that they do not make
  const used = [`${ROOTFS}/dev`, ...texts.filter((text) => text.length > 1)];
  const isUsed = (path: unknown) => used.some((text) => `${path}`.endsWith(text));
  const stays = (f: unknown) => valueAt(f, ['behaviour', 'role']) === 'probe' || isUsed(valueAt(f, ['path']));
  const files = stripped(config, ['files'], may, ({ path, value }) =>
    path.length === 2
      ? rung.behaviours && stays(value)
      : path[2] === 'path'
        ? isUsed(value)
        : value === 'probe',
  );
  if (rung.script) return files;
  const script = stripped(files, ['script'], may, ({ value }) =>
    [...LIFECYCLE, ...words].includes(`${valueAt(value, ['op'])}`),
  );
  return ['caller', 'host'].reduce((x, part) => stripped(x, [part], may, isNamed), script);
}

/** A container without /proc is refused by some. */
const isProc: Keep = ({ path, value }) =>
  path[1] === 'mounts' && (value === '/proc' || value === 'proc') && path.at(-1) !== 'source';

/** A signature that speaks of hooks and of no kind means every kind. */
function hooksKept(which: Rung['hooks'], words: readonly string[]): Keep {
  const kinds = HOOK_KINDS.filter((kind) => which === 'all' || words.includes(kind));
  const all = kinds.length === 0 && words.includes('hooks') ? HOOK_KINDS : kinds;
  return ({ path: [, , kind, index, member, ...below] }) =>
    all.some((k) => k === kind) &&
    index !== undefined &&
    (which !== 'first' || (index === 0 && member === 'path' && below.length === 0));
}

/** The case without all below `at` that is not to be kept and may go. */
function stripped(c: Case, at: Path, may: May, keep: Keep): Case {
  const holds = (p: Place) => keep(p) || places(p.value, p.path).some(keep);
  const unwanted = children(valueAt(c, at), at).filter((p) => !holds(p));
  const bare = edited(c, unwanted);
  const without = may(bare)
    ? bare
    : unwanted.reverse().reduce((x, p) => (may(edited(x, [p])) ? edited(x, [p]) : x), c);
  return children(valueAt(without, at), at)
    .filter((p) => !keep(p))
    .reverse()
    .reduce((x, p) => stripped(x, p.path, may, keep), without);
}
