/** config.json as bytes: UTF-8, JSON, no name twice (glossary.md#json). Pure. */
import { token } from '../contract/config/pointers.ts';
import { type Fault, faultAt } from './index.ts';

export type Parsed = { config: unknown; faults: Fault[] };

/** The value, undefined for what is no JSON, and what is wrong with the text itself. */
export function parseConfig(bytes: Uint8Array): Parsed {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { config: undefined, faults: [faultAt('json.encoding.utf8', '', 'write it as UTF-8')] };
  }
  try {
    const config: unknown = JSON.parse(text);
    return {
      config,
      faults: repeatedNames(text).map((pointer) =>
        faultAt('json.duplicate-names', pointer, 'keep one of the two'),
      ),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { config: undefined, faults: [faultAt('bundle.config.exists', '', `write JSON: ${why}`)] };
  }
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Where the reader is: in an object with the names so far, or in a list. */
type Level = { names: Set<string> | null; at: string; index: number };

/** Pointers of members whose name an earlier one of the same object has. The text is JSON. */
function repeatedNames(text: string): string[] {
  const found: string[] = [];
  const levels: Level[] = [];
  let here = '';
  let isName = false;
  for (const [word] of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (word === '{' || word === '[') {
      levels.push({ names: word === '{' ? new Set() : null, at: here, index: 0 });
      isName = word === '{';
      if (word === '[') here = `${here}/0`;
    } else if (word === '}' || word === ']') {
      here = levels.pop()?.at ?? '';
    } else if (word === ',' && level) {
      level.index += 1;
      isName = level.names !== null;
      if (level.names === null) here = `${level.at}/${level.index}`;
    } else if (isName && level?.names) {
      const name = JSON.parse(word) as string;
      here = `${level.at}/${token(name)}`;
      if (level.names.has(name)) found.push(here);
      level.names.add(name);
      isName = false;
    }
  }
  return found;
}
