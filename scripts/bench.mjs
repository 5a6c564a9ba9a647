// `npm run bench [-- --seconds N] [--json]`: builds, then measures the harness beside a bare native loop.
import { join } from 'node:path';
import { ROOT, setup } from './setup.mjs';

setup();
await import(join(ROOT, 'dist/src/bench/bench.js'));
