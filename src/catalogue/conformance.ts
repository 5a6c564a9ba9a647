/** From what was seen of the fixed cases to one result for each requirement and runtime. */
import type { Answer, Look, Row } from '../contract/conformance.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { Entry } from './catalogue.ts';
import { unexercised } from './unexercised.ts';

/** Requirements that a run of a runtime can tell of. */
export const isJudgedByRuns = ({ status, by, requirement: { level } }: Entry): boolean =>
  level !== 'MAY' && (status === 'checked' || (status === 'static' && by.includes('agreement')));

/** One row for each requirement that oracles judge runs by, in the order of the catalogue. */
export function conformanceRows(
  entries: readonly Entry[],
  looks: readonly Look[],
  labels: readonly string[],
): Row[] {
  return entries.filter(isJudgedByRuns).map(({ requirement: { id, level, anchor, text }, area }) => ({
    ...{ id, level, area, anchor, text },
    answers: Object.fromEntries(labels.map((label) => [label, answer(id, looks, label)])),
  }));
}

/** Broken in one case and again: broken. Otherwise held in one case: held. */
function answer(id: string, looks: readonly Look[], label: string): Answer {
  const about = (verdicts: readonly Verdict[]) =>
    verdicts.filter((v) => v.rule === id && v.subjects.length === 1 && v.subjects[0] === label);
  const all = looks.map((look) => ({ look, verdicts: about(look.verdicts), again: about(look.again) }));
  for (const { look, verdicts, again } of all) {
    const broken = verdicts.find((v) => isBroken(v) && again.some((w) => isBroken(w) && sameThing(v, w)));
    if (broken === undefined) continue;
    const { title, why, expected, actual } = broken;
    return {
      ...{ outcome: 'violation', why: title ?? why ?? '', case: look.name, actual: actual?.[label] ?? null },
      ...(expected === undefined ? {} : { expected }),
    };
  }
  const seen = all.flatMap(({ verdicts }) => verdicts);
  if (seen.some((v) => v.verdict === 'ok')) return { outcome: 'ok', why: '' };
  const [first] = seen;
  if (first === undefined) return { outcome: 'unexercised', why: unexercised(id) };
  if (seen.some((v) => v.notClaimed)) return { outcome: 'unknown', why: 'the runtime does not claim it' };
  const unsure = first.verdict === 'violation' ? 'broken once, and not again' : (first.why ?? '');
  return { outcome: 'unknown', why: unsure };
}

const isBroken = (v: Verdict): boolean => v.verdict === 'violation' && v.notClaimed !== true;
const sameThing = (v: Verdict, w: Verdict): boolean => v.path === w.path && v.token === w.token;
