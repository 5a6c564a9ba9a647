/** report.html: one file, without anything from outside. */
import { createHash } from 'node:crypto';
import type { RunReport } from '../run-report.ts';
import { charts } from './charts.ts';
import { conformance } from './conformance.ts';
import { environment, refusals } from './environment.ts';
import { findings } from './findings.ts';
import { html, type Markup, trusted } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { headline, summary } from './summary.ts';

/** Should an escape be missing one day, the browser still runs no other script and loads nothing. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'; base-uri 'none'; form-action 'none'`;

export function reportHtml(run: RunReport): string {
  const sections: [id: string, title: string, body: Markup][] = [
    ['findings', 'Findings', findings(run)],
    ['conformance', 'Conformance', conformance(run)],
    ['campaign', 'Campaign', html`${charts(run)}${refusals(run)}`],
    ['environment', 'Host and versions', environment(run)],
  ];
  const title = headline(run);
  return `${
    html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}"><meta name="color-scheme" content="light dark">
<title>ocifuzz: ${title}</title><style>${trusted(STYLE)}</style></head>
<body><a class="skip" href="#findings">Skip to the findings</a>
<header><p class="name">ocifuzz report</p><nav aria-label="Sections">${sections.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav></header>
<main><h1>${title}</h1>
${summary(run)}
${sections.map(([id, name, body]) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${name}</h2>${body}</section>`)}
</main><script>${trusted(SCRIPT)}</script></body></html>`.markup
  }\n`;
}
