/** What the specification permits is silent: an edit of an honest observation for each, and no violation. */
import { expect, it } from 'vitest';
import { judgeAll } from '../../../oracles/index.ts';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import type { Observation } from '../../../src/contract/observation.ts';
import { answer, configured, documentIn } from './bugs/plant.ts';
import { aCase, honest, input, recordIn, run } from './fixture.ts';

type Permitted = {
  requirement: string;
  edit?: (o: Observation) => void;
  case?: typeof aCase;
  features?: unknown;
};

const states = (o: Observation) =>
  o.steps.filter((s) => s.op === 'state' && s.outcome === 'ok').map((s) => documentIn(o, s.index));

const PERMITTED: readonly Permitted[] = [
  {
    requirement: 'state.extra-properties',
    edit: (o) => {
      for (const d of states(o)) d.rootfs = '/elsewhere';
    },
  },
  {
    requirement: 'state.pid.stopped',
    edit: (o) => {
      for (const d of states(o)) if (d.status === 'stopped') delete d.pid;
    },
  },
  {
    requirement: 'errors.exposure',
    edit: (o) => {
      for (const s of o.steps) if (s.outcome === 'error') Object.assign(s, { stderr: '', exitCode: 255 });
    },
  },
  {
    requirement: 'warnings.exposure',
    edit: (o) => {
      for (const s of o.steps) s.stderr = 'a warning\n';
    },
  },
  {
    requirement: 'config.ext.unknown.log',
    case: () => configured((c) => Object.assign(c, { unknown: true })),
    edit: (o) => {
      for (const s of o.steps) s.stderr = 'unknown member\n';
    },
  },
  {
    requirement: 'config.platform.foreign-sections',
    case: () => configured((c) => Object.assign(c, { windows: { layerFolders: ['x'] } })),
  },
  { requirement: 'features.provide', features: null },
  {
    requirement: 'runtimelinux.fds.devnull',
    edit: (o) => {
      for (const fd of recordIn(o).fds ?? []) fd.target = '/dev/null';
    },
  },
  {
    requirement: 'linux.cgroup.extra-controllers',
    edit: (o) => {
      recordIn(o).cgroup = [...(recordIn(o).cgroup ?? []), '9:freezer:/ocifuzz/c1'];
    },
  },
  {
    requirement: 'linux.seccomp.syscalls.optional',
    case: () =>
      configured((c) => {
        if (c.linux?.seccomp) delete c.linux.seccomp.syscalls;
      }),
    edit: (o) => answer(o, 'seccomp:call:acct', -1, 1),
  },
];

it.each(PERMITTED.map((p) => [p.requirement, p] as const))('%s', (_, p) => {
  const o = honest('a');
  p.edit?.(o);
  const given = input([run('a', o, 'features' in p ? { features: p.features } : {})], (p.case ?? aCase)());
  expect(judgeAll(given).filter((v) => v.verdict === 'violation')).toEqual([]);
});

it('every row of the table is one that only permits', () => {
  const permits = new Set(catalogue().flatMap((e) => (e.status === 'permits' ? [e.requirement.id] : [])));
  expect(PERMITTED.filter((p) => !permits.has(p.requirement))).toEqual([]);
});
