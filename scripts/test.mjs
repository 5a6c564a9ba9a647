// `npm test [-- VITEST ARGUMENT...]`: setup, static checks, unit tests, end-to-end tests.
// The last line is `N passed, N failed`; each static check counts as one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, setup } from './setup.mjs';

setup({ tests: true });

const bin = (name, ...args) => [join(ROOT, 'node_modules/.bin', name), ...args];
const CHECKS = {
  types: bin('tsc', '--noEmit', '-p', '.'),
  lint: bin('biome', 'ci', '--colors=off', '--error-on-warnings', '.'),
  'unused code': bin('knip', '--no-progress'),
  'generated tables': [process.execPath, 'scripts/generate-spec.mjs', '--check'],
};
const scratch = mkdtempSync(join(tmpdir(), 'ocifuzz-test-'));
const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' };
const total = { passed: 0, failed: 0 };

for (const [name, [program, ...args]] of Object.entries(CHECKS)) {
  const r = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const ok = r.status === 0;
  total[ok ? 'passed' : 'failed'] += 1;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
  if (!ok) console.log(`${r.stdout}${r.stderr}`.trimEnd());
}
for (const project of ['unit', 'e2e']) {
  const { passed, failed } = vitest(project);
  total.passed += passed;
  total.failed += failed;
}
rmSync(scratch, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function vitest(project) {
  const file = join(scratch, `${project}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const [program, ...args] = bin(
    'vitest',
    'run',
    '--project',
    project,
    ...reporters,
    ...process.argv.slice(2),
  );
  const r = spawnSync(program, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return counts(file, r.status === 0);
}

/** A file that cannot be loaded has no tests of its own; it and a runner that died count as one failure. */
function counts(file, ok) {
  let report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    /* the runner died before it wrote */
  }
  const broken = report.testResults.filter(
    (t) => t.status === 'failed' && t.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + broken;
  return { passed: report.numPassedTests, failed: failed === 0 && !ok ? 1 : failed };
}
