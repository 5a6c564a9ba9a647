/** Links into the specification; nothing is fetched unless the reader follows one. */
import { html, type Markup } from './markup.ts';

/** What anchors are relative to. */
export const SPECIFICATION = 'https://github.com/opencontainers/runtime-spec/blob/main/';

/** `config.md#poststart` as a link; an anchor of another form as text. */
export function anchorLink(anchor: string): Markup {
  if (!/^[\w-]+\.md(#[\w-]+)?$/.test(anchor)) return html`${anchor}`;
  return html`<a href="${SPECIFICATION}${anchor}" rel="noreferrer">${anchor}</a>`;
}
