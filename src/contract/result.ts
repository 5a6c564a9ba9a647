/** Result: the one document that `--json` prints for run, check and replay. */
import Type, { type Static } from 'typebox';
import { SCHEMA_VERSION } from './case.ts';
import { Inconclusive, Stats, StopReason } from './event.ts';
import { HostFacts, RuntimeFacts } from './facts.ts';
import { Divergence } from './verdict.ts';

const count = Type.Integer({ minimum: 0 });

/** Outcome of one saved case: seen again, gone, seen in another form, or it could not be run or judged. */
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
    inconclusive: Type.Array(Inconclusive),
    stopReason: StopReason,
    /** directory of the run, absent where none was made */
    runDir: Type.Optional(Type.String()),
    /** replay only: every saved case */
    replayed: Type.Optional(Type.Array(Replayed)),
  },
  { additionalProperties: false, title: 'Result' },
);
export type Result = Static<typeof Result>;
