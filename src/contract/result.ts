/** Result: the one document that `--json` prints for run, check and replay. */
import Type, { type Static } from 'typebox';
import { SCHEMA_VERSION } from './case.ts';
import { HostFacts, RuntimeFacts } from './facts.ts';
import { Divergence } from './verdict.ts';

const count = Type.Integer({ minimum: 0 });
const counts = Type.Record(Type.String(), count);

const Stats = Type.Object({
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

/** Outcome of one saved case: seen again, gone, seen in another form, or it could not be run. */
export const Replayed = Type.Object({
  case: Type.String(),
  signature: Type.String(),
  outcome: Type.Enum(['STILL', 'FIXED', 'CHANGED', 'ERROR']),
  why: Type.String(),
  reliability: Type.Object({ same: count, runs: count }),
});
export type Replayed = Static<typeof Replayed>;

export const Result = Type.Object(
  {
    schemaVersion: Type.Literal(SCHEMA_VERSION),
    ocifuzz: Type.String({ description: 'version of ocifuzz' }),
    host: HostFacts,
    runtimes: Type.Array(RuntimeFacts),
    seed: Type.Union([Type.Integer(), Type.Null()], { description: 'null where nothing was generated' }),
    stats: Stats,
    divergences: Type.Array(Divergence),
    inconclusive: Type.Array(
      Type.Object({ reason: Type.String(), count, case: Type.Union([Type.String(), Type.Null()]) }),
    ),
    stopReason: Type.Enum(['max-time', 'max-cases', 'max-divergences', 'interrupted', 'no-runtime', 'done']),
    /** directory of the run, absent where none was made */
    runDir: Type.Optional(Type.String()),
    /** replay only: every saved case */
    replayed: Type.Optional(Type.Array(Replayed)),
  },
  { additionalProperties: false, title: 'Result' },
);
export type Result = Static<typeof Result>;
