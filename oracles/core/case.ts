/** What a case says, for oracles: its config if it can be relied on, its programs, its versions. */
import {
  type Case,
  type FileEntry,
  HOOK_KINDS,
  PROGRAM_PATH,
  ROOTFS,
  WORK,
} from '../../src/contract/case.ts';
import { configFaults, OciConfig } from '../../src/contract/config/index.ts';
import { places, schemaPointers } from '../../src/contract/config/pointers.ts';
import { versionOf as configVersion, membersNewerThan } from '../../src/contract/config/versions.ts';
import type { RuntimeFacts } from '../../src/contract/facts.ts';
import { remembered } from '../../src/contract/remembered.ts';
import { compareVersions } from '../../src/contract/spec/index.ts';
import type { JudgeInput } from '../../src/contract/verdict.ts';

/** The config if it is given as a value and keeps to the schema: only then do its words bind. */
export const configOf = remembered((c: Case): OciConfig | null =>
  c.config !== undefined && configFaults(c.config).length === 0 ? (c.config as OciConfig) : null,
);

/** True for a container with a user namespace, a new one or one that is there. */
export const hasUserNamespace = ({ linux }: Pick<OciConfig, 'linux'>): boolean =>
  linux?.namespaces?.some((n) => n.type === 'user') === true;

/** True for a container with a new user namespace. */
export const makesUserNamespace = ({ linux }: Pick<OciConfig, 'linux'>): boolean =>
  linux?.namespaces?.some((n) => n.type === 'user' && n.path === undefined) === true;

/** Version of the specification that verdicts are by: the user's, the config's, or the newest. */
export const versionOf = ({ case: c, spec }: Pick<JudgeInput, 'case' | 'spec'>): string =>
  spec ?? configVersion(c.config);

/** Time in ms that a program gives a runtime that it calls (src/native/PROTOCOL.md, "Trailer"). */
export const PATIENCE_MS = 2000;

export type Program = Extract<FileEntry, { type: 'program' }>;

/** Whether it can be executed at all (execve(2), EACCES). */
export const isExecutable = ({ mode }: Program): boolean => ((mode ?? 0o755) & 0o111) !== 0;

/** Whether it is there to end as one that failed. */
export const endsBadly = ({ behaviour: { exit, signal } }: Program): boolean =>
  signal !== undefined || (exit ?? 0) !== 0;

/** Programs of the case by path, which is also their label in events. Later entries win. */
export const programsOf = remembered((c: Case): ReadonlyMap<string, Program> => {
  const last = new Map(c.files.map((f) => [f.path, f]));
  return new Map([...last].flatMap(([path, f]) => (f.type === 'program' ? [[path, f] as const] : [])));
});

/** The container's program, or null if the config does not start a probe of ours. */
export function programOf(c: Case): Program | null {
  const args = (c.config as { process?: { args?: unknown } } | undefined)?.process?.args;
  const first = Array.isArray(args) && typeof args[0] === 'string' ? args[0] : PROGRAM_PATH;
  const probes = [...programsOf(c).values()].filter((p) => p.behaviour.role === 'probe');
  return (
    probes.find((p) => p.path === `${ROOTFS}${first}`) ?? (probes.length === 1 ? (probes[0] ?? null) : null)
  );
}

/** What is the same in bytes: most strings. */
const ASCII = /^[\0-\x7f]*$/;

/** A config string as records have it: one character per byte of its UTF-8. */
export const bytesOf = (text: string): string =>
  ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');

/** The other way round; what is no UTF-8 becomes U+FFFD. */
export const textOf = (bytes: string): string =>
  ASCII.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');

/** True if no lone surrogate and no NUL makes the string's bytes a matter of taste. */
export const isPlain = (text: string): boolean => !text.includes('\0') && textOf(bytesOf(text)) === text;

const patterns = new Set(schemaPointers(OciConfig));

/** A place of the config without indices and names that only this case has: `/mounts/{n}/options/{n}`. */
export function patternOf(c: Case, pointer: string): string {
  const known = places(c.config ?? {}, patterns).find((p) => p.pointer === pointer)?.pattern;
  const free = /^(\/annotations|\/linux\/(sysctl|netDevices)|\/linux\/resources\/(unified|rdma))\/[^/]*/;
  return known ?? pointer.replaceAll(/\/(\d+|-)(?=\/|$)/g, '/*').replace(free, '$1/{key}');
}

const newerParts = remembered((c: Case) => membersNewerThan(c.config, '1.0.0'));

/** Latest version that brought a member or value of the config below a pointer, if later than `version`. */
export function newerThan(c: Case, version: string | null, below = ''): string | null {
  if (version === null || c.config === undefined) return null;
  const later = newerParts(c)
    .filter((n) => n.pointer.startsWith(below))
    .map((n) => n.since);
  return (
    later
      .filter((since) => compareVersions(since, version) > 0)
      .sort(compareVersions)
      .at(-1) ?? null
  );
}

/**
 * True if the runtime may pass over parts of the config for not knowing them. crun says 1.0.0 wherever it is not asked
 * for its features, and knows what came with 1.1.0.
 */
export function mayNotKnow(c: Case, { declaredSpec }: Pick<RuntimeFacts, 'declaredSpec'>): boolean {
  return newerThan(c, declaredSpec === '1.0.0' ? '1.1.0' : declaredSpec) !== null;
}

/**
 * True if a hook of the case is there to fail or may, for its time also, or is no program that can be executed, or not
 * there where the case ought to have it: the oracle for hooks judges what follows.
 */
export function hooksMayFail(c: Case): boolean {
  const mayFail = (f: FileEntry, limited: boolean): boolean => {
    if (f.type !== 'program') return f.type !== 'symlink';
    const { sleepMs, holdMs, call } = f.behaviour;
    const takes = [sleepMs, holdMs, call].some((x) => x !== undefined);
    return !isExecutable(f) || endsBadly(f) || (limited && takes);
  };
  return HOOK_KINDS.some((kind) =>
    (configOf(c)?.hooks?.[kind] ?? []).some((e) => {
      const inside = kind === 'startContainer';
      const place = inside ? `${ROOTFS}${e.path}` : e.path;
      const isOurs = inside ? programOf(c) !== null : `${place}/`.startsWith(`${WORK}/`);
      const isMissing = isOurs && !c.files.some((f) => f.path === place);
      return isMissing || c.files.some((f) => f.path.endsWith(e.path) && mayFail(f, e.timeout !== undefined));
    }),
  );
}
