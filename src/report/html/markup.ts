/** HTML from templates: whatever is put into one is escaped, unless it is HTML already. */
import { sanitize } from '../sanitize.ts';

/** HTML that may be put into HTML as it is. */
export type Markup = { readonly markup: string };

type Part = Markup | string | number | readonly Part[];

/** `html`<td>${text}</td>``: strings and numbers become text, Markup stays, lists are joined. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  return trusted(texts.map((t, i) => (i === 0 ? t : `${render(parts[i - 1] ?? '')}${t}`)).join(''));
}

/** For text that is HTML by its making: our own style sheet, script and drawings. */
export const trusted = (markup: string): Markup => ({ markup });

function render(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escapeMarkup(String(part));
  return 'markup' in part ? part.markup : part.map(render).join('');
}

/** Attributes of what may be wider than its page: it is scrolled by the keyboard, too, and so has a name. */
export const scrolls = (label: string, more = ''): Markup =>
  html`class="scroll${more}" tabindex="0" role="group" aria-label="${label}"`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for elements and quoted attributes of HTML and XML; control characters are made visible, line feeds stay. */
export function escapeMarkup(text: string): string {
  return sanitize(text, 'lines').replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}
