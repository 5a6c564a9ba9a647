// `npm run fuzz [-- OPTION...]`: from a fresh clone to findings between runc and crun. Later options win.
import { join } from 'node:path';
import { ROOT, setup } from './setup.mjs';

setup();
const main = join(ROOT, 'dist/src/cli/main.js');
const defaults = ['--runtimes', 'runc,crun', '--max-time', '60s', '--baseline', 'none', '--exit-zero'];
process.argv = [process.execPath, main, 'run', ...defaults, ...process.argv.slice(2)];
await import(main);
