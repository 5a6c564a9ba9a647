/** Pairs: what differs is named by words that stay the same, what only varies says nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differential } from '../../../oracles/differential/index.ts';
import { BUNDLE, type Case, type HookKind, ROOTFS } from '../../../src/contract/case.ts';
import type { Observation, ProbeRecord } from '../../../src/contract/observation.ts';
import type { Verdict } from '../../../src/contract/verdict.ts';
import { hooked } from './bugs/plant.ts';
import {
  aCase,
  config,
  drop,
  honest,
  hookLabel,
  input,
  PROGRAM,
  recordIn,
  restate,
  run,
  stateDocument,
} from './fixture.ts';

const violations = (plant: (o: Observation) => void, c: Case = aCase()): Verdict[] => {
  const o = honest('b');
  plant(o);
  return differential.judge(input([run('a'), run('b', o)], c)).filter((v) => v.verdict === 'violation');
};
const mountLine = (o: Observation, at: string, from: string, to: string): void => {
  const r = recordIn(o);
  r.mountinfo = (r.mountinfo ?? []).map((l) => (l.includes(` ${at} `) ? l.replace(from, to) : l));
};

const PLANTED: [string, (o: Observation) => void, string, string][] = [
  ['umask', (o) => Object.assign(recordIn(o), { umask: 0o022 }), 'program.umask', 'a=listed b=0022'],
  ['a variable', (o) => recordIn(o).env.push('HOME=/'), 'program.env', 'a=listed b=extra:HOME'],
  [
    'a limit nobody asked for',
    (o) => Object.assign(recordIn(o).rlimits ?? {}, { CORE: ['0', '0'] }),
    'program.rlimits[CORE]',
    'a b differ',
  ],
  [
    'propagation',
    (o) => mountLine(o, '/bound', ' - ', ' master:9 - '),
    'mounts[bind].propagation',
    'a=private b=slave',
  ],
  [
    'an option',
    (o) => mountLine(o, '/sys', 'ro,', 'ro,nosuid,'),
    'mounts[sysfs].option[nosuid]',
    'a=absent b=on',
  ],
  [
    'a missing mount, once',
    (o) => {
      const r = recordIn(o);
      r.mountinfo = (r.mountinfo ?? []).filter((l) => !l.includes(' /scratch '));
    },
    'mounts[tmpfs].present',
    'a=present b=absent',
  ],
  [
    'a second root that covers every mount, once',
    (o) => {
      const r = recordIn(o);
      const root = (r.mountinfo ?? []).filter((l) => l.split(' ')[4] === '/');
      r.mountinfo = [...root, ...root];
    },
    'mounts[root].present',
    'a=absent b=present',
  ],
  [
    'a second root with all mounts on it again, once',
    (o) => {
      const r = recordIn(o);
      r.mountinfo = [...(r.mountinfo ?? []), ...(r.mountinfo ?? [])];
    },
    'mounts[root].present',
    'a=absent b=present',
  ],
  [
    'a mount that is there twice',
    (o) => {
      const r = recordIn(o);
      r.mountinfo = (r.mountinfo ?? []).flatMap((l) => (l.includes(' /scratch ') ? [l, l] : [l]));
    },
    'mounts[tmpfs].present',
    'a=absent b=present',
  ],
  [
    'default devices that are missing, once',
    (o) => {
      const r = recordIn(o);
      r.dev = (r.dev ?? []).filter((d) => !['/dev/null', '/dev/zero'].includes(d.path));
    },
    'dev[default].present',
    'a=present b=absent',
  ],
  [
    'a link of its own',
    (o) =>
      recordIn(o).dev?.push({
        ...{
          path: '/dev/core',
          type: 'l',
          mode: 511,
          uid: 0,
          gid: 0,
          major: 0,
          minor: 0,
          target: '/proc/kcore',
        },
      }),
    'dev[core].present',
    'a=absent b=present',
  ],
  [
    'an answer',
    (o) => Object.assign(recordIn(o).results[1] ?? {}, { errno: 13 }),
    'readonly',
    'a=EROFS b=EACCES',
  ],
  [
    'a hook that is not run',
    (o) => drop(o, hookLabel('poststop')),
    'hooks.poststop.count',
    'a=listed b=none',
  ],
  [
    'a status in a hook',
    (o) => restate(o, 'prestart', (d) => Object.assign(d, { status: 'created' })),
    'hooks.prestart.stdin.status',
    'a=creating b=created',
  ],
  [
    'a directory of a hook',
    (o) => Object.assign(recordIn(o, hookLabel('createContainer')), { cwd: '/run/ocifuzz/bundle/rootfs' }),
    'hooks.createContainer.cwd',
    'a=bundle b=rootfs',
  ],
  [
    'a state',
    (o) => Object.assign(o.steps[2] ?? {}, { state: { ...stateDocument('created', 7), bundle: '/x' } }),
    'state.bundle',
    'a=right b=other',
  ],
  [
    'an outcome',
    (o) => Object.assign(o.steps[6] ?? {}, { outcome: 'ok', exitCode: 0, errorClass: null }),
    'steps.start[running]',
    'a=error b=ok',
  ],
  [
    'a cgroup file',
    (o) => Object.assign(o.outside[0]?.cgroupFiles ?? {}, { 'cpu/ocifuzz/c1/cpu.shares': '1024' }),
    'cgroups[cpu.shares]',
    'a b differ',
  ],
  [
    'a mount point that is left',
    (o) =>
      o.after.files.push({
        ...{ path: '/run/ocifuzz/bundle/rootfs/scratch', type: 'd', mode: 0o1755, uid: 0, gid: 0, size: 0 },
        ...{ rdev: null, extra: '' },
      }),
    'files[mountpoint]',
    'a=absent b=d:umask',
  ],
  [
    'an end',
    (o) => Object.assign(o.steps[8] ?? {}, { ended: 'exit 1' }),
    'program.ended',
    'a=exit-0 b=exit-1',
  ],
];

describe('a planted difference', () => {
  it.each(PLANTED)('%s: exactly one verdict', (_, plant, path, token) => {
    const found = violations(plant);
    expect(found).toMatchObject([{ path, token, subjects: ['a', 'b'] }]);
    // what confirmation compares from run to run
    const { a, b } = (found[0]?.actual ?? {}) as { a?: unknown; b?: unknown };
    expect(a).not.toEqual(b);
  });

  it('of the mode of what both leave is one that can be confirmed', () => {
    const left = (label: string, mode: number) => {
      const o = honest(label);
      const path = '/run/ocifuzz/bundle/rootfs/scratch';
      o.after.files.push({ path, type: 'd', mode, uid: 0, gid: 0, size: 0, rdev: null, extra: '' });
      return run(label, o);
    };
    const c = aCase({ caller: { umask: 0o022 } });
    const verdicts = differential.judge(input([left('a', 0o755), left('b', 0o1755)], c));
    expect(verdicts.find((v) => v.verdict === 'violation')).toMatchObject({
      token: 'a=d:0755 b=d:1755',
      actual: { a: expect.stringContaining('d:0755'), b: expect.stringContaining('d:1755') },
    });
  });

  describe('is none in a file', () => {
    const differing = (path: string, c: Case) => {
      const plant = (o: Observation) => {
        const mode = { mode: 0o755, uid: 0, gid: 0, size: 0, rdev: null, extra: '' };
        o.after.files.push({ path, type: 'd', ...mode });
      };
      return violations(plant, c).filter((v) => v.rule === 'differential.files').length;
    };

    it.each([`${BUNDLE}/rootfs/scratch`, '/scratch'])('that a hook takes away at %s', (remove) => {
      const scratch = `${BUNDLE}/rootfs/scratch`;
      expect(differing(scratch, hooked('poststart', {}))).toBe(1);
      expect(differing(scratch, hooked('poststart', { remove }))).toBe(0);
    });

    it('that an experiment makes, wherever it is', () => {
      const c = aCase();
      const asks = [{ id: 'mount:mknod:/mnt', kind: 'mknod' as const, args: ['/mnt/.node', 'c', '1', '3'] }];
      const asking = {
        ...c,
        files: c.files.map((f) =>
          f.type === 'program' && f.path === PROGRAM ? { ...f, behaviour: { ...f.behaviour, asks } } : f,
        ),
      };
      expect(differing('/run/ocifuzz/src/0/.node', c)).toBe(1);
      expect(differing('/run/ocifuzz/src/0/.node', asking)).toBe(0);
      expect(differing('/run/ocifuzz/src/0/other', asking)).toBe(1);
    });
  });

  it('names runtimes alike in both orders', () => {
    const o = honest('b');
    Object.assign(recordIn(o), { umask: 0o022 });
    const of = (runs: ReturnType<typeof run>[]) =>
      differential.judge(input(runs)).find((v) => v.verdict === 'violation')?.token;
    expect(of([run('b', o), run('a')])).toBe(of([run('a'), run('b', o)]));
  });

  it.each([undefined, { defaultAction: 'SCMP_ACT_ALLOW' }])(
    'is none where a call went through and found no such process, with the filter %j',
    (seccomp) => {
      const own = config();
      Object.assign(own.linux ?? {}, { seccomp });
      const c = aCase({ config: own });
      const answering = (label: string, ret: number, errno: number) => {
        const o = honest(label);
        recordIn(o).results = [{ ask: 'seccomp:call:getpriority,0,7', ret, errno, text: null }];
        return run(label, o);
      };
      const found = (errno: number) =>
        differential
          .judge(input([answering('a', 20, 0), answering('b', -1, errno)], c))
          .filter((v) => v.verdict === 'violation')
          .map((v) => v.path);
      expect(found(3)).toEqual([]);
      // no process to try it in
      expect(found(11)).toEqual([]);
      expect(found(1)).toEqual(['asks[seccomp:call]']);
    },
  );

  it('is none in an answer about what a hook takes away, which depends on when it ran', () => {
    const found = (path: string) => {
      const c = aCase();
      c.files.push({
        ...{ type: 'program', path: '/run/ocifuzz/hooks/poststart-9', mode: 0o755 },
        behaviour: { role: 'hook', remove: path },
      });
      const answering = (label: string, errno: number) => {
        const o = honest(label);
        const ret = errno === 0 ? 0 : -1;
        recordIn(o).results = [{ ask: 'path:list:/data/dir', ret, errno, text: null }];
        return run(label, o);
      };
      return differential
        .judge(input([answering('a', 0), answering('b', 2)], c))
        .filter((v) => v.verdict === 'violation')
        .map((v) => v.path);
    };
    expect(found('/run/ocifuzz/bundle/rootfs/data')).toEqual([]);
    expect(found('/run/ocifuzz/bundle/rootfs/data/dir/new')).toEqual([]);
    expect(found('/run/ocifuzz/bundle/rootfs/other')).toEqual(['asks[path:list]']);
  });

  it('of a member newer than declared is not claimed', () => {
    const o = honest('b');
    Object.assign(recordIn(o).sched ?? {}, { policy: 0 });
    const verdicts = differential.judge(input([run('a'), run('b', o, { declaredSpec: '1.0.2' })]));
    expect(verdicts.find((v) => v.path === 'program.sched.policy')).toMatchObject({ notClaimed: true });
  });

  it('of an answer about a newer member is not claimed', () => {
    const own = config();
    Object.assign(own.linux ?? {}, { netDevices: { oci0: {} } });
    const c = aCase({ config: { ...own, ociVersion: '1.3.0' } });
    const ask = 'net:read:/sys/class/net/oci0/mtu';
    const program = c.files.find((f) => f.type === 'program' && f.behaviour.role === 'probe');
    Object.assign(program ?? {}, {
      behaviour: { role: 'probe', asks: [{ id: ask, kind: 'read', args: [] }] },
    });
    const answering = (label: string, errno: number) => {
      const o = honest(label);
      recordIn(o).results = [{ ask, ret: errno ? -1 : 0, errno, text: null }];
      return o;
    };
    const judged = (declaredSpec: string) =>
      differential
        .judge(input([run('a', answering('a', 0)), run('b', answering('b', 2), { declaredSpec })], c))
        .find((v) => v.path === 'asks[net:read]');
    expect(judged('1.0.2')).toMatchObject({ notClaimed: true });
    expect(judged('1.3.0')?.notClaimed).toBeUndefined();
  });
});

it('which of two mounts lies on the other their parents tell, not the order of the table', () => {
  const stacked = (...lines: string[]) => {
    const o = honest('x');
    recordIn(o).mountinfo?.push(...lines);
    return o;
  };
  const [low, top] = [
    '700 500 0:40 /src/0 /scratch rw - tmpfs tmpfs rw',
    '600 700 0:40 /src/2 /scratch rw - tmpfs tmpfs rw',
  ];
  const found = (a: Observation, b: Observation) =>
    differential.judge(input([run('a', a), run('b', b)])).filter((v) => v.verdict === 'violation');
  expect(found(stacked(low, top), stacked(top, low))).toEqual([]);
  const elsewhere = [
    '700 500 0:40 /src/0 /mnt/a/b rw - tmpfs tmpfs rw',
    '701 500 0:40 /src/1 /mnt rw - tmpfs tmpfs rw',
    '600 701 0:40 /src/2 /mnt/a/b rw - tmpfs tmpfs rw',
  ];
  expect(found(stacked(...elsewhere), stacked(...elsewhere.toReversed()))).toEqual([]);
  const swapped = [low.replace('/src/0', '/src/2'), top.replace('/src/2', '/src/0')];
  expect(found(stacked(low, top), stacked(...swapped)).map((v) => v.path)).toContain('mounts[tmpfs].root');
});

it('the same groups twice are the same groups', () => {
  expect(violations((o) => recordIn(o).groups.push(...recordIn(o).groups))).toEqual([]);
});

describe('what cannot be compared', () => {
  it('a working directory by the number of the process', () => {
    const at = (o: Observation, cwd: string) => Object.assign(recordIn(o), { cwd });
    const judged = (cwds: [string, string]) => {
      const [a, b] = [honest('a'), honest('b')];
      at(a, cwds[0]);
      at(b, cwds[1]);
      return differential
        .judge(input([run('a', a), run('b', b)]))
        .filter((v) => v.verdict === 'violation')
        .map((v) => v.path);
    };
    expect(judged(['/proc/12/fd', '/proc/3/fd'])).toEqual([]);
    expect(judged(['/proc/12/fd', '/proc/3'])).toEqual(['program.cwd']);
  });

  it('how far a create came that both refuse, even if a poststop hook fails then', () => {
    const c = aCase();
    for (const f of c.files)
      if (f.type === 'program' && f.path === hookLabel('poststop')) f.behaviour.exit = 1;
    const refusing = (label: string, kinds: HookKind[]) => {
      const o = honest(label);
      for (const s of o.steps) Object.assign(s, { outcome: 'error', exitCode: 1, state: undefined });
      const marks = kinds.map(hookLabel);
      o.events = o.events.filter((e) => e.type.startsWith('step-') || marks.includes(e.program ?? ''));
      return run(label, o);
    };
    const found = (kinds: HookKind[]) =>
      differential
        .judge(input([refusing('a', [...kinds, 'prestart']), refusing('b', kinds)], c))
        .filter((v) => v.verdict === 'violation');
    expect(found(['poststop'])).toEqual([]);
  });

  it('which hooks were called before and after one that a signal ended, where both refuse in the end', () => {
    const found = (behaviour: { signal: 'KILL' } | { exit: number }) => {
      const c = hooked('createRuntime', behaviour as never);
      const [a, b] = [honest('a'), honest('b')];
      for (const o of [a, b])
        for (const s of o.steps) Object.assign(s, { outcome: 'error', exitCode: 1, state: undefined });
      drop(b, hookLabel('createContainer'));
      const verdicts = differential.judge(input([run('a', a), run('b', b)], c));
      return verdicts.flatMap((v) => (v.verdict === 'violation' ? [v.path] : []));
    };
    expect(found({ exit: 1 })).toEqual(['hooks.createContainer.count']);
    expect(found({ signal: 'KILL' })).toEqual([]);
  });

  it('a refusal against an accepted case', () => {
    const o = honest('b');
    for (const s of o.steps) Object.assign(s, { outcome: 'error', exitCode: 1, state: undefined });
    expect(differential.judge(input([run('a'), run('b', { ...o, events: [] })]))).toEqual([]);
  });

  it('what comes after a hook that made another operation fail', () => {
    const c = aCase();
    c.files = c.files.map((f) =>
      f.path === hookLabel('poststart') ? ({ ...f, behaviour: { role: 'hook', exit: 1 } } as typeof f) : f,
    );
    const judged = (op: string) => {
      const [a, b] = [honest('a'), honest('b')];
      for (const [o, failed] of [
        [a, 'start'],
        [b, op],
      ] as const)
        for (const s of o.steps)
          if (s.op === failed) Object.assign(s, { outcome: 'error', exitCode: 1, errorClass: 'hook-failed' });
      drop(b, hookLabel('startContainer'));
      return differential
        .judge(input([run('a', a), run('b', b)], c))
        .filter((v) => v.verdict === 'violation')
        .map((v) => v.path);
    };
    expect(judged('start')).toEqual(['hooks.startContainer.count']);
    expect(judged('create')).toEqual([]);
  });

  it('the kernel of a sandbox against that of the host', () => {
    const o = honest('b');
    Object.assign(recordIn(o), { ns: { pid: '1' }, mountinfo: [], dev: [], affinity: [7] });
    const verdicts = differential.judge(input([run('a'), run('b', o, { ownKernel: true })]));
    expect(verdicts.filter((v) => v.verdict !== 'ok')).toEqual([]);
  });

  it('the table of mounts without a mount namespace', () => {
    const own = config();
    Object.assign(own.linux ?? {}, { namespaces: [{ type: 'pid' }] });
    const plant = (o: Observation) =>
      Object.assign(recordIn(o), { mountinfo: ['1 0 0:1 / /other rw - tmpfs x rw'] });
    expect(violations(plant, aCase({ config: own })).filter((v) => v.path?.startsWith('mounts'))).toEqual([]);
  });
});

/** What varies from run to run of one binary. */
type Noise = { pids: number; inodes: number; times: number; mounts: number; peers: number; seed: number };
const noise = fc.record({
  pids: fc.integer({ min: 1, max: 30_000 }),
  inodes: fc.integer({ min: 1, max: 2 ** 31 }),
  times: fc.integer({ min: 0, max: 10 ** 9 }),
  mounts: fc.integer({ min: 0, max: 5000 }),
  peers: fc.integer({ min: 1, max: 500 }),
  seed: fc.nat(),
});

