/** What differs from one runtime to the next. To add a runtime: one file like runc.ts, one line in index.ts. */
import { HOOK_KINDS, type HookKind } from '../contract/case.ts';
import type { ErrorClass } from '../contract/observation.ts';

/** One call of a runtime's command line. Paths are absolute in the sandbox. */
export type Call =
  | { op: 'create' | 'run'; id: string; bundle: string | null; pidFile: string; consoleSocket: string | null }
  | { op: 'start' | 'state'; id: string }
  | { op: 'kill'; id: string; signal: string }
  | { op: 'delete'; id: string; force: boolean };

export type Adapter = {
  /** counts in signatures */
  name: string;
  /** names of the binary to look for in PATH */
  binaries: string[];
  /** flags before the operation that the sandbox needs */
  flags: string[];
  /** arguments of one operation, without binary, --root and flags */
  argv(call: Call): string[];
  /** first match wins; tried before the common table */
  errors: [RegExp, ErrorClass][];
  hooks: HookKind[];
  /** prefixes of the ociVersion values that a release takes; empty = all of 1.x */
  ociVersions(version: string): string[];
  ownKernel: boolean;
  cgroups: boolean;
};

/** The command line of runtime-tools' docs/command-line-interface.md, which all follow. */
function standardArgv(call: Call): string[] {
  switch (call.op) {
    case 'create':
    case 'run':
      return [
        call.op,
        ...(call.bundle === null ? [] : ['--bundle', call.bundle]),
        '--pid-file',
        call.pidFile,
        ...(call.consoleSocket === null ? [] : ['--console-socket', call.consoleSocket]),
        call.id,
      ];
    case 'kill':
      return ['kill', call.id, call.signal];
    case 'delete':
      return ['delete', ...(call.force ? ['--force'] : []), call.id];
    default:
      return [call.op, call.id];
  }
}

/** A runtime without quirks: all but its names. */
export const standard: Omit<Adapter, 'name' | 'binaries'> = {
  flags: [],
  argv: standardArgv,
  errors: [],
  hooks: [...HOOK_KINDS],
  ociVersions: () => [],
  ownKernel: false,
  cgroups: true,
};
