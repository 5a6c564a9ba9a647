/** What a case has that no case before it had: members and values of the config, operations, files, callers. */
import type { Case } from '../contract/case.ts';

/** Of a longer text only the length counts. */
const LONG = 40;
/** A place for each thing seen, by its hash: a run of days has to remember no more than one of minutes. */
const PLACES = 1 << 20;

export class Novelty {
  #seen = new Uint8Array(PLACES);

  /** The candidate with most that is new, the first of equal ones; notes what it has. */
  choose<T extends { case: Case }>(first: T, others: readonly T[]): T {
    const news = (c: Case) => [...placesOf(c)].filter((at) => !this.#seen[at]);
    let best = { candidate: first, news: news(first.case) };
    for (const candidate of others) {
      const own = news(candidate.case);
      if (own.length > best.news.length) best = { candidate, news: own };
    }
    for (const at of best.news) this.#seen[at] = 1;
    return best.candidate;
  }
}

/** Places of all that a case has: each value with where it is, elements of lists at any index, numbers by their size. */
function placesOf(c: Case): Set<number> {
  const operations = c.script.map((s) => s.op).join(' ');
  const programs = c.files.map((f) => (f.type === 'program' ? { ...f.behaviour, asks: null } : f.type));
  const { expectation, config, configText, script, caller, host } = c;
  const found = new Set<number>();
  collect({ expectation, config, configText, operations, programs, script, caller, host }, FNV_OFFSET, found);
  return found;
}

/** `at`: the hash of where the value is */
function collect(value: unknown, at: number, found: Set<number>): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    const inside = hashed(at, '/*');
    for (const inner of value) collect(inner, inside, found);
  } else if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) collect(inner, hashed(hashed(at, '/'), key), found);
  } else {
    found.add((hashed(hashed(at, ' '), wordOf(value)) >>> 0) % PLACES);
  }
}

function wordOf(value: unknown): string {
  if (typeof value === 'number') return sizeOf(value);
  const text = `${value}`;
  return text.length <= LONG ? text : sizeOf(text.length);
}

const FNV_OFFSET = 0x811c9dc5;

/** FNV-1a of the UTF-16 units, gone on with more of them. */
function hashed(hash: number, more: string): number {
  let h = hash;
  for (let i = 0; i < more.length; i++) h = Math.imul(h ^ more.charCodeAt(i), 0x01000193);
  return h;
}

/** Small numbers are themselves, others their power of two. */
const sizeOf = (n: number): string =>
  Math.abs(n) <= 16 ? `${n}` : `${Math.sign(n)}e${Math.floor(Math.log2(Math.abs(n)))}`;
