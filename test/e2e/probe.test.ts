import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Op, Result } from '../../src/agent/protocol.ts';
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

type Answer = { ask: string; ret: number; errno: number; text: string | null };
type Record = {
  [key: string]: unknown;
  results: Answer[];
  stdin: unknown;
  fds: { fd: number; target: string }[];
};

const record = (results: Result[]) => JSON.parse(message(results, 'begin') ?? '{}') as Record;
const program = (path: string, lines: string[], mode = 0o755): Op => ({
  ...{ op: 'program', path, mode, uid: 0, gid: 0 },
  trailer: ['label p', 'sock /nowhere', 'sock /run/sock', ...lines, ''].join('\n'),
});
const listen: Op = { op: 'listen', path: '/run/sock' };

describe('the probe', () => {
  let s: Sandbox;
  beforeAll(async () => {
    s = await startSandbox();
  });
  afterAll(() => s.agent.close());

  /** Runs a program with these lines in its trailer. */
  const run = (lines: string[], spawn: Parameters<typeof spawnOp>[1] = {}, before: Op[] = []) =>
    lifecycle(s, [
      listen,
      program('/run/p', lines),
      ...before,
      spawnOp(['/run/p', 'x'], { name: 'p', ...spawn }),
    ]);

  it('tells what it is', async () => {
    const results = await run(['exit 4'], {
      env: ['K=\x01"\\é'],
      cwd: '/usr',
      umask: 0o027,
      rlimits: ['CORE=0:0'],
    });
    expect(find(results, 'spawned')[0]).toMatchObject({ exitCode: 4, stderr: Buffer.alloc(0) });
    const r = record(results);
    expect(r).toMatchObject({
      ...{
        argv: ['/run/p', 'x'],
        env: ['K=\x01"\\Ã©'],
        cwd: '/usr',
        exe: '/run/p',
        execfn: '/run/p',
        root: '/',
      },
      ...{ umask: 0o027, uid: [0, 0, 0, 0], gid: [0, 0, 0, 0], noNewPrivs: 0, seccomp: 0, securebits: 0 },
      ...{
        uidMap: [[0, 0, 4294967295]],
        personality: 0,
        oomScoreAdj: 0,
        tty: null,
        stdin: null,
        dumpable: 1,
      },
      sched: { policy: 0, priority: 0, nice: 0, flags: 0 },
    });
    expect(r.fds.map((f) => f.fd)).toEqual([0, 1, 2]);
    expect(r.fds[0]?.target).toBe('/dev/null');
    expect((r.rlimits as { [name: string]: string[] }).CORE).toEqual(['0', '0']);
    expect(
      (r.dev as { path: string; major: number; minor: number }[]).find((d) => d.path === '/dev/null'),
    ).toMatchObject({ type: 'c', mode: 0o666, uid: 0, gid: 0, major: 1, minor: 3 });
    expect(r.mountinfo as string[]).toContainEqual(expect.stringContaining(' /run/ocifuzz '));
    const reported = find(results, 'event').find((e) => e.kind === 'message');
    expect([r.pid]).toEqual([reported?.pid]);
  });

  it('tells the same without /proc, and null for what only /proc knows', async () => {
    const results = await lifecycle(s, [
      listen,
      program('/run/p', []),
      { op: 'unmount', target: '/proc' },
      spawnOp(['/run/p']),
    ]);
    const r = record(results);
    expect(r).toMatchObject({
      uid: [0, 0, 0, 0],
      exe: null,
      root: null,
      uidMap: null,
      cgroup: null,
      mountinfo: null,
    });
    expect(r.caps).toMatchObject({ eff: expect.stringMatching(/^[0-9a-f]{16}$/) as string });
    expect(r.fds.map((f) => f.fd)).toEqual([0, 1, 2]);
  });

  it('reads its stdin as told', async () => {
    const input: Op = {
      op: 'file',
      path: '/run/in',
      mode: 0o644,
      uid: 0,
      gid: 0,
      content: Buffer.from([0x61, 0xff]),
    };
    const read = await run(['stdin read'], { stdin: 'file:/run/in' }, [input]);
    expect(record(read).stdin).toEqual({ bytes: 'a\xff', eof: true, error: null });
    const open = await run(['stdin read', 'stdinMs 50'], { stdin: 'tty' });
    expect(record(open).stdin).toEqual({ bytes: '', eof: false, error: null });
    const closed = await run(['stdin read'], { stdin: 'closed' });
    expect(record(closed).stdin).toMatchObject({ eof: false, error: 9 });
    expect(record(await run(['stdin ignore'])).stdin).toBeNull();
  });

  it('asks with a number that it read', async () => {
    const input = (text: string): Op => ({
      ...{ op: 'file', path: '/run/in', mode: 0o644, uid: 0, gid: 0 },
      content: Buffer.from(text),
    });
    const asked = async (text: string) => {
      const lines = ['stdin read', 'behind "pid":', 'ask a:%P read /run/%P-%P'];
      const file: Op = { ...input('found'), path: '/run/12-12' } as Op;
      return record(await run(lines, { stdin: 'file:/run/in' }, [input(text), file])).results[0];
    };
    expect(await asked('{"a":1,"pid": 12,"b":3}')).toEqual({ ask: 'a:12', ret: 0, errno: 0, text: 'found' });
    expect(await asked('{"pid":"12"}')).toMatchObject({ ask: 'a:', errno: 2 });
    expect(await asked('"pid":')).toMatchObject({ ask: 'a:', errno: 2 });
  });

  it('tells how a program ended that it called, and what it said', async () => {
    const said = async (argv: string[]) => message(await run([`call ${argv.join('\x1f')}`]), 'answer');
    expect(await said(['/bin/sh', '-c', 'echo a b; echo $PATH; exit 3'])).toMatch(/^exit 3\na b\n\/usr/);
    expect(await said(['/bin/sh', '-c', 'kill -9 $$'])).toBe('signal 9\n');
    expect(await said(['/nosuch'])).toBe('exit 127\n');
    expect(await said(['/bin/sleep', '60'])).toBe('timeout\n');
  });

  it('answers what it is asked', async () => {
    const nr =
      process.arch === 'arm64' ? { reboot: 142, exit: 93, ppoll: 73 } : { reboot: 169, exit: 60, ppoll: 271 };
    const asks: { [ask: string]: [number, number, string | RegExp | null] } = {
      'write /run/new': [0, 0, null],
      'write /usr/x': [-1, 30, null],
      'read /run/text': [0, 0, 'hello\n'],
      'read /run/absent': [-1, 2, null],
      'list /run/d': [0, 0, 'a\nb\n'],
      'stat /run/text': [0, 0, 'f 640 3 4 6 -'],
      'stat /dev/zero': [0, 0, 'c 666 0 0 0 1:5'],
      'statfs /run': [0, 0, /^1021994 [0-9a-f]+ 33554432$/],
      'mkdir /run/d': [-1, 17, null],
      'mknod /run/null c 1 3': [0, 0, null],
      'open /run/null rw': [-1, 13, null],
      'open /dev/null rw': [0, 0, null],
      'exec /run/p': [0, 0, null],
      'exec /run/text': [-1, 13, null],
      'exec /bin/true': [0, 0, null],
      [`syscall ${nr.reboot} 0 0 0`]: [-1, 22, null],
      [`syscall ${nr.exit} 3`]: [-1, 0, 'exit 3'],
      [`syscall ${nr.ppoll}`]: [-1, 0, 'blocked'],
      'chown /run/text 5 6': [0, 0, null],
      'symlinkopen /run/link': [0, 0, null],
      'dance /run': [-1, 38, null],
    };
    const results = await run(
      Object.keys(asks).map((a, i) => `ask id:${i} ${a}`),
      {},
      [
        { op: 'file', path: '/run/text', mode: 0o640, uid: 3, gid: 4, content: Buffer.from('hello\n') },
        ...['a', 'b'].map((n): Op => ({ op: 'mkdir', path: `/run/d/${n}`, mode: 0o755, uid: 0, gid: 0 })),
        { op: 'symlink', path: '/run/link', target: 'text' },
      ],
    );
    const answers = record(results).results;
    for (const [i, [what, [ret, errno, text]]] of Object.entries(asks).entries()) {
      expect({ what, ...answers[i] }).toEqual({
        ...{ what, ask: `id:${i}`, ret, errno },
        text: text instanceof RegExp ? (expect.stringMatching(text) as string) : text,
      });
    }
    expect(story(results).filter((w) => w === 'begin p')).toHaveLength(1);
  });

  it('holds until a signal comes and tells each', async () => {
    const results = await lifecycle(s, [
      listen,
      program('/run/p', ['hold 20000', 'exit 7']),
      sh('/run/p </dev/null >/dev/null 2>&1 & echo $! > /run/pid'),
      { op: 'waitmsg', label: 'other', timeoutMs: 5000 },
      { op: 'pidfile', path: '/run/pid' },
      { op: 'waitmsg', label: 'p', timeoutMs: 5000 },
      { op: 'kill', signal: 28 },
      { op: 'kill', signal: 15 },
      { op: 'waitexit', timeoutMs: 5000 },
    ]);
    expect(find(results, 'waited').map((w) => [w.outcome, w.status])).toEqual([
      ['nopid', ''],
      ['reported', ''],
      ['ended', 'exit 7'],
    ]);
    const signals = find(results, 'event').filter((e) => e.payload.toString().startsWith('signal '));
    expect(signals.map((e) => e.payload.toString()).sort()).toEqual(['signal p\n15', 'signal p\n28']);
  });

  it('is waited for as the process of the pid file: another that has reported is not taken for it', async () => {
    const results = await lifecycle(s, [
      listen,
      program('/run/p', []),
      sh('/run/p </dev/null >/dev/null 2>&1'),
      sh('sleep 30 </dev/null >/dev/null 2>&1 & echo $! > /run/pid'),
      { op: 'pidfile', path: '/run/pid' },
      { op: 'waitmsg', label: 'p', timeoutMs: 200 },
    ]);
    expect(story(results)).toContain('begin p');
    expect(find(results, 'waited').map((w) => w.outcome)).toEqual(['timeout']);
  });

  it('can be stubborn, leave a child, flood and end by a signal', async () => {
    const stubborn = await run(['stubborn 1', 'hold 300'], { timeoutMs: 5000 });
    expect(find(stubborn, 'spawned')[0]).toMatchObject({ exitCode: 0 });
    const rest = await lifecycle(s, [
      listen,
      program('/run/p', ['child 60000', 'floodout 5000', 'flooderr 100', 'out done', 'kill 6']),
      spawnOp(['/run/p']),
      { op: 'snapshot', name: 's', what: ['processes'], roots: [] },
    ]);
    const spawned = find(rest, 'spawned')[0];
    expect([spawned?.signal, spawned?.stdout.length, spawned?.stderr.length]).toEqual([6, 5004, 100]);
    expect(spawned?.stdout.toString('latin1').endsWith('xdone')).toBe(true);
    expect(find(rest, 'snap')[0]?.text).toMatch(/^\d+ 1 [RS] p\n$/);
    expect(story(rest)).toContain('hangup p');
  });

  it('prints its record where there is no socket', async () => {
    const results = await lifecycle(s, [
      program('/run/p', ['stdout 1', 'brief 1', 'stdin ignore']),
      spawnOp(['/run/p']),
    ]);
    const out = find(results, 'spawned')[0]?.stdout.toString() ?? '';
    expect(JSON.parse(/^OCIFUZZ-RECORD (\{.*\})\n$/.exec(out)?.[1] ?? '')).toMatchObject({
      argv: ['/run/p'],
    });
  });

  it('says nothing of device nodes where it may not look at them, though it may list them', async () => {
    const results = await lifecycle(s, [
      listen,
      program('/run/p', []),
      sh('chmod 644 /dev; exec setpriv --reuid 1000 --regid 1000 --clear-groups /run/p'),
    ]);
    expect(record(results)).toMatchObject({ uid: [1000, 1000, 1000, 1000], dev: null });
  });

  it('works for a user who may only execute it', async () => {
    const results = await lifecycle(s, [
      listen,
      program('/run/p', ['exit 5'], 0o755),
      sh('exec setpriv --reuid 1000 --regid 1000 --clear-groups /run/p'),
    ]);
    expect(record(results)).toMatchObject({ uid: [1000, 1000, 1000, 1000], groups: [] });
    expect(find(results, 'spawned')[0]?.exitCode).toBe(5);
  });
});

