/** Makes filed findings smaller, between the cases and after them. */
import { hostPathsNamed } from '../../generators/index.ts';
import type { Case } from '../contract/case.ts';
import { admissible } from '../shrink/admissible.ts';
import { explain } from '../shrink/explain.ts';
import { rungs } from '../shrink/rungs.ts';
import { BUDGET, type Shrinkable, type ShrinkResult, shrink } from '../shrink/shrinker.ts';
import { caseSize, isSmaller } from '../shrink/size.ts';
import { mayHide, runsNeeded } from '../triage/confirm.ts';
import type { Context } from './context.ts';
import { file } from './filing.ts';
import type { Found } from './findings.ts';
import { looker, MAX_RACE_RUNS, type Other, raceRuns } from './looker.ts';
import { FINAL_RUNS, type Reconfirmed, reconfirm, refile, type Terms } from './reconfirm.ts';

/** Other findings that are followed up, of those met while one is shrunk. */
const MAX_OTHERS = 5;
/** Runs in which a smaller case must show a finding; the second only if the first was too easily content. */
const STRICTNESS = [1, 8];

export type ShrinkJob = { found: Found; from: Shrinkable | null };
/** `quick`: no more than the guesses at its smallest case, its steps, hooks and config, because others wait */
export type ShrinkLimits = { maxMs: number; parallel: number; quick: boolean };

/**
 * Shrinks a finding and files the smallest case that is confirmed anew; the finding stays as it was where none
 * is. Returns what else was met on the way.
 */
export async function shrinkFinding(ctx: Context, job: ShrinkJob, limits: ShrinkLimits): Promise<Other[]> {
  const { signature } = job.found.divergence;
  // a difference that a broken rule turned out to explain is filed no more
  const filed = () => ctx.findings.get(signature);
  const found = filed();
  if (!found) return [];
  const { clock, store } = ctx.input;
  const begun = clock.now();
  const from = caseSize(job.found.case);
  const others = new Map<string, Other>();
  const { look, right, tookMs } = await looker(ctx, found, others);
  const leftMs = () => Math.max(0, limits.maxMs - (clock.now() - begun));
  // the smallest case is worth nothing before it is confirmed, for which there has to be time; in need with few runs
  const confirmMs = (least: number) => tookMs * (1 + Math.max(least, runsNeeded(found.candidate)));
  const least = limits.quick || confirmMs(FINAL_RUNS) > leftMs() / 2 ? 0 : FINAL_RUNS;
  const reservedMs = () => Math.min(confirmMs(least), leftMs() / 2);
  for (const strictness of limits.quick ? STRICTNESS.slice(0, 1) : STRICTNESS) {
    const base = filed()?.case;
    if (!base) break;
    const start = await smallestKnown(ctx, signature, base, (c) => look(c, strictness));
    // what was made small in haste has not been confirmed for good
    const isHasty = filed()?.divergence.shrunk && (filed()?.divergence.reliability.runs ?? 0) < FINAL_RUNS;
    const gains: Case[] = start === base && !isHasty ? [] : [start];
    const may = admissible(start, hostPathsNamed);
    const result = await shrink({
      case: start,
      guesses: rungs(start, signature, may),
      quick: limits.quick,
      ...(job.from && start === found.case ? { from: job.from } : {}),
      shows: (c) => look(c, strictness),
      admissible: may,
      budget: { ...BUDGET, maxMs: leftMs() - reservedMs() },
      now: clock.now,
      stopped: ctx.expired,
      parallel: limits.parallel,
      onGain(c, executions) {
        gains.push(c);
        if (filed()) store.saveSmaller(signature, c);
        ctx.report({ type: 'shrinking', signature, from, now: caseSize(c), executions });
      },
    });
    const best = await lastThatHolds(ctx, found, gains, { right, least });
    if (best) await refile(ctx, best);
    if (best?.case !== gains.at(-1)) continue;
    const shows = async (c: Case) =>
      leftMs() > 0 && !ctx.expired() && may(c) ? (result.known(c) ?? look(c, strictness)) : null;
    if (result.minimal) await learn(ctx, signature, result, shows);
    break;
  }
  const isSettled = limits.quick || filed()?.divergence.shrunk || ctx.expired();
  const race = isSettled ? null : await unmasked(ctx, filed());
  if (race) {
    return await shrinkFinding(ctx, { ...job, found: race }, { ...limits, maxMs: leftMs() });
  }
  const end = filed();
  if (end && (!limits.quick || end.divergence.shrunk)) {
    // a run that ends here leaves how far it came
    if (!ctx.expired()) store.saveSmaller(signature, null);
    ctx.report({ type: 'shrunk', divergence: end.divergence });
  }
  if (limits.quick) return [];
  return [...others.values()].filter((o) => ctx.findings.isOpen(o.signature)).slice(0, MAX_OTHERS);
}

/** Notes that the case is minimal, and finds out what of it matters; of a race, which may hide, nothing can be said. */
async function learn(
  ctx: Context,
  signature: string,
  { case: c, known }: ShrinkResult,
  shows: (c: Case) => Promise<boolean | null>,
): Promise<void> {
  const filed = ctx.findings.get(signature)?.divergence;
  if (!filed) return;
  const shrunk = filed.shrunk && { ...filed.shrunk, minimal: true };
  const explained = filed.kind === 'race' ? {} : { explained: await explain({ case: c, known, shows }) };
  const found = ctx.findings.get(signature);
  if (found?.case !== c) return;
  ctx.findings.put({ ...found, divergence: { ...found.divergence, shrunk, ...explained } });
  ctx.input.store.saveLearnt(signature, { shrunk, ...explained });
}

/** Another case that showed the same, if it is smaller and still does: generated, or met while shrinking. */
async function smallestKnown(
  ctx: Context,
  signature: string,
  base: Case,
  shows: (c: Case) => Promise<boolean>,
): Promise<Case> {
  const smallest = ctx.findings.smallest(signature);
  return smallest && isSmaller(smallest, base) && (await shows(smallest)) ? smallest : base;
}

/**
 * The few runs that confirmed a finding may all have shown a race by luck; then no smaller case holds as what the
 * finding was. More runs of its own case tell; it is filed as the race that it is.
 */
async function unmasked(ctx: Context, found: Found | undefined): Promise<Found | null> {
  if (!found || found.divergence.kind === 'race') return null;
  const terms = { tries: MAX_RACE_RUNS, steady: false, right: () => true, least: FINAL_RUNS };
  const { own } = await reconfirm(ctx, found, found.case, terms);
  return own?.kind === 'race' ? await file(ctx, own, found.case, own.runs, null) : null;
}

/** The smallest of the gains on which the finding is confirmed as what it was, looked for by halves. */
async function lastThatHolds(
  ctx: Context,
  found: Found,
  gains: readonly Case[],
  some: Pick<Terms, 'right' | 'least'>,
): Promise<Reconfirmed | null> {
  const race = mayHide(found.divergence);
  const terms = { tries: raceRuns(found.divergence), steady: !race, ...some };
  let best: Reconfirmed | null = null;
  let [low, high] = [0, gains.length];
  for (let i = high - 1; low < high; i = (low + high) >> 1) {
    const c = gains[i];
    const again = c && (await reconfirm(ctx, found, c, terms));
    const holds = again?.own && (again.own.kind !== 'race' || race);
    if (holds) best = again;
    if (holds) low = i + 1;
    else high = i;
  }
  return best;
}
