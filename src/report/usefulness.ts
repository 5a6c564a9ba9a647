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
export function uselessText({ refusals, areas }: Pick<RunState, 'refusals' | 'areas'>): string | null {
  const bad = refusals
    .filter(({ area }) => !GIVEN.includes(area) && (areas[area] ?? 0) >= LEAST)
    .map(({ label, area, causes }) => {
      const [[most = ''] = []] = Object.entries(causes).sort(([, a], [, b]) => b - a);
      const share = Object.values(causes).reduce((a, b) => a + b, 0) / (areas[area] ?? 1);
      return { text: `${label} refuses ${percent(share)} of the cases with ${area}: ${most}`, share };
    })
    .filter(({ share }) => share >= SHARE)
    .sort((a, b) => b.share - a.share);
  return bad[0]?.text ?? null;
}
