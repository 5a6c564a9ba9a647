/** The registry of reporters: one line each. */
import { json } from './json.ts';
import type { ReportContext, Reporter } from './reporter.ts';
import { terminal } from './terminal.ts';

export type { ReportContext, Reporter } from './reporter.ts';

export const REPORTERS = { terminal, json } satisfies Record<string, (ctx: ReportContext) => Reporter>;

/** One reporter that tells all of these. */
export function broadcast(reporters: readonly Reporter[]): Reporter {
  return {
    onEvent(event) {
      for (const r of reporters) r.onEvent(event);
    },
    close() {
      for (const r of reporters) r.close();
    },
  };
}
