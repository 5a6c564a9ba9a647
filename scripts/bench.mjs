// `npm run bench [-- --seconds N] [--json]`: builds, then measures the harness beside a bare native loop.
// `npm run bench -- --report`: the size of report.html, and the time to make and open it.
// `npm run bench -- --shrink`: how long shrinking takes, and how small cases get.
// `npm run bench -- --find`: the time until a run has found so much.
// `npm run bench -- --start`: the time until a run has judged its first case.
import { join } from 'node:path';
import { ROOT, setup } from './setup.mjs';

const BENCHES = {
  '--report': 'report.js',
  '--shrink': 'shrinking.js',
  '--find': 'finding-time.js',
  '--start': 'start.js',
};
const asked = Object.keys(BENCHES).find((option) => process.argv.includes(option));
setup({ tests: asked === '--report' });
await import(join(ROOT, 'dist/src/bench', BENCHES[asked] ?? 'bench.js'));
