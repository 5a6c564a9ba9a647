/** Counts of a run: what was accepted, which rules were exercised, what could not be judged. */
import type { Case } from '../contract/case.ts';
import { OciConfig } from '../contract/config/index.ts';
import { isMember, places, schemaPointers } from '../contract/config/pointers.ts';
import { type Figures, type Inconclusive, type Stats, withReason } from '../contract/event.ts';
import type { Observation } from '../contract/observation.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { Sighting } from '../triage/examine.ts';

const MEMBERS = new Set(schemaPointers(OciConfig));

type RuleCounts = { ok: number; violation: number; unknown: number };

export class Tally {
  cases = 0;
  lifecycles = 0;
  notClaimed = 0;
  unstable = 0;
  unconfirmed = 0;
  #accepted: Record<string, Accepted> = {};
  #refusals: Record<string, Record<string, number>> = {};
  #rules: Record<string, Record<string, RuleCounts>> = {};
  #members: Record<string, number> = {};
  #inconclusive: Inconclusive[] = [];

  /**
   * Counts the first look at a case; later looks (confirmation, shrinking) are not independent of it. Returns the
   * refusals: label to error class.
   */
  sighting(c: Case, areas: readonly string[], { runs, verdicts }: Sighting): Record<string, string> {
    this.cases += 1;
    for (const pattern of new Set(places(c.config, MEMBERS).map((p) => p.pattern)))
      if (isMember(pattern)) increase(this.#members, pattern);
    for (const v of verdicts.filter((v) => v.oracle !== 'harness')) this.#verdict(v);
    if (c.expectation !== 'valid') return {};
    return Object.fromEntries(
      runs.flatMap(({ runtime: { label }, observation }) => {
        const refusal = this.#acceptance(label, areas, observation);
        return refusal === null ? [] : [[label, refusal]];
      }),
    );
  }

  inconclusive(reason: string, caseId: string | null): void {
    this.#inconclusive = withReason(this.#inconclusive, { reason, count: 1, case: caseId });
  }

  inconclusives(): Inconclusive[] {
    return this.#inconclusive;
  }

  stats(elapsedMs: number): Stats {
    return {
      cases: this.cases,
      lifecycles: this.lifecycles,
      elapsedSeconds: Math.round(elapsedMs / 100) / 10,
      acceptedByRuntime: Object.fromEntries(
        Object.entries(this.#accepted).map(([label, counts]) => [label, withRatio(counts)]),
      ),
      refusals: structuredClone(this.#refusals),
      rules: structuredClone(this.#rules),
      members: { ...this.#members },
      notClaimed: this.notClaimed,
      unstable: this.unstable,
      unconfirmed: this.unconfirmed,
    };
  }

  #verdict(v: Verdict): void {
    if (v.notClaimed) {
      this.notClaimed += 1;
      return;
    }
    const byLabel = at(this.#rules, v.rule, {});
    for (const label of v.subjects) at(byLabel, label, { ok: 0, violation: 0, unknown: 0 })[v.verdict] += 1;
  }

  /** A refusal of what the release or the host lacks (`unsupported`) is listed, but not held against it. */
  #acceptance(label: string, areas: readonly string[], observation: Observation): string | null {
    const refusal = refusalOf(observation);
    const counts = at(this.#accepted, label, { cases: 0, accepted: 0 });
    if (refusal !== 'unsupported') counts.cases += 1;
    if (refusal === null) counts.accepted += 1;
    else for (const area of areas) increase(at(this.#refusals, label, {}), `${refusal} (${area})`);
    return refusal;
  }
}

type Accepted = { cases: number; accepted: number };

/** With the accepted part of the cases; nothing was refused where there were none. */
export const withRatio = ({ cases, accepted }: Accepted): Accepted & { ratio: number } => ({
  ...{ cases, accepted },
  ratio: cases === 0 ? 1 : accepted / cases,
});

/** What of the statistics tells how far a run is. */
export function figuresOf({ rules, members, ...stats }: Stats): Figures {
  const { cases, lifecycles, elapsedSeconds, acceptedByRuntime } = stats;
  const exercised = Object.values(rules).filter((byLabel) =>
    Object.values(byLabel).some((c) => c.ok + c.violation > 0),
  );
  return {
    ...{ cases, lifecycles, elapsedSeconds, acceptedByRuntime },
    rules: exercised.length,
    members: Object.keys(members).length,
  };
}

/**
 * Accepted = create and the start after it, or run, ended well (null). Otherwise the error class, or the outcome
 * where there is none. A start that the script puts after kill or delete says nothing.
 */
export function refusalOf({ steps }: Observation): string | null {
  const from = steps.findIndex((s) => s.op === 'create' || s.op === 'run');
  if (from < 0) return null;
  const ends = steps.findIndex((s, i) => i > from && (s.op === 'kill' || s.op === 'delete'));
  const start = steps.findIndex((s, i) => i > from && s.op === 'start');
  const asked = [steps[from], start >= 0 && (ends < 0 || start < ends) ? steps[start] : undefined];
  const bad = asked.find((s) => s !== undefined && s.outcome !== 'ok');
  return bad === undefined ? null : (bad.errorClass ?? bad.outcome);
}

/** The value of `key`, put there first where there is none. */
function at<T>(record: Record<string, T>, key: string, initial: T): T {
  record[key] ??= initial;
  return record[key];
}

function increase(counts: Record<string, number>, key: string): void {
  counts[key] = at(counts, key, 0) + 1;
}
