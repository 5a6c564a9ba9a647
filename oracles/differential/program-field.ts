/** Building blocks for the fields of a program's record. */
import type { Case } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import type { Json, Run } from '../../src/contract/verdict.ts';
import { type Field, FREE } from './field.ts';

export type ProgramInput = {
  c: Case;
  host: HostFacts;
  run: Run;
  record: ProbeRecord;
  config: OciConfig | null;
};
export type Entry = [string, Field];

/** The field `program.NAME`. */
export const programField = (
  name: string,
  word: string,
  value?: Json,
  more: Partial<Pick<Field, 'kind' | 'member'>> = {},
): Entry => [name, { path: `program.${name}`, word, value: value ?? null, ...more }];

const same = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `listed` if it is what the config says, else one of the named values, else `other`; unreadable is free. */
export function word(seen: Json, listed: Json, named: Record<string, Json> = {}): string {
  if (seen === null || seen === undefined) return FREE;
  if (listed !== undefined && same(seen, listed)) return 'listed';
  return Object.entries(named).find(([, v]) => same(seen, v))?.[0] ?? 'other';
}

export const ordered = (numbers: number[]): number[] => [...numbers].sort((a, b) => a - b);
