/** Words of a config that the features document has lists of. */
import type { Case } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import { configOf } from './case.ts';
import { type Document, documentOf } from './state-document.ts';

/** A word of the config that the list which the rule is about has. */
export type Claim = { rule: string; word: string };

/** Rule to the place of its list in the document, and the words of a config that belong there. */
const LISTS: [rule: string, place: string, words: (c: OciConfig) => string[]][] = [
  ['features.mountOptions', 'mountOptions', (c) => (c.mounts ?? []).flatMap((m) => m.options ?? [])],
  ['features.linux.namespaces', 'linux.namespaces', (c) => (c.linux?.namespaces ?? []).map((n) => n.type)],
  [
    'features.linux.capabilities',
    'linux.capabilities',
    (c) => Object.values(c.process?.capabilities ?? {}).flatMap((set) => set ?? []),
  ],
  [
    'features.linux.seccomp.actions',
    'linux.seccomp.actions',
    ({ linux }) =>
      linux?.seccomp ? [linux.seccomp.defaultAction, ...rulesOf(linux).map((s) => s.action)] : [],
  ],
  [
    'features.linux.seccomp.operators',
    'linux.seccomp.operators',
    ({ linux }) => rulesOf(linux).flatMap((s) => (s.args ?? []).map((a) => a.op)),
  ],
  ['features.linux.seccomp.archs', 'linux.seccomp.archs', (c) => c.linux?.seccomp?.architectures ?? []],
  ['features.linux.seccomp.knownFlags', 'linux.seccomp.knownFlags', (c) => c.linux?.seccomp?.flags ?? []],
  [
    'features.linux.seccomp.supportedFlags',
    'linux.seccomp.supportedFlags',
    (c) => c.linux?.seccomp?.flags ?? [],
  ],
  ['features.linux.memoryPolicy.modes', 'linux.memoryPolicy.modes', ({ linux }) => modeOf(linux)],
  [
    'features.linux.memoryPolicy.flags',
    'linux.memoryPolicy.flags',
    (c) => c.linux?.memoryPolicy?.flags ?? [],
  ],
];

const rulesOf = (linux: OciConfig['linux']) => linux?.seccomp?.syscalls ?? [];
const modeOf = (linux: OciConfig['linux']): string[] =>
  linux?.memoryPolicy ? [linux.memoryPolicy.mode] : [];

const at = (doc: Document, place: string): unknown =>
  place.split('.').reduce<unknown>((v, name) => documentOf(v)?.[name], doc);

/** Every word of the case's config that a list of the document has, once. */
export function claimsIn(c: Case, doc: Document): Claim[] {
  const config = configOf(c);
  if (config === null) return [];
  return LISTS.flatMap(([rule, place, words]) => {
    const list = at(doc, place);
    if (!Array.isArray(list)) return [];
    const known = [...new Set(words(config))].filter((word) => list.includes(word));
    return known.map((word) => ({ rule, word }));
  });
}
