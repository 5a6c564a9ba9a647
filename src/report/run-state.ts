/** What is known of a run at one moment: events folded into a value. */
import type { Event, Figures, Stats, StopReason } from '../contract/event.ts';
import type { Divergence } from '../contract/verdict.ts';
import { plural } from './format.ts';

type Start = Extract<Event, { type: 'run-start' }>;

/** What one runtime refused of one area: error class to cases. */
export type Refusals = { label: string; area: string; causes: Readonly<Record<string, number>> };

export type RunState = {
  start: Start | null;
  figures: Figures | null;
  /** when it has ended */
  stats: Stats | null;
  /** signature to finding, as it stands */
  findings: ReadonlyMap<string, Divergence>;
  /** ms, by the reporter's clock; null for none yet */
  startedAt: number | null;
  lastNewAt: number | null;
  /** the newest of them */
  lastNew: string | null;
  /** area to cases that had parts of it */
  areas: Readonly<Record<string, number>>;
  /** refusals of cases expected valid, each counted for every area of its case */
  refusals: readonly Refusals[];
  /** faults of the harness, and what could not be judged */
  inconclusive: number;
  /** what is confirmed or shrunk, or the case that was done last */
  now: string | null;
  /** the last line about usefulness */
  warning: string | null;
  end: StopReason | null;
};

export const EMPTY: RunState = {
  start: null,
  figures: null,
  stats: null,
  findings: new Map(),
  startedAt: null,
  lastNewAt: null,
  lastNew: null,
  areas: {},
  refusals: [],
  inconclusive: 0,
  now: null,
  warning: null,
  end: null,
};

/** Pure. `at`: when the event came, ms. */
export function fold(state: RunState, event: Event, at: number): RunState {
  switch (event.type) {
    case 'run-start':
      return { ...state, start: event, startedAt: at };
    case 'progress':
      return { ...state, figures: event.figures };
    case 'case-done':
      return {
        ...state,
        now: caseText(event),
        areas: counted(state.areas, event.areas),
        refusals: refused(state.refusals, event),
      };
    case 'inconclusive':
      return { ...state, inconclusive: state.inconclusive + 1 };
    case 'confirming':
      return { ...state, now: `confirming ${event.signature}` };
    case 'shrinking':
      return {
        ...state,
        now: `shrinking ${titleOf(state, event.signature)}: ${event.from} → ${event.now} parts, ${plural(event.executions, 'run')}`,
      };
    case 'finding':
      return {
        ...state,
        findings: put(state.findings, event.divergence),
        ...(event.isNew && event.divergence.known === null
          ? { lastNewAt: at, lastNew: event.divergence.title }
          : {}),
      };
    case 'shrunk':
      return { ...state, now: null, findings: put(state.findings, event.divergence) };
    case 'warning':
      return { ...state, warning: event.text };
    case 'run-end':
      return {
        ...state,
        now: null,
        stats: event.stats,
        findings: new Map(event.divergences.map((d) => [d.signature, d])),
        end: event.reason,
      };
    default:
      return state;
  }
}

/** `case 57 done (hooks, mounts)`; saved cases and bundles have no index. */
function caseText({ index, areas }: Extract<Event, { type: 'case-done' }>): string {
  return `case${index < 0 ? '' : ` ${index}`} done${areas.length > 0 ? ` (${areas.join(', ')})` : ''}`;
}

const titleOf = ({ findings }: RunState, signature: string): string =>
  findings.get(signature)?.title ?? signature;

function counted(areas: RunState['areas'], more: readonly string[]): RunState['areas'] {
  return { ...areas, ...Object.fromEntries(more.map((a) => [a, (areas[a] ?? 0) + 1])) };
}

function refused(
  all: RunState['refusals'],
  { areas, refused }: Extract<Event, { type: 'case-done' }>,
): RunState['refusals'] {
  const more = Object.entries(refused).flatMap(([label, cause]) =>
    areas.map((area) => ({ label, area, cause })),
  );
  return more.reduce((all, { label, area, cause }) => {
    const is = (r: Refusals) => r.label === label && r.area === area;
    const causes = all.find(is)?.causes ?? {};
    return [
      ...all.filter((r) => !is(r)),
      { label, area, causes: { ...causes, [cause]: (causes[cause] ?? 0) + 1 } },
    ];
  }, all);
}

function put(findings: RunState['findings'], d: Divergence): RunState['findings'] {
  return new Map([...findings, [d.signature, d]]);
}
