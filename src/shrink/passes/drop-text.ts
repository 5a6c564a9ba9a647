import type { Case } from '../../contract/case.ts';
import type { Unit } from '../edit.ts';

/** Members and elements of a config that is raw text, the longest first: it need not be JSON. */
export function dropText(c: Case): Unit[][] {
  const text = c.configText;
  if (text === undefined) return [];
  const units = itemsOf(text)
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .map(({ from, to }): Unit => [{ path: ['configText'], to: text.slice(0, from) + text.slice(to) }]);
  return [units];
}

type Span = { from: number; to: number };

/** What stands between commas and brackets, each with one comma beside it. Brackets in strings do not count. */
function itemsOf(text: string): Span[] {
  const spans: Span[] = [];
  const open: { at: number; first: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    const item = open.at(-1);
    if (char === '"') i = endOfString(text, i);
    else if (char === '{' || char === '[') open.push({ at: i + 1, first: true });
    else if (char === ',' && item) {
      spans.push({ from: item.at, to: i + 1 });
      Object.assign(item, { at: i + 1, first: false });
    } else if ((char === '}' || char === ']') && item) {
      open.pop();
      // the last one goes with the comma before it
      if (text.slice(item.at, i).trim() !== '') spans.push({ from: item.at - (item.first ? 0 : 1), to: i });
    }
  }
  return spans;
}

/** Index of the closing quote, or of the end of the text. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
