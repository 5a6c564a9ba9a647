import { describe, expect, it } from 'vitest';
import type { Op } from '../../../src/agent/protocol.ts';
import type { Case } from '../../../src/contract/case.ts';
import { cgroupSnapshot } from '../../../src/executor/cgroup-files.ts';
import { compile } from '../../../src/executor/compile.ts';
import { crun } from '../../../src/runtimes/crun.ts';
import { runtime, simpleCase } from './fixture.ts';

const plan = (change: Partial<Case> = {}, on = runtime) =>
  compile({
    case: simpleCase(change),
    runtime: on,
    binary: '/r/runc',
    view: 'v1',
    hierarchies: ['memory', 'cpu,cpuacct', 'devices'],
    prelude: [],
    stepTimeoutMs: 5000,
    hardLimits: { NOFILE: '20000', CORE: 'infinity' },
  });
const spawns = (ops: Op[]) => ops.filter((o) => o.op === 'spawn');

describe('compile', () => {
  it('calls the runtime once for each operation, in the order of the script', () => {
    expect(spawns(plan().ops).map((s) => s.argv.slice(3))).toEqual([
      ['create', '--bundle', '/run/ocifuzz/bundle', '--pid-file', '/run/ocifuzz/pid/c1', 'c1'],
      ['start', 'c1'],
      ['delete', 'c1'],
    ]);
  });

  it('never gives a runtime a pipe or an inherited environment unless the case says so', () => {
    for (const s of spawns(plan().ops)) {
      expect([s.stdin, s.stdout.slice(0, 5), s.stderr.slice(0, 5)]).toEqual(['null', 'file:', 'file:']);
      expect(s.env).toHaveLength(1);
      expect(s.rlimits).toEqual(['NOFILE=1024:20000', 'CORE=0:infinity']);
    }
  });

  it('spells the bundle as the caller does', () => {
    const first = (bundle: NonNullable<Case['caller']['bundle']>) => {
      const s = spawns(plan({ caller: { bundle } }).ops)[0];
      return [s?.cwd, s?.argv.includes('--bundle') ? s.argv[5] : null];
    };
    expect(first('relative')).toEqual(['/run/ocifuzz', 'bundle']);
    expect(first('cwd')).toEqual(['/run/ocifuzz/bundle', null]);
    expect(first('trailing-slash')).toEqual(['/', '/run/ocifuzz/bundle/']);
    expect(first('symlink')).toEqual(['/', '/run/ocifuzz/link']);
  });

  it('keeps the output of state whatever the case does to stdio', () => {
    const ops = plan({ script: [{ op: 'create' }, { op: 'state' }], caller: { stdout: 'closed' } }).ops;
    expect(spawns(ops).map((s) => s.stdout)).toEqual(['closed', 'file:/run/ocifuzz/io/1.out']);
  });

  it('begins operations together, in a state directory of their own, and skips what a runtime does not have', () => {
    const script: Case['script'] = [
      { op: 'create', alongside: true },
      { op: 'create', root: 'other' },
      { op: 'start', alongside: true },
      { op: 'wait', until: 'stopped', root: 'other' },
      { op: 'events' },
    ];
    const { ops, spawn } = plan({ script });
    expect(spawns(ops).map((s) => [s.alongside ?? false, s.argv[2]])).toEqual([
      [true, '/run/ocifuzz/root/runc'],
      [false, '/run/ocifuzz/root/runcother'],
      // nothing begins with it
      [false, '/run/ocifuzz/root/runc'],
      [false, '/run/ocifuzz/root/runc'],
    ]);
    expect(ops).toContainEqual({ op: 'pidfile', path: '/run/ocifuzz/pid/otherc1' });
    expect([...spawn.values()]).toEqual([0, 1, 2, 4]);
    const crunPlan = plan({ script }, { ...runtime, adapter: crun });
    expect([...crunPlan.spawn.values()]).toEqual([0, 1, 2]);
  });

  it('tells a program how to call the runtime about the container of the script', () => {
    const path = '/run/ocifuzz/hooks/asks';
    const behaviour = { role: 'hook' as const, call: { op: 'kill' as const, signal: 'TERM' } };
    const { ops } = plan({ files: [{ type: 'program', path, behaviour }] });
    const [program] = ops.filter((o) => o.op === 'program');
    const argv = ['/r/runc', '--root', '/run/ocifuzz/root/runc', 'kill', 'c1', 'TERM'];
    expect(program?.trailer).toContain(`\ncall ${argv.join('\x1f')}\n`);
  });

  it('mounts what the case wants mounted before the files that lie in it', () => {
    const path = '/run/ocifuzz/src/m';
    const { ops } = plan({
      files: [
        { type: 'mount', path, options: ['nosuid'] },
        { type: 'file', path: `${path}/x`, content: '' },
      ],
    });
    const made = ops.flatMap((o) =>
      o.op === 'mount' || (o.op === 'file' && o.path.startsWith(path)) ? [o] : [],
    );
    expect(made).toMatchObject([
      { op: 'mount', target: path, fstype: 'tmpfs', flags: ['nosuid'] },
      { op: 'file', path: `${path}/x` },
    ]);
  });

  it('makes interfaces and namespaces of the case before its files', () => {
    const held = '/run/ocifuzz/src/held';
    const { ops } = plan({
      host: { interfaces: [{ name: 'oci0', mtu: 1400, addresses: ['10.91.0.2/24'] }] },
      files: [{ type: 'namespace', path: held, kind: 'user', map: [0, 100000, 65536] }],
    });
    const made = ops.filter((o) => o.op === 'interface' || o.op === 'namespace');
    const oci0 = { name: 'oci0', peer: 'peer0', mtu: 1400, mac: '', addresses: ['10.91.0.2/24'], up: false };
    const map = '0 100000 65536';
    expect(made).toEqual([
      { op: 'interface', ...oci0 },
      { op: 'namespace', path: held, kind: 'user', uidMap: map, gidMap: map },
    ]);
  });

  it('looks between two snapshots that see the same things', () => {
    const snaps = plan().ops.filter((o) => o.op === 'snapshot');
    expect(snaps.map((s) => s.name)).toEqual(['before', 'after']);
    expect(snaps[0]?.what).toEqual(snaps[1]?.what);
  });

  it('reads the cgroup files of the resources that the config asks for, and no others', () => {
    const config = {
      linux: { cgroupsPath: '/ocifuzz/c1', resources: { memory: { limit: 1 }, cpu: { shares: 2 } } },
    };
    const read = plan({ config, script: [{ op: 'observe' }] }).ops.find((o) => o.op === 'read');
    expect(read?.paths).toContain('/sys/fs/cgroup/memory/ocifuzz/c1/memory.limit_in_bytes');
    expect(read?.paths).toContain('/sys/fs/cgroup/cpu,cpuacct/ocifuzz/c1/cpu.shares');
    expect(read?.paths.some((p) => p.includes('pids'))).toBe(false);
  });

  it.each([
    ['no program of root', {}, 0],
    ['a program of another user', { process: { user: { uid: 1000, gid: 0 } } }, 1],
    ['a user namespace', { linux: { uidMappings: [{ containerID: 0, hostID: 1, size: 9 }] } }, 1],
  ])('asks who owns the cgroup of %s', (_, more: { linux?: object; process?: object }, times) => {
    const config = { ...more, linux: { cgroupsPath: '/ocifuzz/c1', ...more.linux } };
    const { ops } = plan({ config, script: [{ op: 'observe' }] });
    expect(ops.filter((o) => o.op === 'snapshot' && o.name === cgroupSnapshot(0))).toHaveLength(times);
  });

  it('puts the report socket outside where there is no rootfs', () => {
    const listen = (files: Case['files']) => plan({ files }).ops.find((o) => o.op === 'listen')?.path;
    expect(listen(simpleCase().files)).toBe('/run/ocifuzz/bundle/rootfs/.report');
    expect(listen([])).toBe('/run/ocifuzz/report');
  });
});
