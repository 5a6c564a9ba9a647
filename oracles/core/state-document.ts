/** The state document (runtime.md#state), as `state` prints it and as hooks read it. */
import { BUNDLE, type Case, WORK } from '../../src/contract/case.ts';
import type { Deviation, Report } from './report.ts';

export const STATUSES = ['creating', 'created', 'running', 'stopped'];

export type Document = Record<string, unknown>;

/** Words for a status that may go into a token: unknown ones are the runtime's own choice and few. */
export const statusWord = (status: unknown): string =>
  typeof status === 'string' && /^[a-z]{1,12}$/.test(status) ? status : 'other';

/** The parsed document or null. */
export function documentOf(value: unknown): Document | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : null;
}

/** Where a bundle path leads: `right`, `relative`, `root`, `other`, `absent`. */
export function bundleWord(c: Case, value: unknown): string {
  if (typeof value !== 'string') return 'absent';
  if (!value.startsWith('/')) return 'relative';
  const parts: string[] = [];
  for (const p of value.split('/')) {
    if (p === '..') parts.pop();
    else if (p !== '' && p !== '.') parts.push(p);
  }
  const lexical = `/${parts.join('/')}`;
  // a symbolic link may stay or be resolved
  if (lexical === BUNDLE || (c.caller.bundle === 'symlink' && lexical === `${WORK}/link`)) return 'right';
  return lexical === '/' ? 'root' : 'other';
}

/**
 * Faults against state-schema.json that no rule of its own names: types and ranges of members.
 * Member to token; additional members are allowed.
 */
export function schemaFaults(doc: Document): [string, string][] {
  const faults: [string, string][] = [];
  const bad = (member: string, token: string) => void faults.push([member, token]);
  for (const member of ['ociVersion', 'id', 'bundle', 'status'])
    if (member in doc && typeof doc[member] !== 'string') bad(member, 'no-string');
  const { pid, annotations } = doc;
  if ('pid' in doc && !Number.isInteger(pid)) bad('pid', 'no-integer');
  else if (typeof pid === 'number' && pid < 0) bad('pid', 'negative');
  if ('annotations' in doc) {
    const map = documentOf(annotations);
    if (map === null) bad('annotations', annotations === null ? 'null' : 'no-object');
    else if (Object.values(map).some((v) => typeof v !== 'string')) bad('annotations', 'value-no-string');
  }
  return faults;
}

/** How the configured annotations come back: '' well, else `absent`, `missing`, `changed`. null = not clear. */
export function deviatesAnnotations(configured: Record<string, string>, value: unknown): string | null {
  const wanted = Object.entries(configured);
  if (wanted.some(([k]) => k === '')) return null;
  const seen = documentOf(value);
  if (seen === null) return wanted.length === 0 ? '' : 'absent';
  if (wanted.some(([k]) => !(k in seen))) return 'missing';
  return wanted.some(([k, v]) => seen[k] !== v) ? 'changed' : '';
}

/** Reports schema faults under one rule, and ok if there is none. */
export function judgeSchema(
  report: Report,
  doc: Document,
  path: string,
  extra: Partial<Deviation> = {},
): void {
  const faults = schemaFaults(doc);
  for (const [member, token] of faults) {
    report.fail('state.json-schema', {
      path: `${path}.${member}`,
      token,
      title: `${member} of the state breaks its schema`,
      actual: doc[member],
      ...extra,
    });
  }
  if (faults.length === 0) report.ok('state.json-schema');
}