describe.each(['runc', 'crun'])('a terminal of %s', (name) => {
  const hook: Op = {
    ...{ op: 'program', path: '/run/hook', mode: 0o755, uid: 0, gid: 0 },
    trailer: ['label hook', 'sock /run/sock', ''].join('\n'),
  };
  const hooks = { createRuntime: [{ path: '/run/hook' }] };

  // runtimes connect to the console socket before hooks run, and send the terminal afterwards
  it.each([
    ['', {}, 0],
    [', with hooks before it', { hooks }, 2],
  ])(
    'comes through the console socket and is drained, for one container after the other%s',
    async (_, config, reports) => {
      const path = execFileSync('which', [name], { encoding: 'utf8' }).trim();
      const s = await startSandbox();
      const runtime = (...args: string[]) => spawnOp([path, '--root', '/run/ocifuzz/root', ...args]);
      const socket = ['--console-socket', '/run/ocifuzz/tty', '--pid-file', '/run/pid'];
      const life = (id: string): Op[] => [
        runtime('create', '--bundle', BUNDLE, ...socket, id),
        { op: 'pidfile', path: '/run/pid' },
        runtime('start', id),
        { op: 'waitexit', timeoutMs: 5000 },
        runtime('delete', id),
      ];
      const results = await lifecycle(s, [
        listen,
        hook,
        ...bundleOps(['out hello\\n', 'exit 0'], {
          ...config,
          process: {
            terminal: true,
            consoleSize: { height: 11, width: 77 },
            cwd: '/',
            args: ['/probe'],
            user: { uid: 0, gid: 0 },
          },
          mounts: [
            { destination: '/proc', type: 'proc', source: 'proc' },
            {
              destination: '/dev/pts',
              type: 'devpts',
              source: 'devpts',
              options: ['newinstance', 'ptmxmode=0666'],
            },
          ],
        }),
        { op: 'console', path: '/run/ocifuzz/tty', outfile: '/run/ocifuzz/tty.out' },
        ...life('c1'),
        ...life('c2'),
        { op: 'read', maxBytes: 100, paths: ['/run/ocifuzz/tty.out'] },
      ]);
      await s.agent.close();
      expect(find(results, 'fault')).toEqual([]);
      expect(find(results, 'spawned').map((r) => [r.exitCode, r.stderr.toString()])).toEqual(
        Array(6).fill([0, '']),
      );
      expect(find(results, 'consoled')).toMatchObject([{ got: true, rows: 11, cols: 77 }]);
      expect(find(results, 'event').filter((e) => e.label === 'hook' && e.kind === 'hangup')).toHaveLength(
        reports,
      );
      const program = find(results, 'event').find((e) => e.label === 'prog' && e.kind === 'message');
      const text = program?.payload.toString('latin1') ?? '';
      expect(JSON.parse(text.slice(text.indexOf('\n') + 1)).tty).toEqual({ rows: 11, cols: 77 });
      expect(find(results, 'value')[0]?.content.toString()).toBe('hello\\nhello\\n');
    },
  );
});

