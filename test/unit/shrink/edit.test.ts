import { describe, expect, it } from 'vitest';
import { hostPathsNamed } from '../../../generators/index.ts';
import type { Case } from '../../../src/contract/case.ts';
import { admissible } from '../../../src/shrink/admissible.ts';
import { edited, valueAt } from '../../../src/shrink/edit.ts';
import { large } from './cases.ts';

const rlimits = ['config', 'process', 'rlimits'] as const;
const limit = (type: string) => ({ type, soft: 1, hard: 1 });
const withLimits = (types: string[]) => ({
  ...large.config,
  process: { ...(valueAt(large.config, ['process']) as object), rlimits: types.map(limit) },
});
/** The third limit is of an unknown type; the control lacks it. */
const invalid: Case = {
  ...large,
  expectation: 'invalid',
  config: withLimits(['RLIMIT_CORE', 'RLIMIT_NOFILE', 'rlimit_x']),
  invalid: {
    requirement: 'R',
    pointer: '/process/rlimits/2/type',
    control: withLimits(['RLIMIT_CORE', 'RLIMIT_NOFILE']),
  },
};

describe('edited', () => {
  it('makes several edits at the places that they had before', () => {
    const c = edited(large, [
      { path: ['script', 0] },
      { path: ['script', 2] },
      { path: ['config', 'hooks', 'prestart', 0] },
      { path: ['config', 'hooks'] },
      { path: ['config', 'hostname'], to: 'a' },
    ]);
    expect(c.script.map((s) => s.op)).toEqual(['state', 'wait', 'delete']);
    expect(c.config?.hooks).toBeUndefined();
    expect(c.config?.hostname).toBe('a');
    expect(large.script).toHaveLength(5);
  });

  it('removes once what several edits take away, and sets the last of several values', () => {
    const twice = edited(large, [
      { path: ['script', 1] },
      { path: ['script', 1] },
      { path: ['config', 'hostname'], to: 'a' },
      { path: ['config', 'hostname'], to: 'b' },
    ]);
    expect(twice.script.map((s) => s.op)).toEqual(['create', 'start', 'wait', 'delete']);
    expect(twice.config?.hostname).toBe('b');
  });

  it('passes over places that are not there', () => {
    expect(edited(large, [{ path: ['config', 'nothing', 3] }, { path: ['caller', 'cwd'], to: '/' }])).toEqual(
      large,
    );
  });

  it('does to the control what it does to the config, and keeps the pointer on its element', () => {
    const c = edited(invalid, [{ path: [...rlimits, 0] }, { path: ['config', 'mounts'] }]);
    expect(c.invalid?.pointer).toBe('/process/rlimits/1/type');
    expect(valueAt(c, c.invalid?.pointer ? ['config', 'process', 'rlimits', 1, 'type'] : [])).toBe(
      'rlimit_x',
    );
    expect(valueAt(c.invalid?.control, ['process', 'rlimits'])).toEqual([limit('RLIMIT_NOFILE')]);
    expect(c.invalid?.control.mounts).toBeUndefined();
  });

  it('leaves the control alone where it differs', () => {
    const c = edited(invalid, [{ path: [...rlimits] }]);
    expect(valueAt(c.invalid?.control, ['process', 'rlimits'])).toHaveLength(2);
  });
});

