/** Files that are never half written, and documents that are checked when read. */
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Static, TSchema } from 'typebox';
import { checked, DocumentError } from '../contract/validate.ts';

/** Writes `value` as indented JSON beside `path` and renames it there. */
export function writeJson(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, path);
}

/**
 * The document at `path`, typed as the schema says.
 * @throws DocumentError for a missing file, no JSON, or another form
 */
export function readDocument<T extends TSchema>(schema: T, path: string): Static<T> {
  return checked(schema, readJson(path), path);
}

/**
 * The JSON at `path`, unpacked where its name ends in `.gz`.
 * @throws DocumentError for a missing file or no JSON
 */
export function readJson(path: string): unknown {
  try {
    const bytes = readFileSync(path);
    return JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (error) {
    throw new DocumentError(`${path} ${unreadable(error)}`);
  }
}

function unreadable(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  // what follows the first comma is the text itself
  if (error instanceof SyntaxError) return `is not JSON: ${message.split(', "')[0]}`;
  return code === 'ENOENT' ? 'does not exist' : `cannot be read: ${message}`;
}

/** Makes or replaces a symbolic link in one step. */
export function linkTo(target: string, path: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  symlinkSync(target, temporary);
  renameSync(temporary, path);
}
