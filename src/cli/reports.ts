/** The reports of a stored run. */
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ORACLES } from '../../oracles/index.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { FORMATS } from '../report/formats/index.ts';
import { type RunReport, runReport } from '../report/run-report.ts';
import { readRun } from '../store/read-run.ts';
import { describeCase } from './describe.ts';
import { VERSION } from './package.ts';
import { self } from './self.ts';

/** Rules that oracles judge by; several may have the same. */
export const RULE_COUNT = new Set(ORACLES.flatMap((o) => o.rules.map((r) => r.id))).size;

/** @throws DocumentError for a directory that is not one of a run */
export function reportOf(dir: string): RunReport {
  // the directory that `latest` points to: commands in a report stay true
  const run = readRun(existsSync(dir) ? relative('', realpathSync(dir)) : dir);
  return runReport(run, {
    version: VERSION,
    self: self(),
    catalogue: catalogue(),
    ruleCount: RULE_COUNT,
    describe: describeCase,
  });
}

/** Writes every format into the run directory; returns the paths. */
export async function writeReports(dir: string): Promise<string[]> {
  const run = reportOf(dir);
  const paths: string[] = [];
  for (const { file, load } of FORMATS) {
    const render = await load();
    paths.push(join(dir, file));
    writeFileSync(join(dir, file), render(run));
  }
  return paths;
}