describe('admissible', () => {
  const may = admissible(large, hostPathsNamed);
  const without = (...path: (string | number)[]) => edited(large, [{ path }]);

  it('keeps a valid config valid', () => {
    expect(may(without('config', 'mounts'))).toBe(true);
    expect(may(without('config', 'root'))).toBe(false);
    expect(may(without('config', 'process', 'args'))).toBe(false);
  });

  it('keeps what befalls the runtime, whole', () => {
    const c: Case = {
      ...large,
      script: [{ op: 'create', fault: { type: 'files', limit: 5 } }, { op: 'state' }],
    };
    const struck = admissible(c, hostPathsNamed);
    const tried = [
      ['script', 1],
      ['script', 0],
      ['script', 0, 'fault'],
      ['script', 0, 'fault', 'limit'],
    ];
    expect(tried.map((path) => struck(edited(c, [{ path }])))).toEqual([true, false, false, false]);
  });

  it('keeps the network devices of the host that the config names', () => {
    const c: Case = {
      ...large,
      config: { ...large.config, linux: { ...(large.config?.linux as object), netDevices: { oci0: {} } } },
      host: { interfaces: [{ name: 'oci0' }, { name: 'oci1' }] },
    };
    const mayBe = admissible(c, hostPathsNamed);
    const tried = [0, 1].map((i) => edited(c, [{ path: ['host', 'interfaces', i] }]));
    expect(tried.map(mayBe)).toEqual([false, true]);
    expect(
      mayBe(edited(c, [{ path: ['config', 'linux', 'netDevices', 'oci0'] }, { path: ['host'], to: {} }])),
    ).toBe(true);
  });

  it('keeps members that others need', () => {
    expect(may(without('config', 'linux', 'namespaces', 2))).toBe(false);
    expect(may(edited(without('config', 'linux', 'namespaces', 2), [{ path: ['config', 'hostname'] }]))).toBe(
      true,
    );
    expect(may(without('config', 'process', 'capabilities', 'permitted'))).toBe(false);
    expect(may(without('config', 'linux', 'namespaces', 1))).toBe(false);
  });

  it('keeps steps that others need, so that nothing waits in vain or races with the end', () => {
    expect(may(without('script', 2))).toBe(false);
    expect(may(without('script', 3))).toBe(false);
    expect(may(without('script', 1))).toBe(true);
    expect(may(edited(large, [{ path: ['script', 2] }, { path: ['script', 3] }]))).toBe(true);
  });

  it('keeps the cgroup, and every path inside the work directory', () => {
    expect(may(without('config', 'linux', 'cgroupsPath'))).toBe(false);
    expect(may(edited(large, [{ path: ['config', 'linux', 'cgroupsPath'], to: '/' }]))).toBe(false);
    expect(may(edited(large, [{ path: ['files', 0, 'path'], to: '/etc' }]))).toBe(false);
  });

  it('keeps the form of a case', () => {
    expect(may(edited(large, [{ path: ['files', 1, 'behaviour', 'role'] }]))).toBe(false);
    expect(may(edited(large, [{ path: ['script', 3, 'until'] }]))).toBe(false);
  });

  it('keeps an invalid config invalid for the same reason', () => {
    const same = admissible(invalid, hostPathsNamed);
    expect(same(edited(invalid, [{ path: [...rlimits, 0] }]))).toBe(true);
    expect(same(edited(invalid, [{ path: [...rlimits, 2] }]))).toBe(false);
    expect(same(edited(invalid, [{ path: [...rlimits] }]))).toBe(false);
  });

  it('does not touch the section of a fault that no schema can see', () => {
    const twice = withLimits(['RLIMIT_CORE', 'RLIMIT_CORE']);
    const relation: Case = {
      ...large,
      expectation: 'invalid',
      config: twice,
      invalid: { requirement: 'R', pointer: '/process/rlimits/1', control: withLimits(['RLIMIT_CORE']) },
    };
    const same = admissible(relation, hostPathsNamed);
    expect(same(edited(relation, [{ path: [...rlimits, 0] }]))).toBe(false);
    expect(same(edited(relation, [{ path: ['config', 'mounts'] }]))).toBe(true);
  });

  it('keeps the element that is said to be harmless, whatever stands beside it', () => {
    const mounts = ['config', 'mounts'];
    const [first, last] = valueAt(large, mounts) as object[];
    const config = { ...large.config, mounts: [first, { ...last, options: ['nosymfollow'] }] };
    const harmless = { requirement: 'R', pointer: '/mounts/1/options/0', control: { ...large.config } };
    const claimed: Case = { ...large, config, harmless };
    const same = admissible(claimed, hostPathsNamed);
    const less = edited(claimed, [{ path: [...mounts, 0] }]);
    expect([same(less), less.harmless?.pointer]).toEqual([true, '/mounts/0/options/0']);
    expect(same(edited(claimed, [{ path: [...mounts, 1] }]))).toBe(false);
    expect(same(edited(claimed, [{ path: [...mounts, 1, 'options', 0] }]))).toBe(false);
  });
});
