/** Parsers of option values: text to value, UserError with one clear sentence otherwise. */
import { UserError } from '../contract/errors.ts';
import { mustKnow } from './suggest.ts';

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `90s`, `10m`, `1.5h`, `500ms` to ms. */
export function parseDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Math.round(Number(number) * (UNITS[unit ?? ''] ?? Number.NaN));
  if (!(ms > 0)) throw new UserError(`'${text}' is not a duration; write 60s, 10m or 1h`);
  return ms;
}

/** A decimal integer from `min` up. */
export function parseInteger(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const n = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(n >= min && n <= max))
      throw new UserError(
        `'${text}' is not a whole number ${max === Number.MAX_SAFE_INTEGER ? `from ${min} up` : `from ${min} to ${max}`}`,
      );
    return n;
  };
}

/** One of a few words. */
export function parseChoice<T extends string>(what: string, words: readonly T[]): (text: string) => T {
  return (text) => {
    mustKnow(what, text, words);
    return text as T;
  };
}

/** Words separated by commas, each once. */
export function parseWords(text: string): string[] {
  const words = text.split(',').map((w) => w.trim());
  if (words.includes('')) throw new UserError(`'${text}' has an empty word; write a,b,c`);
  return [...new Set(words)];
}

export type Shard = { index: number; count: number };

/** `2/8`: the second of eight. */
export function parseShard(text: string): Shard {
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(i), count: Number(n) };
  if (!(shard.index >= 1 && shard.index <= shard.count))
    throw new UserError(`'${text}' is not a shard; write 1/4 for the first of four`);
  return shard;
}
