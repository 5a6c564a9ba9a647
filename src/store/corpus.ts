/** Findings on disk: one directory each, `SLUG/finding.json`, in a run directory or in a corpus. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from '../contract/canonical.ts';
import type { Case } from '../contract/case.ts';
import { Case as CaseSchema } from '../contract/case.ts';
import { checked, DocumentError } from '../contract/validate.ts';
import { type KnownIssue, KnownIssues, SavedFinding } from '../contract/verdict.ts';
import { readDocument, readJson, writeJson } from './files.ts';

const FINDING = 'finding.json';

/** Directory name of a finding: readable words of its signature and a hash of all of it. */
export function slugOf(signature: string): string {
  const words = signature
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return `${words}-${shortHash(signature).slice(0, 6)}`;
}

/** Writes (or replaces) a finding below `dir` and returns the path of its file. */
export function writeFinding(dir: string, saved: SavedFinding): string {
  const place = join(dir, slugOf(saved.divergence.signature));
  mkdirSync(place, { recursive: true });
  const path = join(place, FINDING);
  writeJson(path, saved);
  return path;
}

export type StoredFinding = { path: string; finding: SavedFinding };

/**
 * The finding at a file, or all `finding.json` in a directory and below it, sorted by path.
 * @throws DocumentError for a path that is not there or a document of another form
 */
export function readFindings(path: string): StoredFinding[] {
  if (!existsSync(path)) throw new DocumentError(`${path} does not exist`);
  return findingFiles(path).map((file) => ({ path: file, finding: readDocument(SavedFinding, file) }));
}

/**
 * The case in a file: a saved finding's, or a case by itself. A directory stands for its finding.json.
 * @throws DocumentError
 */
export function readCase(path: string): Case {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, FINDING) : path;
  const document = readJson(file);
  const isFinding = typeof document === 'object' && document !== null && 'divergence' in document;
  return isFinding ? checked(SavedFinding, document, file).case : checked(CaseSchema, document, file);
}

/** @throws DocumentError */
export function readKnownIssues(path: string): KnownIssue[] {
  return readDocument(KnownIssues, path).issues;
}

function findingFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return findingFiles(join(path, entry.name));
      return entry.isFile() && entry.name === FINDING ? [join(path, entry.name)] : [];
    });
}
