/** What releases were seen to show of a saved finding, as ranges of versions. */
import type { RuntimeFacts } from '../contract/facts.ts';
import type { Expected, SavedFinding } from '../contract/verdict.ts';
import { compareReleases, inRange } from '../triage/known.ts';
import { isComparison } from '../triage/signature.ts';
import type { Row } from './matrix.ts';

/** Neighbouring releases of equal outcome become one range; what cannot be told is left out. */
export function expectsOf(rows: readonly Row[]): Expected[] {
  const told = rows.filter((r) => r.outcome !== 'UNKNOWN');
  const names = [...new Set(told.map((r) => r.name))].sort();
  return names.flatMap((name) => {
    const own = told.filter((r) => r.name === name).sort((a, b) => compareReleases(a.version, b.version));
    const ranges: { from: Row; to: Row }[] = [];
    for (const row of own) {
      const last = ranges.at(-1);
      if (last && last.to.outcome === row.outcome) last.to = row;
      else ranges.push({ from: row, to: row });
    }
    return ranges.map(({ from, to }) => ({
      runtime: name,
      versions: from === to ? `=${from.version}` : `>=${from.version} <=${to.version}`,
      outcome: from.outcome,
    }));
  });
}

/**
 * Those of `runtimes` that ought to show a saved finding by what is recorded of it; none unless each runtime that its
 * signature names is among them. An older release than any that showed it, and one that was seen not to, say nothing
 * of it by not showing it; a newer one may have mended it.
 */
export function expectedToShow<R extends Pick<RuntimeFacts, 'name' | 'version'>>(
  saved: SavedFinding,
  runtimes: readonly R[],
): R[] {
  const { divergence, expects = [] } = saved;
  const shown = divergence.runtimes.flatMap((label) => saved.runtimes[label] ?? []);
  const names = new Set(shown.map((r) => r.name));
  const since = [
    ...shown,
    ...expects
      .filter((e) => e.outcome === 'SHOWS')
      .map((e) => ({ name: e.runtime, version: oldest(e.versions) })),
  ];
  const recorded = (r: R) => expects.find((e) => e.runtime === r.name && inRange(r.version, e.versions));
  const compared = isComparison(divergence);
  const mayShow = (r: R): boolean =>
    compared ||
    (recorded(r)?.outcome !== 'ABSENT' &&
      since.some((s) => s.name === r.name && compareReleases(s.version, r.version) <= 0));
  const own = runtimes.filter((r) => names.has(r.name) && mayShow(r));
  const alike = compared && new Set(own.map((r) => recorded(r)?.outcome ?? r)).size < 2;
  return alike || new Set(own.map((r) => r.name)).size < names.size ? [] : own;
}

/** Of a range as `expectsOf` writes it. */
const oldest = (versions: string): string => versions.split(' ')[0]?.replace(/^>?=/, '') ?? '';
