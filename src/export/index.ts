/** The formats in which a finding leaves this program. */
import type { SavedFinding } from '../contract/verdict.ts';
import { type ExportHost, markdown } from './markdown.ts';
import { script } from './script.ts';
import { tar } from './tar.ts';

export type { ExportHost } from './markdown.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** @throws UserError where no script can tell the finding; json always works */
export const FORMATS = {
  sh: (saved) => script(saved),
  markdown: (saved, host) => markdown(saved, script(saved), host),
  tar: (saved, host) => {
    const sh = script(saved);
    return tar([
      { name: 'finding/README.md', mode: 0o644, content: markdown(saved, sh, host) },
      { name: 'finding/repro.sh', mode: 0o755, content: sh },
      { name: 'finding/config.json', mode: 0o644, content: saved.case.configText ?? json(saved.case.config) },
      { name: 'finding/finding.json', mode: 0o644, content: json(saved) },
    ]);
  },
  json,
} as const satisfies Record<string, (saved: SavedFinding, host: ExportHost) => string | Buffer>;
