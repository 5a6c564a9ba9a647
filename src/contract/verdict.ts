/** Verdict: what an oracle says of one rule. Divergence: a confirmed, deduplicated finding. */
import Type, { type Static } from 'typebox';
import type { Case } from './case.ts';
import { Case as CaseSchema, SCHEMA_VERSION } from './case.ts';
import { Explained } from './explained.ts';
import type { HostFacts, RuntimeFacts } from './facts.ts';
import type { Observation } from './observation.ts';

/** Kinds of finding, most severe first. */
export const KINDS = ['crash', 'hang', 'violation', 'residue', 'race', 'difference', 'spec-gap'] as const;
export const Kind = Type.Enum(KINDS);
export type Kind = (typeof KINDS)[number];

/** Levels of RFC 2119 as the table of requirements has them; null where no requirement speaks. */
export const LEVELS = ['MUST', 'SHOULD', 'IMPLIED'] as const;
export const Level = Type.Enum(LEVELS);
export type Level = (typeof LEVELS)[number];

/** Values of a config, an observation or a document: any JSON. */
export type Json = unknown;

/**
 * One judgement. `ok` and `unknown` need only oracle, rule, verdict, subjects (and why, for unknown).
 *
 * `path` names what was looked at, without ids, pids, times, indices or host paths
 * (`program.umask`, `hooks.poststart.phase`, `mounts[tmpfs].flags`); `token` names how it deviates, in a few
 * fixed words (`kept-0022`, `before-program`). Both go into the signature; `why`, `expected`, `actual` do not.
 */
export type Verdict = {
  oracle: string;
  /** id of a requirement, or of a rule of the oracle's own where no requirement speaks */
  rule: string;
  verdict: 'ok' | 'violation' | 'unknown';
  /** labels of the runtimes judged */
  subjects: string[];
  kind?: Kind;
  level?: Level | null;
  path?: string;
  token?: string;
  title?: string;
  why?: string;
  expected?: Json;
  /** label to what was seen */
  actual?: Record<string, Json>;
  /** ignored or refused something newer than the runtime declares: shown apart, never a finding */
  notClaimed?: boolean;
};

/**
 * One runtime's run of the case; `control`: of the case's control config, where it has one and was refused, or of
 * the case without its faults.
 */
export type Run = { runtime: RuntimeFacts; observation: Observation; control?: Observation };

/** What an oracle gets. */
export type JudgeInput = {
  case: Case;
  host: HostFacts;
  runs: Run[];
  /** version of the specification to judge by; absent: the one that the config names */
  spec?: string;
};

/** Pure: the same input gives the same verdicts; no I/O; never throws (the caller turns that into unknown). */
export type Oracle = {
  name: string;
  /** one line for `ocifuzz list oracles` */
  title: string;
  /** rules that it can report, for `ocifuzz list rules` */
  rules: RuleInfo[];
  judge(input: JudgeInput): Verdict[];
};

export type RuleInfo = {
  id: string;
  level: Level | null;
  /** spec anchor such as runtime.md#lifecycle; null for differential and residue rules */
  anchor: string | null;
  /** lowest spec version that has the rule, and the first one that no longer has it */
  since: string;
  until?: string;
  /** our sentence */
  text: string;
};

/** How often a finding showed: `same` of `runs` fresh runs; per label for the runtimes of the run. */
export const Reliability = Type.Object({
  same: Type.Integer(),
  runs: Type.Integer(),
  byLabel: Type.Optional(
    Type.Record(Type.String(), Type.Object({ same: Type.Integer(), runs: Type.Integer() })),
  ),
});
export type Reliability = Static<typeof Reliability>;

export const Divergence = Type.Object(
  {
    signature: Type.String(),
    /** signatures of other verdicts on the same observed thing */
    altSignatures: Type.Array(Type.String()),
    title: Type.String(),
    kind: Kind,
    level: Type.Union([Level, Type.Null()]),
    /** id of the requirement, or null */
    requirement: Type.Union([Type.String(), Type.Null()]),
    anchor: Type.Union([Type.String(), Type.Null()]),
    oracle: Type.String(),
    /** labels of the runtimes that it is about */
    runtimes: Type.Array(Type.String()),
    /** path of the saved case file, relative to the run directory or the corpus */
    case: Type.String(),
    reliability: Reliability,
    /** url or reason of the known issue that matches, or null */
    known: Type.Union([Type.String(), Type.Null()]),
    expected: Type.Unknown(),
    actual: Type.Unknown(),
    why: Type.String(),
    /**
     * shrinking: number of members, elements and steps before and after; `minimal`: false where the budget ended
     * before all was tried. null if it was not shrunk
     */
    shrunk: Type.Union([
      Type.Object({ from: Type.Integer(), to: Type.Integer(), minimal: Type.Optional(Type.Boolean()) }),
      Type.Null(),
    ]),
    /** what of the minimal case matters; absent where it was not found out */
    explained: Type.Optional(Explained),
    /** command line that replays it */
    replay: Type.String(),
    /** true where the newest release of the runtime that took part does not show it */
    fixedUpstream: Type.Optional(Type.Boolean()),
    /** view of the host on which its rule has not been proven (src/contract/spec/views.ts) */
    unprovenView: Type.Optional(Type.String()),
    /** cases of this run that showed it when they were first run */
    seen: Type.Optional(Type.Integer()),
  },
  { title: 'Divergence' },
);
export type Divergence = Static<typeof Divergence>;

/** What releases of a runtime show of a saved finding: SHOWS, ABSENT, or a letter (see src/campaign/matrix.ts). */
const Expected = Type.Object({
  runtime: Type.String({ description: 'name of the adapter' }),
  versions: Type.String({ description: 'range such as >=1.1.5 <=1.4.3, from releases that were tried' }),
  outcome: Type.String(),
});
export type Expected = Static<typeof Expected>;

/** A finding on disk (corpus/NAME/finding.json): the case, what is expected to be seen, and of whom. */
export const SavedFinding = Type.Object(
  {
    schemaVersion: Type.Literal(SCHEMA_VERSION),
    divergence: Divergence,
    /** adapter name and version of every runtime that took part, by label */
    runtimes: Type.Record(
      Type.String(),
      Type.Object({ name: Type.String(), version: Type.String(), sha256: Type.String() }),
    ),
    /** corpus only: what was seen of which releases */
    expects: Type.Optional(Type.Array(Expected)),
    /** corpus only: for people */
    notes: Type.Optional(Type.String()),
    case: CaseSchema,
  },
  { additionalProperties: false, title: 'saved finding' },
);
export type SavedFinding = Static<typeof SavedFinding>;

/** A finding that somebody has looked at: counted and shown, never fails a run. */
export const KnownIssue = Type.Object(
  {
    signature: Type.String({ minLength: 1 }),
    /** adapter name to version range such as ">=1.1.0 <1.4.0"; absent = every version */
    runtimes: Type.Optional(Type.Record(Type.String(), Type.String())),
    url: Type.Optional(Type.String()),
    reason: Type.String({ minLength: 1 }),
    /** ISO date after which it counts as new again */
    expires: Type.Optional(Type.String()),
  },
  { additionalProperties: false, title: 'KnownIssue' },
);
export type KnownIssue = Static<typeof KnownIssue>;
export const KnownIssues = Type.Object(
  { schemaVersion: Type.Literal(SCHEMA_VERSION), issues: Type.Array(KnownIssue) },
  { additionalProperties: false, title: 'list of known issues' },
);
export type KnownIssues = Static<typeof KnownIssues>;
