/** Where saved cases are looked for: corpus/ here, else the one that comes with the package, which has conformance/ too. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ConformanceCase } from '../contract/conformance.ts';
import type { KnownIssue, SavedFinding } from '../contract/verdict.ts';
import { readFindings, readKnownIssues } from '../store/corpus.ts';
import { readSuite } from '../store/suite.ts';
import { PACKAGE_ROOT } from './package.ts';

const HERE = 'corpus';

/** Path of the corpus, whether it is there or not. */
export function corpusDir(): string {
  return existsSync(HERE) ? HERE : relative('', join(PACKAGE_ROOT, HERE));
}

/** The cases of `ocifuzz conformance`. */
export const fixedCases = (): ConformanceCase[] => readSuite(join(PACKAGE_ROOT, 'conformance'));

/** Saved findings that a run starts with; none without a corpus. */
export function corpusFindings(): SavedFinding[] {
  const dir = corpusDir();
  return existsSync(dir) ? readFindings(dir).map((f) => f.finding) : [];
}

/** `baseline`: a file, `none`, or undefined for the corpus's own, which may be missing. */
export function knownIssues(baseline: string | undefined): KnownIssue[] {
  if (baseline === 'none') return [];
  if (baseline !== undefined) return readKnownIssues(baseline);
  const file = join(corpusDir(), 'known-issues.json');
  return existsSync(file) ? readKnownIssues(file) : [];
}
