/** The specification as data: requirements and config members, looked up by id and pointer. */
import { rememberedText } from '../remembered.ts';
import { PROPERTY_ROWS } from './properties.ts';
import { REQUIREMENT_ROWS } from './requirements.ts';

export type Requirement = {
  id: string;
  level: 'MUST' | 'SHOULD' | 'MAY' | 'IMPLIED';
  subject: string;
  /** file#anchor of the runtime-spec */
  anchor: string;
  since: string;
  /** first version that no longer has it */
  until?: string;
  testable: 'yes' | 'partly' | 'no';
  /** why it is not or only partly testable; '' for what is */
  limit: string;
  text: string;
};

const requirements = new Map(
  REQUIREMENT_ROWS.map(([id, level, subject, anchor, since, until, testable, text]) => [
    id,
    {
      id,
      level,
      subject,
      anchor,
      since,
      ...(until === '' ? {} : { until }),
      ...limited(testable),
      text,
    } as Requirement,
  ]),
);

function limited(testable: string): { testable: string; limit: string } {
  const [word = '', limit = ''] = testable.split(': ');
  return { testable: word, limit };
}

export function allRequirements(): Requirement[] {
  return [...requirements.values()];
}

/** @throws Error for an id that the table does not have: a rule must not name one by mistake */
export function requirement(id: string): Requirement {
  const r = requirements.get(id);
  if (!r) throw new Error(`no requirement ${id} in src/contract/spec/requirements.tsv`);
  return r;
}

/** Is the text there in this version of the specification? */
export const holdsAt = ({ since, until }: Pick<Requirement, 'since' | 'until'>, version: string): boolean =>
  compareVersions(since, version) <= 0 && (until === undefined || compareVersions(version, until) < 0);

export type Property = { pointer: string; type: string; required: string; since: string };

export function allProperties(): Property[] {
  return PROPERTY_ROWS.map(([pointer, type, required, since]) => ({ pointer, type, required, since }));
}

/** Compares SemVer versions; a pre-release (1.0.2-dev) comes before its version, build metadata does not count. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [parts(a), parts(b)];
  return x.map((n, i) => n - (y[i] ?? 0)).find((d) => d !== 0) ?? 0;
}

/** Major, minor, patch, and 0 for a pre-release, 1 for a release. */
const parts = rememberedText((version): number[] => {
  const [, major, minor, patch, pre] = /^(\d+)\.(\d+)(?:\.(\d+))?(-)?/.exec(version) ?? [];
  return [major, minor, patch].map((n) => Number(n ?? 0)).concat(pre === undefined ? 1 : 0);
});