describe.each(['runc', 'crun'])('a seccomp agent of %s', (name) => {
  it('gets the state with the descriptor, and the call that nobody answers fails', async () => {
    const path = execFileSync('which', [name], { encoding: 'utf8' }).trim();
    const s = await startSandbox();
    const runtime = (...args: string[]) => spawnOp([path, '--root', '/run/ocifuzz/root', ...args]);
    const results = await lifecycle(s, [
      ...bundleOps(['ask 1 syscall 312 0 0 0 0 0 0'], {
        linux: {
          namespaces: [{ type: 'pid' }, { type: 'mount' }, { type: 'uts' }],
          seccomp: {
            defaultAction: 'SCMP_ACT_ALLOW',
            architectures: ['SCMP_ARCH_X86_64'],
            listenerPath: '/run/ocifuzz/agent',
            syscalls: [{ names: ['kcmp'], action: 'SCMP_ACT_NOTIFY' }],
          },
        },
      }),
      { op: 'collect', path: '/run/ocifuzz/agent' },
      runtime('create', '--bundle', BUNDLE, '--pid-file', '/run/pid', 'c1'),
      { op: 'pidfile', path: '/run/pid' },
      runtime('start', 'c1'),
      { op: 'waitexit', timeoutMs: 5000 },
    ]);
    await s.agent.close();
    expect(find(results, 'fault')).toEqual([]);
    expect(find(results, 'spawned').map((r) => [r.exitCode, r.stderr.toString()])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const log = find(results, 'event');
    expect(log.filter((e) => e.kind === 'closed').map((e) => e.label)).toEqual(['1']);
    const payload = log.filter((e) => e.kind === 'received').map((e) => e.payload.toString());
    expect(payload[0]).toMatch(/^anon_inode:seccomp notify\n\n\{/);
    expect(record(results).results).toMatchObject([{ ret: -1, errno: 38 }]);
  });
});

describe('the light sandbox', () => {
  it('runs the same lifecycle on the host’s own root', async () => {
    const s = await startSandbox({ mode: 'light' });
    const path = execFileSync('which', ['crun'], { encoding: 'utf8' }).trim();
    const results = await lifecycle(s, [
      ...bundleOps(['exit 6']),
      spawnOp([path, '--root', '/run/ocifuzz/root', 'run', '--bundle', BUNDLE, 'c1']),
      { op: 'links', paths: ['/proc/self/root'] },
      { op: 'snapshot', name: 's', what: ['mounts'], roots: [] },
    ]);
    await s.agent.close();
    expect(find(results, 'spawned').map((r) => [r.exitCode, r.stderr.toString()])).toEqual([[6, '']]);
    expect(record(results)).toMatchObject({ pid: 1, hostname: 'box' });
    expect(find(results, 'snap')[0]?.text).not.toMatch(/ \/ \/ ro,/);
  });
});
