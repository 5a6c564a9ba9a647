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

export const Stats = Type.Object({
  cases: count,
  lifecycles: count,
  elapsedSeconds: Type.Number({ minimum: 0 }),
  acceptedByRuntime: Type.Record(
    Type.String(),
    Type.Object({ cases: count, accepted: count, ratio: Type.Number({ minimum: 0, maximum: 1 }) }),
    { description: 'label to cases expected valid, those accepted, and their ratio' },
  ),
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
    event('case-done', { index: Type.Integer(), caseId: text, areas: strings, findings: count }),
    event('confirming', { signature: text, index: Type.Integer() }),
    event('finding', { divergence: Divergence, isNew: Type.Boolean() }),
    event('shrinking', { signature: text, from: count, now: count, executions: count }),
    event('shrunk', { divergence: Divergence }),
    event('not-claimed', { verdict }),
    event('inconclusive', { reason: text, caseId: Type.Union([Type.String(), Type.Null()]) }),
    event('warning', { text }),
    event('progress', { stats: Stats, divergences: count }),
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
