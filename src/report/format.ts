/** Figures and words as people read them. */

/** Seconds to `0:12:31`. */
export function clock(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** Seconds to the largest unit: `45s`, `4m`, `2h`. */
export function age(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)}m` : `${Math.floor(seconds / 3600)}h`;
}

/** 0.934 to `93%`, rounded down: 100% only when it is all. */
export function percent(ratio: number): string {
  return `${Math.floor(ratio * 100 + 1e-9)}%`;
}

/** z of a two-sided interval of 95 %. */
const Z = 1.96;

/** Ratios between which the true one lies with a confidence of 95 %, by Wilson's score. `of` is at least 1. */
export function wilson(n: number, of: number): [low: number, high: number] {
  const [p, z2] = [n / of, Z * Z];
  const middle = p + z2 / (2 * of);
  const half = Z * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  const scale = 1 + z2 / of;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}

/** `20/20`; what showed in some runs only has the interval of its rate too: `7/20 (18% to 57%)`. */
export function rate(n: number, of: number): string {
  if (n === 0 || n === of) return `${n}/${of}`;
  const [low, high] = wilson(n, of);
  return `${n}/${of} (${Math.round(low * 100)}% to ${Math.round(high * 100)}%)`;
}

/** `1 case`, `2 cases` */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** At most `width` characters; what is cut shows as an ellipsis. */
export function clip(text: string, width: number): string {
  const chars = [...text];
  return chars.length <= width ? text : `${chars.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/**
 * Pieces in lines of at most `width` characters, `gap` between two of them. Lines after the first are indented; a piece
 * that is longer than a line has one of its own.
 */
export function fill(pieces: readonly string[], gap: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const longer = `${last}${gap}${piece}`;
    if (last !== undefined && [...longer].length <= width) lines[lines.length - 1] = longer;
    else lines.push(last === undefined ? piece : `${' '.repeat(indent)}${piece}`);
  }
  return lines;
}

/** A word of a command line, quoted for a POSIX shell where it needs to be. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
