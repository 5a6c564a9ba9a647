/** Faults of a case as operations of the agent, and what was seen of them. */
import { describe, expect, it } from 'vitest';
import type { Op, Result } from '../../../src/agent/protocol.ts';
import type { Case } from '../../../src/contract/case.ts';
import type { Fault } from '../../../src/contract/fault.ts';
import { type CompileInput, compile } from '../../../src/executor/compile.ts';
import { decode } from '../../../src/executor/decode.ts';
import { runtime, simpleCase } from './fixture.ts';

type View = Pick<CompileInput, 'view' | 'hierarchies'>;
const V1: View = { view: 'v1', hierarchies: ['memory', 'pids', 'freezer'] };
const V2: View = { view: 'v2', hierarchies: [] };
const STATE = '/run/ocifuzz/root/runc';

const withFault = (fault: Fault, more: Partial<Case> = {}) =>
  simpleCase({ script: [{ op: 'create' }, { op: 'start', fault }, { op: 'state' }], ...more });
const planned = (c: Case, view: View) =>
  compile({
    ...{ case: c, runtime, binary: '/r/runc', prelude: [], stepTimeoutMs: 5000, ...view },
    hardLimits: { NOFILE: '20000', CORE: 'infinity' },
  });

/** What lies between the operations before and behind the one with the fault. */
function around(fault: Fault, view = V1): Op[] {
  const { ops } = planned(withFault(fault), view);
  const [first, last] = [0, 2].map((n) => ops.findIndex((o) => o.op === 'spawn' && o.name === `step ${n}`));
  return ops.slice((first ?? 0) + 1, last);
}
const words = (ops: Op[]): string[] =>
  ops.map((o) => {
    if (o.op === 'write') return `${o.path} = ${o.text}`;
    if (o.op === 'mount') return `${o.flags.join(' ')} ${o.target}`;
    return 'path' in o ? `${o.op} ${o.path}` : 'target' in o ? `${o.op} ${o.target}` : o.op;
  });

describe('a fault', () => {
  it.each<[string, Fault, View, string[]]>([
    [
      'a read-only state directory',
      { type: 'read-only', place: 'state' },
      V1,
      [`bind rec ro ${STATE}`, 'spawn', `unmount ${STATE}`],
    ],
    [
      'read-only cgroups',
      { type: 'read-only', place: 'cgroup' },
      V2,
      ['bind rec ro /sys/fs/cgroup', 'spawn', 'unmount /sys/fs/cgroup'],
    ],
    [
      'a full disk',
      { type: 'full', place: 'pid' },
      V1,
      ['fill /run/ocifuzz/pid/.full', 'spawn', 'remove /run/ocifuzz/pid/.full'],
    ],
    [
      'few processes, the agent not counted',
      { type: 'processes', limit: 3 },
      V1,
      [
        '/sys/fs/cgroup/pids/limited/pids.max = 4',
        '/sys/fs/cgroup/pids/limited/cgroup.procs = 0',
        'spawn',
        '/sys/fs/cgroup/pids/agent/cgroup.procs = 0',
        '/sys/fs/cgroup/pids/limited/pids.max = max',
      ],
    ],
    [
      'a frozen container',
      { type: 'frozen' },
      V1,
      [
        '/sys/fs/cgroup/freezer/ocifuzz/c1/freezer.state = FROZEN',
        'spawn',
        '/sys/fs/cgroup/freezer/ocifuzz/c1/freezer.state = THAWED',
      ],
    ],
    [
      'a frozen container',
      { type: 'frozen' },
      V2,
      ['/sys/fs/cgroup/ocifuzz/c1/cgroup.freeze = 1', 'spawn', '/sys/fs/cgroup/ocifuzz/c1/cgroup.freeze = 0'],
    ],
  ])('is made and undone around its operation: %s', (_, fault, view, expected) => {
    expect(words(around(fault, view))).toEqual(expected);
  });

  it('is part of how the runtime is called', () => {
    const [killed] = around({ type: 'kill', afterUs: 1500 });
    expect(killed).toMatchObject({ op: 'spawn', killedAt: 'us 1500' });
    const [at] = around({ type: 'kill', atReport: 2 });
    expect(at).toMatchObject({ op: 'spawn', killedAt: 'report 2' });
    const [few] = around({ type: 'files', limit: 5 });
    expect(few).toMatchObject({ op: 'spawn', rlimits: ['NOFILE=5:5', 'CORE=0:infinity'] });
  });

  it('has a small file system of its own to fill, which snapshots look into', () => {
    const { ops } = planned(withFault({ type: 'full', place: 'state' }), V1);
    const mount = ops.findIndex((o) => o.op === 'mount');
    expect(ops[mount]).toMatchObject({ target: STATE, fstype: 'tmpfs' });
    const snaps = ops.flatMap((o) => (o.op === 'snapshot' ? [o.roots] : []));
    expect(snaps).toEqual([
      ['/run/ocifuzz', STATE],
      ['/run/ocifuzz', STATE],
    ]);
    expect(mount).toBeLessThan(ops.findIndex((o) => o.op === 'snapshot'));
  });

  it('lets what is about to end come to its end before the last look', () => {
    const settles = (c: Case) => planned(c, V1).ops.some((o) => o.op === 'settle');
    expect([settles(withFault({ type: 'frozen' })), settles(simpleCase())]).toEqual([true, false]);
  });
});

