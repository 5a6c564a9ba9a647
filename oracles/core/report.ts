/** Collects what one oracle says of one run, and turns it into verdicts. */

import { remembered } from '../../src/contract/remembered.ts';
import { compareVersions } from '../../src/contract/spec/index.ts';
import type { Json, Kind, Level, RuleInfo, Run, Verdict } from '../../src/contract/verdict.ts';

/** How a run deviates from a rule; see `Verdict` for path and token. */
export type Deviation = {
  path: string;
  token: string;
  title?: string;
  /** default: violation for MUST and SHOULD, difference for what is only implied */
  kind?: Kind;
  /** default: that of the rule */
  level?: Level | null;
  /** spec version that brought what was asked for, where that is not the rule's own */
  since?: string;
  /** true if it looks as if the runtime did not know what was asked for: not claimed if it is too new for it */
  ignored?: boolean;
  why?: string;
  /** what the verdict rests on, said after `why` */
  note?: string;
  expected?: Json;
  actual?: Json;
};

export type Report = {
  ok(rule: string): void;
  unknown(rule: string, why: string): void;
  fail(rule: string, deviation: Deviation): void;
  /** ok or fail */
  check(rule: string, holds: boolean, deviation: Deviation): void;
  verdicts(): Verdict[];
};

const byId = remembered((rules: RuleInfo[]) => new Map(rules.map((r) => [r.id, r])));

/**
 * A report on `run` by the rules of one oracle. `version` is the spec version of the verdict: what the text
 * demands only later is a gap at that version, what it no longer demands is not reported at all.
 * Of each rule the report has its deviations, or else one ok, or else one unknown.
 */
export function report(oracle: string, rules: RuleInfo[], run: Run, version: string): Report {
  const known = byId(rules);
  const subjects = [run.runtime.label];
  const found = new Map<string, Verdict[]>();
  const isOver = (rule: string): boolean => {
    const until = known.get(rule)?.until;
    return until !== undefined && compareVersions(version, until) >= 0;
  };
  const say = (rule: string): Verdict[] => {
    if (!known.has(rule)) throw new Error(`${oracle} reports ${rule}, which is not among its rules`);
    const list = found.get(rule) ?? [];
    found.set(rule, list);
    return list;
  };
  const fail = (rule: string, d: Deviation): void => {
    const list = say(rule);
    if (list.some((v) => v.path === d.path && v.token === d.token)) return;
    const info = known.get(rule);
    const level = d.level === undefined ? (info?.level ?? null) : d.level;
    const since = d.since ?? info?.since ?? '1.0.0';
    const spoken = compareVersions(since, version) <= 0;
    const kind = d.kind ?? (level === 'MUST' || level === 'SHOULD' ? 'violation' : 'difference');
    const declared = run.runtime.declaredSpec;
    const notClaimed = d.ignored === true && declared !== null && compareVersions(since, declared) > 0;
    list.push({
      oracle,
      rule,
      verdict: 'violation',
      subjects,
      kind: spoken ? kind : 'spec-gap',
      level,
      path: d.path,
      token: d.token,
      title: d.title ?? `${d.path}: ${d.token}`,
      why: [d.why ?? info?.text ?? '', d.note ?? []].flat().join(' '),
      expected: d.expected ?? null,
      actual: { [run.runtime.label]: d.actual ?? null },
      ...(notClaimed ? { notClaimed } : {}),
    });
  };
  return {
    ok: (rule) => void say(rule).push({ oracle, rule, verdict: 'ok', subjects }),
    unknown: (rule, why) => void say(rule).push({ oracle, rule, verdict: 'unknown', subjects, why }),
    fail,
    check(rule, holds, deviation) {
      if (holds) this.ok(rule);
      else fail(rule, deviation);
    },
    verdicts: () =>
      [...found].flatMap(([rule, list]) => {
        if (isOver(rule)) return [];
        const bad = list.filter((v) => v.verdict === 'violation');
        return bad.length > 0 ? bad : (list.find((v) => v.verdict === 'ok') ?? list[0] ?? []);
      }),
  };
}
