/** docs/findings.tsv: what was found, looked at and decided. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readFindings, readKnownIssues } from '../../../src/store/corpus.ts';

const [head, ...rows] = readFileSync('docs/findings.tsv', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));
const signatures = rows.map(([signature]) => signature ?? '');

test('every row is a signature with its cause, a verdict, evidence and a thread or none', () => {
  expect(head).toEqual(['signature', 'root cause', 'verdict', 'evidence', 'upstream']);
  for (const row of rows) {
    const [signature, cause, verdict, evidence, upstream] = row;
    expect(row, signature).toHaveLength(5);
    expect(signature?.split(' '), signature).toHaveLength(4);
    expect(cause, signature).not.toBe('');
    expect(['true', 'spec-gap', 'ours'], signature).toContain(verdict);
    expect(evidence, signature).not.toBe('');
    expect(upstream, signature).toMatch(/^(-|https:\/\/\S+)$/);
  }
});

test('no signature is there twice', () => {
  expect(signatures).toEqual([...new Set(signatures)]);
});

const saved = readFindings('corpus').map((f) => f.finding.divergence.signature);

test('all that the corpus holds, and all that is known, has been looked at', () => {
  const known = readKnownIssues('corpus/known-issues.json').map((issue) => issue.signature);
  expect(saved.length).toBeGreaterThan(0);
  expect([...saved, ...known].filter((s) => !signatures.includes(s))).toEqual([]);
});

test('nothing in the corpus is a fault of ours', () => {
  const ours = rows.flatMap(([signature, , verdict]) => (verdict === 'ours' ? [signature] : []));
  expect(saved.filter((s) => ours.includes(s))).toEqual([]);
});
