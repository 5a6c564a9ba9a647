/** Makes filed findings smaller, between the cases and after them. */
import { hostPathsNamed } from '../../generators/index.ts';
import type { Case } from '../contract/case.ts';
import { admissible } from '../shrink/admissible.ts';
import { BUDGET, type Shrinkable, shrink } from '../shrink/shrinker.ts';
import { caseSize, isSmaller } from '../shrink/size.ts';
import { type Confirmation, confirm } from '../triage/confirm.ts';
import type { Sighting } from '../triage/examine.ts';
import type { Context } from './context.ts';
import { file } from './filing.ts';
import type { Found } from './findings.ts';

/** Other findings that are followed up, of those met while one is shrunk. */
const MAX_OTHERS = 5;
/** Chance with which a race may hide from a smaller case that still has it. */
const MISS = 0.05;
const MAX_RACE_RUNS = 12;
/** A smaller case that makes a step wait is none to wait long for, unless the finding is about that. */
const HASTE = 0.2;
/** Runs in which a smaller case must show a finding; the second only if the first was too easily content. */
const STRICTNESS = [1, 8];
/** Fresh runs in which the smallest case must show it: it is what people will replay. */
const FINAL_RUNS = 10;

export type ShrinkJob = { found: Found; from: Shrinkable | null };
export type ShrinkLimits = { maxMs: number; parallel: number };
/** A case on which something else was seen. */
export type Other = { signature: string; case: Case };

/**
 * Shrinks a finding and files the smallest case that is confirmed anew; the finding stays as it was where none
 * is. Returns what else was met on the way.
 */
export async function shrinkFinding(ctx: Context, job: ShrinkJob, limits: ShrinkLimits): Promise<Other[]> {
  const { found } = job;
  const { signature } = found.divergence;
  const { clock, store } = ctx.input;
  const begun = clock.now();
  const from = caseSize(found.case);
  const others = new Map<string, Other>();
  // a difference that a broken rule turned out to explain is filed no more
  const filed = () => ctx.findings.get(signature);
  const look = await looker(ctx, found, others);
  let held = false;
  for (const strictness of STRICTNESS) {
    const base = filed()?.case;
    if (!base) break;
    const start = await smallestKnown(ctx, signature, base, (c) => look(c, strictness));
    const gains: Case[] = start === base ? [] : [start];
    await shrink({
      case: start,
      ...(job.from && start === found.case ? { from: job.from } : {}),
      shows: (c) => look(c, strictness),
      admissible: admissible(start, hostPathsNamed),
      budget: { ...BUDGET, maxMs: Math.max(0, limits.maxMs - (clock.now() - begun)) },
      now: clock.now,
      stopped: ctx.expired,
      parallel: limits.parallel,
      onGain(c, executions) {
        gains.push(c);
        if (filed()) store.saveSmaller(signature, c);
        ctx.report({ type: 'shrinking', signature, from, now: caseSize(c), executions });
      },
    });
    const best = await lastThatHolds(ctx, found, gains);
    const before = filed();
    if (best && before) {
      held = true;
      const candidate = { ...best.again.candidate, altSignatures: alternatives(before, best.again) };
      const shrunk = { from, to: caseSize(best.case) };
      await file(ctx, { ...best.again, candidate }, best.case, best.again.runs, shrunk);
    }
    if (best?.case === gains.at(-1)) break;
  }
  const race = held || ctx.expired() ? null : await unmasked(ctx, filed());
  if (race) {
    const maxMs = Math.max(0, limits.maxMs - (clock.now() - begun));
    return await shrinkFinding(ctx, { ...job, found: race }, { ...limits, maxMs });
  }
  const end = filed();
  if (end) {
    // a run that ends here leaves how far it came
    if (!ctx.expired()) store.saveSmaller(signature, null);
    ctx.report({ type: 'shrunk', divergence: end.divergence });
  }
  return [...others.values()].filter((o) => ctx.findings.isOpen(o.signature)).slice(0, MAX_OTHERS);
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
  const again = await reconfirm(ctx, found, found.case, MAX_RACE_RUNS);
  if (again?.outcome !== 'confirmed' || again.kind !== 'race') return null;
  return await file(ctx, again, found.case, again.runs, null);
}

type Held = { case: Case; again: Extract<Confirmation, { outcome: 'confirmed' }> };

