/** The fixed cases of `ocifuzz conformance`: one file each in a directory. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ConformanceCase, ConformanceCase as Schema } from '../contract/conformance.ts';
import { readDocument } from './files.ts';

const ENDING = '.json';

/**
 * All cases of a directory, sorted by name.
 * @throws DocumentError for one of another form
 */
export function readSuite(dir: string): ConformanceCase[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith(ENDING))
    .sort()
    .map((name) => ({ name: basename(name, ENDING), ...readDocument(Schema, join(dir, name)) }));
}
