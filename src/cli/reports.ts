/** The reports of a stored run. */
import { appendFileSync, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ORACLES } from '../../oracles/index.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import type { Expected } from '../contract/verdict.ts';
import { FORMATS } from '../report/formats/index.ts';
import { type RunReport, runReport } from '../report/run-report.ts';
import { readRun } from '../store/read-run.ts';
import { corpusFindings } from './corpus.ts';
import { describeCase } from './describe.ts';
import { exportFormat } from './export-format.ts';
import type { Io } from './io.ts';
import { VERSION } from './package.ts';
import { self } from './self.ts';

/** Rules that oracles judge by; several may have the same. */
export const RULE_COUNT = new Set(ORACLES.flatMap((o) => o.rules.map((r) => r.id))).size;

/** @throws DocumentError for a directory that is not one of a run */
export function reportOf(dir: string): RunReport {
  // the directory that `latest` points to: commands in a report stay true
  const run = readRun(existsSync(dir) ? relative('', realpathSync(dir)) : dir);
  // read when it is asked for
  let recorded: Map<string, readonly Expected[]> | undefined;
  return runReport(run, {
    recorded(signature) {
      recorded ??= new Map(corpusFindings().map((f) => [f.divergence.signature, f.expects ?? []]));
      return recorded.get(signature) ?? [];
    },
    version: VERSION,
    self: self(),
    catalogue: catalogue(),
    ruleCount: RULE_COUNT,
    exportFormat,
    describe: describeCase,
  });
}

/**
 * In a workflow of GitHub: the summary of the step, and annotations. Both are read from the environment that GitHub
 * sets (GITHUB_STEP_SUMMARY, GITHUB_ACTIONS); annotations go to stderr, which workflows read like stdout.
 */
export function tellGithub(dir: string, { env, stderr }: Pick<Io, 'env' | 'stderr'>): void {
  const read = (name: string) => {
    const file = FORMATS.find((f) => f.name === name)?.file;
    return file === undefined ? '' : readFileSync(join(dir, file), 'utf8');
  };
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, read('markdown'));
  if (env.GITHUB_ACTIONS === 'true') stderr.write(read('github'));
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