/** A permutation by a seed. */
const shuffled = <T>(list: T[], seed: number): T[] =>
  list
    .map((v, i) => [((i + 1) * (seed + 7919)) % 104_729, v] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, v]) => v);

function noisyRecord(r: ProbeRecord, n: Noise): void {
  r.ns = Object.fromEntries(Object.entries(r.ns).map(([k, v]) => [k, `${Number(v) + n.inodes}`]));
  Object.assign(r, { ppid: n.pids, clock: { realtime: `${n.times}`, monotonic: '0', boottime: '1' } });
  r.env = shuffled(r.env, n.seed);
  r.groups = shuffled(r.groups, n.seed);
  if (r.dev) r.dev = shuffled(r.dev, n.seed);
  const id = (text: string | undefined) => `${Number(text) + n.mounts}`;
  r.mountinfo =
    r.mountinfo?.map((l) => {
      const [own, parent, device, ...rest] = l.split(' ');
      return [id(own), id(parent), `0:${device?.split(':')[1]}${n.peers % 10}`, ...rest].join(' ');
    }) ?? null;
  r.fds = r.fds?.map((f) => ({ ...f, target: f.target?.replace(/\d+/, `${n.inodes}`) ?? null })) ?? null;
}

function noisy(label: string, n: Noise): Observation {
  const o = honest(label);
  const pid = (p: number | undefined) => (p === undefined ? {} : { pid: p + n.pids });
  o.events = o.events.map((e) => ({ ...e, ...pid(e.pid), atMs: e.atMs * (1 + (n.times % 7)) }));
  for (const e of o.events) {
    if (!e.record) continue;
    noisyRecord(e.record, n);
    const { stdin } = e.record;
    if (e.program === PROGRAM || stdin === null) continue;
    const doc = JSON.parse(stdin.bytes);
    if (doc.pid !== undefined && doc.pid !== 1) doc.pid += n.pids;
    stdin.bytes = JSON.stringify({ created: `${n.times}`, ...doc });
  }
  for (const s of o.steps) {
    Object.assign(s, {
      wallMs: n.times % 1000,
      cpuMs: n.seed % 50,
      stderr: s.outcome === 'error' ? `pid ${n.pids}` : '',
    });
    const doc = s.state as { pid?: number } | undefined;
    if (doc?.pid !== undefined) doc.pid += n.pids;
  }
  for (const v of o.outside) Object.assign(v, { pid: v.pid + n.pids, ns: { ...recordIn(o).ns } });
  for (const snap of [o.before, o.after]) {
    snap.namespaces = Object.fromEntries(
      Object.entries(snap.namespaces).map(([k, v]) => [k, `${Number(v) + n.inodes}`]),
    );
    snap.files = shuffled(snap.files, n.seed).map((f) => ({
      ...f,
      size: f.type === 'd' ? n.seed % 4096 : f.size,
    }));
  }
  return o;
}

