/** The specification as data: requirements and config members, looked up by id and pointer. */
import { PROPERTY_ROWS } from './properties.ts';
import { REQUIREMENT_ROWS } from './requirements.ts';

export type Requirement = {
  id: string;
  level: 'MUST' | 'SHOULD' | 'MAY' | 'IMPLIED';
  subject: string;
  /** file#anchor of the runtime-spec */
  anchor: string;
  since: string;
  testable: string;
  text: string;
};

const requirements = new Map(
  REQUIREMENT_ROWS.map(([id, level, subject, anchor, since, testable, text]) => [
    id,
    { id, level, subject, anchor, since, testable, text } as Requirement,
  ]),
);

export function allRequirements(): Requirement[] {
  return [...requirements.values()];
}

/** @throws Error for an id that the table does not have: a rule must not name one by mistake */
export function requirement(id: string): Requirement {
  const r = requirements.get(id);
  if (!r) throw new Error(`no requirement ${id} in src/contract/spec/requirements.tsv`);
  return r;
}

export type Property = { pointer: string; type: string; required: string; since: string };

export function allProperties(): Property[] {
  return PROPERTY_ROWS.map(([pointer, type, required, since]) => ({ pointer, type, required, since }));
}

/** Compares SemVer core versions; a pre-release or suffix counts as its core version. */
export function compareVersions(a: string, b: string): number {
  const core = (v: string) => (/^(\d+)\.(\d+)(?:\.(\d+))?/.exec(v) ?? []).slice(1).map((n) => Number(n ?? 0));
  const [x, y] = [core(a), core(b)];
  for (let i = 0; i < 3; i++) {
    const d = (x[i] ?? 0) - (y[i] ?? 0);
    if (d !== 0) return d;
  }
  return 0;
}
