/** The frame of a page: one file, without anything from outside. */
import { createHash } from 'node:crypto';
import { html, type Markup, trusted } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export type Section = [id: string, title: string, body: Markup];

/** Should an escape be missing one day, the browser still runs no other script and loads nothing. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** `kind`: what the page is; `summary` stands above the sections, the first of which the skip link leads to. */
export function document(kind: string, title: string, summary: Markup, sections: readonly Section[]): string {
  const [[id, name] = ['', '']] = sections;
  return `${
    html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}"><meta name="color-scheme" content="light dark">
<title>ocifuzz: ${title}</title><style>${trusted(STYLE)}</style></head>
<body><a class="skip" href="#${id}">Skip to the ${name.toLowerCase()}</a>
<header><p class="name">ocifuzz ${kind}</p><nav aria-label="Sections">${sections.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav></header>
<main><h1>${title}</h1>
${summary}
${sections.map(([id, name, body]) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${name}</h2>${body}</section>`)}
</main><script>${trusted(SCRIPT)}</script></body></html>`.markup
  }\n`;
}
