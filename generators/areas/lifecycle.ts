/** Lifecycle scripts (runtime.md#operations, #lifecycle), and how the container's program ends. */
import fc from 'fast-check';
import { BUNDLE, type Step } from '../../src/contract/case.ts';
import type { Area, Patch } from '../core/area.ts';
import { baseConfig, baseScript, HOLD_MS, held } from '../core/base.ts';
import { maybe, pick } from '../core/words.ts';
import { concurrent, frozen, machine, several } from './lifecycle-edge.ts';

const stopped: Step = { op: 'wait', until: 'stopped' };
const state: Step = { op: 'state' };
const kill = (signal: string): Step => ({ op: 'kill', signal });
const begin: Step[] = [{ op: 'create' }, { op: 'observe' }, state, { op: 'start' }];
const end: Step[] = [stopped, state, { op: 'delete' }, state];

/** As `held`, by a program that no signal but KILL ends: what comes next does not race with its end. */
const patient = (steps: Step[]): Patch => ({ ...held(steps), program: { holdMs: HOLD_MS, stubborn: true } });
const script = (steps: Step[]): Patch => ({ script: steps });

const ENDING = ['KILL', 'TERM', 'SIGKILL', 'SIGTERM', '9', '15', 'INT', 'HUP', 'USR1', 'QUIT'];

const exits = fc
  .record({ exit: maybe(pick([1, 2, 42, 126, 127, 128, 137, 255])), signal: maybe(pick([9, 15, 6])) })
  .map(
    ({ exit, signal }): Patch => ({
      program: { ...(exit === undefined ? {} : { exit }), ...(signal === undefined ? {} : { signal }) },
    }),
  );

const valid = fc.oneof(
  exits,
  pick(ENDING).map((signal) => held([], signal)),
  pick<Patch>([
    script([{ op: 'run' }, state]),
    /* killed before it was started (runtime.md#kill allows created) */
    script([{ op: 'create' }, kill('KILL'), stopped, state, { op: 'delete' }, state]),
    script([{ op: 'create' }, state, { op: 'delete', force: true }, state]),
    /* the id is free again after delete */
    script([...baseScript(), { op: 'create' }, { op: 'start' }, stopped, { op: 'delete' }]),
    held([{ op: 'delete', force: true }]),
    patient([kill('USR2'), state]),
    { program: { sleepMs: 50 } },
    { program: { floodStdout: 1000, floodStderr: 1000 } },
  ]),
);

const force: Step = { op: 'delete', force: true };
/** A config where none is looked for: not at the top of the bundle (bundle.md#container-format). */
const below: Step = {
  op: 'write',
  path: `${BUNDLE}/etc/config.json`,
  content: JSON.stringify(baseConfig()),
};

const odd = (steps: Step[]): Patch => ({ ...script(steps), unspecified: true });

/** An id of its own; the program is never started, so nothing races. */
const withId = (id: string): Patch =>
  odd([
    { op: 'create', id },
    { op: 'state', id },
    { op: 'delete', id, force: true },
    { op: 'state', id },
  ]);
const oddIds = [
  'a.b',
  'A_1-x',
  'a+b',
  'x'.repeat(64),
  'x'.repeat(300),
  'a/b',
  '.',
  '..',
  '',
  'a b',
  'a:b',
  'a\nb',
  'ä',
  '-x',
  '@',
  '%2e',
];

/** Each operation once without an id, where it would be right with one: none of them has anything to act on. */
const withoutId = fc
  .subarray<Step>(
    [
      { op: 'state', id: null },
      { op: 'start', id: null },
      { op: 'kill', id: null, signal: 'KILL' },
      { op: 'delete', id: null },
      { op: 'create', id: null },
    ],
    { minLength: 1 },
  )
  .map((steps) => patient([...steps, state]));

const edge = fc.oneof(
  { weight: 3, arbitrary: pick(oddIds).map(withId) },
  { weight: 3, arbitrary: withoutId },
  {
    weight: 2,
    arbitrary: pick([
      'SIGUSR1',
      'usr1',
      'term',
      '12',
      'RTMIN+1',
      'SIGRTMIN',
      '35',
      '64',
      '0',
      '65',
      '-1',
      'FOO',
      '',
      '9 ',
      '0x9',
    ]).map((signal) => patient([kill(signal), state])),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 64 }).map((signal) => patient([kill(String(signal)), state])),
  },
  { weight: 6, arbitrary: machine },
  { weight: 3, arbitrary: concurrent },
  { weight: 1, arbitrary: several },
  { weight: 2, arbitrary: frozen },
  {
    weight: 5,
    arbitrary: pick<Patch>([
      /* orders that runtime.md forbids: each of these operations has to fail and change nothing */
      held([{ op: 'start' }, state]),
      held([{ op: 'delete' }, state]),
      held([{ op: 'create' }, state]),
      script([...begin, stopped, kill('TERM'), state, { op: 'delete' }]),
      script([...begin, stopped, { op: 'start' }, state, { op: 'delete' }]),
      script([{ op: 'create' }, { op: 'delete' }, state, { op: 'delete', force: true }]),
      script([{ op: 'create' }, { op: 'create' }, state, { op: 'start' }, ...end]),
      script([{ op: 'start' }, kill('TERM'), { op: 'delete' }, state]),
      script([...baseScript(), { op: 'delete' }, { op: 'start' }, kill('KILL')]),
      script([...baseScript(), { op: 'delete', force: true }]),
      script([
        { op: 'create', id: 'other' },
        state,
        { op: 'start' },
        { op: 'delete', id: 'other', force: true },
      ]),
      odd([
        { op: 'create' },
        { op: 'start' },
        stopped,
        { op: 'remove', path: BUNDLE },
        state,
        { op: 'delete' },
        state,
      ]),
      odd([{ op: 'remove', path: `${BUNDLE}/config.json` }, { op: 'create' }, state]),
      odd([below, { op: 'remove', path: `${BUNDLE}/config.json` }, { op: 'create' }, state, force, state]),
      { program: { childMs: 300 } },
      { program: { floodStdout: 300_000 } },
      { program: { stubborn: true, holdMs: 300 } },
    ]),
  },
);

export const lifecycle: Area = {
  name: 'lifecycle',
  title:
    'lifecycle: operations in any order and at the same time, signals, container ids, how the program ends',
  weight: 2,
  valid: () => valid,
  edge: () => edge,
};
