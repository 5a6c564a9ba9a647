/** Conformance: the fixed cases, what was seen of them, and the result of each requirement on each runtime. */
import Type, { type Static } from 'typebox';
import { Case, SCHEMA_VERSION } from './case.ts';
import { HostFacts, RuntimeFacts } from './facts.ts';
import type { Verdict } from './verdict.ts';

/** A case of the fixed set, and the requirements that it is there for. */
export const ConformanceCase = Type.Object(
  { requirements: Type.Array(Type.String(), { minItems: 1 }), case: Case },
  { additionalProperties: false, title: 'ConformanceCase' },
);
export type ConformanceCase = Static<typeof ConformanceCase> & {
  /** of its file, without the ending */
  name: string;
};

/** What was judged of a case; `again`: of a second look, which is made where the first shows a broken requirement. */
export type Look = { name: string; verdicts: Verdict[]; again: Verdict[] };

/** `unknown`: applied, but nothing could be said; `unexercised`: no case of the set came to it. */
export const OUTCOMES = ['ok', 'violation', 'unknown', 'unexercised'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const Answer = Type.Object(
  {
    outcome: Type.Enum(OUTCOMES),
    /** why it is not ok; '' where it is */
    why: Type.String(),
    /** name of the case that shows a violation */
    case: Type.Optional(Type.String()),
    expected: Type.Optional(Type.Unknown()),
    actual: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type Answer = Static<typeof Answer>;

const Row = Type.Object(
  {
    id: Type.String(),
    level: Type.Enum(['MUST', 'SHOULD', 'MAY', 'IMPLIED'] as const),
    area: Type.String(),
    anchor: Type.String(),
    /** our sentence */
    text: Type.String(),
    /** by label of the runtime */
    answers: Type.Record(Type.String(), Answer),
  },
  { additionalProperties: false },
);
export type Row = Static<typeof Row>;

export const Conformance = Type.Object(
  {
    schemaVersion: Type.Literal(SCHEMA_VERSION),
    ocifuzz: Type.String({ description: 'version of ocifuzz' }),
    host: HostFacts,
    runtimes: Type.Array(RuntimeFacts),
    cases: Type.Integer({ minimum: 0 }),
    elapsedSeconds: Type.Number({ minimum: 0 }),
    requirements: Type.Array(Row),
    inconclusive: Type.Array(Type.String(), { description: 'faults of the harness, seen twice' }),
  },
  { additionalProperties: false, title: 'Conformance' },
);
export type Conformance = Static<typeof Conformance>;
