/** What a reporter is: a listener of events that writes somewhere. To add one: a file, and a line in index.ts. */
import type { Case } from '../contract/case.ts';
import type { Event } from '../contract/event.ts';
import type { Divergence } from '../contract/verdict.ts';
import type { ExportFormat } from './finding.ts';
import type { Output } from './window.ts';

/** `quiet`: where the run is kept and how it ended; `verbose`: every finding in full. */
export type Detail = 'quiet' | 'normal' | 'verbose';

export type ReportContext = {
  out: Output;
  env: Readonly<Record<string, string | undefined>>;
  /** ms; only differences count */
  now: () => number;
  /** version of ocifuzz */
  version: string;
  /** how the user calls ocifuzz, for commands to paste */
  self: string;
  /** --max-time, or null */
  maxTimeMs: number | null;
  /** rules that there are */
  ruleCount: number;
  detail: Detail;
  /** the saved case of a finding, or null where it cannot be read */
  loadCase: (runDir: string, d: Divergence) => Case | null;
  exportFormat: ExportFormat;
  /** the case in a few lines */
  describe: (c: Case) => string[];
};

export type Reporter = {
  onEvent(event: Event): void;
  /** called once, also when the run ended by an error */
  close(): void;
};
