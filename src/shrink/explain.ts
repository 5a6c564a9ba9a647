/** What of a minimal case matters: runs it with other values, and reads what shrinking tried before. */
import type { Case } from '../contract/case.ts';
import { token } from '../contract/config/pointers.ts';
import type { Change, Explained } from '../contract/explained.ts';
import { edited, type Path, type Unit, valueAt } from './edit.ts';
import { PASSES } from './passes/index.ts';
import { NAMES, outsideConfig, simpler } from './passes/simplify-values.ts';
import { type Place, places } from './passes/walk.ts';
import { beyondSmallest, isLeaf, things } from './size.ts';

/** Other values that are tried in the place of one. */
const TRIES = 2;
/** Members that are the kind of a thing: with another it is another thing. */
const FIXED = new Set(['role', 'op', 'until', 'type', 'id']);

export type ExplainInput = {
  case: Case;
  /** runs the case, unless that was done before; true if it shows the finding, null if it may not or cannot be run */
  shows(c: Case): Promise<boolean | null>;
  /** what is known of a case without a run; undefined = nothing */
  known(c: Case): Promise<boolean> | undefined;
};

export async function explain({ case: c, shows, known }: ExplainInput): Promise<Explained> {
  const matters: Change[] = [];
  const free: string[] = [];
  for (const { path, value } of variable(c)) {
    const tried: { instead: unknown; shown: boolean }[] = [];
    for (const instead of others(value)) {
      const shown = tried.length < TRIES ? await shows(edited(c, [{ path, to: instead }])) : null;
      if (shown !== null) tried.push({ instead, shown });
    }
    const lost = tried.find((t) => !t.shown);
    if (lost) matters.push({ pointer: pointerOf(path), instead: lost.instead });
    else if (tried.length > 0) free.push(pointerOf(path));
  }
  return { matters, free, nearest: matters[0] ?? (await smallestLoss(c, known)) };
}

/** Values that could be others: not names of something else in the case, nor what every config has. */
function variable(c: Case): Place[] {
  const steps = places(c.script, ['script']).filter(({ path }) => path.length > 2);
  return [...beyondSmallest(c), ...outsideConfig(c), ...steps].filter(
    ({ path, value }) => isLeaf(value) && !NAMES.has(`${path.at(-1)}`) && !FIXED.has(`${path.at(-1)}`),
  );
}

/** Simpler values, then one that is as simple. */
function others(value: unknown): unknown[] {
  const another =
    typeof value === 'boolean'
      ? [!value]
      : typeof value === 'number'
        ? [value + 1]
        : typeof value === 'string'
          ? [`${value}b`]
          : [];
  return [...new Set([...simpler(value), ...another])];
}

const pointerOf = (path: Path): string => path.map((key) => `/${token(`${key}`)}`).join('');

/** Of all that shrinking tried to take away, the smallest thing that could not go; not of what every case has. */
async function smallestLoss(c: Case, known: ExplainInput['known']): Promise<Change | null> {
  const beyond = beyondSmallest(c).map((p) => p.path);
  const isOwn = (path: Path) =>
    ['caller', 'host', 'script'].includes(`${path[0]}`) ||
    beyond.some((b) => path.every((key, i) => b[i] === key));
  const lost: Unit[] = [];
  for (const unit of PASSES.flatMap((pass) => pass(c).flat()))
    if (unit.every((e) => !('to' in e)) && isOwn(unit[0]?.path ?? []))
      if ((await known(edited(c, unit))) === false) lost.push(unit);
  const size = (unit: Unit) => unit.reduce((n, { path }) => n + 1 + things(valueAt(c, path)), 0);
  const [least] = lost.sort((a, b) => size(a) - size(b));
  return least?.[0] ? { pointer: pointerOf(least[0].path) } : null;
}
