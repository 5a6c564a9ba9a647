/** Made-up stored runs for the tests of reports. */
import type { Event } from '../../../src/contract/event.ts';
import type { Observation } from '../../../src/contract/observation.ts';
import { requirement } from '../../../src/contract/spec/index.ts';
import type { StoredEvidence, StoredRun } from '../../../src/contract/stored-run.ts';
import type { Divergence } from '../../../src/contract/verdict.ts';
import { type RunReport, runReport } from '../../../src/report/run-report.ts';
import { observationOf } from '../support/fake.ts';
import { divergence, end, figures, RUNTIMES, START, sampleCase, stats } from './samples.ts';

export function evidence(
  more: Partial<Divergence> = {},
  observations: Observation[] = RUNTIMES.map((r) => observationOf(r.label, {})),
): StoredEvidence {
  return {
    saved: {
      schemaVersion: 1,
      divergence: divergence(more),
      runtimes: Object.fromEntries(
        RUNTIMES.map(({ label, name, version, sha256 }) => [label, { name, version, sha256 }]),
      ),
      case: sampleCase(),
    },
    observations: () => observations,
  };
}

export function storedRun(findings: StoredEvidence[], more: Event[] = []): StoredRun {
  const divergences = findings.map((f) => f.saved.divergence);
  const progress = (elapsedSeconds: number, cases: number): Event => ({
    type: 'progress',
    figures: figures({ elapsedSeconds, cases }),
    divergences: 0,
  });
  return {
    dir: '.ocifuzz/runs/r1',
    startedAt: '2026-11-20T02:00:00.123Z',
    events: [
      START,
      progress(1, 3),
      ...divergences.map((d): Event => ({ type: 'finding', divergence: d, isNew: d.known === null })),
      progress(60, 120),
      ...more,
      end({ divergences, stats: stats() }),
    ],
    stats: null,
    findings,
    recent: [],
  };
}

export function reportOf(findings: StoredEvidence[], more: Event[] = []): RunReport {
  const entry = (id: string, status: string, why = '') => ({
    ...{ requirement: requirement(id), area: id.split('.')[0] ?? '', status, why },
  });
  return runReport(storedRun(findings, more), {
    version: '0.1.0',
    self: 'ocifuzz',
    ruleCount: 2,
    catalogue: [
      entry('hooks.poststart.phase', 'checked'),
      entry('hooks.poststop.phase', 'checked'),
      entry('hooks.path.absolute', 'static'),
      entry('compliance.linux.all-must', 'untestable', 'a sum of others'),
    ],
    describe: () => ['script  create, start'],
    exportFormat: () => 'sh',
    recorded: () => [],
  });
}
