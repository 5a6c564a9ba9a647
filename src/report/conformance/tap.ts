/** TAP 14: a test point for each requirement on each runtime. */
import type { Answer, Row } from '../../contract/conformance.ts';
import { diagnosis, document, escaped } from '../tap.ts';
import { answerOf } from './counts.ts';
import type { Render } from './index.ts';

export const tap: Render = ({ requirements, runtimes }) =>
  document(
    requirements.flatMap((row) =>
      runtimes.map(({ label }) => {
        const answer = answerOf(row, label);
        return (n: number) => [point(row, label, answer, n), ...reason(row, answer)];
      }),
    ),
  );

function point({ id, level }: Row, label: string, { outcome, why }: Answer, n: number): string {
  const words = escaped(`${id} ${label}`);
  if (outcome === 'ok') return `ok ${n} - ${words}`;
  if (outcome !== 'violation') return `ok ${n} - ${words} # SKIP ${escaped(why) || outcome}`;
  // nobody has to do what is not a MUST
  return `not ok ${n} - ${words}${level === 'MUST' ? '' : ` # TODO ${level}`}`;
}

const reason = ({ level, anchor, text }: Row, { outcome, ...about }: Answer): string[] =>
  outcome === 'violation' ? diagnosis({ requirement: text, level, anchor, ...about }) : [];