/** The smallest of the gains on which the finding is confirmed as what it was, looked for by halves. */
async function lastThatHolds(ctx: Context, found: Found, gains: readonly Case[]): Promise<Held | null> {
  let best: Held | null = null;
  let [low, high] = [0, gains.length];
  for (let i = high - 1; low < high; i = (low + high) >> 1) {
    const c = gains[i];
    const again = c && (await reconfirm(ctx, found, c));
    const holds =
      again?.outcome === 'confirmed' && (again.kind !== 'race' || found.divergence.kind === 'race');
    if (c && holds) best = { case: c, again };
    if (holds) low = i + 1;
    else high = i;
  }
  return best;
}

type Look = (c: Case, strictness: number) => Promise<boolean>;

/** Runs a case on as few runtimes as the finding needs, and notes other findings. */
async function looker(
  ctx: Context,
  { case: c, candidate, divergence }: Found,
  others: Map<string, Other>,
): Promise<Look> {
  const { signature, verdict, pairwise } = candidate;
  const haste = { timeoutFactor: divergence.kind === 'hang' ? 1 : HASTE };
  const right = pairwise ? [] : conforming(await ctx.examine(c, haste), verdict.rule);
  const few = pairwise ? verdict.subjects : verdict.subjects.slice(0, 1);
  const runs = raceRuns(divergence);
  const seenIn = async (x: Case, labels: readonly string[] | undefined): Promise<boolean> => {
    const sighting = await ctx.examine(x, { ...haste, ...(labels ? { labels } : {}) });
    for (const other of sighting.candidates)
      if (other.kind !== 'hang' && !others.has(other.signature))
        others.set(other.signature, { signature: other.signature, case: x });
    others.delete(signature);
    return shows(sighting, signature);
  };
  const often = async (
    x: Case,
    strictness: number,
    labels: readonly string[] | undefined,
  ): Promise<boolean> => {
    if (runs === 1) {
      for (let i = 0; i < strictness; i++) if (!(await seenIn(x, labels))) return false;
      return true;
    }
    for (let i = 0; i < runs * strictness; i++) if (await seenIn(x, labels)) return true;
    return false;
  };
  // who does it right has to do so on the smaller case: it is what people compare with
  const contrast = async (x: Case): Promise<boolean> => {
    if (right.length === 0) return true;
    const still = conforming(await ctx.examine(x, { ...haste, labels: right }), verdict.rule);
    return right.every((label) => still.includes(label));
  };
  const labels = (await often(c, 1, few)) ? few : undefined;
  return async (x, strictness) => (await often(x, strictness, labels)) && (await contrast(x));
}

/** Labels of the runtimes that follow the rule. */
const conforming = ({ verdicts }: Sighting, rule: string): string[] =>
  verdicts.filter((v) => v.rule === rule && v.verdict === 'ok').flatMap((v) => v.subjects);

const shows = ({ candidates }: Sighting, signature: string): boolean =>
  candidates.some((k) => k.signature === signature);

/** Runs after which a race has shown but for a chance of MISS; 1 for what shows in every run. */
function raceRuns({ kind, reliability: { same, runs } }: Found['divergence']): number {
  if (kind !== 'race') return 1;
  return Math.max(
    2,
    Math.min(MAX_RACE_RUNS, Math.ceil(Math.log(MISS) / Math.log(1 - Math.min(same / runs, 0.95)))),
  );
}

/** The smaller case as if it had just been generated: on all runtimes, from a first look on. */
async function reconfirm(
  ctx: Context,
  found: Found,
  c: Case,
  tries = raceRuns(found.divergence),
): Promise<Confirmation | null> {
  const { signature } = found.candidate;
  for (let i = 0; i < tries && !ctx.expired(); i++) {
    const first = await ctx.examine(c);
    const again = first.candidates.filter((k) => k.signature === signature);
    if (again.length > 0)
      return (
        (await confirm(c, first, again, ctx.examine, { least: FINAL_RUNS, expired: ctx.expired }))[0] ?? null
      );
  }
  return null;
}

/** With those that were learnt so far. */
function alternatives({ divergence }: Found, { candidate }: Confirmation): string[] {
  return [...new Set([...divergence.altSignatures, ...candidate.altSignatures])];
}
