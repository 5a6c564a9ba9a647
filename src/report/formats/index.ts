/** The registry of formats: a finished run as one document. One file and one entry each; loaded when it is asked for. */
import type { RunReport } from '../run-report.ts';

/** Pure; the text ends with a line feed, where there is one. */
export type Render = (run: RunReport) => string;

export type Format = {
  /** as `--format` takes it */
  name: string;
  /** name of its file in the run directory */
  file: string;
  load(): Promise<Render>;
};

export const FORMATS: readonly Format[] = [
  { name: 'html', file: 'report.html', load: async () => (await import('../html/page.ts')).reportHtml },
  { name: 'junit', file: 'junit.xml', load: async () => (await import('./junit.ts')).junit },
  { name: 'tap', file: 'results.tap', load: async () => (await import('./tap.ts')).tap },
  { name: 'sarif', file: 'ocifuzz.sarif', load: async () => (await import('./sarif.ts')).sarif },
  { name: 'github', file: 'github.txt', load: async () => (await import('./github.ts')).github },
  { name: 'markdown', file: 'summary.md', load: async () => (await import('./markdown.ts')).markdown },
];
