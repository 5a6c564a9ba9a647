// `npm run bench [-- --seconds N] [--json]`: builds, then measures the harness beside a bare native loop.
// `npm run bench -- --report`: the size of report.html, and the time to make and open it.
// `npm run bench -- --shrink`: how long shrinking takes, and how small cases get.
import { join } from 'node:path';
import { ROOT, setup } from './setup.mjs';

const report = process.argv.includes('--report');
const shrink = process.argv.includes('--shrink');
setup({ tests: report });
await import(join(ROOT, 'dist/src/bench', report ? 'report.js' : shrink ? 'shrinking.js' : 'bench.js'));
