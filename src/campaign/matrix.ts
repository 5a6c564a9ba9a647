/** Which runtimes show a saved finding: one row for each, however many there are. */
import Type, { type Static } from 'typebox';
import type { RuntimeFacts } from '../contract/facts.ts';
import type { SavedFinding, Verdict } from '../contract/verdict.ts';
import { type Examine, isFor, type Sighting } from '../triage/examine.ts';
import { isComparison, isLike, partsOf } from '../triage/signature.ts';
import { runsToTell } from './replay.ts';

/**
 * SHOWS, ABSENT, or UNKNOWN where the rule could not be judged. A difference has no side that is wrong: its rows
 * are A, B, ... and runtimes with the same letter do the same.
 */
export const Row = Type.Object({
  label: Type.String(),
  name: Type.String(),
  version: Type.String(),
  outcome: Type.String(),
  /** what was seen, or why it could not be told */
  detail: Type.String(),
  same: Type.Integer({ minimum: 0 }),
  runs: Type.Integer({ minimum: 0 }),
});
export type Row = Static<typeof Row>;

/** Never throws for what a runtime does. */
export async function matrix(
  finding: SavedFinding,
  runtimes: readonly RuntimeFacts[],
  examine: Examine,
): Promise<Row[]> {
  const planned = runsToTell(finding.divergence);
  const labels = runtimes.map((r) => r.label);
  const sightings: Sighting[] = [];
  while (sightings.length < planned) sightings.push(await examine(finding.case, { labels }));
  const row = isComparison(finding.divergence) ? comparedRow(finding, labels) : ruledRow(finding);
  return runtimes.map((r) => {
    const { label, name, version } = r;
    const none = { label, name, version, outcome: 'UNKNOWN', same: 0, runs: 0 };
    if (!isFor(finding.case, r)) return { ...none, detail: 'does not take the ociVersion of the config' };
    return { ...none, ...row(r, sightings) };
  });
}

type Seen = Pick<Row, 'outcome' | 'detail' | 'same' | 'runs'>;

function ruledRow(finding: SavedFinding): (r: RuntimeFacts, sightings: readonly Sighting[]) => Seen {
  const parts = partsOf(finding.divergence.signature);
  return ({ label }, sightings) => {
    const runs = sightings.map(({ verdicts, inconclusive }) => {
      const own = verdicts.filter((v) => v.rule === parts.rule && v.subjects.includes(label));
      const broken = own.filter((v) => v.verdict === 'violation');
      if (broken.some((v) => isLike(v, parts))) return 'shows';
      const other = broken[0];
      if (other) return `otherwise: ${other.path} ${other.token}`;
      if (own.some((v) => v.verdict === 'ok')) return 'ok';
      return (
        inconclusive[0] ?? own[0]?.why ?? 'the rule could not be judged: what it is about did not happen'
      );
    });
    const same = runs.filter((r) => r === 'shows').length;
    const detail = runs.find((r) => r !== 'shows' && r !== 'ok') ?? '';
    const outcome = same > 0 ? 'SHOWS' : runs.every((r) => r === 'ok') ? 'ABSENT' : 'UNKNOWN';
    return { outcome, detail, same, runs: runs.length };
  };
}

function comparedRow(
  finding: SavedFinding,
  labels: readonly string[],
): (r: RuntimeFacts, sightings: readonly Sighting[]) => Seen {
  const { rule, path } = partsOf(finding.divergence.signature);
  return ({ label }, sightings) => {
    const runs = sightings.length;
    const judged = sightings.flatMap((s) =>
      s.verdicts.filter((v) => v.rule === rule && v.verdict !== 'unknown'),
    );
    const of = (l: string) => judged.filter((v) => v.subjects.includes(l));
    const differ = (a: string, b: string): Verdict | undefined =>
      of(a).find((v) => v.subjects.includes(b) && v.verdict === 'violation' && v.path === path);
    if (of(label).length === 0)
      return { outcome: 'UNKNOWN', detail: 'there was nothing to compare', same: 0, runs };
    // the first of each group stands for it
    const heads: string[] = [];
    for (const l of labels.filter((l) => of(l).length > 0))
      if (heads.every((h) => differ(h, l))) heads.push(l);
    const group = heads.findIndex((h) => h === label || !differ(h, label));
    const seen = labels.flatMap((l) => differ(label, l)?.actual?.[label] ?? [])[0];
    const detail = seen === undefined ? '' : JSON.stringify(seen);
    return { outcome: String.fromCharCode(65 + group), detail, same: runs, runs };
  };
}
