/** "Did you mean": the known word nearest to a mistyped one. */
import { UserError } from '../contract/errors.ts';

/** @returns the nearest word within a third of its length (at least 2 edits), or null */
export function nearest(word: string, known: readonly string[]): string | null {
  const scored = known.map((k) => ({ k, d: edits(word.toLowerCase(), k.toLowerCase()) }));
  const best = scored.sort((a, b) => a.d - b.d)[0];
  return best && best.d <= Math.max(2, best.k.length / 3) ? best.k : null;
}

/** @throws UserError naming what is known, where `word` is not */
export function mustKnow(what: string, word: string, known: readonly string[]): void {
  if (known.includes(word)) return;
  const near = nearest(word, known);
  const hint = near === null ? `known: ${known.join(', ')}` : `did you mean ${near}?`;
  throw new UserError(`unknown ${what} '${word}' (${hint})`);
}

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, x] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, y] of [...b].entries()) {
      const change = (row[j] ?? 0) + (x === y ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
