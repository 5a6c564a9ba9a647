/** What is known of a run at one moment: events folded into a value. */
import type { Event, Stats, StopReason } from '../contract/event.ts';
import type { Divergence } from '../contract/verdict.ts';

type Start = Extract<Event, { type: 'run-start' }>;

export type RunState = {
  start: Start | null;
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
  /** faults of the harness, and what could not be judged */
  inconclusive: number;
  /** what runs apart from generated cases */
  now: string | null;
  /** the last line about usefulness */
  warning: string | null;
  end: StopReason | null;
};

export const EMPTY: RunState = {
  start: null,
  stats: null,
  findings: new Map(),
  startedAt: null,
  lastNewAt: null,
  lastNew: null,
  areas: {},
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
      return { ...state, stats: event.stats };
    case 'case-done':
      return { ...state, now: null, areas: counted(state.areas, event.areas) };
    case 'inconclusive':
      return { ...state, inconclusive: state.inconclusive + 1 };
    case 'confirming':
      return { ...state, now: `confirming ${event.signature}` };
    case 'shrinking':
      return {
        ...state,
        now: `shrinking ${event.signature}  ${event.from} → ${event.now} parts, ${event.executions} runs`,
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

function counted(areas: RunState['areas'], more: readonly string[]): RunState['areas'] {
  return { ...areas, ...Object.fromEntries(more.map((a) => [a, (areas[a] ?? 0) + 1])) };
}

function put(findings: RunState['findings'], d: Divergence): RunState['findings'] {
  return new Map([...findings, [d.signature, d]]);
}

/** Rules with a verdict of ok or violation. */
export function exercisedRules({ rules }: Pick<Stats, 'rules'>): string[] {
  return Object.entries(rules)
    .filter(([, byLabel]) => Object.values(byLabel).some((c) => c.ok + c.violation > 0))
    .map(([rule]) => rule);
}