describe('what was seen of a fault', () => {
  const look = (fault: Fault, view: View, results: (ops: Op[]) => Result[], more: Partial<Case> = {}) => {
    const c = withFault(fault, more);
    const plan = planned(c, view);
    const seen = decode({ caseId: 'x', case: c, runtime, plan, results: results(plan.ops) });
    return seen;
  };
  const spawned = (ops: Op[], signal: number | null): Result => ({
    ...{ type: 'spawned', opIndex: ops.findIndex((o) => o.op === 'spawn' && o.name === 'step 1') },
    ...{ exitCode: signal === null ? 0 : null, signal, timedOut: false, wallNs: 1, userUs: 1, sysUs: 1 },
    ...{ stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), execErrno: 0 },
  });
  const struck: Result = {
    ...{ type: 'event', seq: 3, realtimeNs: 1n, monotonicNs: 1n, kind: 'killed', pid: 9 },
    ...{ label: 'step 1', payload: Buffer.alloc(0) },
  };
  const kill: Fault = { type: 'kill', afterUs: 10 };

  it('is that it befell the runtime', () => {
    const o = look(kill, V1, (ops) => [struck, spawned(ops, 9)]);
    expect(o.steps[1]).toMatchObject({ outcome: 'signal', fault: 'applied' });
    expect(o.events).toMatchObject([{ type: 'killed', step: 1, pid: 9 }]);
    expect(look({ type: 'files', limit: 5 }, V1, (ops) => [spawned(ops, null)]).steps[1]?.fault).toBe(
      'applied',
    );
    expect(o.steps[0]).not.toHaveProperty('fault');
  });

  it('is that the operation was over before', () => {
    const not = { not: 'the operation had ended before' };
    expect(look(kill, V1, (ops) => [spawned(ops, null)]).steps[1]?.fault).toEqual(not);
    expect(look(kill, V1, (ops) => [struck, spawned(ops, null)]).steps[1]?.fault).toEqual(not);
  });

  it('is that it could not be put in', () => {
    const path = '/sys/fs/cgroup/freezer/ocifuzz/c1/freezer.state';
    const missing = (ops: Op[]): Result[] => {
      const opIndex = ops.findIndex((o) => o.op === 'write');
      return [{ type: 'value', opIndex, path, errno: 2, content: Buffer.alloc(0) }, spawned(ops, null)];
    };
    expect(look({ type: 'frozen' }, V1, missing).steps[1]?.fault).toEqual({ not: `${path}: errno 2` });
    const nowhere = { not: 'it cannot be put in here' };
    const bare = { view: 'v1' as const, hierarchies: ['memory'] };
    const seen = look({ type: 'processes', limit: 2 }, bare, (ops) => [spawned(ops, null)]);
    expect(seen.steps[1]?.fault).toEqual(nowhere);
    // begins with another one, so that it would be undone before its end
    const together = {
      script: [
        { op: 'create' as const },
        { op: 'start' as const, fault: { type: 'frozen' as const }, alongside: true },
        { op: 'state' as const },
      ],
    };
    expect(look({ type: 'frozen' }, V1, (ops) => [spawned(ops, null)], together).steps[1]?.fault).toEqual(
      nowhere,
    );
  });
});
