/** The registry of formats of a conformance result. One file and one entry each; loaded when it is asked for. */
import type { Conformance } from '../../contract/conformance.ts';

/** Pure; the text ends with a line feed. */
export type Render = (result: Conformance) => string;

export const CONFORMANCE_FORMATS: readonly { name: string; load(): Promise<Render> }[] = [
  { name: 'tap', load: async () => (await import('./tap.ts')).tap },
  { name: 'markdown', load: async () => (await import('./markdown.ts')).markdown },
  { name: 'html', load: async () => (await import('./html.ts')).conformanceHtml },
];