describe('one binary against itself', () => {
  it('never differs', () => {
    fc.assert(
      fc.property(noise, noise, (a, b) => {
        const verdicts = differential.judge(
          input([run('a', noisy('a', a)), run('b', noisy('b', b), { name: 'a' })]),
        );
        expect(verdicts.filter((v) => v.verdict !== 'ok')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  }, 30_000);
});

describe("a bundle's own program", () => {
  const own: Case = { ...aCase(), files: aCase().files.filter((f) => f.type !== 'program') };
  const printing = (text: string) => (o: Observation) => {
    for (const s of o.steps) if (s.op === 'create') s.stdout = text;
  };
  const outputs = (plant: (o: Observation) => void, c: Case) =>
    violations(plant, c).filter((v) => v.rule === 'differential.output');

  it('differs where it prints something else', () => {
    const [found, ...more] = outputs(printing('0022\n'), own);
    expect(found).toMatchObject({
      ...{ kind: 'spec-gap', path: 'program.output', token: 'a b differ' },
      actual: { a: '', b: '0022\n' },
    });
    expect(more).toEqual([]);
  });

  it('is left alone where it prints the same, was cut off, or is one of ours', () => {
    expect(outputs(() => {}, own)).toEqual([]);
    const cutOff = (o: Observation) => {
      printing('half')(o);
      for (const s of o.steps) delete s.ended;
    };
    expect(outputs(cutOff, own)).toEqual([]);
    expect(outputs(printing('0022\n'), aCase())).toEqual([]);
  });
});

it('capabilities that a program could not read are no difference', () => {
  expect(violations((o) => Object.assign(recordIn(o), { caps: null }))).toEqual([]);
});

it('experiments that hang on one that failed say nothing more', () => {
  const EROFS = 30;
  const answer = (what: string, errno = 0) => ({
    ...{ ask: `mount:${what}:/scratch`, ret: errno === 0 ? 0 : -1, errno, text: null },
  });
  const c = aCase();
  const kinds = ['write', 'mknod', 'open'] as const;
  const asks = kinds.map((kind) => ({ id: `mount:${kind}:/scratch`, kind, args: ['/scratch/x'] }));
  for (const f of c.files) if (f.type === 'program' && f.path === PROGRAM) f.behaviour.asks = asks;
  const trying = (...errnos: number[]) => {
    const o = honest('x');
    recordIn(o).results = kinds.map((kind, i) => answer(kind, errnos[i]));
    return o;
  };
  const found = (o: Observation) =>
    differential
      .judge(input([run('a', trying()), run('b', o)], c))
      .flatMap((v) => (v.verdict === 'violation' ? [v.path] : []));
  expect(found(trying(EROFS, EROFS, 2))).toEqual(['mounts[tmpfs].option[ro]']);
  expect(found(trying(0, 1, 2))).toEqual(['asks[mount:mknod]']);
  expect(found(trying(0, 0, 13))).toEqual(['mounts[tmpfs].option[nodev]']);
});

it('of a directory where a device was asked for the size says nothing, of a file it does', () => {
  const c = aCase();
  const asks = [{ id: 'device:stat:/dev', kind: 'stat' as const, args: ['/dev'] }];
  for (const f of c.files) if (f.type === 'program' && f.path === PROGRAM) f.behaviour.asks = asks;
  const found = (...texts: [string, string]) => {
    const [a, b] = texts.map((text) => {
      const o = honest('x');
      recordIn(o).results = [{ ask: 'device:stat:/dev', ret: 0, errno: 0, text }];
      return o;
    });
    const verdicts = differential.judge(input([run('a', a), run('b', b)], c));
    return verdicts.flatMap((v) => (v.verdict === 'violation' ? [v.path] : []));
  };
  expect(found('d 755 0 0 320 -', 'd 755 0 0 340 -')).toEqual([]);
  expect(found('d 755 0 0 320 -', 'd 700 0 0 320 -')).toEqual(['asks[device:stat]']);
  expect(found('f 644 0 0 1 -', 'f 644 0 0 2 -')).toEqual(['asks[device:stat]']);
});

it('of a node that the table of /dev has an experiment says no more than whether it can be seen', () => {
  const c = aCase();
  const asks = [{ id: 'device:stat:/dev/zero', kind: 'stat' as const, args: ['/dev/zero'] }];
  for (const f of c.files) if (f.type === 'program' && f.path === PROGRAM) f.behaviour.asks = asks;
  const answering = (more: { ret: number; errno: number; text: string | null }, isListed = true) => {
    const o = honest('x');
    const r = recordIn(o);
    r.results = [{ ask: 'device:stat:/dev/zero', ...more }];
    if (!isListed) r.dev = (r.dev ?? []).filter((d) => d.path !== '/dev/zero');
    return o;
  };
  const found = (a: Observation, b: Observation) =>
    differential
      .judge(input([run('a', a), run('b', b)], c))
      .flatMap((v) => (v.verdict === 'violation' ? [v.path] : []));
  const [node, link] = ['c 666 0 0 0 1:5', 'l 777 0 0 0 -'].map((text) => ({ ret: 0, errno: 0, text }));
  if (!node || !link) throw new Error('two answers');
  expect(found(answering(node), answering(link))).toEqual([]);
  expect(found(answering(node, false), answering(link, false))).toEqual(['asks[device:stat]']);
  expect(found(answering(node), answering({ ret: -1, errno: 13, text: null }))).toEqual([
    'asks[device:stat]',
  ]);
});

it('a mount where a link at the place of a device leads is the device, which the table of /dev has', () => {
  const add = (o: Observation) =>
    recordIn(o).mountinfo?.push('900 500 0:6 /zero /data/zero rw,nosuid - devtmpfs devtmpfs rw');
  expect(violations(add).map((v) => v.path)).toEqual(['mounts[unlisted].present']);
  const c = aCase();
  c.files.push({ type: 'symlink', path: `${BUNDLE}/rootfs/dev/zero`, target: '/data/zero' });
  expect(violations(add, c)).toEqual([]);
});

it('a tmpfs at /dev has a name of its own: runtimes mount it in their own way', () => {
  const paths = ['/dev', '/scratch'].map((at) =>
    violations((o) => mountLine(o, at, ' - ', ',noexec - ')).map((v) => v.path),
  );
  expect(paths).toEqual([['mounts[dev].option[noexec]'], ['mounts[tmpfs].option[noexec]']]);
});

it('what is made where a link at rootfs/dev leads is told from what is made elsewhere', () => {
  const made = (path: string, dev?: string) => {
    const c = aCase();
    if (dev !== undefined) c.files.push({ type: 'symlink', path: `${BUNDLE}/rootfs/dev`, target: dev });
    const plant = (o: Observation) =>
      o.after.files.push({
        path,
        type: 'l',
        mode: 0o777,
        uid: 0,
        gid: 0,
        inode: 9,
        extra: '/proc/self/fd',
      } as never);
    return violations(plant, c).map((v) => v.path);
  };
  expect(made(`${BUNDLE}/rootfs/data/fd`)).toEqual(['files[rootfs]']);
  expect(made(`${BUNDLE}/rootfs/data/fd`, '/data')).toEqual(['files[linked-dev]']);
  expect(made(`${BUNDLE}/out/fd`, '../out')).toEqual(['files[linked-dev-outside]']);
  expect(made(`${BUNDLE}/other/fd`, '../out')).toEqual(['files[bundle]']);
  // what it has to be made in for that
  expect(made(`${BUNDLE}/rootfs/new`, '/new/dev')).toEqual(['files[linked-dev]']);
});

it('a directory for the working directory is known whatever characters it has', () => {
  for (const cwd of ['/work dir', '/wörk', '/back\\slash']) {
    const own = config();
    Object.assign(own.process ?? {}, { cwd });
    // as snapshots spell it (src/native/PROTOCOL.md, SNAP)
    const path = { '/wörk': '/w\\303\\266rk', '/back\\slash': '/back\\134slash' }[cwd] ?? cwd;
    const plant = (o: Observation) =>
      o.after.files.push({ path: `${ROOTFS}${path}`, type: 'd', mode: 0o755, uid: 0, gid: 0 } as never);
    const paths = violations(plant, aCase({ config: own })).map((v) => v.path);
    expect(paths.filter((p) => p?.startsWith('files'))).toEqual(['files[cwd]']);
  }
});

it('what is not in a /dev that a link leads elsewhere is told by where it was made', () => {
  const c = aCase();
  const plant = (o: Observation) => {
    const r = recordIn(o);
    r.dev = (r.dev ?? []).filter((d) => d.path !== '/dev/zero');
  };
  expect(violations(plant, c).map((v) => v.path)).toEqual(['dev[default].present']);
  const linked = aCase();
  linked.files.push({ type: 'symlink', path: `${BUNDLE}/rootfs/dev`, target: '../out' });
  expect(violations(plant, linked)).toEqual([]);
});

it('a mount point below a bind is made in the source of the bind', () => {
  const own = config();
  own.mounts?.push({ destination: '/bound/new/deep', type: 'tmpfs' });
  const plant = (path: string) => (o: Observation) =>
    o.after.files.push({ path, type: 'd', mode: 0o755, uid: 0, gid: 0, inode: 9, extra: '' } as never);
  const made = (path: string, c: Case) => violations(plant(path), c).map((v) => v.path);
  for (const path of ['/run/ocifuzz/src/new', '/run/ocifuzz/src/new/deep']) {
    expect(made(path, aCase({ config: own }))).toEqual(['files[mountpoint]']);
    expect(made(path, aCase())).toEqual(['files[work]']);
  }
});
