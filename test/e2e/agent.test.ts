import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentClient, sweep } from '../../src/agent/client.ts';
import { encodeLifecycle, encodeSetup, type Op } from '../../src/agent/protocol.ts';
import { frame } from '../../src/agent/wire.ts';
import { hostState } from '../../src/bench/host-state.ts';
import { lifecycleOps, sandboxOps } from '../../src/executor/sandbox.ts';
import {
  BUNDLE,
  bundleOps,
  find,
  lifecycle,
  message,
  type Sandbox,
  sh,
  spawnOp,
  startSandbox,
  story,
} from './sandboxes.ts';
import { until } from './until.ts';

const ROOT = '/run/ocifuzz/root';
const PID_FILE = '/run/ocifuzz/pid';
const runtimes = ['runc', 'crun'].map((name) => ({
  name,
  path: execFileSync('which', [name], { encoding: 'utf8' }).trim(),
}));
const alive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
const value = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe.each(['v1', 'v2'] as const)('a sandbox with cgroup %s', (view) => {
  let s: Sandbox;
  beforeAll(async () => {
    s = await startSandbox({ view });
  });
  afterAll(async () => {
    await s.agent.close();
    expect(s.dirs.filter((d) => existsSync(d))).toEqual([]);
  });

  it('begins programs together and tells the result of each', async () => {
    const shell = (script: string, more: object = {}) => spawnOp(['/bin/sh', '-c', script], more);
    const results = await lifecycle(s, [
      // each can only end when the other runs
      {
        ...shell('until [ -e /run/b ]; do sleep 0.01; done; : >/run/a; exit 3', { name: 'a' }),
        alongside: true,
      },
      { ...shell('sleep 60', { name: 'slow', timeoutMs: 500 }), alongside: true },
      shell(': >/run/b; until [ -e /run/a ]; do sleep 0.01; done; exit 4', { name: 'b' }),
      shell('exit 5', { name: 'after' }),
    ]);
    expect(find(results, 'spawned').map((r) => [r.opIndex, r.exitCode, r.timedOut])).toEqual([
      [0, 3, false],
      [1, null, true],
      [2, 4, false],
      [3, 5, false],
    ]);
    const seen = story(results);
    expect(seen.indexOf('spawn-begin b')).toBeLessThan(seen.indexOf('spawn-end a'));
    expect(seen.indexOf('spawn-end b')).toBeLessThan(seen.indexOf('spawn-end slow'));
    expect(seen.indexOf('spawn-end slow')).toBeLessThan(seen.indexOf('spawn-begin after'));
  });

  it.each(runtimes)('runs a whole lifecycle of $name', async ({ path }) => {
    const runtime = (...args: string[]) => spawnOp([path, '--root', ROOT, ...args], { name: args[0] ?? '' });
    const results = await lifecycle(s, [
      ...bundleOps(['hold 20000', 'exit 3']),
      { op: 'snapshot', name: 'before', what: ['mounts', 'cgroups', 'processes'], roots: [] },
      runtime('create', '--bundle', BUNDLE, '--pid-file', PID_FILE, 'c1'),
      { op: 'pidfile', path: PID_FILE },
      runtime('start', 'c1'),
      { op: 'waitmsg', label: 'prog', timeoutMs: 10_000 },
      { op: 'read', maxBytes: 65536, paths: ['/proc/%P/cmdline', '/proc/%P/cgroup', '/nowhere'] },
      { op: 'links', paths: ['/proc/%P/ns/pid'] },
      { op: 'snapshot', name: 'running', what: ['cgroups', 'processes'], roots: [] },
      runtime('kill', 'c1', 'TERM'),
      { op: 'waitexit', timeoutMs: 10_000 },
      runtime('delete', 'c1'),
      { op: 'snapshot', name: 'after', what: ['mounts', 'cgroups', 'processes'], roots: [] },
    ]);
    expect(find(results, 'fault')).toEqual([]);
    for (const r of find(results, 'spawned')) {
      expect([r.exitCode, r.execErrno, r.stderr.toString()]).toEqual([0, 0, '']);
      expect(r.wallNs).toBeGreaterThan(0);
    }
    expect(find(results, 'waited').map((w) => [w.outcome, w.status])).toEqual([
      ['reported', ''],
      ['ended', 'exit 3'],
    ]);
    const pid = find(results, 'pid')[0]?.pid ?? 0;
    const seen = story(results).filter((w) => !w.startsWith('reaped exit 0'));
    expect(seen).toEqual([
      ...[
        'spawn-begin create',
        'spawn-end create',
        'spawn-begin start',
        ...between(seen, 'spawn-begin start', 'spawn-begin kill'),
      ],
      ...[
        'spawn-begin kill',
        ...between(seen, 'spawn-begin kill', 'spawn-begin delete'),
        'spawn-begin delete',
        'spawn-end delete',
      ],
    ]);
    expect(seen.indexOf('signal prog')).toBeLessThan(seen.indexOf('end prog'));
    expect(seen.indexOf('end prog')).toBeLessThan(seen.indexOf('reaped exit 3'));
    expect(message(results, 'signal')).toBe('15');
    const begin = find(results, 'event').find((e) => e.kind === 'message');
    expect(begin?.pid).toBe(pid);

    const record = value(message(results, 'begin') ?? '{}');
    expect(record).toMatchObject({
      argv: ['/probe'],
      env: expect.arrayContaining(['A=b']) as string[],
      pid: 1,
      hostname: 'box',
      cwd: '/',
      uid: [0, 0, 0, 0],
    });
    const [cmdline, cgroup, nowhere] = find(results, 'value');
    expect(cmdline?.content.toString()).toBe('/probe\0');
    expect(cgroup?.content.toString()).toMatch(/:\/c1$/m);
    expect(nowhere?.errno).toBe(2);
    expect(find(results, 'value')[3]?.content.toString()).toBe(`pid:[${(record.ns as { pid: string }).pid}]`);

    const snap = (name: string, section: string) =>
      find(results, 'snap').find((x) => x.name === name && x.section === section)?.text;
    expect(snap('running', 'processes')).toMatch(new RegExp(`^${pid} \\d+ [RS] probe$`, 'm'));
    expect(snap('running', 'cgroups')).toMatch(/\/c1$/m);
    for (const section of ['mounts', 'cgroups', 'processes'])
      expect(snap('after', section)).toBe(snap('before', section));
    expect(find(results, 'cgroupleft')).toEqual([{ type: 'cgroupleft', left: [], stuck: [] }]);
  });

  it.each(runtimes)('lets $name make user namespaces', async ({ path }) => {
    const map = [{ containerID: 0, hostID: 100_000, size: 65_536 }];
    const results = await lifecycle(s, [
      ...bundleOps([], {
        mounts: [
          { destination: '/proc', type: 'proc', source: 'proc' },
          { destination: '/sys', type: 'sysfs', source: 'sysfs' },
        ],
        linux: {
          cgroupsPath: '/c1',
          uidMappings: map,
          gidMappings: map,
          namespaces: ['pid', 'ipc', 'uts', 'mount', 'network', 'user'].map((type) => ({ type })),
        },
      }),
      ...['', '/dev', '/proc'].map(
        (d): Op => ({ op: 'chmod', path: `${BUNDLE}/rootfs${d}`, mode: 0o755, uid: 100_000, gid: 100_000 }),
      ),
      { op: 'mkdir', path: `${BUNDLE}/rootfs/sys`, mode: 0o755, uid: 100_000, gid: 100_000 },
      spawnOp([path, '--root', ROOT, 'run', '--bundle', BUNDLE, 'c1']),
    ]);
    expect(find(results, 'spawned').map((r) => [r.exitCode, r.stderr.toString()])).toEqual([[0, '']]);
    expect(value(message(results, 'begin') ?? '{}').uidMap).toEqual([[0, 100_000, 65_536]]);
  });

  it('removes and reports cgroups that a lifecycle leaves, frozen processes included', async () => {
    const dir = view === 'v1' ? '/sys/fs/cgroup/freezer/left' : '/sys/fs/cgroup/left';
    const freeze = view === 'v1' ? `echo FROZEN > ${dir}/freezer.state` : `echo 1 > ${dir}/cgroup.freeze`;
    const results = await lifecycle(s, [
      sh(
        `mkdir -p ${dir}/deep && (echo 0 > ${dir}/cgroup.procs; exec sleep 60 >&- 2>&-) & until grep -q . ${dir}/cgroup.procs; do :; done; ${freeze}`,
      ),
    ]);
    expect(find(results, 'cgroupleft')).toEqual([
      { type: 'cgroupleft', left: [dir, `${dir}/deep`], stuck: [] },
    ]);
    expect(find(results, 'fault')).toEqual([]);
  });
});

