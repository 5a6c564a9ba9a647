/** Which format a finding can be exported in, for commands that work when they are pasted. */
import type { SavedFinding } from '../contract/verdict.ts';
import { findingOf } from '../export/checkers/checker.ts';
import { checkFor } from '../export/checkers/index.ts';
import { touchesSecurity } from '../triage/severity.ts';

/** What is told of a finding where only some of it is at hand. */
export type Exportable = Pick<SavedFinding, 'divergence' | 'case' | 'runtimes'>;

/** `sh`, or `json` where no script can tell the finding; null where `export` wants --force. */
export function exportFormat(finding: Exportable): 'sh' | 'json' | null {
  if (touchesSecurity(finding.divergence) || finding.divergence.fixedUpstream) return null;
  return checkFor(findingOf(finding)) === null ? 'json' : 'sh';
}
