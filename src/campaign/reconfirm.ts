/** Confirms on a smaller case what was found on a larger one. */
import type { Case } from '../contract/case.ts';
import { caseSize, isSmaller } from '../shrink/size.ts';
import { type Confirmation, confirm, mayHide, ruleRuns } from '../triage/confirm.ts';
import type { Examine, Sighting } from '../triage/examine.ts';
import type { Context } from './context.ts';
import { file } from './filing.ts';
import type { Found } from './findings.ts';
import { shows } from './looker.ts';

/** Fresh runs in which the smallest case must show it: it is what people will replay. */
export const FINAL_RUNS = 10;

/** `steady`: it has to show in every run; `right`: whether the others still do it right; `least`: fresh runs. */
export type Terms = { tries: number; steady: boolean; right: (s: Sighting) => boolean; least: number };
type Confirmed = Extract<Confirmation, { outcome: 'confirmed' }>;
/** `also`: other findings that the case shows, and that had a larger one. */
export type Reconfirmed = { case: Case; own: Confirmed | null; also: Confirmed[] };

/** The smaller case as if it had just been generated: on all runtimes, from a first look on. */
export async function reconfirm(
  ctx: Context,
  { candidate }: Found,
  c: Case,
  { tries, steady, right, least }: Terms,
): Promise<Reconfirmed> {
  const { signature } = candidate;
  let missed = false;
  const examine: Examine = async (x, options) => {
    const sighting = await ctx.examine(x, options);
    missed ||= steady && sighting.inconclusive.length === 0 && !shows(sighting, signature);
    return sighting;
  };
  const expired = () => missed || ctx.expired();
  for (let i = 0; i < tries && !expired(); i++) {
    const first = await examine(c);
    if (!right(first)) break;
    if (!shows(first, signature)) continue;
    const candidates = first.candidates.filter((k) => {
      const filed = ctx.findings.get(k.signature);
      const isLonger = ruleRuns(k) > ruleRuns(candidate);
      return k.signature === signature || (filed !== undefined && !isLonger && isSmaller(c, filed.case));
    });
    const again = await confirm(c, first, candidates, examine, { least, expired });
    const confirmed = again.filter((a) => a.outcome === 'confirmed');
    const isOwn = (a: Confirmed) => a.candidate.signature === signature;
    return { case: c, own: confirmed.find(isOwn) ?? null, also: confirmed.filter((a) => !isOwn(a)) };
  }
  return { case: c, own: null, also: [] };
}

/**
 * Files findings with the smaller case on which they were confirmed, as far as they still are what they were; whether
 * it is minimal is found out later.
 */
export async function refile(ctx: Context, { case: c, own, also }: Reconfirmed): Promise<void> {
  for (const again of own ? [own, ...also] : []) {
    const { candidate, kind, runs } = again;
    // a difference that a broken rule turned out to explain is filed no more
    const before = ctx.findings.get(candidate.signature);
    if (!before || (kind === 'race' && !mayHide(before.divergence))) continue;
    const from = before.divergence.shrunk?.from ?? caseSize(before.case);
    const shrunk = { from, to: caseSize(c), minimal: false };
    // with those that were learnt so far
    const all = [...before.divergence.altSignatures, ...candidate.altSignatures];
    const altSignatures = [...new Set(all)];
    await file(ctx, { ...again, candidate: { ...candidate, altSignatures } }, c, runs, shrunk);
  }
}
