/** From the candidates of a case to filed findings. */
import { join } from 'node:path';
import { caseId } from '../contract/canonical.ts';
import type { Case } from '../contract/case.ts';
import type { Divergence, Run } from '../contract/verdict.ts';
import { findingPath } from '../store/run-dir.ts';
import { type Confirmation, confirm } from '../triage/confirm.ts';
import type { Sighting } from '../triage/examine.ts';
import { knownIssue, knownText } from '../triage/known.ts';
import { touchesSecurity } from '../triage/severity.ts';
import { type Context, factsOf } from './context.ts';
import { type Confirmed, divergenceOf, savedFinding } from './divergence.ts';
import type { Found } from './findings.ts';

/** Confirms what is new in a sighting and files it; returns what was filed. `index` is null for a saved case. */
export async function fileNew(
  ctx: Context,
  c: Case,
  sighting: Sighting,
  index: number | null,
): Promise<Found[]> {
  const { findings, input, report } = ctx;
  const claimed = findings.claim(sighting.candidates);
  const filed: Found[] = [];
  if (claimed.length > 0) {
    await input.store.keep(c, sighting.runs);
    for (const { signature } of claimed) report({ type: 'confirming', signature, index: index ?? -1 });
    for (const result of await confirm(c, sighting, claimed, ctx.examine, { expired: ctx.expired })) {
      findings.settle(result.candidate, result.outcome === 'confirmed');
      if (result.outcome === 'confirmed') filed.push(await file(ctx, result, c, result.runs, null));
      else drop(ctx, result, c);
    }
  }
  for (const signature of findings.explain(sighting.candidates)) input.store.removeFinding(signature);
  for (const { divergence } of filed)
    report({ type: 'finding', divergence, isNew: divergence.known === null });
  return filed;
}

/** Writes a finding, or its smaller form, to the run directory. */
export async function file(
  ctx: Context,
  confirmed: Confirmed,
  c: Case,
  runs: readonly Run[],
  shrunk: Divergence['shrunk'],
): Promise<Found> {
  const { store, known, clock, options } = ctx.input;
  const { signature, altSignatures, verdict } = confirmed.candidate;
  const isPrivate = touchesSecurity({ signature, kind: confirmed.kind, level: confirmed.candidate.level });
  const path = findingPath(signature, isPrivate);
  const sought = { signatures: [signature, ...altSignatures], subjects: factsOf(ctx, verdict.subjects) };
  const divergence = divergenceOf(
    confirmed,
    {
      case: path,
      replay: options.replayCommand(join(store.dir, path)),
      known: knownText(knownIssue(known, sought, clock.today())),
      shrunk,
    },
    ctx.input.executor,
  );
  const found = { divergence, case: c, candidate: confirmed.candidate };
  ctx.findings.put(found);
  await store.saveFinding(
    savedFinding(
      divergence,
      c,
      runs.map((r) => r.runtime),
    ),
    runs,
    isPrivate,
  );
  return found;
}

function drop(ctx: Context, result: Exclude<Confirmation, { outcome: 'confirmed' }>, c: Case): void {
  if (result.outcome === 'unstable') ctx.tally.unstable += 1;
  else if (result.outcome === 'unfinished') ctx.tally.unconfirmed += 1;
  else inconclusive(ctx, result.reason, c);
}

export function inconclusive(ctx: Context, reason: string, c: Case): void {
  const id = caseId(c);
  ctx.tally.inconclusive(reason, id);
  ctx.report({ type: 'inconclusive', reason, caseId: id });
}
