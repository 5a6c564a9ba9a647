/** What of this host's root directory a sandbox shows. */
import { readdirSync, readlinkSync } from 'node:fs';
import type { SandboxInput } from './sandbox.ts';

/** Fresh in the sandbox, or of no use there. */
const OWN = new Set(['proc', 'sys', 'dev', 'run', 'tmp', 'lost+found']);

/** Every top-level directory and link of the host but those that the sandbox has of its own. */
export function hostBinds(): Pick<SandboxInput, 'readOnlyBinds' | 'links'> {
  const entries = readdirSync('/', { withFileTypes: true }).filter((e) => !OWN.has(e.name));
  return {
    readOnlyBinds: entries.filter((e) => e.isDirectory()).map((e) => `/${e.name}`),
    links: entries
      .filter((e) => e.isSymbolicLink())
      .map((e) => ({ path: `/${e.name}`, target: readlinkSync(`/${e.name}`) })),
  };
}
