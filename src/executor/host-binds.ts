/** What of this host's root directory a sandbox shows. */
import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import type { SandboxInput } from './sandbox.ts';

/** Fresh in the sandbox, or of no use there. */
const OWN = new Set(['proc', 'sys', 'dev', 'run', 'tmp', 'lost+found']);

/** Every top-level directory and link of the host; of `programs` those that a fresh /tmp or /run would hide. */
export function hostBinds(programs: string[]): Pick<SandboxInput, 'readOnlyBinds' | 'links' | 'files'> {
  const entries = readdirSync('/', { withFileTypes: true }).filter((e) => !OWN.has(e.name));
  const hidden = programs.map((p) => realpathSync(p)).filter((p) => OWN.has(p.split('/')[1] ?? ''));
  return {
    readOnlyBinds: entries.filter((e) => e.isDirectory()).map((e) => `/${e.name}`),
    links: entries
      .filter((e) => e.isSymbolicLink())
      .map((e) => ({ path: `/${e.name}`, target: readlinkSync(`/${e.name}`) })),
    files: [...new Set(hidden)],
  };
}
