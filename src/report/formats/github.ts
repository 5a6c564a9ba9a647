/** Workflow commands of GitHub Actions: the gravest new findings as annotations. */
import { sanitize } from '../sanitize.ts';
import { kindText, loudness } from '../severity.ts';
import type { Render } from './index.ts';

/** Annotations of one level that GitHub shows of a step. */
const MOST = 10;

export const github: Render = (run) => {
  const fresh = run.findings.map((f) => f.saved.divergence).filter((d) => d.known === null);
  const lines = (['error', 'warning', 'notice'] as const).flatMap((level) =>
    fresh
      .filter((d) => loudness(d) === level)
      .slice(0, MOST)
      .map((d) => {
        const title = property(`${kindText(d)}: ${d.runtimes.join(', ')}`);
        const { same, runs } = d.reliability;
        return `::${level} title=${title}::${data(`${d.title} (${same}/${runs})`)}%0A${data(d.why)}%0A${data(d.replay)}`;
      }),
  );
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
};

/** Escapes of workflow commands. */
const data = (text: string): string => sanitize(text).replaceAll('%', '%25');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
