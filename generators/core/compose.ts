/** From patches to a complete case. Pure: the same patches give the same case. */
import { isDeepStrictEqual } from 'node:util';
import {
  type Behaviour,
  type Case,
  type FileEntry,
  isOwned,
  ROOTFS,
  SCHEMA_VERSION,
} from '../../src/contract/case.ts';
import { laterVersion, lowestVersion } from '../../src/contract/config/versions.ts';
import type { Patch } from './area.ts';
import { baseConfig, baseFiles, baseScript, program } from './base.ts';
import { getAt, setAt, unsetAt } from './pointer.ts';
import { settle } from './settle.ts';
import { render } from './text.ts';

type Config = Record<string, unknown>;

/**
 * Applies the patches to the base case, in order. At most one of them may break a requirement, or say that a part
 * of it is harmless: the first that does is kept, the others are left out, so that the control (the case without
 * it) is right. Beside a part that is at a border nothing is said to be harmless; nor is what a later patch undoes.
 */
export function compose(all: Patch[], origin: NonNullable<Case['origin']> = {}): Case {
  const patches = all.some((p) => p.unspecified) ? all.map(unclaimed) : all;
  const breaking = patches.find((p) => p.invalid);
  // edits of the text are not in a control: what is refused for them would be laid to the harmless part
  const edited = patches.some((p) => p.text);
  const telling = breaking ?? (edited ? undefined : patches.find((p) => p.harmless));
  const kept = patches.filter((p) => p === telling || !(p.invalid ?? p.harmless));
  const { config, resolve } = configOf(kept);
  const edits = kept.flatMap((p) => p.text ?? []);
  const c: Case = {
    schemaVersion: SCHEMA_VERSION,
    origin,
    expectation: breaking ? 'invalid' : kept.some((p) => p.unspecified) ? 'unspecified' : 'valid',
    ...(edits.length > 0 ? { configText: render(config, edits) } : { config }),
    files: filesOf(kept),
    script: kept.findLast((p) => p.script)?.script ?? baseScript(),
    caller: Object.assign({}, ...kept.map((p) => p.caller)),
    host: Object.assign({}, ...kept.map((p) => p.host)),
  };
  const contrast = telling?.invalid ?? telling?.harmless;
  if (telling && contrast) {
    const pointer = resolve(telling, contrast.pointer);
    const lacking = structuredClone(config);
    unsetAt(lacking, pointer);
    const control = telling.harmless?.alone
      ? lacking
      : configOf(kept.map((p) => (p === telling ? named(p) : p))).config;
    // a later patch, or what settles the config, may have taken the part away
    const written = telling.set?.findLast(([at]) => pointer.startsWith(at));
    const gone = written && !isDeepStrictEqual(getAt(config, written[0]), written[1]);
    if (gone || (!telling.text && JSON.stringify(control) === JSON.stringify(config))) {
      const { invalid: _, ...undone } = unclaimed(telling);
      return compose(
        patches.map((p) => (p === telling ? undone : p)),
        origin,
      );
    }
    c[breaking ? 'invalid' : 'harmless'] = { requirement: contrast.requirement, pointer, control };
  }
  return c;
}

/** A patch that says no more that it is harmless. */
const unclaimed = ({ harmless: _, ...p }: Patch): Patch => p;

/** Of a patch only the version that it asks for. */
const named = ({ version }: Patch): Patch => (version === undefined ? {} : { version });

const NAMESPACE = '/linux/namespaces/-';

function isListed(config: Config, entry: unknown): boolean {
  const list = getAt(config, '/linux/namespaces');
  return Array.isArray(list) && list.some((n) => isDeepStrictEqual(n, entry));
}

/** The config, and a function that resolves `-` in a pointer to the place where that patch appended. */
function configOf(patches: Patch[]): { config: Config; resolve: (p: Patch, pointer: string) => string } {
  let config = baseConfig() as Config;
  const appended = new Map<Patch, Map<string, string>>();
  for (const patch of patches) {
    const places = new Map<string, string>();
    for (const [pointer, value] of patch.set ?? []) {
      // what another area lists already, unless that is the mistake
      if (pointer === NAMESPACE && !patch.invalid && isListed(config, value)) continue;
      const written = setAt(config, pointer, value);
      const list = pointer.indexOf('/-');
      if (list >= 0) places.set(pointer.slice(0, list + 2), prefix(written, pointer.slice(0, list + 2)));
    }
    for (const pointer of patch.unset ?? []) unsetAt(config, pointer);
    appended.set(patch, places);
  }
  const namesVersion = patches.some(
    (p) => p.unset?.includes('/ociVersion') || p.set?.some(([at]) => at === '/ociVersion'),
  );
  settle(config);
  if (!namesVersion)
    config.ociVersion = laterVersion(lowestVersion(config), ...patches.flatMap((p) => p.version ?? []));
  if (patches.some((p) => p.reversed)) config = reversed(config) as Config;
  const resolve = (patch: Patch, pointer: string) => {
    for (const [from, to] of appended.get(patch) ?? [])
      if (pointer.startsWith(from)) return `${to}${pointer.slice(from.length)}`;
    return pointer;
  };
  return { config, resolve };
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  );
}

/** As many tokens of the written pointer as the pattern has. */
const prefix = (written: string, pattern: string): string =>
  written.split('/').slice(0, pattern.split('/').length).join('/');

function filesOf(patches: Patch[]): FileEntry[] {
  const asks = patches.flatMap((p) => p.asks ?? []);
  const unique = asks.filter((a, i) => asks.findIndex((b) => b.id === a.id) === i);
  const behaviour: Partial<Behaviour> = Object.assign({}, ...patches.map((p) => p.program));
  const all = [
    ...baseFiles(),
    program({ ...behaviour, ...(unique.length > 0 ? { asks: unique } : {}) }),
    ...patches.flatMap((p) => p.files ?? []),
  ];
  const files = all.filter((f, i) => !all.slice(i + 1).some((later) => later.path === f.path));
  const owner = patches.findLast((p) => p.owner)?.owner;
  return owner === undefined ? files : files.map((f) => moved(f, owner));
}

function moved(f: FileEntry, by: { uid: number; gid: number }): FileEntry {
  if (!isOwned(f) || !(f.path === ROOTFS || f.path.startsWith(`${ROOTFS}/`))) return f;
  return { ...f, uid: (f.uid ?? 0) + by.uid, gid: (f.gid ?? 0) + by.gid };
}
