/** Cases for saboteurs: the base case with hooks and a script of one's own. */
import { baseConfig, baseFiles, baseScript, program } from '../../generators/core/base.ts';
import type { Behaviour, Case, FileEntry, HookKind, Step } from '../../src/contract/case.ts';
import { HOOK_KINDS, ROOTFS, WORK } from '../../src/contract/case.ts';

/** A hook: what its program does, and more members of its entry. */
type Hook = { kind: HookKind; does?: Partial<Behaviour>; entry?: object };
type Parts = { hooks?: Hook[]; program?: Partial<Behaviour>; script?: Step[]; config?: object };

export function directed({ hooks = [], program: does = {}, script = baseScript(), config }: Parts): Case {
  const entries: Partial<Record<HookKind, object[]>> = {};
  const files: FileEntry[] = [];
  for (const { kind, does: behaviour = {}, entry = {} } of hooks) {
    const list = entries[kind] ?? [];
    entries[kind] = list;
    const inside = kind === 'startContainer';
    const path = `${inside ? '' : WORK}/hooks/${kind}-${list.length}`;
    list.push({ path, ...entry });
    files.push({
      type: 'program',
      path: inside ? `${ROOTFS}${path}` : path,
      behaviour: { role: 'hook', ...behaviour },
    });
  }
  return {
    schemaVersion: 1,
    expectation: 'valid',
    config: { ...baseConfig(), ...(hooks.length > 0 ? { hooks: entries } : {}), ...config },
    files: [...baseFiles(), program(does), ...files],
    script,
    caller: {},
    host: {},
  };
}

/** One hook of each kind, or of those named. */
export const each = (kinds: readonly HookKind[] = HOOK_KINDS, more: Omit<Hook, 'kind'> = {}): Hook[] =>
  kinds.map((kind) => ({ kind, ...more }));

export const ANNOTATED = { annotations: { 'org.example.a': 'b' } };

/** The program runs until it is told to end; `steps` happen while it runs. */
export const held = (steps: Step[]): Parts => ({
  program: { holdMs: 20_000 },
  script: [
    { op: 'create' },
    { op: 'observe' },
    { op: 'state' },
    { op: 'start' },
    { op: 'wait', until: 'started' },
    { op: 'state' },
    ...steps,
    { op: 'kill', signal: 'KILL' },
    { op: 'wait', until: 'stopped' },
    { op: 'state' },
    { op: 'delete' },
    { op: 'state' },
  ],
});

/** `steps` happen once the program has ended by itself. */
export const ended = (steps: Step[]): Parts => ({
  script: [
    { op: 'create' },
    { op: 'start' },
    { op: 'wait', until: 'stopped' },
    ...steps,
    { op: 'delete' },
    { op: 'state' },
  ],
});

/** A program that would go on for a second is told to end; only then does the script wait for it. */
export const signalled = (signal: string): Parts => ({
  program: { holdMs: 1000 },
  script: [
    { op: 'create' },
    { op: 'start' },
    { op: 'wait', until: 'started' },
    { op: 'kill', signal },
    { op: 'wait', until: 'stopped' },
    { op: 'delete' },
  ],
});

/** A config that breaks a requirement by members of its process. */
export function refused(requirement: string, pointer: string, members: object): Case {
  const good = directed({});
  const { process, ...rest } = baseConfig();
  return {
    ...good,
    expectation: 'invalid',
    config: { ...rest, process: { ...process, ...members } },
    invalid: { requirement, pointer, control: good.config ?? {} },
  };
}
