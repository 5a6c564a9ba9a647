/** Runtimes with one bug each: what they break, how that has to show, and a case that shows it. */
import type { Case } from '../../src/contract/case.ts';
import { ANNOTATED, directed, each, ended, held, refused, signalled } from './cases.ts';

export type Saboteur = {
  /** given to the program in native/ as --sabotage=NAME */
  name: string;
  breaks: string;
  /** rule, path and token of the verdict that catches it */
  caught: [rule: string, path: string, token: string];
  directed: () => Case;
};

const OUTSIDE = ['prestart', 'createRuntime', 'poststop'] as const;
const NO_LIMIT = { type: 'RLIMIT_NOSUCH', soft: 1, hard: 1 };
const RUNTIME_KINDS = ['createRuntime', 'poststop'] as const;

const drop = (kind: Parameters<typeof each>[0] & object, step: string): Saboteur => {
  const [name = 'prestart'] = kind;
  return {
    name: `drop-${name}`,
    breaks: `${name} hooks are not run`,
    caught: [`lifecycle.${step}.${name}-invoked`, `hooks.${name}.count`, 'not-run'],
    directed: () => directed({ hooks: each(kind) }),
  };
};

/** The state that a hook reads is wrong in one member. */
const stdin = (what: string, caught: Saboteur['caught']): Saboteur => ({
  name: `stdin-${what}`,
  breaks: `the state on standard input of hooks has no right ${what}`,
  caught,
  directed: () => directed({ hooks: each(RUNTIME_KINDS), config: ANNOTATED }),
});

/** The state that `state` prints is wrong in one member. */
const state = (what: string, caught: Saboteur['caught']): Saboteur => ({
  name: `state-${what}`,
  breaks: `state prints no right ${what}`,
  caught,
  directed: () => directed({ ...held([]), config: ANNOTATED }),
});

const leak = (what: string, token: string): Saboteur => ({
  name: `leak-${what}`,
  breaks: `a ${what} is left behind`,
  caught: [
    'op.delete.resources',
    `residue.${{ mount: 'mounts', cgroup: 'cgroups', process: 'processes' }[what] ?? 'state'}`,
    token,
  ],
  directed: () => directed({}),
});

