/** What was expected and seen, side by side, with the words that differ marked. */
import { diffWordsWithSpace } from 'diff';
import type { Divergence } from '../../contract/verdict.ts';
import { type Side, sidesOf, valueLines } from '../value-diff.ts';
import { html, type Markup } from './markup.ts';

/** Longer texts are compared as a whole: finding the words that differ would take too long. */
const MOST = 4000;
/** A side that is longer is cut. */
const SHOWN = 20_000;

export function sidesTable(d: Divergence, title: (label: string) => string): Markup {
  const sides = sidesOf(d, title);
  if (sides.length === 0) return html``;
  const texts = sides.map((s) => textOf(s));
  const [first = '', second = ''] = texts;
  return html`<div class="sides">${sides.map(
    (side, i) =>
      html`<figure><figcaption>${side.title}</figcaption><pre>${marked(
        i === 0 ? second : first,
        texts[i] ?? '',
        // beside several others the first one has no words of its own
        i === 0 && texts.length > 2,
        side.title === 'expected' ? 'del' : 'ins',
      )}</pre></figure>`,
  )}</div>`;
}

function textOf({ value }: Side): string {
  const text = valueLines(value).join('\n');
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** `text` with what `other` has not in it marked. */
function marked(other: string, text: string, plain: boolean, mark: 'ins' | 'del'): Markup {
  if (plain || other === '' || other.length + text.length > MOST) return html`${text}`;
  return html`${diffWordsWithSpace(other, text)
    .filter((part) => !part.removed)
    .map((part) => {
      if (!part.added) return html`${part.value}`;
      return mark === 'ins' ? html`<ins>${part.value}</ins>` : html`<del>${part.value}</del>`;
    })}`;
}
