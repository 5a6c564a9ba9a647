/** Bugs of how hooks are run, and of what they find of their container. */
import type { Case, HookKind } from '../../../../src/contract/case.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { aCase, drop, hookLabel, hookPath, recordIn } from '../fixture.ts';
import { type Bug, configured, fail, hooked, succeed } from './plant.ts';

/** A kind's path is a link to its program. */
const linked = (kind: HookKind) => (): Case => {
  const c = aCase();
  const real = `${hookLabel(kind)}-real`;
  const files = c.files.flatMap((f): Case['files'] =>
    f.path !== hookLabel(kind)
      ? [f]
      : [
          { ...f, path: real },
          { type: 'symlink', path: f.path, target: `${hookPath(kind)}-real` },
        ],
  );
  return { ...c, files };
};
const called = (kind: HookKind) => (o: Observation) => {
  for (const e of o.events) if (e.program === hookLabel(kind)) e.program = `${hookLabel(kind)}-real`;
};

/** A kind's path is a text that names no interpreter. */
const text = (kind: HookKind) => (): Case => {
  const c = aCase({ expectation: 'unspecified' });
  const files = c.files.map((f): Case['files'][number] =>
    f.path === hookLabel(kind) ? { type: 'file', path: f.path, mode: 0o755, content: 'exit 0\n' } : f,
  );
  return { ...c, files };
};

const found = (kind: HookKind, ask: string, result: string | number) => (o: Observation) => {
  const seen =
    typeof result === 'string' ? { ret: 0, errno: 0, text: result } : { ret: -1, errno: result, text: null };
  const { results } = recordIn(o, hookLabel(kind));
  const old = results.find((r) => r.ask === ask);
  if (old) Object.assign(old, seen);
  else results.push({ ask, ...seen });
};
const MQUEUE = { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue' };
const withMqueue = () => configured((c) => void c.mounts?.push(MQUEUE));
const notMounted = (kind: HookKind): Bug => ({
  name: `the mounts are not made when ${kind} hooks run`,
  case: withMqueue,
  setup: (o) => {
    found(kind, 'hook:statfs:/dev/mqueue', 2)(o);
    found(kind, 'hook:statfs-inside:/dev/mqueue', '19800202 0 0')(o);
  },
  plant: found(kind, 'hook:statfs-inside:/dev/mqueue', '1021994 0 0'),
  found: [`hooks.${kind}.mounts-done`, `hooks.${kind}.mounts`, 'not-yet'],
});

export const HOOK_RUNS: Bug[] = [
  {
    name: 'a link to a program is not followed',
    case: linked('createRuntime'),
    setup: called('createRuntime'),
    plant: (o) => {
      drop(o, `${hookLabel('createRuntime')}-real`);
      fail(o, 0);
      Object.assign(o.steps[0] ?? {}, { errorClass: 'hook-failed' });
    },
    found: ['hooks.path.execv', 'hooks.createRuntime.path', 'link-not-followed'],
  },
  {
    name: 'a shell is tried on a text',
    case: text('createRuntime'),
    setup: (o) => {
      drop(o, hookLabel('createRuntime'));
      fail(o, 0);
    },
    plant: (o) => succeed(o, 0),
    found: ['hooks.path.execv', 'steps.create[none]', 'createRuntime-text'],
    kind: 'difference',
  },
  {
    name: 'a hook without a timeout is ended',
    case: () => hooked('poststart', { sleepMs: 5000 }),
    plant: (o) => {
      o.events = o.events.filter((e) => !(e.type === 'end' && e.program === hookLabel('poststart')));
    },
    found: ['hooks.timeout.absent', 'hooks.poststart.timeout', 'aborted-without-one'],
  },
  {
    name: 'the network namespace is not new when prestart hooks run',
    setup: found('prestart', 'hook:interfaces:host0', '    lo: 0 0\n'),
    plant: found('prestart', 'hook:interfaces:host0', '    lo: 0 0\n host0: 0 0\n'),
    found: ['hooks.prestart.namespaces-exist', 'hooks.prestart.network', 'not-yet-new'],
  },
  notMounted('createRuntime'),
  notMounted('createContainer'),
];
