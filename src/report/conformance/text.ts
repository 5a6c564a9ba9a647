/** For a terminal: what is broken, and figures for each runtime. */
import type { Row } from '../../contract/conformance.ts';
import { plural } from '../format.ts';
import { sanitize } from '../sanitize.ts';
import type { Style } from '../style.ts';
import { answerOf, broken, count } from './counts.ts';
import type { Render } from './index.ts';

export const conformanceText =
  (style: Style): Render =>
  (result) => {
    const { requirements, runtimes, cases, elapsedSeconds } = result;
    const found = runtimes.flatMap(({ label }) =>
      requirements
        .filter((r) => answerOf(r, label).outcome === 'violation')
        .map((r) => violation(r, label, style)),
    );
    const totals = runtimes.map(({ label, name, version }) => {
      const [ok, unknown, unexercised] = (['ok', 'unknown', 'unexercised'] as const).map((o) =>
        count(requirements, label, o),
      );
      const breaks = broken(result, label);
      return `${style.bold(sanitize(label))} (${sanitize(`${name} ${version}`)}): ${ok} ok, ${breaks === '' ? 'no violation' : style.red(`violates ${breaks}`)}, ${unknown} cannot say, ${unexercised} not exercised`;
    });
    const head = `${plural(requirements.length, 'requirement')}, ${plural(cases, 'case')}, ${Math.round(elapsedSeconds)}s`;
    return `${[...found, ...(found.length > 0 ? [''] : []), ...totals, head].join('\n')}\n`;
  };

const violation = (row: Row, label: string, style: Style): string =>
  `${style.red('violation')} ${row.level} ${style.bold(row.id)} ${sanitize(label)}: ${sanitize(answerOf(row, label).why)}`;
