/** Bugs of what a runtime answers its hooks, and of what follows a hook that failed. */
import type { HookKind } from '../../../../src/contract/case.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { answered, drop, hookLabel, PROGRAM, stateDocument } from '../fixture.ts';
import { type Bug, fail, hooked } from './plant.ts';

const asking = (kind: HookKind) => () => hooked(kind, { call: { op: 'state' } });
const killing = (kind: HookKind) => () => hooked(kind, { call: { op: 'kill', signal: 'KILL' } });
const told = (status: string) => `exit 0\n${JSON.stringify(stateDocument(status, 11))}`;

/** create failed for a hook of this kind: nothing runs after it but what a test leaves. */
function failedCreate(o: Observation, later: HookKind[]): void {
  for (const kind of later) drop(o, hookLabel(kind));
  drop(o, PROGRAM);
  fail(o, 0);
}

export const ANSWERS: Bug[] = [
  {
    name: 'state fails at poststart',
    case: asking('poststart'),
    plant: (o) => answered(o, 'poststart', 'exit 1\n'),
    found: ['op.state.returns', 'hooks.poststart.state', 'fails'],
    kind: 'violation',
  },
  {
    name: 'no container yet while creating',
    case: asking('prestart'),
    plant: (o) => answered(o, 'prestart', 'exit 1\n'),
    found: ['op.state.returns', 'hooks.prestart.state', 'fails'],
    kind: 'spec-gap',
  },
  {
    name: 'state says created at poststart',
    case: asking('poststart'),
    plant: (o) => answered(o, 'poststart', told('created')),
    found: ['hooks.stdin.status.poststart', 'hooks.poststart.state.status', 'created'],
    kind: 'difference',
  },
  {
    name: 'state hangs while a hook runs',
    case: asking('createRuntime'),
    plant: (o) => answered(o, 'createRuntime', 'timeout\n'),
    found: ['hooks.runtime.answers', 'hooks.state', 'no-answer'],
    kind: 'hang',
  },
  {
    name: 'kill succeeds while creating',
    case: killing('createRuntime'),
    plant: (o) => answered(o, 'createRuntime', 'exit 0\n'),
    found: ['op.kill.wrong-status.error', 'hooks.createRuntime.kill', 'succeeds'],
    kind: 'spec-gap',
  },
  {
    name: 'kill fails at poststart',
    case: killing('poststart'),
    plant: (o) => answered(o, 'poststart', 'exit 1\n'),
    found: ['op.kill.signal', 'hooks.poststart.kill', 'fails'],
    kind: 'violation',
  },
  {
    name: 'no poststop hooks after a hook made create fail',
    case: () => hooked('createRuntime', { exit: 1 }),
    plant: (o) => failedCreate(o, ['createContainer', 'startContainer', 'poststart', 'poststop']),
    found: ['lifecycle.13.poststop-invoked', 'hooks.poststop.count', 'not-run-after-failed-create'],
    kind: 'violation',
  },
  {
    name: 'no poststop hooks after a hook made start fail',
    case: () => hooked('startContainer', { exit: 1 }),
    plant: (o) => {
      for (const kind of ['poststart', 'poststop'] as const) drop(o, hookLabel(kind));
      drop(o, PROGRAM);
      fail(o, 3);
    },
    found: ['lifecycle.13.poststop-invoked', 'hooks.poststop.count', 'not-run-after-failed-start'],
    kind: 'violation',
  },
];
