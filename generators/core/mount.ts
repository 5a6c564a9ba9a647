/** Patches that add one mount, with the files and experiments that belong to it. */
import { ask } from '../../src/contract/asks.ts';
import type { FileEntry } from '../../src/contract/case.ts';
import type { OciMount } from '../../src/contract/config/index.ts';
import type { Patch } from './area.ts';
import { dir, file, link, SOURCES } from './words.ts';

export const SOURCE = `${SOURCES}/edge`;
/** With submounts: one that may everything, one that may nothing. */
export const sourceFiles: FileEntry[] = [
  dir(SOURCE),
  { type: 'mount', path: `${SOURCE}/free`, options: [] },
  { type: 'mount', path: `${SOURCE}/strict`, options: ['ro', 'nosuid', 'nodev', 'noexec'] },
  file(`${SOURCE}/hello`, 'source\n'),
  file(`${SOURCE}/run`, 'no program\n', 0o755),
  link(`${SOURCE}/link`, 'hello'),
];
export const asksAt = (d: string) => [
  ask('mount:write', d, [`${d}/.ask`]),
  ask('mount:exec', d, [`${d}/run`]),
  ask('mount:follow', d, [`${d}/link`]),
  ask('mount:stat', d),
];

export const tmpfsAt = (destination: string, options?: string[]): Patch => ({
  set: [['/mounts/-', { destination, type: 'tmpfs', source: 'tmpfs', ...(options ? { options } : {}) }]],
});
export const bindAt = (destination: string, options: string[], more: Partial<OciMount> = {}): Patch => ({
  set: [['/mounts/-', { destination, source: SOURCE, ...more, options }]],
  files: sourceFiles,
  asks: asksAt(destination),
});
export const unspecified = (p: Patch): Patch => ({ ...p, unspecified: true });
export const invalid = (requirement: string, member: string, p: Patch): Patch => ({
  ...p,
  invalid: { requirement, pointer: `/mounts/-${member}` },
});
