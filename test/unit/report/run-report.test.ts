import { expect, test } from 'vitest';
import { DocumentError } from '../../../src/contract/validate.ts';
import { runReport } from '../../../src/report/run-report.ts';
import { evidence, reportOf, storedRun } from './runs.ts';
import { figures, START, stats } from './samples.ts';

test('the gravest finding comes first', () => {
  const gap = evidence({ kind: 'spec-gap', level: null, title: 'a' });
  const crash = evidence({ kind: 'crash', level: null, title: 'z' });
  const titles = reportOf([gap, evidence({ title: 'm' }), crash]).findings.map(
    (f) => f.saved.divergence.title,
  );
  expect(titles).toEqual(['z', 'm', 'a']);
});

test('points tell how findings, rules and acceptance grew', () => {
  const { points } = reportOf([evidence(), evidence({ signature: 'known', known: 'url' })]);
  expect(points).toMatchObject([
    { at: 1, cases: 3, fresh: 0, known: 0, rules: 1, members: 2, accepted: { runc: 0.97, crun: 1 } },
    { at: 60, cases: 120, fresh: 1, known: 1 },
  ]);
});

test('a run that was resumed goes on in time', () => {
  const again = [
    START,
    { type: 'progress', figures: figures({ elapsedSeconds: 5 }), divergences: 0 } as const,
  ];
  expect(reportOf([], again).points.map((p) => p.at)).toEqual([1, 60, 65]);
});

test('a run that died has what it told so far', () => {
  const run = storedRun([evidence()], [{ type: 'inconclusive', reason: 'fault', caseId: 'c1' }]);
  const events = [...run.events].slice(0, -1);
  const settings = reportOf([]);
  expect(runReport({ ...run, events, stats: stats({ elapsedSeconds: 60 }) }, settings)).toMatchObject({
    reason: null,
    inconclusive: [{ reason: 'fault', count: 1, case: 'c1' }],
    stats: { elapsedSeconds: 60 },
  });
  expect(() => runReport({ ...run, events: [] }, settings)).toThrow(DocumentError);
});
