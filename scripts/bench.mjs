// Measures the harness: see USAGE.
import { join } from 'node:path';
import { ROOT, setup, stop } from './setup.mjs';

const USAGE = `usage: npm run bench [-- OPTION...]

  (none)      the harness beside a bare native loop and a shell loop: lifecycles per second, CPU, memory
              --seconds N, --runtimes LABEL[=PATH],..., --workers N,M (as many bare loops), --json
  --start     the time until a run has judged its first case; --rounds N, --json
  --find      the time until a run has found so much; --seeds N, --json
  --shrink    how long shrinking takes, and how small cases get
  --report    the size of report.html, and the time to make and open it
`;

const BENCHES = {
  '--report': 'report.js',
  '--shrink': 'shrinking.js',
  '--find': 'finding-time.js',
  '--start': 'start.js',
};
const asked = Object.keys(BENCHES).find((option) => process.argv.includes(option));
if (process.argv.includes('--help')) {
  process.stdout.write(USAGE);
  process.exit(0);
}
setup({ tests: asked === '--report' });
try {
  await import(join(ROOT, 'dist/src/bench', BENCHES[asked] ?? 'bench.js'));
} catch (error) {
  if (!`${error.code}`.startsWith('ERR_PARSE_ARGS')) throw error;
  stop(`${error.message}\n\n${USAGE}`);
}
