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
    const news = (c: Case) => [...new Set(featuresOf(c).map(placeOf))].filter((at) => !this.#seen[at]);
    let best = { candidate: first, news: news(first.case) };
    for (const candidate of others) {
      const own = news(candidate.case);
      if (own.length > best.news.length) best = { candidate, news: own };
    }
    for (const at of best.news) this.#seen[at] = 1;
    return best.candidate;
  }
}

/** Each with its place, elements of lists at any index; numbers by their size. */
function featuresOf(c: Case): string[] {
  const operations = c.script.map((s) => s.op).join(' ');
  const programs = c.files.map((f) => (f.type === 'program' ? { ...f.behaviour, asks: null } : f.type));
  const { expectation, config, configText, script, caller, host } = c;
  return values({ expectation, config, configText, operations, programs, script, caller, host }, '');
}

function values(value: unknown, at: string): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((inner) => values(inner, `${at}/*`));
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => values(inner, `${at}/${key}`));
  if (typeof value === 'number') return [`${at} ${sizeOf(value)}`];
  const text = `${value}`;
  return [`${at} ${text.length <= LONG ? text : sizeOf(text.length)}`];
}

/** FNV-1a of the UTF-16 units. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % PLACES;
}

/** Small numbers are themselves, others their power of two. */
const sizeOf = (n: number): string =>
  Math.abs(n) <= 16 ? `${n}` : `${Math.sign(n)}e${Math.floor(Math.log2(Math.abs(n)))}`;
