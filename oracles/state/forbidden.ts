/** Operations that have to fail, by the statuses that the container can be in (runtime.md#operations). */
import type { Step } from '../../src/contract/case.ts';
import type { Status } from '../core/lifecycle.ts';

export type Precondition = { rule: string; when: (before: Status[]) => boolean };

/** True if all that the container may be in is among these. */
export const only =
  (...allowed: Status[]) =>
  (before: Status[]): boolean =>
    before.length > 0 && before.every((s) => allowed.includes(s));

/** Operations that have to fail without an id. */
export const NO_ID: Partial<Record<Step['op'], string>> = {
  state: 'op.state.no-id',
  create: 'op.create.no-args',
  start: 'op.start.no-id',
  kill: 'op.kill.no-id',
  delete: 'op.delete.no-id',
};

export const FORBIDDEN: Partial<Record<Step['op'], Precondition[]>> = {
  state: [{ rule: 'op.state.unknown-id', when: only('none') }],
  create: [{ rule: 'op.create.id-duplicate', when: only('created', 'running', 'stopped') }],
  start: [{ rule: 'op.start.not-created.error', when: only('none', 'running', 'stopped') }],
  kill: [{ rule: 'op.kill.wrong-status.error', when: only('none', 'stopped') }],
  delete: [
    { rule: 'op.delete.unknown-id', when: only('none') },
    { rule: 'op.delete.not-stopped.error', when: only('created', 'running') },
  ],
};
