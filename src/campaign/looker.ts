/** Whether smaller cases still show a finding, found out with as few lifecycles as that takes. */
import type { Case } from '../contract/case.ts';
import type { Verdict } from '../contract/verdict.ts';
import { mayHide } from '../triage/confirm.ts';
import { HASTE, quickest, type Sighting } from '../triage/examine.ts';
import { type Candidate, contrasts } from '../triage/merge.ts';
import { isOpen } from '../triage/signature.ts';
import type { Context } from './context.ts';
import type { Found } from './findings.ts';

/** Chance with which a race may hide from a smaller case that still has it. */
const MISS = 0.05;
export const MAX_RACE_RUNS = 12;

/** Looks at who does it right, where a run does not tell. */
const MAX_UNKNOWN = 5;

/** A case on which something else was seen. */
export type Other = { signature: string; case: Case };

export type Looker = {
  /** runs the case, `strictness` times as often as need be */
  look(c: Case, strictness: number): Promise<boolean>;
  /** whether all that did it right at first do so in this sighting */
  right(s: Sighting): boolean;
  /** ms that one look on all runtimes took */
  tookMs: number;
};

/** Notes in `others` what else was seen on the way. */
export async function looker(
  ctx: Context,
  { case: c, candidate, divergence }: Found,
  others: Map<string, Other>,
): Promise<Looker> {
  const { signature, verdict, pairwise } = candidate;
  const haste = { timeoutFactor: divergence.kind === 'hang' ? 1 : HASTE };
  const runs = raceRuns(divergence);
  const seenIn = async (x: Case, labels: readonly string[] | undefined): Promise<boolean> => {
    const sighting = await ctx.examine(x, { ...haste, ...(labels ? { labels } : {}) });
    for (const other of sighting.candidates)
      if (other.kind !== 'hang' && !others.has(other.signature))
        others.set(other.signature, { signature: other.signature, case: x });
    others.delete(signature);
    return shows(sighting, signature);
  };
  const often = async (x: Case, strictness: number, labels?: readonly string[]): Promise<boolean> => {
    if (runs === 1) {
      for (let i = 0; i < strictness; i++) if (!(await seenIn(x, labels))) return false;
      return true;
    }
    for (let i = 0; i < runs * strictness; i++) if (await seenIn(x, labels)) return true;
    return false;
  };
  const { clock } = ctx.input;
  const begun = clock.now();
  const base = await ctx.examine(c, haste);
  const tookMs = clock.now() - begun;
  const rightly = pairwise ? [] : conforming(base, verdict.rule);
  // who does it right has to do so on the smaller case: it is what people compare with
  const contrast = async (x: Case, labels: readonly string[]): Promise<boolean> => {
    // the order of processes may not be known of one run
    for (let i = 0; i < MAX_UNKNOWN && labels.length > 0; i++) {
      const { verdicts } = await ctx.examine(x, { ...haste, labels });
      const said = labels.map((label) => verdictOn(verdicts, verdict.rule, label));
      if (!said.every((v) => v === 'ok' || v === 'unknown')) return false;
      if (said.every((v) => v === 'ok')) return true;
    }
    return labels.length === 0;
  };
  let labels: string[] | undefined;
  for (const few of fewest(base, candidate))
    if (await often(c, 1, few)) {
      labels = few;
      break;
    }
  return {
    look: async (x, strictness) =>
      (await often(x, strictness, labels)) &&
      (await contrast(x, strictness === 1 ? quickest(base, rightly) : rightly)),
    tookMs,
    // that of a race may be right by luck
    right: ({ verdicts }) =>
      mayHide(divergence) ||
      rightly.every((l) => ['ok', 'unknown'].includes(verdictOn(verdicts, verdict.rule, l) ?? '')),
  };
}

/** Sets of runtimes that may do to see the candidate, the fewest first. */
function fewest(base: Sighting, { verdict, pairwise, kind }: Candidate): string[][] {
  const { subjects } = verdict;
  if (!pairwise) {
    const others = isOpen(kind) ? contrasts(verdict, base.verdicts) : [];
    return [[...quickest(base, subjects), ...quickest(base, others)]];
  }
  const own = base.runs.map((r) => r.runtime).filter((r) => subjects.includes(r.label));
  const ofName = (name: string) => own.filter((r) => r.name === name).map((r) => r.label);
  const names = [...new Set(own.map((r) => r.name))];
  return [names.flatMap((name) => quickest(base, ofName(name))), subjects];
}

/** Labels of the runtimes that follow the rule. */
const conforming = ({ verdicts }: Sighting, rule: string): string[] =>
  verdicts.filter((v) => v.rule === rule && v.verdict === 'ok').flatMap((v) => v.subjects);

/** What the rule says of a runtime; undefined where it did not get so far. */
const verdictOn = (
  verdicts: readonly Verdict[],
  rule: string,
  label: string,
): Verdict['verdict'] | undefined => {
  const said = verdicts.filter((v) => v.rule === rule && v.subjects.includes(label)).map((v) => v.verdict);
  return said.includes('violation') ? 'violation' : said[0];
};

export const shows = ({ candidates }: Sighting, signature: string): boolean =>
  candidates.some((k) => k.signature === signature);

/** Runs after which what may hide has shown but for a chance of MISS; 1 for what shows in every run. */
export function raceRuns(d: Found['divergence']): number {
  if (!mayHide(d)) return 1;
  const { same, runs } = d.reliability;
  return Math.max(
    2,
    Math.min(MAX_RACE_RUNS, Math.ceil(Math.log(MISS) / Math.log(1 - Math.min(same / runs, 0.95)))),
  );
}
