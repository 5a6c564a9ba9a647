/** How long a case itself makes an operation wait. */
import type { Case, HookKind, Step } from '../../src/contract/case.ts';
import { configOf, PATIENCE_MS, programOf, programsOf } from './case.ts';
import { denies } from './seccomp.ts';

const KINDS: Partial<Record<Step['op'], HookKind[]>> = {
  create: ['prestart', 'createRuntime', 'createContainer', 'poststart', 'poststop'],
  start: ['startContainer', 'poststart', 'poststop'],
  delete: ['poststop'],
  run: ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststart', 'poststop'],
};

/** Longest time in ms that the case itself makes an operation wait: hooks, and the program of `run`. */
function waitsMs(c: Case, op: Step['op']): number {
  const programs = programsOf(c);
  const takes = (path: string): number => {
    const b = [...programs].find(([label]) => label.endsWith(path))?.[1].behaviour;
    return (
      (b?.sleepMs ?? 0) + (b?.holdMs ?? 0) + (b?.childMs ?? 0) + (b?.call === undefined ? 0 : PATIENCE_MS)
    );
  };
  const entries = (KINDS[op] ?? []).flatMap((k) => configOf(c)?.hooks?.[k] ?? []);
  const hooks = entries.map((e) => Math.min(takes(e.path), (e.timeout ?? Infinity) * 1000));
  const b = op === 'run' ? programOf(c)?.behaviour : undefined;
  return hooks.reduce((sum, t) => sum + t, (b?.sleepMs ?? 0) + (b?.holdMs ?? 0) + (b?.childMs ?? 0));
}

/** Limits, in bytes, within which the runtime's own first process may die and leave the other one waiting. */
const SCARCE = 1 << 30;
const MEMORY = ['RLIMIT_AS', 'RLIMIT_DATA', 'RLIMIT_STACK'];
const starved = (c: Case): boolean =>
  (configOf(c)?.process?.rlimits ?? []).some((l) => MEMORY.includes(l.type) && l.soft < SCARCE);

/** A filter or a limit may stop the runtime's own first process. */
const stopped = (c: Case, op: Step['op']): boolean =>
  ['create', 'start', 'run'].includes(op) && (starved(c) || denies(configOf(c)?.linux?.seccomp));

/** True if it may be the case that kept an operation from ending within `wallMs`. */
export function mayWait(c: Case, op: Step['op'], wallMs: number): boolean {
  // foreign programs and inherited pipes may make `run` wait for as long as they like
  const foreign = op === 'run' && (programOf(c) === null || c.caller.stdin === 'pipe');
  return foreign || stopped(c, op) || waitsMs(c, op) > wallMs / 2;
}
