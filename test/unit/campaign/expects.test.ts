import { describe, expect, it } from 'vitest';
import { expectedToShow, expectsOf } from '../../../src/campaign/expects.ts';
import type { Expected, SavedFinding } from '../../../src/contract/verdict.ts';

describe('expectsOf', () => {
  it('makes ranges of versions of what releases show', () => {
    const row = (name: string, version: string, outcome: string) => ({
      label: `${name}-${version}`,
      name,
      version,
      outcome,
      detail: '',
      same: 0,
      runs: 3,
    });
    const rows = [
      row('runc', '1.4.3', 'ABSENT'),
      row('runc', '1.1.5', 'SHOWS'),
      row('runc', '1.1.15', 'SHOWS'),
      row('crun', '1.28', 'UNKNOWN'),
      row('crun', '1.8.1', 'ABSENT'),
    ];
    expect(expectsOf(rows)).toEqual([
      { runtime: 'crun', versions: '=1.8.1', outcome: 'ABSENT' },
      { runtime: 'runc', versions: '>=1.1.5 <=1.1.15', outcome: 'SHOWS' },
      { runtime: 'runc', versions: '=1.4.3', outcome: 'ABSENT' },
    ]);
  });
});

describe('expectedToShow', () => {
  const facts = (label: string) => {
    const [name = '', version = ''] = label.split('-');
    return { name, version, sha256: '' };
  };
  const saved = (kind: string, labels: string[], expects: Expected[] = []) =>
    ({
      divergence: {
        kind,
        runtimes: labels,
        signature: `R p t ${[...new Set(labels.map((l) => facts(l).name))].join('+')}`,
      },
      runtimes: Object.fromEntries(labels.map((l) => [l, facts(l)])),
      expects,
    }) as unknown as SavedFinding;
  const shown = (finding: SavedFinding, ...labels: string[]) =>
    expectedToShow(finding, labels.map(facts)).map((r) => `${r.name}-${r.version}`);
  const of = (versions: string, outcome: string, runtime = 'crun') => ({ runtime, versions, outcome });

  it('takes the release that showed it and newer ones', () => {
    const finding = saved('must', ['crun-1.21']);
    expect(shown(finding, 'crun-1.8.1', 'crun-1.21', 'crun-1.28', 'runc-1.4.3')).toEqual([
      'crun-1.21',
      'crun-1.28',
    ]);
  });
  it('takes older ones that were seen to show it', () => {
    const finding = saved('must', ['crun-1.28'], [of('=1.8.1', 'ABSENT'), of('>=1.21 <=1.28', 'SHOWS')]);
    expect(shown(finding, 'crun-1.8.1', 'crun-1.21', 'crun-1.30')).toEqual(['crun-1.21', 'crun-1.30']);
  });
  it('leaves out newer ones that were seen not to', () => {
    const finding = saved('must', ['crun-1.8.1'], [of('=1.8.1', 'SHOWS'), of('>=1.21 <=1.28', 'ABSENT')]);
    expect(shown(finding, 'crun-1.28')).toEqual([]);
  });
  it('needs each runtime that the finding is about', () => {
    const finding = saved('must', ['crun-1.28', 'runc-1.4.3']);
    expect(shown(finding, 'crun-1.28', 'runc-1.1.5')).toEqual([]);
    expect(shown(finding, 'crun-1.28', 'runc-1.4.3')).toEqual(['crun-1.28', 'runc-1.4.3']);
  });
  it("takes each of several releases that break a rule that is not the specification's", () => {
    const finding = saved('spec-gap', ['crun-1.8.1', 'crun-1.28']);
    expect(shown(finding, 'crun-1.28')).toEqual(['crun-1.28']);
    expect(shown(finding, 'crun-1.8.1')).toEqual(['crun-1.8.1']);
  });
  it('takes what is compared unless it was seen to do the same', () => {
    const finding = saved(
      'difference',
      ['crun-1.28', 'runc-1.4.3'],
      [of('=1.8.1', 'A'), of('=1.28', 'B'), of('>=1.1.5 <=1.4.3', 'A', 'runc')],
    );
    expect(shown(finding, 'crun-1.8.1', 'runc-1.1.5')).toEqual([]);
    expect(shown(finding, 'crun-1.28', 'runc-1.1.5')).toEqual(['crun-1.28', 'runc-1.1.5']);
    expect(shown(finding, 'crun-1.29', 'runc-1.1.5')).toEqual(['crun-1.29', 'runc-1.1.5']);
    expect(shown(finding, 'crun-1.28')).toEqual([]);
  });
});
