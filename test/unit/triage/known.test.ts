import { describe, expect, it } from 'vitest';
import { inRange, knownIssue, knownText, staleIssues } from '../../../src/triage/known.ts';

const issue = { signature: 'S', runtimes: { runc: '>=1.1.0 <1.4.0' }, reason: 'upstream 42' };
const runc = (version: string) => ({ name: 'runc', version });
const sought = (version: string) => ({ signatures: ['S'], subjects: [runc(version)] });

describe('inRange', () => {
  it.each([
    ['1.1.5', '>=1.1.0 <1.4.0', true],
    ['1.4.0', '>=1.1.0 <1.4.0', false],
    ['1.0.9', '>=1.1.0', false],
    ['1.28', '>1.8.1 <=1.28', true],
    ['1.21', '=1.21.0', true],
    ['0.0~20221219.0', '<20230101', true],
    ['0.0~20240729.0', '<20230101', false],
    ['anything', '', true],
  ])('%s in "%s" is %s', (version, range, expected) => {
    expect(inRange(version, range)).toBe(expected);
  });
});

describe('knownIssue', () => {
  it('covers the signature in its range of versions', () => {
    expect(knownIssue([issue], sought('1.1.5'), '2026-01-01')).toBe(issue);
    expect(knownIssue([issue], sought('1.4.3'), '2026-01-01')).toBeNull();
    expect(knownIssue([issue], { ...sought('1.1.5'), signatures: ['T'] }, '2026-01-01')).toBeNull();
  });
  it('covers an alternative signature and runtimes that it gives no range for', () => {
    const subjects = [runc('1.1.5'), { name: 'crun', version: '1.8.1' }];
    expect(knownIssue([issue], { signatures: ['T', 'S'], subjects }, '2026-01-01')).toBe(issue);
  });
  it('does not cover when one subject lies outside', () => {
    const subjects = [runc('1.1.5'), runc('1.4.3')];
    expect(knownIssue([issue], { signatures: ['S'], subjects }, '2026-01-01')).toBeNull();
  });
  it('counts as new again after it has expired', () => {
    const dated = { ...issue, expires: '2026-03-01' };
    expect(knownIssue([dated], sought('1.1.5'), '2026-03-01')).toBe(dated);
    expect(knownIssue([dated], sought('1.1.5'), '2026-03-02')).toBeNull();
  });
  it('shows its link, else its reason', () => {
    expect(knownText(issue)).toBe('upstream 42');
    expect(knownText({ ...issue, url: 'https://example.org/42' })).toBe('https://example.org/42');
    expect(knownText(null)).toBeNull();
  });
});

describe('staleIssues', () => {
  it('names what was tried in range and did not show', () => {
    expect(staleIssues([issue], [sought('1.1.5')], new Set())).toEqual([issue]);
    expect(staleIssues([issue], [sought('1.1.5')], new Set(['S']))).toEqual([]);
    expect(staleIssues([issue], [sought('1.4.3')], new Set())).toEqual([]);
    expect(staleIssues([issue], [], new Set())).toEqual([]);
  });
});
