/** Links into the specification; nothing is fetched unless the reader follows one. */
import { html, type Markup, trusted } from './markup.ts';

/** What anchors are relative to. */
export const SPECIFICATION = 'https://github.com/opencontainers/runtime-spec/blob/main/';

/** `config.md#poststart` as a link; an anchor of another form as text. */
export function anchorLink(anchor: string): Markup {
  if (!/^[\w-]+\.md(#[\w-]+)?$/.test(anchor)) return html`${anchor}`;
  return html`<a href="${SPECIFICATION}${anchor}" rel="noreferrer">${anchor}</a>`;
}

/** `hooks.poststart.phase`, which may be broken into lines behind its dots. */
export function ruleId(id: string): Markup {
  return html`<code>${id.split('.').map((part, i) => html`${i === 0 ? '' : trusted('.<wbr>')}${part}`)}</code>`;
}
