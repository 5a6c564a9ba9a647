/** Event: what the campaign tells its listeners. The NDJSON file of a run is exactly this stream. */
import Type, { type Static } from 'typebox';
import { HostFacts, RuntimeFacts } from './facts.ts';
import { Divergence, type Verdict } from './verdict.ts';

/** Why a run ended. */
export const StopReason = Type.Enum([
  'max-time',
  'max-cases',
  'max-divergences',
  'interrupted',
  'no-runtime',
  'done',
] as const);
export type StopReason = Static<typeof StopReason>;

const count = Type.Integer({ minimum: 0 });
const counts = Type.Record(Type.String(), count);

const scale = {
  cases: count,
  lifecycles: count,
  elapsedSeconds: Type.Number({ minimum: 0 }),
  acceptedByRuntime: Type.Record(
    Type.String(),
    Type.Object({ cases: count, accepted: count, ratio: Type.Number({ minimum: 0, maximum: 1 }) }),
    { description: 'label to cases expected valid, those accepted, and their ratio' },
  ),
};

/** How far a run is. The file of a long run has thousands of these: what grows with the run is in Stats alone. */
export const Figures = Type.Object({
  ...scale,
  rules: Type.Integer({ minimum: 0, description: 'rules with a verdict of ok or violation' }),
  members: Type.Integer({ minimum: 0, description: 'config members that some case had' }),
});
export type Figures = Static<typeof Figures>;

/** All counts of a run: when it ends, and in stats.json meanwhile. */
export const Stats = Type.Object({
  ...scale,
  refusals: Type.Record(Type.String(), counts, {
    description: 'refusals of cases expected valid: label to cause to count',
  }),
  rules: Type.Record(
    Type.String(),
    Type.Record(Type.String(), Type.Object({ ok: count, violation: count, unknown: count })),
    { description: 'rule to label to verdicts' },
  ),
  members: Type.Record(Type.String(), count, { description: 'config member to cases that have it' }),
  notClaimed: Type.Integer({
    minimum: 0,
    description: 'ignored or refused something newer than the runtime declares; never a finding',
  }),
  unstable: Type.Integer({ minimum: 0, description: 'differences that did not hold when run again' }),
  unconfirmed: Type.Integer({
    minimum: 0,
    description: 'sightings that the time did not suffice to confirm',
  }),
});

export type Stats = Static<typeof Stats>;

/** A harness fault or a verdict that could not be reached, by reason. */
export const Inconclusive = Type.Object({
  reason: Type.String(),
  count,
  case: Type.Union([Type.String(), Type.Null()], { description: 'id of the first case' }),
});
export type Inconclusive = Static<typeof Inconclusive>;

/** The reasons with one more; of each the first case that is known stays. */
export function withReason(all: readonly Inconclusive[], more: Inconclusive): Inconclusive[] {
  if (!all.some((i) => i.reason === more.reason)) return [...all, more];
  return all.map((i) =>
    i.reason === more.reason ? { ...i, count: i.count + more.count, case: i.case ?? more.case } : i,
  );
}

const event = <N extends string, P extends Record<string, Type.TSchema>>(name: N, properties: P) =>
  Type.Object({ type: Type.Literal(name), ...properties });
const strings = Type.Array(Type.String());
const text = Type.String();
const verdict = Type.Unsafe<Verdict>(
  Type.Object({ oracle: text, rule: text, verdict: text, subjects: strings }),
);

export const Event = Type.Union(
  [
    event('run-start', {
      seed: count,
      host: HostFacts,
      runtimes: Type.Array(RuntimeFacts),
      argv: strings,
      runDir: text,
    }),
    event('case-done', {
      index: Type.Integer({ description: '-1 for a saved case' }),
      caseId: text,
      areas: strings,
      findings: count,
      refused: Type.Record(text, text, {
        description: 'of a case expected valid: label to the class of the error that it was refused with',
      }),
    }),
    event('confirming', { signature: text, index: Type.Integer() }),
    event('finding', { divergence: Divergence, isNew: Type.Boolean() }),
    event('shrinking', { signature: text, from: count, now: count, executions: count }),
    event('shrunk', { divergence: Divergence }),
    event('not-claimed', { verdict }),
    event('inconclusive', { reason: text, caseId: Type.Union([Type.String(), Type.Null()]) }),
    event('warning', { text }),
    event('progress', { figures: Figures, divergences: count }),
    event('run-end', {
      reason: StopReason,
      stats: Stats,
      divergences: Type.Array(Divergence),
      inconclusive: Type.Array(Inconclusive),
    }),
  ],
  { title: 'Event' },
);
export type Event = Static<typeof Event>;
