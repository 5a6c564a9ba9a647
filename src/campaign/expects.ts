/** What releases were seen to show, as ranges of versions. */
import type { Expected } from '../contract/verdict.ts';
import { compareReleases } from '../triage/known.ts';
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
