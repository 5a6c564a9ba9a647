// `npm run bench [-- --seconds N] [--json]`: builds, then measures the harness beside a bare native loop.
// `npm run bench -- --report`: the size of report.html, and the time to make and open it.
import { join } from 'node:path';
import { ROOT, setup } from './setup.mjs';

const report = process.argv.includes('--report');
setup({ tests: report });
await import(join(ROOT, 'dist/src/bench', report ? 'report.js' : 'bench.js'));