/** What lies between two words of a story. */
const between = (words: string[], from: string, to: string): string[] =>
  words.slice(words.indexOf(from) + 1, words.indexOf(to));

describe('the agent', () => {
  let s: Sandbox;
  beforeAll(async () => {
    s = await startSandbox();
  });
  afterAll(() => s.agent.close());
  const output = async (op: Op, more: Op[] = []) => {
    const r = find(await lifecycle(s, [...more, op]), 'spawned')[0];
    return r && { ...r, stdout: r.stdout.toString(), stderr: r.stderr.toString() };
  };

  it('shows the host read-only, with submounts', async () => {
    const r = await output(
      sh(
        'for d in /usr /etc /var /; do touch $d/x 2>/dev/null && echo $d; done; awk \'$5 !~ "^/(proc|sys|dev|run|tmp|[.]runtimes)" && $6 !~ "^ro" {print}\' /proc/self/mountinfo',
      ),
    );
    expect(r).toMatchObject({ stdout: '', exitCode: 0 });
  });

  it('passes on exactly what it is told', async () => {
    const r = await output(
      sh(
        'cat; umask; ulimit -n; grep -E "Sig(Blk|Ign)|Cpus_allowed_list" /proc/self/status; env; pwd; ls /proc/self/fd; cat <&7; cat /proc/self/oom_score_adj; ps -o sid= -p $$',
        {
          umask: 0o027,
          rlimits: ['NOFILE=100:200'],
          cpus: [1],
          env: ['X=1'],
          cwd: '/usr',
          stdin: 'file:/run/in',
          fds: ['7=file:/run/in'],
        },
      ),
      [{ op: 'file', path: '/run/in', mode: 0o644, uid: 0, gid: 0, content: Buffer.from('input\n') }],
    );
    const lines = r?.stdout.split('\n') ?? [];
    expect(lines.slice(0, 5)).toEqual([
      'input',
      '0027',
      '100',
      'SigBlk:\t0000000000000000',
      'SigIgn:\t0000000000000000',
    ]);
    expect(lines[5]).toBe('Cpus_allowed_list:\t1');
    expect(lines).toEqual(expect.arrayContaining(['X=1', '/usr']));
    // 3 is ls's own look at the directory
    expect(lines.slice(lines.indexOf('/usr') + 1, -1).slice(0, 7)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '7',
      'input',
      '0',
    ]);
  });

  it('connects streams as asked', async () => {
    expect(await output(sh('echo a; echo b >&2', { stdout: 'closed' }))).toMatchObject({ stdout: '' });
    expect(await output(sh('tty; echo b >&2', { stdin: 'tty', stdout: 'tty', stderr: 'tty' }))).toMatchObject(
      {
        stdout: '/dev/pts/0\r\nb\r\n',
      },
    );
    const results = await lifecycle(s, [
      sh('echo a; echo b >&2; echo c', { stdout: 'file:/run/both', stderr: 'file:/run/both' }),
      { op: 'read', maxBytes: 100, paths: ['/run/both'] },
    ]);
    expect(find(results, 'value')[0]?.content.toString()).toBe('a\nb\nc\n');
  });

  it('tells a program that cannot be executed from one that failed', async () => {
    expect(await output(spawnOp(['/nowhere']))).toMatchObject({ execErrno: 2, exitCode: 127 });
    expect(await output(sh('exit 9'))).toMatchObject({ execErrno: 0, exitCode: 9 });
    expect(await output(sh('kill -9 $$'))).toMatchObject({ execErrno: 0, exitCode: null, signal: 9 });
  });

  it('tells its own CPU from that of programs', async () => {
    const busy = sh('i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done');
    const results = await lifecycle(s, [busy]);
    const cpu = (type: 'spawned' | 'end') =>
      find(results, type).reduce((us, r) => us + r.userUs + r.sysUs, 0);
    const below = find(results, 'childcpu').reduce((us, r) => us + r.us, 0);
    expect(cpu('spawned')).toBeGreaterThan(0);
    expect(below).toBeGreaterThanOrEqual(cpu('spawned'));
    expect(cpu('end')).toBeGreaterThan(below);
  });

  it('ends a program that takes too long, and goes on', async () => {
    const results = await lifecycle(s, [
      sh('trap "" TERM; while :; do sleep 1; done', { timeoutMs: 200 }),
      sh('echo next'),
    ]);
    const [slow, next] = find(results, 'spawned');
    expect(slow).toMatchObject({ timedOut: true, signal: 9 });
    expect((slow?.wallNs ?? 0) / 1e6).toBeLessThan(2000);
    expect(next?.stdout.toString()).toBe('next\n');
  });

  it('caps what a flood may bring and does not wait for an inherited pipe', async () => {
    const r = await output(sh('head -c 50000000 /dev/zero; sleep 30 &'));
    expect(r?.stdout.length).toBe(1 << 20);
    expect((r?.wallNs ?? 0) / 1e9).toBeLessThan(15);
  });

  it('reports what comes through a pipe after its program has ended', async () => {
    const results = await lifecycle(s, [
      sh('(while [ ! -e /run/go ]; do sleep 0.01; done; echo late; touch /run/done) &', { name: 'first' }),
      sh('touch /run/go; while [ ! -e /run/done ]; do sleep 0.01; done', { name: 'second' }),
    ]);
    const late = find(results, 'event').find((e) => e.kind === 'output');
    expect([late?.label, late?.payload.toString()]).toEqual(['first stdout', 'late\n']);
  });

  it('reaps orphans at once', async () => {
    const results = await lifecycle(s, [
      sh('(sh -c "exit 5" >&- 2>&- &) & wait; exit 0'),
      sh('for i in 1 2 3; do (sleep 0.0$i >&- 2>&- &) ; done; while pgrep -x sleep; do :; done'),
      { op: 'snapshot', name: 's', what: ['processes'], roots: [] },
    ]);
    expect(find(results, 'snap')[0]?.text).toBe('');
    expect(story(results)).toContain('reaped exit 5');
  });

  it('kills every process of a lifecycle at its end', async () => {
    const mark = `97${process.pid}`;
    await lifecycle(s, [sh(`setsid sh -c 'trap "" TERM; sleep ${mark}' >/dev/null 2>&1 & echo started`)]);
    const left = readdirSync('/proc').filter(
      (p) =>
        /^\d+$/.test(p) &&
        existsSync(`/proc/${p}/cmdline`) &&
        readFileSync(`/proc/${p}/cmdline`, 'utf8').includes(mark),
    );
    expect(left).toEqual([]);
  });

  it('ends a lifecycle that takes too long with what it has', async () => {
    const results = await lifecycle(
      s,
      [sh('echo one', { name: 'one' }), sh('sleep 60', { timeoutMs: 60_000 })],
      {
        timeoutMs: 500,
      },
    );
    expect(find(results, 'spawned').map((r) => r.stdout.toString())).toEqual(['one\n']);
    expect(find(results, 'fault')).toMatchObject([{ opIndex: null, text: 'the lifecycle timed out' }]);
    expect(find(await lifecycle(s, [sh('true')]), 'spawned')).toHaveLength(1);
  });

  it('stops at an op that fails and says which', async () => {
    const results = await lifecycle(s, [
      { op: 'mkdir', path: '/run/a', mode: 0o700, uid: 1, gid: 2 },
      { op: 'unmount', target: '/run/a' },
      sh('true'),
    ]);
    expect(find(results, 'fault')).toMatchObject([{ opIndex: 1, errno: 22 }]);
    expect(find(results, 'spawned')).toEqual([]);
  });

  it('gives every lifecycle a fresh world', async () => {
    await lifecycle(s, [
      sh('touch /run/ocifuzz/x /tmp/x /dev/x /dev/shm/x; chown 7 /dev/null; hostname other'),
    ]);
    const r = await output(
      sh('ls -A /run/ocifuzz /tmp /dev/shm; stat -c %u /dev/null; ls /dev | grep -x x; hostname'),
    );
    expect(r?.stdout).not.toMatch(/^x$/m);
    expect(r?.stdout).toMatch(/^0$/m);
    expect(r?.stdout).not.toMatch(/^other$/m);
  });

  it('sets propagation as the case says', async () => {
    const roots = async (propagation: 'private' | 'shared') => {
      const results = await lifecycle(s, [{ op: 'snapshot', name: 's', what: ['mounts'], roots: [] }], {
        input: { propagation },
      });
      const lines = find(results, 'snap')[0]?.text.trim().split('\n') ?? [];
      return new Set(lines.map((l) => / shared:\d+ /.test(l)));
    };
    expect(await roots('private')).toEqual(new Set([false]));
    expect(await roots('shared')).toEqual(new Set([true]));
  });

  it('keeps namespaces open that can be joined by their files', async () => {
    const kinds = ['pid', 'net', 'mnt', 'ipc', 'uts', 'user', 'cgroup', 'time'];
    const map = '0 100000 65536';
    const made = kinds.map(
      (kind): Op => ({
        ...{ op: 'namespace', path: `/run/ns/${kind}`, kind },
        ...(kind === 'user' ? { uidMap: map, gidMap: map } : { uidMap: '', gidMap: '' }),
      }),
    );
    const inode = (kind: string) => `nsenter --${kind}=/run/ns/${kind} readlink /proc/self/ns/${kind}`;
    const entered = ['net', 'ipc', 'uts', 'cgroup'];
    const script = [...entered.map(inode), 'readlink /proc/self/ns/net'].join('; ');
    const results = await lifecycle(s, [...made, sh(script)]);
    const held = new Map(
      find(results, 'value').map((v) => [v.path.slice('/run/ns/'.length), `${v.content}`]),
    );
    expect([...held.keys()]).toEqual(kinds);
    const lines = `${find(results, 'spawned')[0]?.stdout}`.trim().split('\n');
    expect(lines.slice(0, 4)).toEqual(entered.map((kind) => held.get(kind)));
    expect(lines[4]).not.toBe(held.get('net'));
  });

  it('keeps a mount namespace open where mounts are shared: its own file may not come into it', async () => {
    const made: Op = { op: 'namespace', path: '/run/ns/mnt', kind: 'mnt', uidMap: '', gidMap: '' };
    const enter = sh('nsenter --mount=/run/ns/mnt readlink /proc/self/ns/mnt');
    const results = await lifecycle(s, [made, enter], { input: { propagation: 'shared' } });
    expect(find(results, 'fault')).toEqual([]);
    expect(`${find(results, 'spawned')[0]?.stdout}`.trim()).toBe(`${find(results, 'value')[0]?.content}`);
  });

  it('makes network interfaces with attributes and addresses', async () => {
    const oci0 = { name: 'oci0', peer: 'peer0', mtu: 1400, mac: '02:00:5e:10:00:01', up: true };
    const results = await lifecycle(
      s,
      [
        { op: 'interface', ...oci0, addresses: ['10.91.0.2/24', 'fd91::2/64'] },
        sh(
          'mkdir /tmp/s; mount -t sysfs s /tmp/s; cd /tmp/s/class/net/oci0; cat mtu address /proc/net/fib_trie /proc/net/if_inet6',
        ),
        { op: 'interface', ...oci0, addresses: [] },
      ],
      { net: true },
    );
    expect(find(results, 'fault')).toMatchObject([{ errno: 17 }]);
    const out = `${find(results, 'spawned')[0]?.stdout}`;
    expect(out).toMatch(/^fd910000000000000000000000000002 .* oci0$/m);
    expect(out).toMatch(/^1400\n02:00:5e:10:00:01$/m);
    expect(out).toMatch(/\|-- 10\.91\.0\.2$/m);
  });

  it('makes files as told and lists them', async () => {
    const owner = { uid: 3, gid: 4 };
    const results = await lifecycle(s, [
      { op: 'mkdir', path: '/run/t', mode: 0o1777, ...owner },
      { op: 'file', path: '/run/t/f', mode: 0o4711, ...owner, content: Buffer.from('foobar') },
      { op: 'symlink', path: '/run/t/l', target: 'a\nb' },
      { op: 'mknod', path: '/run/t/p', type: 'p', mode: 0o600, ...owner, major: 0, minor: 0 },
      { op: 'mknod', path: '/run/t/c', type: 'c', mode: 0o600, ...owner, major: 1, minor: 3 },
      { op: 'snapshot', name: 's', what: ['files'], roots: ['/run/t'] },
      { op: 'remove', path: '/run/t' },
      { op: 'snapshot', name: 's', what: ['files'], roots: ['/run/t'] },
    ]);
    const [made, removed] = find(results, 'snap').map((x) => x.text.split('\n').slice(0, -1));
    expect(made?.map((l) => l.split('\t').filter((_, i) => i !== 5 || !l.includes('\td\t')))).toEqual([
      ['/run/t', 'd', '1777', '3', '4', '-', ''],
      ['/run/t/c', 'c', '600', '3', '4', '0', '1:3', ''],
      ['/run/t/f', 'f', '4711', '3', '4', '6', '-', '85944171f73967e8'],
      ['/run/t/l', 'l', '777', '0', '0', '3', '-', 'a\\012b'],
      ['/run/t/p', 'p', '600', '3', '4', '0', '-', ''],
    ]);
    expect(removed).toEqual([]);
  });

  it('takes no harm from whoever floods the report socket', async () => {
    const flood = `use Socket; socket(S, PF_UNIX, SOCK_SEQPACKET, 0); connect(S, sockaddr_un("/run/sock")) or die;
      send(S, "reaped everything", 0); send(S, "begin \\xff\\n" . ("y" x 1000), 0) for 1..20000;`;
    const results = await lifecycle(s, [
      { op: 'listen', path: '/run/sock' },
      spawnOp(['/usr/bin/perl', '-e', flood], { name: 'flood' }),
      sh('echo fine', { name: 'next' }),
    ]);
    expect(find(results, 'spawned').map((r) => [r.exitCode, r.stderr.toString()])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const events = find(results, 'event');
    expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i));
    const messages = events.filter((e) => e.kind === 'message');
    expect(messages[0]).toMatchObject({ label: '', payload: Buffer.from('reaped everything') });
    expect(messages.length).toBeLessThan(20_000);
    expect(events.filter((e) => e.kind === 'overflow')).toHaveLength(1);
    expect(events.filter((e) => e.kind.startsWith('spawn-')).map((e) => e.label)).toEqual([
      ...['flood', 'flood', 'next', 'next'],
    ]);
  });
});

