/** What a generator of one config area is, and the changes that it makes to the base case. */
import type fc from 'fast-check';
import type { Ask, Behaviour, Caller, Case, FileEntry, Step } from '../../src/contract/case.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import { compareVersions } from '../../src/contract/spec/index.ts';

/** A change of the text of config.json that no JSON value can express. Pointers as in RFC 6901. */
export type TextEdit =
  /** the value at the pointer is written so */
  | { edit: 'value'; pointer: string; text: string }
  /** more text after the members of the object at the pointer (`"a":1`): duplicates, odd names */
  | { edit: 'member'; pointer: string; text: string }
  /** the member at the pointer gets another name */
  | { edit: 'rename'; pointer: string; name: string }
  | { edit: 'before' | 'after' | 'whole'; text: string };

/** Changes to the base case: plain JSON data, so that a shrinker can drop and simplify them. {} = none. */
export type Patch = {
  /** [JSON pointer, value] in order; missing parents are made; `-` appends to a list */
  set?: [string, unknown][];
  /** members to leave out; done after `set` */
  unset?: string[];
  files?: FileEntry[];
  /** experiments of the container's program */
  asks?: Ask[];
  /** what else the container's program does */
  program?: Partial<Behaviour>;
  script?: Step[];
  caller?: Caller;
  host?: Case['host'];
  /** the members of every object of the config stand in the opposite order */
  reversed?: true;
  /** moves the owners of all files of the rootfs (user namespaces) */
  owner?: { uid: number; gid: number };
  text?: TextEdit[];
  /** at a border of the text: accepting and refusing are both possible */
  unspecified?: true;
  /** breaks this requirement; `pointer` names the place (`-` = the element that this patch appended) */
  invalid?: { requirement: string; pointer: string };
  /** what this requirement says is no reason to refuse a config; `alone`: the control lacks the pointer's value only */
  harmless?: { requirement: string; pointer: string; alone?: true };
  /** the case names at least this version: the requirement that it is about came with it */
  version?: string;
};

/** What generators may rely on. */
export type Context = {
  host: HostFacts;
  /** newest version of the specification that the case may use */
  version: string;
  /** names of all areas that take part in the case, for the few that the kernel does not let go together */
  areas: readonly string[];
};

/** null = there is nothing of this area that such a case may use */
export type Part = (ctx: Context) => fc.Arbitrary<Patch> | null;

export type Area = {
  name: string;
  /** one line for `ocifuzz list areas` */
  title: string;
  /** true: it takes part in every case, beside what else is chosen */
  always?: boolean;
  /** how often the area is chosen, relative to the others; default 1 */
  weight?: number;
  /** valid by the text and meant to run on this host */
  valid?: Part;
  /** right or wrong by the text, but a well-typed config */
  edge?: Part;
  /** wrong types, broken JSON */
  hostile?: Part;
};

/** May the case use what came with `version`? */
export const knows = (ctx: Context, version: string): boolean => compareVersions(ctx.version, version) >= 0;

/** May the case be one of 1.0.2 or older? Not where another area may use what came later. */
export const mayBeOld = (ctx: Context): boolean => !knows(ctx, '1.1.0') || ctx.areas.length === 1;

/** Has the harness this capability (name without CAP_)? What it lacks it cannot give to a container. */
export const holds = (ctx: Context, name: string): boolean => ctx.host.capabilities.includes(`CAP_${name}`);

/** Is the host's kernel this one or newer? */
export function kernelHas(ctx: Context, [major, minor]: readonly [number, number]): boolean {
  const [have = 0, has = 0] = ctx.host.kernel.split('.').map(Number);
  return have > major || (have === major && has >= minor);
}
