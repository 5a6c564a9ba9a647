import { expect, test } from 'vitest';
import { baseConfig, baseFiles } from '../../../generators/core/base.ts';
import type { Divergence } from '../../../src/contract/verdict.ts';
import { caseLines } from '../../../src/report/case-lines.ts';
import { type FindingView, findingBlock, findingLine } from '../../../src/report/finding.ts';
import { styleFor } from '../../../src/report/style.ts';
import { summaryLines } from '../../../src/report/summary.ts';
import { type DiffLine, valueDiff } from '../../../src/report/value-diff.ts';
import { divergence, EXPLAINED, end, RUNTIMES, START, sampleCase } from './samples.ts';

const paths = baseFiles().map((f) => f.path);
const view: FindingView = {
  style: styleFor({}, false),
  runtimes: RUNTIMES,
  describe: (c) => caseLines(c, baseConfig(), paths),
  self: 'ocifuzz',
  place: () => '.ocifuzz/runs/r1/divergences/poststart-1a2b3c',
  exportFormat: () => 'sh',
  width: 120,
};
const NORMAL = { self: 'ocifuzz', detail: 'normal' as const };
const marked = (lines: DiffLine[]) => lines.map((l) => `${l.mark}${l.text}`);

test('a finding', async () => {
  const text = findingBlock(divergence({ explained: EXPLAINED }), sampleCase(), view).join('\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../../golden/finding.txt');
});

test('says of a smaller case that it is not minimal where that was not found out', () => {
  const caseLine = (minimal: boolean) => {
    const lines = findingBlock(divergence({ shrunk: { from: 61, to: 9, minimal } }), sampleCase(), view);
    return lines.find((l) => l.startsWith('  case'));
  };
  expect(caseLine(false)).toContain('(shrunk from 61 parts to 9, not yet minimal)');
  expect(caseLine(true)).toContain('(shrunk from 61 parts to 9)');
});

test('a race of several runtimes has the rate of each, one of one runtime has it once', () => {
  const byLabel = { runc: { same: 7, runs: 20 }, crun: { same: 16, runs: 20 } };
  const race = divergence({ kind: 'race', title: 't', reliability: { same: 7, runs: 20, byLabel } });
  const line = (runtimes: string[]) => findingLine('', { ...race, runtimes }, view);
  expect(line(['runc', 'crun'])).toBe('t  [runc 1.1.5 7/20, crun 1.8.1 16/20]  7/20 (18% to 57%)');
  expect(line(['runc'])).toBe('t  [runc 1.1.5]  7/20 (18% to 57%)');
});

test('is exported in the form that it can be, or not at all', () => {
  const exported = (format: 'sh' | 'json' | null) =>
    findingBlock(divergence(), sampleCase(), { ...view, exportFormat: () => format }).filter((l) =>
      l.startsWith('  export'),
    );
  const place = '.ocifuzz/runs/r1/divergences/poststart-1a2b3c';
  expect(exported('json')).toEqual([`  export  ocifuzz export ${place} --format json`]);
  expect(exported(null)).toEqual([]);
});

test('a rule that is unproven on a host like this one is marked', () => {
  const d = divergence({ unprovenView: 'cgroup v2' });
  const [head = '', ...block] = findingBlock(d, null, view);
  expect(head).toMatch(/ {2}unproven view$/);
  expect(block.find((l) => l.startsWith('  view'))).toContain('unproven on cgroup v2');
  expect(findingBlock(divergence(), null, view).join('\n')).not.toContain('unproven');
});

test('a difference that is known, without its case', async () => {
  const d = divergence({
    kind: 'difference',
    level: null,
    requirement: null,
    anchor: null,
    title: 'flags of the tmpfs on /dev differ',
    runtimes: ['runc', 'crun'],
    known: 'both are allowed',
    expected: null,
    actual: {
      runc: {
        options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'],
        propagation: 'private',
        type: 'tmpfs',
      },
      crun: {
        options: ['nosuid', 'noexec', 'mode=755', 'size=65536k'],
        propagation: 'private',
        type: 'tmpfs',
      },
    },
  });
  await expect(`${findingBlock(d, null, view).join('\n')}\n`).toMatchFileSnapshot(
    '../../golden/difference.txt',
  );
});

