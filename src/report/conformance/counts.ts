/** Figures of a conformance result. */
import type { Answer, Conformance, Outcome, Row } from '../../contract/conformance.ts';

export type Violation = { row: Row; label: string; answer: Answer };

/** The result of a requirement on a runtime. */
export const answerOf = (row: Row, label: string): Answer =>
  row.answers[label] ?? { outcome: 'unexercised', why: 'the runtime was not run' };

export const count = (rows: readonly Row[], label: string, outcome: Outcome): number =>
  rows.filter((r) => answerOf(r, label).outcome === outcome).length;

/** Rows by area, in alphabetical order. */
export function byArea({ requirements }: Conformance): [area: string, rows: Row[]][] {
  const areas = [...new Set(requirements.map((r) => r.area))].sort();
  return areas.map((area) => [area, requirements.filter((r) => r.area === area)]);
}

/** What a runtime breaks, for a sentence: `3 MUST, 1 SHOULD`; '' for nothing. */
export function broken({ requirements }: Conformance, label: string): string {
  const rows = requirements.filter((r) => answerOf(r, label).outcome === 'violation');
  return (['MUST', 'SHOULD', 'IMPLIED'] as const)
    .map((level) => [rows.filter((r) => r.level === level).length, level] as const)
    .filter(([n]) => n > 0)
    .map(([n, level]) => `${n} ${level}`)
    .join(', ');
}

/** Every requirement that a runtime breaks, in the order of the requirements. */
export const violationsIn = ({ requirements, runtimes }: Conformance): Violation[] =>
  requirements.flatMap((row) =>
    runtimes
      .map(({ label }) => ({ row, label, answer: answerOf(row, label) }))
      .filter(({ answer }) => answer.outcome === 'violation'),
  );
