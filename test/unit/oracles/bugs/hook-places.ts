/** Bugs of where and in which order hooks run, kind by kind. */
import type { Case, HookKind } from '../../../../src/contract/case.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { aCase, config, hookLabel, move, numbered, recordIn } from '../fixture.ts';
import { atEnd, type Bug, hooked } from './plant.ts';

const inStart = (kind: HookKind): Bug => ({
  name: `${kind} in start`,
  plant: (o) => move(o, hookLabel(kind), atEnd(3)),
  found: [`hooks.${kind}.phase`, `hooks.${kind}.phase`, 'in-start'],
});

/** `wrong`: what is not as it has to be of the namespaces. */
const misplaced = (kind: HookKind, wrong: (o: Observation) => object, token: string): Bug => ({
  name: `namespaces of ${kind}`,
  plant: (o) => Object.assign(recordIn(o, hookLabel(kind)).ns, wrong(o)),
  found: [`hooks.${kind}.namespace`, `hooks.${kind}.namespace`, token],
});

const lookedUpInside = (kind: HookKind): Bug => ({
  name: `${kind} looked up in the container`,
  plant: (o) => {
    for (const e of o.events)
      if (e.program === hookLabel(kind)) e.program = `/run/ocifuzz/bundle/rootfs${hookLabel(kind)}`;
  },
  found: [`hooks.${kind}.path-resolution`, `hooks.${kind}.path-resolution`, 'in-container'],
});

const survived = (kind: HookKind, step: string): Bug => ({
  name: `create succeeds though ${kind} failed`,
  case: () => hooked(kind, { exit: 1 }),
  found: [`lifecycle.${step}.${kind}-failure`, 'steps.create[none]', `${kind}-failed`],
});

/** A second prestart hook. */
const SECOND = `${hookLabel('prestart')}-second`;
const twoHooks = (): Case => {
  const own = config();
  own.hooks?.prestart?.push({ path: SECOND, args: ['hook', 'prestart'], env: ['H=1'] });
  const c = aCase({ config: own });
  return { ...c, files: [...c.files, { type: 'program', path: SECOND, behaviour: { role: 'hook' } }] };
};
const both = (o: Observation): void => {
  const first = o.events.filter((e) => e.program === hookLabel('prestart'));
  const second = structuredClone(first).map((e) => ({ ...e, program: SECOND, pid: 40 }));
  const after = o.events.findIndex((e) => e.program === hookLabel('createRuntime'));
  o.events = numbered(o.events.toSpliced(after, 0, ...second));
};

export const HOOK_PLACES: Bug[] = [
  inStart('prestart'),
  inStart('createContainer'),
  misplaced('prestart', () => ({ net: '201' }), 'net'),
  misplaced('createRuntime', () => ({ net: '201' }), 'net'),
  misplaced('poststop', () => ({ net: '201' }), 'net'),
  misplaced('startContainer', (o) => ({ ...o.before.namespaces }), 'pid+net+mnt+ipc+uts'),
  lookedUpInside('poststart'),
  lookedUpInside('poststop'),
  survived('prestart', '03'),
  survived('createRuntime', '04'),
  survived('createContainer', '05'),
  {
    name: 'createContainer before prestart',
    plant: (o) =>
      move(o, hookLabel('createContainer'), (e) => 'program' in e && e.program === hookLabel('prestart')),
    found: ['hooks.order.overall', 'hooks.createContainer.order', 'before-prestart'],
  },
  {
    name: 'hooks of a kind in another order',
    case: twoHooks,
    setup: both,
    plant: (o) => move(o, SECOND, (e) => 'program' in e && e.program === hookLabel('prestart')),
    found: ['hooks.order.within-kind', 'hooks.prestart.order', 'swapped'],
  },
];