export const SABOTEURS: Saboteur[] = [
  {
    name: 'hooks-swapped',
    breaks: 'hooks run in the reverse of listed order',
    caught: ['hooks.order.within-kind', 'hooks.createRuntime.order', 'swapped'],
    directed: () => directed({ hooks: [...each(RUNTIME_KINDS), ...each(RUNTIME_KINDS)] }),
  },
  {
    name: 'hook-repeated',
    breaks: 'the first hook of each kind runs twice',
    caught: ['lifecycle.04.createRuntime-invoked', 'hooks.createRuntime.count', 'repeated'],
    directed: () => directed({ hooks: each(RUNTIME_KINDS) }),
  },
  {
    name: 'poststop-twice',
    breaks: 'poststop hooks run twice',
    caught: ['lifecycle.13.poststop-invoked', 'hooks.poststop.count', 'repeated'],
    directed: () => directed({ hooks: each(RUNTIME_KINDS) }),
  },
  {
    name: 'drop-last',
    breaks: 'the last of several hooks is not run',
    caught: ['lifecycle.04.createRuntime-invoked', 'hooks.createRuntime.count', 'not-run'],
    directed: () => directed({ hooks: [...each(RUNTIME_KINDS), ...each(RUNTIME_KINDS)] }),
  },
  drop(['prestart'], '03'),
  drop(['createRuntime'], '04'),
  drop(['createContainer'], '05'),
  drop(['startContainer'], '07'),
  drop(['poststart'], '09'),
  drop(['poststop'], '13'),
  {
    name: 'createContainer-outside',
    breaks: 'createContainer hooks are executed in the runtime namespace',
    caught: ['hooks.createContainer.namespace', 'hooks.createContainer.namespace', 'pid+net+mnt+ipc+uts'],
    directed: () => directed({ hooks: each(['createContainer']) }),
  },
  {
    name: 'createRuntime-inside',
    breaks: 'createRuntime hooks are executed in the container namespace',
    caught: ['hooks.createRuntime.namespace', 'hooks.createRuntime.namespace', 'pid+net+mnt+ipc+uts'],
    directed: () => directed({ hooks: each(['createRuntime']) }),
  },
  {
    name: 'env-lost',
    breaks: 'hooks do not get the environment of their entry',
    caught: ['hooks.env.environ', 'hooks.runtime.env', 'missing'],
    directed: () => directed({ hooks: each(OUTSIDE, { entry: { env: ['A=1'] } }) }),
  },
  {
    name: 'env-extra',
    breaks: 'hooks get one more variable',
    caught: ['hooks.env.environ', 'hooks.runtime.env', 'extra:EXTRA'],
    directed: () => directed({ hooks: each(OUTSIDE, { entry: { env: ['A=1'] } }) }),
  },
  {
    name: 'argv-changed',
    breaks: 'hooks get an argument more than args has',
    caught: ['hooks.args.argv', 'hooks.runtime.argv', 'prepended'],
    directed: () => directed({ hooks: each(OUTSIDE, { entry: { args: ['a', 'b'] } }) }),
  },
  {
    name: 'timeout-ignored',
    breaks: 'a hook runs on after its timeout',
    caught: ['hooks.timeout.abort', 'hooks.createRuntime.timeout', 'not-aborted'],
    directed: () =>
      directed({
        hooks: each(['createRuntime'], { does: { sleepMs: 2500 }, entry: { timeout: 1 } }),
        script: [{ op: 'create' }, { op: 'delete', force: true }],
      }),
  },
  {
    name: 'failure-ignored',
    breaks: 'the failure of a hook goes unnoticed',
    caught: ['lifecycle.04.createRuntime-failure', 'steps.create[none]', 'createRuntime-failed'],
    directed: () => directed({ hooks: each(['createRuntime'], { does: { exit: 1 } }) }),
  },
  {
    name: 'later-hooks-run',
    breaks: 'hooks behind a failed one are run',
    caught: ['hooks.failure.remaining-in-list', 'hooks.createRuntime.count', 'after-failed-createRuntime'],
    directed: () =>
      directed({ hooks: [...each(['createRuntime'], { does: { exit: 1 } }), ...each(['createRuntime'])] }),
  },
  {
    name: 'hook-outlives',
    breaks: 'a hook is still running when its operation returns',
    caught: ['hooks.createRuntime.phase', 'hooks.createRuntime.phase', 'outlives-create'],
    directed: () => directed({ program: { sleepMs: 500 }, hooks: each(['createRuntime']) }),
  },
  stdin('status', ['hooks.stdin.status.prestart', 'hooks.createRuntime.stdin.status', 'running']),
  stdin('annotations', ['hooks.stdin.annotations', 'hooks.runtime.stdin.annotations', 'absent']),
  stdin('pid', ['hooks.stdin.pid.runtime', 'hooks.createRuntime.stdin.pid', 'other']),
  stdin('id', ['hooks.stdin.id', 'hooks.runtime.stdin.id', 'other']),
  stdin('bundle', ['hooks.stdin.bundle', 'hooks.runtime.stdin.bundle', 'other']),
  stdin('version', ['state.ociVersion', 'hooks.runtime.stdin.ociVersion', 'absent']),
  {
    name: 'stdin-none',
    breaks: 'hooks get no state on standard input',
    caught: ['hooks.stdin.state', 'hooks.runtime.stdin', 'empty'],
    directed: () => directed({ hooks: each(RUNTIME_KINDS) }),
  },
  state('status', ['state.status.running', 'state.status', 'created-when-running']),
  state('annotations', ['state.annotations', 'state.annotations', 'absent']),
  state('pid', ['state.pid.value', 'state.pid', 'not-the-container-process']),
  state('id', ['state.id', 'state.id', 'other']),
  state('bundle', ['state.bundle', 'state.bundle', 'other']),
  state('version', ['state.ociVersion', 'state.ociVersion', 'absent']),
  {
    name: 'state-unknown',
    breaks: 'state of an unknown id succeeds',
    caught: ['op.state.unknown-id', 'steps.state[none]', 'succeeds'],
    directed: () => directed({ script: [{ op: 'state' }] }),
  },
  leak('mount', 'left-work'),
  leak('cgroup', 'container'),
  leak('process', 'runtime'),
  leak('state', 'container'),
  {
    name: 'create-refused-succeeds',
    breaks: 'the exit code for a refused config is 0',
    caught: ['op.create.new-container', 'steps.state[created]', 'not-found'],
    directed: () =>
      refused('config.process.rlimits.type.unknown', '/process/rlimits', { rlimits: [NO_LIMIT] }),
  },
  {
    name: 'create-twice',
    breaks: 'create of an id that exists succeeds',
    caught: ['op.create.id-duplicate', 'steps.create[created]', 'succeeds'],
    directed: () => directed({ script: [{ op: 'create' }, { op: 'create' }, { op: 'delete', force: true }] }),
  },
  {
    name: 'start-twice',
    breaks: 'start of a running container succeeds',
    caught: ['op.start.not-created.error', 'steps.start[running]', 'succeeds'],
    directed: () => directed(held([{ op: 'start' }])),
  },
  {
    name: 'start-stopped',
    breaks: 'start of a stopped container succeeds',
    caught: ['op.start.not-created.error', 'steps.start[stopped]', 'succeeds'],
    directed: () => directed(ended([{ op: 'start' }])),
  },
  {
    name: 'kill-lost',
    breaks: 'kill succeeds and sends nothing',
    caught: ['op.kill.signal', 'kill.catchable', 'not-delivered'],
    directed: () => directed(signalled('TERM')),
  },
  {
    name: 'kill-other',
    breaks: 'kill sends another signal',
    caught: ['op.kill.signal', 'kill.catchable', 'not-delivered'],
    directed: () => directed(signalled('TERM')),
  },
  {
    name: 'kill-stopped',
    breaks: 'kill of a stopped container succeeds',
    caught: ['op.kill.wrong-status.error', 'steps.kill[stopped]', 'succeeds'],
    directed: () => directed(ended([{ op: 'kill', signal: 'TERM' }])),
  },
  {
    name: 'delete-running',
    breaks: 'delete of a running container succeeds',
    caught: ['op.delete.not-stopped.error', 'steps.delete[running]', 'succeeds'],
    directed: () => directed(held([{ op: 'delete' }])),
  },
  {
    name: 'delete-unknown',
    breaks: 'delete of an unknown id succeeds',
    caught: ['op.delete.unknown-id', 'steps.delete[none]', 'succeeds'],
    directed: () => directed({ script: [{ op: 'delete' }] }),
  },
  {
    name: 'delete-nothing',
    breaks: 'delete succeeds and leaves the container',
    caught: ['lifecycle.12.destroyed', 'steps.state[none]', 'succeeds'],
    directed: () => directed({}),
  },
  {
    name: 'program-early',
    breaks: 'create runs the program',
    caught: ['lifecycle.02.program-not-run', 'program.begin', 'before-start'],
    directed: () => directed(held([])),
  },
  {
    name: 'config-reread',
    breaks: 'start reads config.json once more',
    caught: ['lifecycle.02.config-frozen', 'steps.start[created]', 'reads-config'],
    directed: () =>
      directed({
        script: [
          { op: 'create' },
          { op: 'write', path: '/run/ocifuzz/bundle/config.json', content: '{}\n' },
          { op: 'start' },
          { op: 'delete', force: true },
        ],
      }),
  },
];
