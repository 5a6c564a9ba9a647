/** What a case has that no case before it had: members and values of the config, operations, files, callers. */
import type { Case } from '../contract/case.ts';

/** Of a longer text only the beginning counts. */
const LONG = 40;

export class Novelty {
  #seen = new Set<string>();

  /** The candidate with most that is new, the first of equal ones; notes what it has. */
  choose<T extends { case: Case }>(first: T, others: readonly T[]): T {
    const news = (c: Case) => [...featuresOf(c)].filter((f) => !this.#seen.has(f));
    let best = { candidate: first, news: news(first.case) };
    for (const candidate of others) {
      const own = news(candidate.case);
      if (own.length > best.news.length) best = { candidate, news: own };
    }
    for (const feature of best.news) this.#seen.add(feature);
    return best.candidate;
  }
}

/** Each with its place, elements of lists at any index; numbers by their size. */
function featuresOf(c: Case): Set<string> {
  const operations = c.script.map((s) => s.op).join(' ');
  const programs = c.files.map((f) => (f.type === 'program' ? { ...f.behaviour, asks: null } : f.type));
  const { expectation, config, configText, script, caller, host } = c;
  return new Set(values({ expectation, config, configText, operations, programs, script, caller, host }, ''));
}

function values(value: unknown, at: string): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((inner) => values(inner, `${at}/*`));
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => values(inner, `${at}/${key}`));
  return [`${at} ${typeof value === 'number' ? sizeOf(value) : `${value}`.slice(0, LONG)}`];
}

/** Small numbers are themselves, others their power of two. */
const sizeOf = (n: number): string =>
  Math.abs(n) <= 16 ? `${n}` : `${Math.sign(n)}e${Math.floor(Math.log2(Math.abs(n)))}`;
