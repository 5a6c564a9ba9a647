/** What differs from one runtime to the next. To add a runtime: one file like runc.ts, one line in index.ts. */
import { HOOK_KINDS, type HookKind, type MoreOperation, PROGRAM_PATH } from '../contract/case.ts';
import type { ErrorClass } from '../contract/observation.ts';

/** One call of a runtime's command line. Paths are absolute in the sandbox. `id` null: without one. */
export type Call = { id: string | null } & (
  | { op: 'create' | 'run'; bundle: string | null; pidFile: string; consoleSocket: string | null }
  | { op: 'start' | 'state' | MoreOperation }
  | { op: 'kill'; signal: string }
  | { op: 'delete'; force: boolean }
);

export type Adapter = {
  /** counts in signatures */
  name: string;
  /** names of the binary to look for in PATH */
  binaries: string[];
  /** flags before the operation that the sandbox needs */
  flags: string[];
  /** arguments of one operation, without binary, --root and flags; null: the runtime does not have it */
  argv(call: Call): string[] | null;
  /** first match wins; tried before the common table */
  errors: [RegExp, ErrorClass][];
  hooks: HookKind[];
  /** prefixes of the ociVersion values that a release takes; empty = all of 1.x */
  ociVersions(version: string): string[];
  ownKernel: boolean;
  cgroups: boolean;
  /** what a host like this lacks, so that the runtime cannot make user namespaces; null: nothing. Absent: it needs nothing */
  noUserNamespaces?(host: IdSetup): string | null;
};

/** What a host has for those who map ids by newuidmap(1): true if it is there; the text of subuid(5) and subgid(5). */
export type IdSetup = { newuidmap: boolean; subuid: string; subgid: string };

/** The command line of runtime-tools' docs/command-line-interface.md, which all follow. */
function standardArgv(call: Call): string[] {
  const id = call.id === null ? [] : [call.id];
  switch (call.op) {
    case 'create':
    case 'run':
      return [
        call.op,
        ...(call.bundle === null ? [] : ['--bundle', call.bundle]),
        '--pid-file',
        call.pidFile,
        ...(call.consoleSocket === null ? [] : ['--console-socket', call.consoleSocket]),
        ...id,
      ];
    case 'kill':
      // the first argument is the id: a signal alone would be taken for one
      return ['kill', ...id, ...(call.id === null ? [] : [call.signal])];
    case 'delete':
      return ['delete', ...(call.force ? ['--force'] : []), ...id];
    case 'ps':
      return ['ps', '--format', 'json', ...id];
    case 'exec':
      // a program that ends at once (src/native/PROTOCOL.md, "Trailer")
      return ['exec', ...id, PROGRAM_PATH, '--exec-check'];
    case 'update':
      return ['update', '--pids-limit', '99', ...id];
    case 'events':
      return ['events', '--stats', ...id];
    default:
      return [call.op, ...id];
  }
}

/** The same without some commands. */
export const without =
  (...missing: MoreOperation[]) =>
  (call: Call): string[] | null =>
    (missing as string[]).includes(call.op) ? null : standardArgv(call);

/** A runtime without quirks: all but its names. */
export const standard: Omit<Adapter, 'name' | 'binaries' | 'argv'> & { argv(call: Call): string[] } = {
  flags: [],
  argv: standardArgv,
  errors: [],
  hooks: [...HOOK_KINDS],
  ociVersions: () => [],
  ownKernel: false,
  cgroups: true,
};
