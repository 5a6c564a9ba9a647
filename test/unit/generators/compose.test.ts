import { describe, expect, it } from 'vitest';
import type { Patch } from '../../../generators/core/area.ts';
import { compose } from '../../../generators/index.ts';
import { ask } from '../../../src/contract/asks.ts';
import { Case, ROOTFS } from '../../../src/contract/case.ts';
import { configFaults, type OciConfig } from '../../../src/contract/config/index.ts';
import { checked } from '../../../src/contract/validate.ts';

const configOf = (...patches: Patch[]): OciConfig => compose(patches).config as OciConfig;

describe('compose', () => {
  it('makes a complete, valid case of nothing', () => {
    const c = checked(Case, compose([]), 'case');
    expect(configFaults(c.config)).toEqual([]);
    expect(c.expectation).toBe('valid');
    expect(c.script.map((s) => s.op)).toEqual([
      'create',
      'observe',
      'state',
      'start',
      'wait',
      'state',
      'delete',
      'state',
    ]);
    expect(c.files.find((f) => f.type === 'program')?.path).toBe(`${ROOTFS}/bin/probe`);
  });

  it('gives each case a config of its own', () => {
    configOf().process?.args.push('changed');
    expect(configOf().process?.args).toEqual(['/bin/probe']);
  });

  it('sets, appends, makes missing parents and leaves out', () => {
    const config = configOf(
      {
        set: [
          ['/hooks/poststop/-', { path: '/a' }],
          ['/hooks/poststop/-', { path: '/b' }],
        ],
      },
      { set: [['/annotations', { x: 'y' }]], unset: ['/mounts/0', '/linux/nosuch/deep'] },
    );
    expect(config.hooks?.poststop?.map((h) => h.path)).toEqual(['/a', '/b']);
    expect(config.annotations).toEqual({ x: 'y' });
    expect(config.mounts?.map((m) => m.destination)).not.toContain('/proc');
  });

  it('sets members with odd names as what they are', () => {
    const config = configOf({
      set: [
        ['/a~1b~0c', 1],
        ['/__proto__', { x: 1 }],
      ],
    }) as Record<string, unknown>;
    expect(config['a/b~c']).toBe(1);
    expect(Object.keys(config)).toContain('__proto__');
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('says the lowest version that has all members, unless a patch says another', () => {
    expect(configOf({ set: [['/linux/namespaces/-', { type: 'time' }]] }).ociVersion).toBe('1.1.0');
    expect(configOf({ set: [['/ociVersion', '9.9.9']] }).ociVersion).toBe('9.9.9');
    expect(configOf({ unset: ['/ociVersion'] }).ociVersion).toBeUndefined();
  });

  it('keeps the first part that breaks a requirement and builds its control', () => {
    const c = compose([
      { set: [['/hostname', 'kept']] },
      { set: [['/mounts/-', { destination: '/a' }]] },
      {
        set: [['/mounts/-', { destination: '/b', type: 'no' }]],
        invalid: { requirement: 'r', pointer: '/mounts/-/type' },
      },
      { set: [['/process/cwd', 'x']], invalid: { requirement: 's', pointer: '/process/cwd' } },
      { unspecified: true },
    ]);
    expect(c.expectation).toBe('invalid');
    expect(c.invalid).toMatchObject({ requirement: 'r', pointer: '/mounts/7/type' });
    const control = c.invalid?.control as OciConfig;
    expect(control.hostname).toBe('kept');
    expect(control.mounts?.map((m) => m.destination)).toEqual([
      ...(configOf().mounts ?? []).map((m) => m.destination),
      '/a',
    ]);
    expect((c.config as OciConfig).process?.cwd).toBe('/');
  });

  it('builds a control for a harmless part, of the same version, unless another part breaks something', () => {
    const harmless = { requirement: 'h', pointer: '/annotations' };
    const part: Patch = { set: [['/annotations', { a: 'b' }]], harmless, version: '1.1.0' };
    const control = { ...configOf(), ociVersion: '1.1.0' };
    expect(compose([part]).harmless).toEqual({ ...harmless, control });
    expect(compose([part]).config).toEqual({ ...control, annotations: { a: 'b' } });
    const wrong: Patch = { unset: ['/root'], invalid: { requirement: 'i', pointer: '/root' } };
    const both = compose([part, wrong]);
    expect(both.harmless).toBeUndefined();
    expect(both.config).toEqual(configOf({ unset: ['/root'] }));
  });

  it('claims nothing harmless beside edits of the text, which no control has', () => {
    const harmless = { requirement: 'h', pointer: '/annotations' };
    const c = compose([{ harmless }, { text: [{ edit: 'after', text: ' x' }] }]);
    expect(c.harmless).toBeUndefined();
  });

  it('calls nothing invalid that is not in the config any more', () => {
    const invalid = { requirement: 'op.create.cannot-apply', pointer: '/linux/sysctl/kernel.shmmni' };
    const wrong: Patch = { set: [['/linux/sysctl', { 'kernel.shmmni': 'lots' }]], invalid };
    expect(compose([wrong])).toMatchObject({ expectation: 'invalid', invalid });
    const away: Patch = { set: [['/linux/sysctl', {}]] };
    expect(compose([wrong, away])).toMatchObject({ expectation: 'valid' });
    expect(compose([wrong, away]).invalid).toBeUndefined();
  });

  it('turns the order of members round', () => {
    const c = compose([{ reversed: true, harmless: { requirement: 'h', pointer: '' } }]);
    expect(c.config).toEqual(c.harmless?.control);
    expect(Object.keys(c.config ?? {})).toEqual(Object.keys(c.harmless?.control ?? {}).reverse());
    expect(Object.keys(c.config?.root ?? {})).toEqual(['path']);
  });

  it('builds the control of what is harmless alone from the case without that value', () => {
    const c = compose([
      {
        set: [['/mounts/-', { destination: '/a', type: 'tmpfs', options: ['ro', 'silent'] }]],
        harmless: { requirement: 'config.mounts.opt.silent', pointer: '/mounts/-/options/1', alone: true },
        version: '1.1.0',
      },
    ]);
    expect(c.harmless).toMatchObject({ pointer: '/mounts/6/options/1' });
    const control = c.harmless?.control as OciConfig;
    expect(control.mounts?.at(-1)?.options).toEqual(['ro']);
    expect({ ...control, mounts: [] }).toEqual({ ...c.config, mounts: [] });
  });

  it('claims nothing of what a later patch undoes, and nothing harmless beside what is open', () => {
    const wrong: Patch = {
      set: [['/process/cwd', 'x']],
      invalid: { requirement: 'config.process.cwd.absolute', pointer: '/process/cwd' },
    };
    const c = compose([wrong, { set: [['/process/cwd', '/']] }]);
    expect([c.expectation, c.invalid]).toEqual(['valid', undefined]);
    const harmless: Patch = {
      set: [['/annotations', {}]],
      harmless: { requirement: 'config.annotations.absent-or-empty', pointer: '/annotations' },
    };
    expect(compose([harmless]).harmless).toBeDefined();
    const open = compose([harmless, { unspecified: true }]);
    expect([open.harmless, open.config?.annotations]).toEqual([undefined, {}]);
  });

  it('asks each experiment once and merges what the program does', () => {
    const asks = [ask('path:stat', '/a'), ask('path:stat', '/a')];
    const program = compose([
      { asks, program: { exit: 3 } },
      { asks, program: { sleepMs: 1 } },
    ]).files.find((f) => f.type === 'program');
    expect(program).toMatchObject({ behaviour: { role: 'probe', exit: 3, sleepMs: 1, asks: [asks[0]] } });
  });

  it('lets a later file take the place of an earlier one', () => {
    const link = { type: 'symlink', path: `${ROOTFS}/dev`, target: 'data' } as const;
    const { files } = compose([{ files: [link] }]);
    expect(files.filter((f) => f.path === link.path)).toEqual([link]);
  });

  it('moves the owners of the rootfs and of nothing else', () => {
    const other = { type: 'dir', path: '/run/ocifuzz/src/x' } as const;
    const { files } = compose([{ owner: { uid: 100, gid: 200 }, files: [other] }]);
    expect(files.find((f) => f.path === ROOTFS)).toMatchObject({ uid: 100, gid: 200 });
    expect(files.find((f) => f.path === other.path)).toEqual(other);
  });

  it('leaves out what needs a namespace that is not made', () => {
    const needy: Patch = {
      set: [
        ['/hostname', 'h'],
        ['/linux/sysctl', { 'net.ipv4.ip_forward': '1', 'kernel.shmmax': '1', 'vm.swappiness': '1' }],
      ],
    };
    expect(configOf(needy)).toMatchObject({
      hostname: 'h',
      linux: { sysctl: { 'net.ipv4.ip_forward': '1', 'kernel.shmmax': '1' } },
    });
    const bare = configOf(needy, {
      set: [['/linux/namespaces', [{ type: 'ipc' }, { type: 'network', path: '/x' }]]],
    });
    expect(bare.hostname).toBeUndefined();
    expect(bare.linux?.sysctl).toEqual({ 'kernel.shmmax': '1' });
  });
});

it('a namespace that two areas ask for is listed once, unless that is the mistake', () => {
  const ask = (type: string, more: Partial<Patch> = {}): Patch => ({
    set: [['/linux/namespaces/-', { type }]],
    ...more,
  });
  const types = (...patches: Patch[]) =>
    configOf(...patches)
      .linux?.namespaces?.map((n) => n.type)
      .filter((type) => type === 'cgroup');
  expect(types(ask('cgroup'), ask('cgroup'))).toEqual(['cgroup']);
  const invalid = { requirement: 'linux.ns.duplicate', pointer: '/linux/namespaces/-' };
  expect(types(ask('cgroup'), ask('cgroup', { invalid }))).toEqual(['cgroup', 'cgroup']);
});

describe('text edits', () => {
  const text = (...edits: NonNullable<Patch['text']>) => compose([{ text: edits }]).configText ?? '';

  it('replace the config by its text', () => {
    const c = compose([{ text: [{ edit: 'after', text: ' ' }] }]);
    expect(c.config).toBeUndefined();
    expect(JSON.parse(c.configText ?? '')).toEqual(configOf());
  });

  it('write values, members and names as they are told', () => {
    expect(
      JSON.parse(text({ edit: 'value', pointer: '/process/user/uid', text: '"7"' })).process.user.uid,
    ).toBe('7');
    expect(text({ edit: 'member', pointer: '/root', text: '"path":"twice"' })).toContain(
      '{"path":"rootfs","path":"twice"}',
    );
    expect(text({ edit: 'rename', pointer: '/process/args', name: 'ARGS' })).toContain(
      '"ARGS":["/bin/probe"]',
    );
    expect(
      text({ edit: 'before', text: 'A' }, { edit: 'whole', text: 'B' }, { edit: 'after', text: 'C' }),
    ).toBe('ABC');
  });
});