test('the summary', async () => {
  const divergences = [
    divergence(),
    divergence({ kind: 'difference', level: null, title: 'flags differ', runtimes: ['runc', 'crun'] }),
    divergence({
      kind: 'violation',
      level: 'SHOULD',
      title: 'a warning is missing',
      known: 'reported upstream',
    }),
    divergence({
      kind: 'crash',
      level: null,
      title: 'create ended by SIGSEGV',
      runtimes: ['crun'],
      reliability: { same: 7, runs: 20 },
    }),
  ];
  const inconclusive = [{ reason: 'harness fault: agent died', count: 2, case: 'abc' }];
  const lines = summaryLines(START, end({ divergences, inconclusive }), view, NORMAL);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../golden/summary.txt');
});

test('a long summary has some twenty lines, the gravest first, and counts what it leaves out', () => {
  const many = (kind: Divergence['kind'], n: number) =>
    Array.from({ length: n }, (_, i) =>
      divergence({ signature: `r p.${kind}.${i} t runc`, kind, level: null, title: `${kind} ${i}` }),
    );
  const divergences = [
    ...many('spec-gap', 60),
    ...many('difference', 9),
    ...many('race', 4),
    ...many('hang', 7),
  ];
  const lines = summaryLines(START, end({ divergences }), view, NORMAL);
  expect(lines.length).toBeLessThanOrEqual(22);
  expect(lines.slice(1, 3)).toEqual(['hang (7), 4 of them:', '  hang 0  [runc 1.1.5]  3/3']);
  expect(lines).toContain('and 9 difference, 60 spec-gap');
  expect(lines).toContain('report       .ocifuzz/runs/r1/report.html');
  const verbose = summaryLines(START, end({ divergences }), view, { ...NORMAL, detail: 'verbose' });
  expect(verbose.filter((l) => l.startsWith('  spec-gap '))).toHaveLength(60);
  const quiet = summaryLines(START, end({ divergences }), view, { ...NORMAL, detail: 'quiet' });
  expect(quiet).toHaveLength(3);
  expect(quiet[1]).toBe('80 new findings, 0 known');
});

test('a summary without findings says how to run the same again', () => {
  const lines = summaryLines(START, end({ divergences: [] }), view, NORMAL);
  expect(lines.at(-1)).toBe('ocifuzz --runtimes runc,crun --seed 1873');
});

test('runtimes that showed the same stand together', () => {
  const d = { expected: 'stopped', actual: { a: 'running', b: 'running', c: 'stopped' } };
  expect(marked(valueDiff(d, (l) => l.toUpperCase()))).toEqual([
    '@--- expected',
    '@+++ A, B',
    '-"stopped"',
    '+"running"',
    '@--- expected',
    '@+++ C',
    ' (the same)',
  ]);
});

test('what a runtime printed cannot act on the terminal', () => {
  const evil = '\u001b]0;title\u0007\u202eevil\u009b2J';
  const d = divergence({
    title: evil,
    why: evil,
    replay: evil,
    known: evil,
    anchor: evil,
    requirement: evil,
    runtimes: [evil],
    expected: evil,
    actual: { [evil]: `${evil}\n${evil}` },
  });
  const c = sampleCase();
  c.config = { [evil]: evil };
  c.script = [{ op: 'kill', signal: evil }];
  const text = [
    ...findingBlock(d, c, view),
    ...summaryLines(START, end({ divergences: [d] }), view, NORMAL),
  ].join('');
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('a long diff and a large case are cut, and whole when all is wanted', () => {
  const actual = { runc: Array.from({ length: 80 }, (_, i) => `line ${i}`) };
  const d = divergence({ expected: null, actual });
  expect(findingBlock(d, sampleCase(), view).length).toBeLessThan(40);
  expect(findingBlock(d, sampleCase(), { ...view, full: true }).length).toBeGreaterThan(80);
});
