/** Guesses: what they keep, and that none is more than the case it comes from. */
import { describe, expect, it } from 'vitest';
import { hostPathsNamed } from '../../../generators/index.ts';
import type { Case } from '../../../src/contract/case.ts';
import { admissible } from '../../../src/shrink/admissible.ts';
import { valueAt } from '../../../src/shrink/edit.ts';
import { rungs } from '../../../src/shrink/rungs.ts';
import { beyondSmallest, isSmaller } from '../../../src/shrink/size.ts';
import { generated, large } from './cases.ts';

const guessesAt = (c: Case, signature: string) => [...rungs(c, signature, admissible(c, hostPathsNamed))];
const jsonOf = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const hooksOf = (c: Case | undefined) => valueAt(c?.config, ['hooks']);

describe('rungs', () => {
  it('begin with the smallest valid config and the hooks that the signature names', () => {
    const [boldest] = guessesAt(large, 'hooks.poststop.phase hooks.poststop.phase early a');
    expect(boldest).toMatchObject({
      config: {
        ociVersion: '1.0.2',
        root: { path: 'rootfs' },
        process: { cwd: '/', args: ['/bin/probe'] },
        mounts: [{ destination: '/proc', type: 'proc' }],
        hooks: { poststop: [{ path: '/run/ocifuzz/hooks/two' }] },
        linux: { namespaces: [{ type: 'mount' }], cgroupsPath: '/ocifuzz/c1' },
      },
      caller: {},
      host: {},
    });
    expect(boldest?.script.map((s) => s.op)).toEqual(['create', 'start', 'wait']);
    // the program of the hook, and that of the container, which now do nothing of their own
    expect(boldest?.files).toEqual([
      { type: 'program', path: '/run/ocifuzz/hooks/two', behaviour: { role: 'hook' } },
      { type: 'program', path: '/run/ocifuzz/bundle/rootfs/bin/probe', behaviour: { role: 'probe' } },
    ]);
    expect(boldest && beyondSmallest(boldest)).toHaveLength(1);
  });

  it('end with all hooks, programs and steps', () => {
    const last = guessesAt(large, 'hooks.poststop.phase hooks.poststop.phase early a').at(-1);
    expect(hooksOf(last)).toEqual(large.config?.hooks);
    expect(last?.script).toEqual(large.script);
    expect(last?.files.filter((f) => f.type === 'program')).toEqual(
      large.files.filter((f) => f.type === 'program'),
    );
  });

  it('keep what the signature names by a name or a value', () => {
    const [mount] = guessesAt(large, 'config.mounts.opt mounts[/data].option[noexec] absent a');
    expect(valueAt(mount?.config, ['mounts'])).toContainEqual(
      expect.objectContaining({ destination: '/data' }),
    );
    const [sysctl] = guessesAt(large, 'linux.sysctl program.sysctl[kernel.shmmax] differs a');
    expect(valueAt(sysctl?.config, ['linux', 'sysctl'])).toEqual({ 'kernel.shmmax': '100' });
    expect(hooksOf(sysctl)).toBeUndefined();
  });

  it('keep a hook that fails beside the named one, and run the plain script', () => {
    const kinds = guessesAt(large, 'lifecycle.13 hooks.poststop.count not-run-after-failed-create a').map(
      (g) => [Object.keys((hooksOf(g) ?? {}) as object), g.script.map((s) => s.op)],
    );
    expect(kinds).toContainEqual([
      ['prestart', 'poststop'],
      ['create', 'start', 'wait'],
    ]);
  });

  it('take one hook where the signature names none of the kinds', () => {
    const [boldest] = guessesAt(large, 'hooks.stdin.bundle hooks.runtime.stdin.bundle relative a');
    expect(Object.keys(hooksOf(boldest) as object)).toEqual(['prestart']);
  });

  it('let the program of the container end by itself before they wait for a kill', () => {
    const held: Case = {
      ...large,
      files: large.files.map((f) =>
        f.type === 'program' && f.behaviour.role === 'probe'
          ? { ...f, behaviour: { role: 'probe', holdMs: 20_000 } }
          : f,
      ),
      script: [
        ...large.script.slice(0, 3),
        { op: 'wait', until: 'started' },
        { op: 'kill', signal: 'KILL' },
        ...large.script.slice(3),
      ],
    };
    const guesses = guessesAt(held, 'lifecycle.07.prestart-failure steps.start[created] prestart-failed a');
    const scripts = guesses.map((g) => g.script.map((s) => s.op).join(' '));
    expect(scripts.slice(0, 2)).toEqual(['create start wait', 'create start wait']);
    expect(scripts).toContain('create start wait kill wait delete');
  });

  it('keep what a terminal needs, and call the program by its path', () => {
    const { process, mounts, ...rest } = large.config as { process: object; mounts: object[] };
    const own = { args: ['probe'], cwd: '/data', terminal: true, consoleSize: { width: 80, height: 25 } };
    const shown: Case = {
      ...large,
      config: {
        ...{ ...rest, process: { ...process, ...own } },
        mounts: [
          ...mounts,
          { destination: '/dev', type: 'tmpfs', source: 'tmpfs' },
          { destination: '/dev/pts', type: 'devpts', source: 'devpts', options: ['newinstance'] },
        ],
      },
      caller: { consoleSocket: true, umask: 0 },
    };
    const [boldest] = guessesAt(shown, 'config.process.consoleSize.width program.tty other a');
    expect(boldest).toMatchObject({
      config: {
        process: { cwd: '/', args: ['/bin/probe'], terminal: true },
        mounts: [
          { destination: '/proc', type: 'proc' },
          { destination: '/dev', type: 'tmpfs' },
          { destination: '/dev/pts', type: 'devpts' },
        ],
      },
      caller: { consoleSocket: true },
    });
    expect(boldest?.caller.umask).toBeUndefined();
  });

  it('keep the whole element of a list if a part of it will not do', () => {
    const wholes = guessesAt(large, 'config.mounts.opt mounts[tmpfs].option[noexec] absent a').map((g) =>
      valueAt(g.config, ['mounts', 1]),
    );
    expect(wholes.slice(0, 2)).toEqual([
      { destination: '/data', type: 'tmpfs', source: 'tmpfs', options: ['noexec'] },
      { destination: '/data', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'noexec', 'size=1m'] },
    ]);
  });

  it('keep the pid namespace without which nobody mounts /proc in a new user namespace', () => {
    const mappings = [{ containerID: 0, hostID: 100000, size: 65536 }];
    const namespaces = ['pid', 'ipc', 'mount', 'user'].map((type) => ({ type }));
    const linux = { namespaces, uidMappings: mappings, gidMappings: mappings, cgroupsPath: '/ocifuzz/c1' };
    const c = { ...large, config: { ...large.config, linux } };
    const [bold, next] = guessesAt(c, 'state.bundle state.bundle root a').map((g) =>
      valueAt(g.config, ['linux', 'namespaces']),
    );
    expect([bold, next]).toEqual([
      [{ type: 'mount' }],
      [{ type: 'pid' }, { type: 'mount' }, { type: 'user' }],
    ]);
  });

  it('are admissible, smaller than the case, and each another', () => {
    for (let index = 0; index < 30; index++) {
      const c = generated(index).case;
      const may = admissible(c, hostPathsNamed);
      const all = [...rungs(c, 'hooks.order hooks.poststart.phase before-program mounts process a', may)];
      for (const guess of all) expect([may(guess), isSmaller(guess, c)]).toEqual([true, true]);
      expect(new Set(all.map((g) => JSON.stringify(g))).size).toBe(all.length);
    }
  });

  it('are made without what is said to be harmless or invalid, where it may have nothing to do with it', () => {
    const control = { ...large.config, linux: { ...(large.config?.linux ?? {}), sysctl: undefined } };
    const contrast = { requirement: 'linux.sysctl', pointer: '/linux/sysctl', control: jsonOf(control) };
    const hooks = 'hooks.poststop.phase hooks.poststop.phase early a';
    const [plain] = guessesAt({ ...large, harmless: contrast }, hooks);
    expect(plain).toEqual(guessesAt(large, hooks)[0]);
    const invalid = guessesAt({ ...large, expectation: 'invalid', invalid: contrast }, hooks);
    expect(invalid[0]).toEqual({ ...plain, expectation: 'unspecified' });
    // where it has, it stays, with all around it
    expect(invalid.filter((c) => c.invalid).map((c) => valueAt(c.config, ['linux']))).toContainEqual(
      large.config?.linux,
    );
    const { config: _, ...rest } = large;
    const text = { ...rest, configText: '{', expectation: 'invalid' as const, invalid: contrast };
    expect(guessesAt(text, hooks)[0]).toEqual(invalid[0]);
  });

  it('are none for raw text of which nothing is said', () => {
    const { config, ...rest } = large;
    expect([...rungs({ ...rest, configText: JSON.stringify(config) }, 'x y z a', () => true)]).toEqual([]);
  });
});

describe('values beyond the smallest valid config', () => {
  it('are those of hooks, options and members, not those that every config has', () => {
    const smallest = {
      ociVersion: '1.0.2',
      root: { path: 'rootfs' },
      process: { cwd: '/', args: ['/bin/probe'] },
      mounts: [{ destination: '/proc', type: 'proc' }],
      linux: { namespaces: [{ type: 'mount' }], cgroupsPath: '/ocifuzz/c1' },
    };
    const beyond = (config: object) => beyondSmallest({ ...large, config: { ...config } }).length;
    expect(beyond(smallest)).toBe(0);
    expect(beyond({ ...smallest, hooks: { poststart: [{ path: '/h' }] }, hostname: 'x' })).toBe(2);
    expect(beyond({ ...smallest, process: { ...smallest.process, args: ['/bin/probe', '-x'] } })).toBe(1);
    expect(beyond({ ...smallest, mounts: [{ destination: '/proc', type: 'proc', options: ['ro'] }] })).toBe(
      1,
    );
    expect(beyond({ ...smallest, linux: { namespaces: [{ type: 'mount' }, { type: 'pid' }] } })).toBe(1);
  });
});