describe('the end of an agent', () => {
  /** What must be as before; cgroups and processes of campaigns beside ours are not our business. */
  const host = () => ({ ...hostState(), processes: [], cgroups: [] });

  /** A sandbox with a lifecycle under way: its main process, the lifecycle's and the program's pids. */
  async function busySandbox() {
    const s = await startSandbox();
    const answer = lifecycle(s, [sh('exec sleep 600', { timeoutMs: 600_000 })], { timeoutMs: 600_000 });
    const ended = answer.then(
      () => null,
      (e: unknown) => e,
    );
    const main = childOf(s.agent.pid);
    const [life = 0] = await someChildren(main);
    const [program = 0] = await someChildren(life);
    return { s, ended, main, pids: [s.agent.pid, main, life, program] };
  }

  const left = (b: { s: Sandbox; pids: number[] }) => [
    ...b.pids.filter(alive),
    ...b.s.dirs.filter((d) => existsSync(d)),
  ];

  it('leaves nothing when it is killed by its client', async () => {
    const before = host();
    const b = await busySandbox();
    await b.s.agent.kill();
    expect(await b.ended).toMatchObject({ code: 'closed' });
    expect(left(b)).toEqual([]);
    expect(host()).toEqual(before);
  });

  it('leaves nothing when its main process is killed', async () => {
    const before = host();
    const b = await busySandbox();
    process.kill(b.main, 'SIGKILL');
    expect(await b.ended).toMatchObject({ code: 'died' });
    await b.s.agent.close();
    expect(left(b)).toEqual([]);
    expect(host()).toEqual(before);
  });

  it('leaves nothing when a container has frozen it', async () => {
    const before = host();
    const s = await startSandbox({ view: 'v1' });
    const main = childOf(s.agent.pid);
    const freeze = sh('echo FROZEN > /sys/fs/cgroup/freezer/agent/freezer.state');
    const ended = lifecycle(s, [freeze], { timeoutMs: 600_000 }).catch((e: unknown) => e);
    const state = join(s.dirs.find((d) => d.includes('/freezer/')) ?? '', 'agent/freezer.state');
    await until(() => readFileSync(state, 'utf8') === 'FROZEN\n', 5000, 'frozen');
    await s.agent.kill();
    expect(await ended).toMatchObject({ code: 'closed' });
    expect(left({ s, pids: [s.agent.pid, main] })).toEqual([]);
    expect(host()).toEqual(before);
  });

  it('is swept by the next start when even the janitor was killed', async () => {
    const before = host();
    const b = await busySandbox();
    process.kill(b.s.agent.pid, 'SIGKILL');
    expect(await b.ended).toMatchObject({ code: 'died' });
    await until(() => !b.pids.some(alive), 5000, 'the sandbox died with its janitor');
    expect(b.s.dirs.filter((d) => !existsSync(d))).toEqual([]);
    expect(await sweep(b.s.binary, b.s.dirs)).toBe(true);
    expect(left(b)).toEqual([]);
    expect(host()).toEqual(before);
  });

  it('follows its caller into death', async () => {
    const before = host();
    const { agent, binary, dirs, input } = await startSandbox();
    await agent.close();
    const child = spawn(binary, ['agent', ...dirs], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.write(frame(encodeSetup(sandboxOps(input))));
    child.stdin.write(
      frame(
        encodeLifecycle(['mnt'], 600_000, [
          ...lifecycleOps(input),
          sh('exec sleep 600', { timeoutMs: 600_000 }),
        ]),
      ),
    );
    const [main = 0] = await someChildren(child.pid ?? 0);
    const [life = 0] = await someChildren(main);
    await someChildren(life);
    // what the kernel does when the caller is killed
    child.stdin.destroy();
    child.stdout.destroy();
    await new Promise((resolve) => child.once('exit', resolve));
    expect([child.pid ?? 0, main, life].filter(alive)).toEqual([]);
    expect(dirs.filter((d) => existsSync(d))).toEqual([]);
    expect(host()).toEqual(before);
  });

  it('refuses a cgroup that is there already, and says so', async () => {
    const s = await startSandbox();
    const second = AgentClient.start({ binary: s.binary, cgroupDirs: s.dirs });
    await expect(second.setup([])).rejects.toMatchObject({
      message: expect.stringContaining('File exists') as string,
    });
    await second.close();
    expect(find(await lifecycle(s, [sh('echo fine')]), 'spawned')[0]?.stdout.toString()).toBe('fine\n');
    await s.agent.close();
  });
});

const children = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

async function someChildren(pid: number): Promise<number[]> {
  await until(() => children(pid).length > 0, 5000, `children of ${pid}`);
  return children(pid);
}

function childOf(pid: number): number {
  const child = children(pid)[0];
  if (child === undefined) throw new Error(`no child of ${pid}`);
  return child;
}
