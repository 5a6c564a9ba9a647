/** lifecycle: scripts from the status machine, several containers, callers at the same time, an edited config.json. */
import fc from 'fast-check';
import { BUNDLE, type Operation, PROGRAM_PATH, type Step, WORK } from '../../src/contract/case.ts';
import type { Patch } from '../core/area.ts';
import { baseConfig, HOLD_MS, held } from '../core/base.ts';
import { scriptOf } from '../core/machine.ts';
import { pick } from '../core/words.ts';

const state: Step = { op: 'state' };
const stopped: Step = { op: 'wait', until: 'stopped' };
const started: Step = { op: 'wait', until: 'started' };
const kill = { op: 'kill', signal: 'KILL' } as const;
const force = { op: 'delete', force: true } as const;
const program = { holdMs: HOLD_MS, stubborn: true };

/** Legal and illegal operations in any order; the same id again and again. */
export const machine = fc
  .array(fc.nat({ max: 999 }), { minLength: 2, maxLength: 9 })
  .map((choices): Patch => ({ program, script: scriptOf(choices), unspecified: true }));

/** The operations begin together, from callers of their own. */
const together = (...operations: Operation[]): Step[] =>
  operations.map((o, i) => (i < operations.length - 1 ? { ...o, alongside: true } : o));
const toEnd = [state, force, state];
const created: Step[] = [{ op: 'create' }];
const running: Step[] = [...created, { op: 'start' }, started];

export const concurrent = pick<Step[]>([
  [...together({ op: 'create' }, { op: 'create' }), ...toEnd],
  [...together({ op: 'create' }, { op: 'create' }, { op: 'create' }), ...toEnd],
  [...together({ op: 'create' }, force), ...toEnd],
  [...together({ op: 'create' }, { op: 'state' }), ...toEnd],
  [...created, ...together({ op: 'start' }, { op: 'start' }), ...toEnd],
  [...created, ...together({ op: 'start' }, { op: 'start' }, { op: 'start' }), ...toEnd],
  [...created, ...together({ op: 'start' }, { op: 'create' }), ...toEnd],
  [...created, ...together({ op: 'start' }, kill), ...toEnd],
  [...created, ...together({ op: 'start' }, { op: 'delete' }), ...toEnd],
  [...created, ...together({ op: 'start' }, force), ...toEnd],
  [...created, ...together({ op: 'start' }, { op: 'state' }), ...toEnd],
  [...created, ...together(force, force), state, force, state],
  [...running, ...together(kill, kill), stopped, ...toEnd],
  [...running, ...together(kill, force), ...toEnd],
  [...running, ...together({ op: 'state' }, { op: 'state' }, { op: 'state' }), ...toEnd],
  [...running, kill, stopped, ...together({ op: 'delete' }, { op: 'delete' }), ...toEnd],
  [...running, kill, stopped, ...together({ op: 'delete' }, { op: 'create' }), ...toEnd],
  [...running, kill, stopped, ...together({ op: 'delete' }, { op: 'state' }), ...toEnd],
]).map((script): Patch => ({ program, script, unspecified: true }));

const CONFIG = `${BUNDLE}/config.json`;
const write = (config: object): Step => ({ op: 'write', path: CONFIG, content: JSON.stringify(config) });

/** A second container beside the first, from a config with a cgroup of its own; each is left alone by the other. */
export const several = pick([{ id: 'other' }, { root: 'other' as const }, { id: 'c1x' }, { id: 'C1' }]).map(
  (second): Patch => {
    const config = baseConfig();
    const other = { ...config, linux: { ...config.linux, cgroupsPath: '/ocifuzz/other-c1' } };
    return {
      ...held([
        write(other),
        { op: 'create', ...second },
        { op: 'state', ...second },
        state,
        { op: 'start', ...second },
        { op: 'state', ...second },
        { op: 'kill', signal: 'KILL', ...second },
        { op: 'wait', until: 'stopped', ...second },
        { op: 'delete', ...second },
        state,
        { op: 'state', ...second },
      ]),
      unspecified: true,
    };
  },
);

/** The config that a container was made of, changed before its start: nothing of the new one may show. */
const LATE = `${WORK}/hooks/late`;
const changed = {
  ...baseConfig(),
  process: { ...baseConfig().process, args: [PROGRAM_PATH, 'late'] },
  annotations: { 'org.example.late': 'yes' },
  hooks: { poststart: [{ path: LATE }], poststop: [{ path: LATE }] },
};
export const frozen = pick<Step>([
  write(changed),
  { op: 'write', path: CONFIG, content: '{' },
  { op: 'remove', path: CONFIG },
]).map(
  (edit): Patch => ({
    files: [{ type: 'program', path: LATE, behaviour: { role: 'hook' } }],
    script: [{ op: 'create' }, edit, state, { op: 'start' }, stopped, state, { op: 'delete' }, state],
  }),
);
