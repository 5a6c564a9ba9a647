/** For a terminal: what is broken, and figures for each runtime. */
import { plural } from '../format.ts';
import { sanitize } from '../sanitize.ts';
import type { Style } from '../style.ts';
import { broken, count, type Violation, violationsIn } from './counts.ts';
import type { Render } from './index.ts';

export const conformanceText =
  (style: Style): Render =>
  (result) => {
    const { requirements, runtimes, cases, elapsedSeconds } = result;
    const all = violationsIn(result);
    const found = runtimes.flatMap(({ label }) =>
      all.filter((v) => v.label === label).map((v) => violation(v, style)),
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

const violation = ({ row, label, answer }: Violation, style: Style): string =>
  `${style.red('violation')} ${row.level} ${style.bold(row.id)} ${sanitize(label)}: ${sanitize(answer.why)}`;
