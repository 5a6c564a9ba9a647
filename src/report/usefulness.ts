/** One line that says where a campaign wastes its time. */
import { percent } from './format.ts';
import type { RunState } from './run-state.ts';

/** Fewer cases say nothing. */
const LEAST = 20;
/** A runtime that refuses fewer of an area's cases is worth the time. */
const SHARE = 0.5;

/** No areas of the generators: saved cases and foreign bundles are run whatever they are. */
const GIVEN = ['corpus', 'bundle'];

/** `crun refuses 88% of the cases with seccomp: mount-failed`; null where nothing is amiss. */
export function uselessText({ stats, areas }: Pick<RunState, 'stats' | 'areas'>): string | null {
  const all = Object.entries(stats?.refusals ?? {}).flatMap(([label, causes]) =>
    [...byArea(causes)].map(([area, { total, most }]) => ({
      text: `${label} refuses ${percent(Math.min(1, total / (areas[area] ?? 1)))} of the cases with ${area}: ${most}`,
      share: total / (areas[area] ?? Number.POSITIVE_INFINITY),
      area,
      cases: areas[area] ?? 0,
    })),
  );
  const bad = all
    .filter((a) => !GIVEN.includes(a.area) && a.cases >= LEAST && a.share >= SHARE)
    .sort((a, b) => b.share - a.share);
  return bad[0]?.text ?? null;
}

/** Refusals are counted as `mount-failed (seccomp)`: error class and area. */
function byArea(causes: Record<string, number>): Map<string, { total: number; most: string; top: number }> {
  const areas = new Map<string, { total: number; most: string; top: number }>();
  for (const [cause, n] of Object.entries(causes)) {
    const [, most = cause, area = ''] = /^(.*) \((.*)\)$/.exec(cause) ?? [];
    const seen = areas.get(area) ?? { total: 0, most, top: 0 };
    const top = n > seen.top;
    areas.set(area, { total: seen.total + n, most: top ? most : seen.most, top: Math.max(n, seen.top) });
  }
  return areas;
}
