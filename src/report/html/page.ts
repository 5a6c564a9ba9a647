/** report.html: the page of a run. */
import type { RunReport } from '../run-report.ts';
import { charts } from './charts.ts';
import { conformance } from './conformance.ts';
import { document, type Section } from './document.ts';
import { environment, refusals } from './environment.ts';
import { findings } from './findings.ts';
import { html } from './markup.ts';
import { headline, summary } from './summary.ts';

export function reportHtml(run: RunReport): string {
  const sections: Section[] = [
    ['findings', 'Findings', findings(run)],
    ['conformance', 'Conformance', conformance(run)],
    ['campaign', 'Campaign', html`${charts(run)}${refusals(run)}`],
    ['environment', 'Host and versions', environment(run)],
  ];
  return document('report', headline(run), summary(run), sections);
}
