// Releases of the runtimes side by side: those below DEST (default ~/.cache/oci-runtimes), unpacked by
// scripts/install-runtimes.sh where there are none.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT, say, stop } from './setup.mjs';

/** The table of them as text: TSV of name, version, package, suite, path, answer. */
export function releases() {
  const dest = process.env.DEST ?? join(homedir(), '.cache', 'oci-runtimes');
  const table = join(dest, 'table.tsv');
  if (!existsSync(table)) {
    say(`unpacking releases of the runtimes into ${dest}`);
    const env = { ...process.env, DEST: dest };
    const { status } = spawnSync(join(ROOT, 'scripts/install-runtimes.sh'), { stdio: 'inherit', env });
    if (status !== 0) stop('scripts/install-runtimes.sh failed');
  }
  return readFileSync(table, 'utf8');
}
