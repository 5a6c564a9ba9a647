/**
 * `npm run bench -- --report`: size of report.html with 500 findings, and how long it takes to make and to open.
 * The findings are those of corpus/ over and over.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseScript } from '../../generators/core/base.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { describeCase } from '../cli/describe.ts';
import { exportFormat } from '../cli/export-format.ts';
import { RULE_COUNT } from '../cli/reports.ts';
import type { Event } from '../contract/event.ts';
import type { Observation, StepObservation } from '../contract/observation.ts';
import type { StoredEvidence } from '../contract/stored-run.ts';
import { laneSetup } from '../executor/executor.ts';
import { reportHtml } from '../report/html/page.ts';
import { runReport } from '../report/run-report.ts';
import { resolveRuntimes } from '../runtimes/resolve.ts';
import { readFindings } from '../store/corpus.ts';

const FINDINGS = 500;

const runtimes = await resolveRuntimes([
  { label: 'runc', flags: [] },
  { label: 'crun', flags: [] },
]);
const { host } = await laneSetup({ runtimes, cgroup: 'auto', workers: 1, stepTimeoutMs: 1, sandbox: 'full' });
const saved = readFindings('corpus').map((f) => f.finding);
const findings = Array.from({ length: FINDINGS }, (_, i): StoredEvidence => {
  const finding = saved[i % saved.length];
  if (!finding) throw new Error('corpus/ has no findings');
  const place = join('divergences', `finding-${i}`, 'finding.json');
  return {
    saved: { ...finding, divergence: { ...finding.divergence, case: place } },
    observations: () => Object.keys(finding.runtimes).map(observation),
  };
});
const start: Event = {
  ...{ type: 'run-start', seed: 1, host, argv: [], runDir: 'run' },
  runtimes: runtimes.map((r) => r.facts),
};
const settings = { version: 'bench', self: 'ocifuzz', catalogue: catalogue(), ruleCount: RULE_COUNT };

const begun = performance.now();
const page = reportHtml(
  runReport(
    { dir: 'run', startedAt: new Date(0).toISOString(), events: [start], stats: null, recent: [], findings },
    { ...settings, exportFormat, describe: describeCase, recorded: () => [] },
  ),
);
const made = performance.now() - begun;
console.log(`${FINDINGS} findings: ${(page.length / 1e6).toFixed(1)} MB, made in ${made.toFixed(0)} ms`);
const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-bench-'));
try {
  const file = join(dir, 'report.html');
  writeFileSync(file, page);
  console.log(`opened in Chromium in ${(await openingTime(`file://${file}`)).toFixed(0)} ms`);
} finally {
  rmSync(dir, { recursive: true });
}

/** ms from the call to the load event, the median of five */
async function openingTime(url: string): Promise<number> {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const tab = await browser.newPage();
    const opened = performance.now();
    await tab.goto(url, { waitUntil: 'load' });
    times.push(performance.now() - opened);
    await tab.close();
  }
  await browser.close();
  return times.sort((a, b) => a - b)[2] ?? Number.NaN;
}

/** A lifecycle in which all went well, with as many events as one has. */
function observation(label: string): Observation {
  const nothing = { mounts: [], cgroups: [], processes: [], files: [], interfaces: [], namespaces: {} };
  const script = baseScript();
  return {
    ...{ schemaVersion: 1, caseId: '', runtime: label, outside: [], cgroupsLeft: [], cpuMs: 0, faults: [] },
    ...{ before: nothing, after: nothing },
    steps: script.map(
      ({ op }, index): StepObservation => ({
        ...{ index, op, argv: [], outcome: 'ok', exitCode: 0, signal: null, errorClass: null },
        ...{ stdout: '', stderr: '', wallMs: 1, cpuMs: 1 },
      }),
    ),
    events: script.flatMap((_, step) => [
      { seq: 2 * step, atMs: 2 * step, type: 'step-begin', step },
      { seq: 2 * step + 1, atMs: 2 * step + 1, type: 'step-end', step },
    ]),
  };
}
