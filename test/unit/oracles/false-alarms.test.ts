/** What real runs showed to be our mistakes, and must stay silent. */
import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../../oracles/index.ts';
import { BUNDLE, type Case } from '../../../src/contract/case.ts';
import type { Observation } from '../../../src/contract/observation.ts';
import { LIFECYCLE } from './bugs/lifecycle.ts';
import { hooked } from './bugs/plant.ts';
import { connection, STATE, withAgent } from './bugs/sockets.ts';
import {
  aCase,
  answered,
  CONTAINER_PID,
  config,
  drop,
  FEATURES,
  honest,
  hookLabel,
  input,
  move,
  numbered,
  PROGRAM,
  recordIn,
  restate,
  run,
  stateDocument,
} from './fixture.ts';

function broken(c: Case, o: Observation): string[] {
  const verdicts = judgeAll(input([run('a', o)], c));
  return verdicts.filter((v) => v.verdict === 'violation').map((v) => v.rule);
}

const fail = (o: Observation, index: number, errorClass: 'other' | 'usage') => {
  const step = o.steps[index];
  if (!step) throw new Error(`no step ${index}`);
  Object.assign(step, { outcome: 'error', exitCode: 1, errorClass });
};

describe('silence', () => {
  it('on a mount whose destination a masked path names by a link that leads there', () => {
    const seen = (maskedPaths: string[]) => {
      const own = config();
      const options = ['rw', 'dirsync', 'mode=700'];
      own.mounts?.push({ destination: '/way', type: 'tmpfs', source: 'none', options });
      Object.assign(own.linux ?? {}, { maskedPaths });
      const c = aCase({ config: own });
      c.files.push({ type: 'symlink', path: `${BUNDLE}/rootfs/way`, target: '/data/dir' });
      const o = honest('a');
      recordIn(o).mountinfo?.push('900 1 0:90 / /data/dir ro,relatime - tmpfs tmpfs rw,size=0k');
      return broken(c, o).filter((r) => r.startsWith('config.mounts'));
    };
    expect(seen([])).toContain('config.mounts.opt.rw');
    expect(seen(['/way'])).toEqual([]);
  });

  it('on a container that ended behind a filter that denies all, before its start', () => {
    const own = config();
    Object.assign(own.linux ?? {}, { seccomp: { defaultAction: 'SCMP_ACT_TRACE' } });
    const judged = (c: Case) => {
      const o = honest('a');
      const step = o.steps.find((s) => s.op === 'state');
      Object.assign(step ?? {}, { state: { ...stateDocument('stopped', 0), pid: 0 } });
      return broken(c, o).filter((r) => r.startsWith('state.'));
    };
    expect(judged(aCase())).toEqual(expect.arrayContaining(['state.status.created', 'state.pid.required']));
    expect(judged(aCase({ config: own }))).toEqual([]);
  });

  it('on a state that prints nothing once an operation was ended half way', () => {
    const judged = (outcome: 'ok' | 'timeout') => {
      const o = honest('a');
      const state = o.steps.findIndex((s) => s.op === 'state');
      const { state: _, ...rest } = o.steps[state] ?? o.steps[0] ?? ({} as never);
      o.steps[state] = { ...rest, stdout: '' };
      Object.assign(o.steps[0] ?? {}, {
        outcome,
        ...(outcome === 'ok' ? {} : { exitCode: null, signal: 9 }),
      });
      return broken(aCase(), o).includes('op.state.returns');
    };
    expect([judged('ok'), judged('timeout')]).toEqual([true, false]);
  });

  it('on a start that passes on how a hook of it ended', () => {
    for (const [signal, rules] of [
      [11, []],
      [9, ['liveness.crash']],
    ] as const) {
      const c = hooked('poststart', { signal });
      const o = honest('a');
      const start = o.steps.findIndex((s) => s.op === 'start');
      fail(o, start, 'other');
      Object.assign(o.steps[start] ?? {}, { exitCode: 128 + 11 });
      expect(broken(c, o).filter((r) => r === 'liveness.crash')).toEqual(rules);
    }
  });

  it('on a crash behind a filter that keeps processes from ending', () => {
    const told = (action: 'SCMP_ACT_ERRNO' | 'SCMP_ACT_LOG') => {
      const own = config();
      const syscalls = [{ names: ['exit_group'], action }];
      Object.assign(own.linux ?? {}, { seccomp: { defaultAction: 'SCMP_ACT_ALLOW', syscalls } });
      const o = honest('a');
      Object.assign(o.steps[0] ?? {}, { stderr: 'panic: runtime error: invalid memory address\n' });
      return broken(aCase({ config: own }), o).filter((r) => r === 'liveness.crash');
    };
    expect(told('SCMP_ACT_LOG')).toEqual(['liveness.crash']);
    expect(told('SCMP_ACT_ERRNO')).toEqual([]);
  });

  it('on a nice value out of range, which the kernel takes for the nearest', () => {
    const told = (nice: number) => {
      const c = aCase();
      Object.assign(c.config?.process ?? {}, { scheduler: { policy: 'SCHED_OTHER', nice } });
      const o = honest('a');
      Object.assign(recordIn(o).sched ?? {}, { policy: 0, nice: 19 });
      return broken(c, o).filter((r) => r.includes('scheduler'));
    };
    expect(told(40)).toEqual([]);
    expect(told(-20)).toEqual(['config.process.scheduler.nice.default']);
  });

  it('on a network device whose new name is empty, or that of the loopback interface', () => {
    const told = (name: string) => {
      const own = { ...config(), ociVersion: '1.3.0' };
      Object.assign(own.linux ?? {}, { netDevices: { oci0: { name } } });
      const o = honest('a');
      recordIn(o).results.push({ ask: 'net:list:/', ret: 0, errno: 0, text: 'lo\noci0\n' });
      const c = aCase({ config: own, host: { interfaces: [{ name: 'oci0', mac: '02:00:5e:10:00:01' }] } });
      recordIn(o).results.push({ ask: 'net:read:lo/address', ret: 0, errno: 0, text: '00:00:00:00:00:00\n' });
      recordIn(o).results.push({ ask: 'net:read:lo/flags', ret: 0, errno: 0, text: '0x9\n' });
      o.after.interfaces = ['lo', 'oci0'];
      return broken(c, o).filter((r) => r.startsWith('linux.netdev'));
    };
    expect(told('eth0')).toEqual(['linux.netdev.name.rename']);
    expect(told('')).toEqual([]);
    expect(told('lo')).toEqual([]);
  });

  it('on the state that a hook inside does not get to the end of, behind a filter that may be to blame', () => {
    const seen = (filtered: boolean) => {
      const own = config();
      if (!filtered) delete own.linux?.seccomp;
      const o = honest('a');
      Object.assign(recordIn(o, hookLabel('startContainer')).stdin ?? {}, { eof: false });
      return broken(aCase({ config: own }), o);
    };
    expect(seen(false)).toContain('hooks.stdin.state');
    expect(seen(true)).not.toContain('hooks.stdin.state');
  });

  it('on CPUs that the caller had given up, and entering a cpuset gives back', () => {
    const own = config();
    Object.assign(own.process ?? {}, { execCPUAffinity: { initial: '0' } });
    delete own.linux?.resources?.cpu;
    const c = aCase({ config: { ...own, ociVersion: '1.2.0' }, caller: { affinity: [0] } });
    const changed = (affinity: number[]) => {
      const o = honest('a');
      Object.assign(recordIn(o), { affinity });
      const given = input([run('a', o)], c);
      const verdicts = judgeAll({ ...given, host: { ...given.host, cpus: 3 } });
      return verdicts.filter((v) => v.verdict === 'violation').map((v) => v.rule);
    };
    expect(changed([1])).toContain('config.process.execCPUAffinity.not-init');
    for (const affinity of [[0], [0, 1, 2]])
      expect(changed(affinity)).not.toContain('config.process.execCPUAffinity.not-init');
  });

  it('on what the agent is sent of the next container', () => {
    const c = withAgent();
    c.script.push({ op: 'create' }, { op: 'start' });
    const o = honest('a');
    for (const op of ['create', 'start']) {
      const step = o.steps.length;
      o.steps.push({ ...structuredClone(o.steps[0] as (typeof o.steps)[0]), op, index: step });
      o.events = numbered([...o.events, { type: 'step-begin', step }, { type: 'step-end', step }]);
    }
    const pid = CONTAINER_PID + 9;
    const later = connection({ ...STATE, pid, state: stateDocument('creating', pid) });
    const told = (step: number) => {
      o.agent = [connection(), { ...later, step }];
      return broken(c, o).filter((r) => r.startsWith('linux.seccomp'));
    };
    expect(told(3)).toContain('linux.seccomp.state.pid');
    expect(told(o.steps.length - 2)).toEqual([]);
    // a second create that fails may have connected and have nothing to send any more
    const silent = () => {
      o.agent = [connection(), { ...later, step: o.steps.length - 2, messages: [] }];
      return broken(c, o).filter((r) => r.startsWith('linux.seccomp'));
    };
    expect(silent()).toContain('linux.seccomp.state.payload');
    for (const s of o.steps.slice(-2)) Object.assign(s, { outcome: 'error', exitCode: 1, state: undefined });
    expect(silent()).toEqual([]);
  });

  it('on what the agent is sent of a process that exec adds', () => {
    const c = withAgent();
    c.script.push({ op: 'exec' });
    const pid = CONTAINER_PID + 9;
    const other = connection({ ...STATE, pid, state: stateDocument('running', pid) });
    const told = (step: number | null) => {
      const o = honest('a');
      o.agent = [connection(), { ...other, step }];
      return broken(c, o);
    };
    expect(told(3)).toContain('linux.seccomp.state.pid');
    for (const step of [c.script.length - 1, null])
      expect(told(step)).not.toContain('linux.seccomp.state.pid');
  });

  it('on interfaces that the container was given, also by a config that is only text', () => {
    const { config: own, ...rest } = aCase();
    const text = JSON.stringify({ ...own, linux: { ...(own?.linux as object), netDevices: { lo: {} } } });
    const o = honest('a');
    o.after.interfaces = [];
    expect(broken({ ...rest, configText: text }, o)).not.toContain('op.delete.foreign-resources');
    expect(broken(aCase(), o)).toContain('op.delete.foreign-resources');
  });

  it('on a seccomp agent that hears nothing where there is no process', () => {
    const seccomp = {
      ...config().linux?.seccomp,
      syscalls: [{ names: ['kcmp'], action: 'SCMP_ACT_NOTIFY' }],
    };
    const notifying = { ...config(), linux: { ...config().linux, seccomp } };
    const { process: _, ...without } = notifying;
    const o = honest('a');
    o.agent = [{ step: 3, messages: [], closed: true }];
    expect(broken(aCase({ config: notifying }), o)).toContain('linux.seccomp.state.payload');
    expect(broken(aCase({ config: without }), o)).not.toContain('linux.seccomp.state.payload');
  });

  it('on poststop hooks of a container that never was', () => {
    const c = aCase({ script: [{ op: 'create' }, { op: 'delete', force: true }] });
    const o = honest('a');
    o.steps = [0, 10].flatMap((i) => o.steps[i] ?? []).map((s, index) => ({ ...s, index }));
    o.events = o.events.filter((e) => e.step === 0);
    fail(o, 0, 'other');
    expect(broken(c, o)).not.toContain('lifecycle.13.poststop-invoked');
  });

  it('on a delete that fails where there is nothing, after poststop hooks of a create that failed', () => {
    const c = hooked('poststop', { exit: 1 });
    const warned = (early: boolean) => {
      const o = honest('a');
      const index = o.steps.findIndex((s) => s.op === 'delete');
      fail(o, index, 'other');
      if (early) {
        fail(o, 0, 'other');
        move(o, hookLabel('poststop'), (e) => e.type === 'step-end' && e.step === 0);
      }
      return broken(c, o);
    };
    expect(warned(false)).toContain('lifecycle.13.poststop-failure');
    expect(warned(true)).not.toContain('lifecycle.13.poststop-failure');
  });

  it('on a state after a delete that failed for a poststop hook, when the container was gone', () => {
    const judged = (hook: object) => {
      const script: Case['script'] = [{ op: 'create' }, { op: 'delete' }, { op: 'state' }];
      const c = { ...hooked('poststop', hook), script };
      const o = honest('a');
      const [create, other] = o.steps;
      if (!create || !other) throw new Error('an honest lifecycle has steps');
      o.steps = [create, { ...other, index: 1, op: 'delete' }, { ...other, index: 2, op: 'state' }];
      o.events = o.events.filter((e) => e.step === 0);
      fail(o, 1, 'other');
      fail(o, 2, 'other');
      return broken(c, o);
    };
    expect(judged({ signal: 11 })).not.toContain('op.state.returns');
    expect(judged({})).toContain('op.state.returns');
  });

  it('on a hook that is listed as a feature, but cannot be found, cannot be executed or has no time', () => {
    const elsewhere = aCase();
    for (const f of elsewhere.files)
      if (f.path === hookLabel('poststop')) f.path = `${BUNDLE}/rootfs${f.path}`;
    const hasty = hooked('poststop', {}, { timeout: 2 ** 40 });
    const noProgram = aCase();
    for (const f of noProgram.files)
      if (f.type === 'program' && f.path === hookLabel('poststop')) f.mode = 0o644;
    for (const c of [elsewhere, hasty, noProgram]) {
      const o = honest('a');
      drop(o, hookLabel('poststop'));
      expect(broken(c, o)).not.toContain('features.hooks');
    }
  });

  it('on a created container that says stopped, once its process was seen to have ended', () => {
    const c = aCase({ script: [{ op: 'create' }, { op: 'observe' }, { op: 'state' }, { op: 'delete' }] });
    const o = honest('a');
    o.steps = [0, 1, 2, 10].flatMap((i) => o.steps[i] ?? []).map((s, index) => ({ ...s, index }));
    o.events = numbered(o.events.filter((e) => e.step !== undefined && e.step <= 2));
    Object.assign(o.steps[2]?.state ?? {}, { status: 'stopped', pid: 0 });
    expect(broken(c, o)).toContain('state.status.created');
    Object.assign(o.outside[0] ?? {}, { status: null });
    expect(broken(c, o).filter((rule) => rule.startsWith('state.'))).toEqual([]);
  });

  it('on poststart hooks that ran before the startContainer hook failed', () => {
    const c = aCase();
    c.files = c.files.filter((f) => f.path !== hookLabel('startContainer'));
    const o = honest('a');
    drop(o, hookLabel('startContainer'));
    drop(o, PROGRAM);
    move(o, hookLabel('poststart'), (e) => e.type === 'step-end' && e.step === 0);
    const rules = broken(c, o);
    expect(rules).toContain('hooks.poststart.phase');
    expect(rules).not.toContain('hooks.failure.remaining-in-list');
  });

  it('on the duty to run a poststop hook behind a failed one, which the rule on failures has', () => {
    const c = hooked('poststop', { signal: 9 });
    const path = '/run/ocifuzz/hooks/later';
    (c.config as ReturnType<typeof config>).hooks?.poststop?.push({ path });
    c.files.push({ type: 'program', path, behaviour: { role: 'hook' } });
    const rules = broken(c, honest('a')).filter((r) => r.startsWith('lifecycle.13'));
    expect(rules).toEqual(['lifecycle.13.poststop-failure']);
    // one that is not there fails as well
    c.files = c.files.filter((f) => f.path !== hookLabel('poststop'));
    const o = honest('a');
    drop(o, hookLabel('poststop'));
    expect(broken(c, o).filter((r) => r.startsWith('lifecycle.13'))).toEqual(rules);
  });

  it('on a delete or a start that fails for a reason of its own, with a hook that is not there', () => {
    for (const [kind, index] of [
      ['poststop', 10],
      ['poststart', 3],
    ] as const) {
      const c = aCase();
      c.files = c.files.filter((f) => f.path !== hookLabel(kind));
      const o = honest('a');
      drop(o, hookLabel(kind));
      fail(o, index, 'other');
      expect(broken(c, o).filter((r) => /^lifecycle\.(09|13)/.test(r))).toEqual([]);
    }
  });

  it('on the order of hooks that run twice', () => {
    const o = honest('a');
    const again = o.events.filter((e) => e.program === hookLabel('prestart'));
    const end = o.events.findIndex((e) => e.type === 'step-end' && e.step === 0);
    o.events = numbered([...o.events.slice(0, end), ...again, ...o.events.slice(end)]);
    const rules = broken(aCase(), o);
    expect(rules).toContain('lifecycle.03.prestart-invoked');
    expect(rules.filter((r) => r.startsWith('hooks.order'))).toEqual([]);
  });

  it('on what the runtime rightly answers its hooks', () => {
    const c = hooked('createRuntime', { call: { op: 'state' } });
    const o = honest('a');
    answered(o, 'createRuntime', `exit 0\n${JSON.stringify(stateDocument('creating', 11))}`);
    expect(broken(c, o)).toEqual([]);
    const killing = hooked('prestart', { call: { op: 'kill', signal: 'KILL' } });
    const refused = honest('a');
    answered(refused, 'prestart', 'exit 1\n');
    expect(broken(killing, refused)).toEqual([]);
  });

  it('on a config.json that a hook took away after it was read', () => {
    expect(broken(hooked('prestart', { remove: `${BUNDLE}/config.json` }), honest('a'))).toEqual([]);
  });

  it('on a kill that refuses an oddly spelled signal', () => {
    const script = aCase().script.map((s) => (s.op === 'kill' ? { ...s, signal: '9 ' } : s));
    const o = honest('a');
    fail(o, 7, 'usage');
    expect(broken(aCase({ script }), o)).not.toContain('op.kill.signal');
  });

  it('on a bind over a default device, which the runtime supplies in its place', () => {
    const own = config();
    const path = '/run/ocifuzz/src/x';
    own.mounts?.push({ destination: '/dev/null', source: path, options: ['bind'] });
    const c = aCase({ config: own, files: [...aCase().files, { type: 'file', path, content: '' }] });
    const o = honest('a');
    recordIn(o).mountinfo?.push('600 502 0:31 /null /dev/null rw,nosuid - tmpfs tmpfs rw');
    expect(broken(c, o)).toEqual([]);
  });

  it('on a start that fails for another reason than the config.json that was edited', () => {
    const path = '/run/ocifuzz/bundle/config.json';
    const script = aCase().script.map((s) => (s.op === 'observe' ? { op: 'remove' as const, path } : s));
    const o = honest('a');
    expect(broken(aCase({ script }), o)).not.toContain('lifecycle.02.config-frozen');
    fail(o, 3, 'other');
    expect(broken(aCase({ script }), o)).not.toContain('lifecycle.02.config-frozen');
  });

  it('on a program that ends by itself while it is sent a signal', () => {
    const c = aCase();
    const program = c.files.find((f) => f.path === PROGRAM);
    if (program?.type !== 'program') throw new Error('no program');
    program.behaviour.holdMs = 8;
    const o = honest('a');
    o.events = numbered(o.events.filter((e) => e.type !== 'signal'));
    const [end, ...gone] = o.events.filter((e) => e.pid === CONTAINER_PID && e.type !== 'begin');
    const others = o.events.filter((e) => e !== end && !gone.includes(e));
    const killed = others.findIndex((e) => e.type === 'step-end' && e.step === 7);
    others.splice(killed, 0, ...(end ? [end] : []), ...gone);
    o.events = numbered(others);
    expect(broken(c, o)).not.toContain('op.kill.signal');
  });

  it('on hooks after one that a signal ended, where what it took for no failure fails for something else', () => {
    const o = honest('a');
    fail(o, 0, 'other');
    const rules = broken(hooked('prestart', { signal: 15 }), o);
    expect(rules).not.toContain('hooks.failure.remaining-in-list');
    expect(broken(hooked('prestart', { exit: 1 }), o)).toContain('hooks.failure.remaining-in-list');
  });

  it('on the pid that a hook inside reads in a pid namespace that is joined', () => {
    const own = config();
    const types = (own.linux?.namespaces ?? []).filter((n) => n.type !== 'pid');
    Object.assign(own.linux ?? {}, {
      namespaces: [...types, { type: 'pid', path: '/run/ocifuzz/src/held' }],
    });
    const o = honest('a');
    restate(o, 'createContainer', (d) => Object.assign(d, { pid: 2 }));
    expect(broken(aCase({ config: own }), o)).not.toContain('hooks.stdin.pid.container');
    expect(broken(aCase(), o)).toContain('hooks.stdin.pid.container');
  });

  it('on a container that a start took away for a hook that failed, with another start beside it', () => {
    const bug = LIFECYCLE.find((b) => b.name === 'two starts at once lose the container');
    const c = typeof bug?.case === 'function' ? bug.case() : aCase();
    const o = honest('a');
    bug?.plant?.(o);
    expect(broken(c, o)).toContain('concurrency.container');
    for (const f of c.files) if (f.type === 'program' && f.path.includes('poststart')) f.behaviour.exit = 1;
    expect(broken(c, o)).not.toContain('concurrency.container');
  });

  it('on operations at once of which a failing hook may have failed one', () => {
    const c = { ...aCase(), script: aCase().script.map((s) => ({ ...s })) } as Case;
    Object.assign(c.script[9] ?? {}, { op: 'delete', force: true, alongside: true });
    Object.assign(c.script[10] ?? {}, { op: 'kill', signal: 'KILL' });
    const o = honest('a');
    Object.assign(o.steps[9] ?? {}, { op: 'delete' });
    Object.assign(o.steps[10] ?? {}, { op: 'kill' });
    fail(o, 9, 'other');
    fail(o, 10, 'other');
    expect(broken(c, o)).toContain('concurrency.serial');
    for (const f of c.files) if (f.type === 'program' && f.path.includes('poststop')) f.behaviour.exit = 1;
    expect(broken(c, o)).not.toContain('concurrency.serial');
  });

  it('on what a state that began with the operations before it did not see', () => {
    const bug = LIFECYCLE.find((b) => b.name === 'two deletes at once leave a process');
    const c = typeof bug?.case === 'function' ? bug.case() : aCase();
    const o = honest('a');
    bug?.plant?.(o);
    const together = { ...c, script: c.script.map((s, i) => (i === 10 ? { ...s, alongside: true } : s)) };
    expect(broken(c, o)).toContain('op.delete.resources');
    expect(broken(together as Case, o)).not.toContain('op.delete.resources');
  });

  it('on a mount whose place a hook takes away', () => {
    const o = honest('a');
    const r = recordIn(o);
    r.mountinfo = (r.mountinfo ?? []).filter((l) => !l.includes(' /scratch '));
    const c = hooked('prestart', { remove: `${BUNDLE}/rootfs/scratch` });
    expect(broken(c, o)).not.toContain('op.create.apply-all');
    expect(broken(hooked('prestart', {}), o)).toContain('op.create.apply-all');
  });

  it.each([`${BUNDLE}/rootfs/bound`, '/bound'])(
    'on a mount that a hook covers by its own at %s',
    (target) => {
      const o = honest('a');
      recordIn(o).mountinfo?.push('700 505 0:60 / /bound rw - tmpfs tmpfs rw');
      const mount = { source: 'tmpfs', target, type: 'tmpfs' };
      const mounts = (c: Case) => broken(c, o).filter((r) => r.startsWith('config.mounts'));
      expect(mounts(hooked('createContainer', { mount }))).toEqual([]);
      expect(mounts(hooked('createContainer', {}))).toContain('config.mounts.opt.rro');
    },
  );

  it('on a read-only path that a hook covers by a mount', () => {
    const o = honest('a');
    const asked = recordIn(o).results.find((r) => r.ask === 'readonly:write:/frozen');
    Object.assign(asked ?? {}, { ret: 0, errno: 0 });
    const mount = { source: 'tmpfs', target: '/frozen', type: 'tmpfs' };
    expect(broken(hooked('startContainer', { mount }), o)).not.toContain('linux.readonly.effect');
    expect(broken(hooked('startContainer', {}), o)).toContain('linux.readonly.effect');
  });

  it.each(['/frozen', '/', '/frozen/below', '/way'])(
    'on a read-only path that a masked one may touch by a link to %s',
    (target) => {
      const judged = (to: string) => {
        const own = config();
        own.linux?.maskedPaths?.push('/way');
        const c = aCase({ config: own });
        c.files.push({ type: 'symlink', path: `${BUNDLE}/rootfs/way`, target: to });
        const o = honest('a');
        const asked = recordIn(o).results.find((r) => r.ask === 'readonly:write:/frozen');
        Object.assign(asked ?? {}, { ret: 0, errno: 0 });
        return broken(c, o);
      };
      expect(judged(target)).not.toContain('linux.readonly.effect');
      expect(judged('/elsewhere')).toContain('linux.readonly.effect');
    },
  );

  it('on a system call that could not be tried for want of a process', () => {
    const o = honest('a');
    const results = [{ ask: 'seccomp:call:acct', ret: -1, errno: 11, text: null }];
    Object.assign(recordIn(o), { results });
    expect(broken(aCase(), o).filter((r) => r.startsWith('linux.seccomp'))).toEqual([]);
  });

  it('on a listed word that a refusal for another reason happens to name', () => {
    const o = honest('a');
    fail(o, 0, 'usage');
    o.events = numbered([]);
    for (const stderr of [
      'malformed spec file: duplicated ns {"uts" ""}',
      'level=warning msg="freezer not supported"\nlevel=error msg="cannot mount mqueue"',
      'level=error msg="mount propagation not supported by uts"',
    ]) {
      Object.assign(o.steps[0] ?? {}, { stderr });
      expect(broken(aCase(), o).filter((r) => r.startsWith('features'))).toEqual([]);
    }
  });

  it('on a version that features list, where a word with it in is the reason of a refusal', () => {
    const features = { ...FEATURES, ociVersionMax: config().ociVersion };
    const judged = (stderr: string) => {
      const o = honest('a');
      fail(o, 0, 'other');
      o.events = numbered([]);
      Object.assign(o.steps[0] ?? {}, { stderr });
      return judgeAll(input([run('a', o, { features })])).filter((v) => v.verdict === 'violation');
    };
    const rule = 'features.ociVersionMax.accepted';
    expect(judged('failed to mount: options: ["noiversion"]').map((v) => v.rule)).not.toContain(rule);
    expect(judged('incompatible version').map((v) => v.rule)).toContain(rule);
  });

  it('on a device whose owner is the id that changes nothing', () => {
    const own = config();
    Object.assign(own.linux?.devices?.[0] ?? {}, { uid: 2 ** 32 - 1 });
    expect(broken(aCase({ config: own }), honest('a'))).toEqual([]);
  });

  it('on a policy that flags tell the kernel to leave alone', () => {
    const scheduler = { policy: 'SCHED_FIFO', flags: ['SCHED_FLAG_KEEP_PARAMS'] };
    const c = aCase();
    Object.assign(c.config?.process ?? {}, { scheduler });
    expect(broken(c, honest('a')).filter((r) => r.includes('scheduler'))).toEqual([]);
  });

  it('on a mount made writable whose file system is read-only', () => {
    const own = config();
    const path = '/run/ocifuzz/src/x';
    own.mounts?.push({ destination: '/t', source: path, options: ['rbind', 'rrw'] });
    const c = aCase({ config: own, files: [...aCase().files, { type: 'dir', path }] });
    const o = honest('a');
    for (const { mounts } of [o.before, o.after])
      mounts.push('32 31 0:32 / /run/ocifuzz/src/x/sub ro - tmpfs tmpfs ro');
    recordIn(o).mountinfo?.push('600 500 0:31 /src/x /t rw - tmpfs tmpfs rw');
    recordIn(o).mountinfo?.push('601 600 0:32 / /t/sub rw - tmpfs tmpfs ro');
    expect(broken(c, o)).toEqual([]);
  });

  it('on a read-only path that a mount hides, so that it is not there', () => {
    const own = config();
    Object.assign(own.linux ?? {}, { readonlyPaths: ['/scratch/x'] });
    const o = honest('a');
    recordIn(o).results.push({ ask: 'readonly:write:/scratch/x', ret: 0, errno: 0, text: null });
    expect(broken(aCase({ config: own }), o)).toEqual([]);
  });

  it('on a read-only path beneath another, for a program that may not write', () => {
    const own = config();
    Object.assign(own.linux ?? {}, { readonlyPaths: ['/data/dir', '/data'] });
    const o = honest('a');
    recordIn(o).results.push({ ask: 'readonly:write:/data/dir', ret: -1, errno: 13, text: null });
    recordIn(o).mountinfo?.push(
      '600 500 0:31 /data/dir /data/dir rw - tmpfs tmpfs rw',
      '601 500 0:31 /data /data ro - tmpfs tmpfs rw',
    );
    expect(broken(aCase({ config: own }), o)).toEqual([]);
  });

  it('on device numbers beside the type that stands for every device', () => {
    const own = config();
    Object.assign(own.linux ?? {}, {
      devices: [{ type: 'c', path: '/dev/ex', major: 42, minor: 5 }],
      resources: {
        devices: [
          { allow: false, access: 'rwm' },
          { allow: true, major: 42, minor: 0, access: 'rwm' },
        ],
      },
    });
    const o = honest('a');
    const results = [{ ask: 'device:open:/dev/ex', ret: -1, errno: 6, text: null }];
    Object.assign(recordIn(o), { results });
    expect(broken(aCase({ config: own }), o).filter((r) => r.startsWith('linux.res.dev'))).toEqual([]);
  });

  it('on a limit of one process where none is asked for: the container process takes it up', () => {
    const own = config();
    own.ociVersion = '1.3.0';
    Object.assign(own.linux ?? {}, { resources: { pids: { limit: 0 } } });
    const judged = (content: string) => {
      const o = honest('a');
      for (const v of o.outside) v.cgroupFiles = { 'pids/ocifuzz/c1/pids.max': content };
      return broken(aCase({ config: own }), o).includes('linux.res.pids.zero');
    };
    expect(['0', '1', '2', 'max'].map(judged)).toEqual([false, false, true, true]);
  });

  it('on a part of the access beside the type that stands for every device', () => {
    const own = config();
    const judged = (access: string) => {
      Object.assign(own.linux ?? {}, {
        devices: [{ type: 'c', path: '/dev/ex', major: 42, minor: 0 }],
        resources: { devices: [{ allow: false, access }] },
      });
      const o = honest('a');
      Object.assign(recordIn(o), {
        results: [{ ask: 'device:open:/dev/ex', ret: -1, errno: 6, text: null }],
      });
      const judging = { ...input([run('a', o)], aCase({ config: own })) };
      judging.host = { ...judging.host, controllers: ['devices'] };
      return judgeAll(judging).some((v) => v.rule === 'linux.res.dev.type' && v.verdict === 'violation');
    };
    expect(['r', 'rw', 'rwm'].map(judged)).toEqual([false, false, true]);
  });

  it('on a device that a mount without devices refuses before the rules do', () => {
    const own = config();
    Object.assign(own.linux ?? {}, {
      devices: [{ type: 'c', path: '/dev/ex', major: 42, minor: 0 }],
      resources: { devices: [{ allow: false, access: 'rwm' }] },
    });
    const judged = (errno: number) => {
      const o = honest('a');
      Object.assign(recordIn(o), { results: [{ ask: 'device:open:/dev/ex', ret: -1, errno, text: null }] });
      const judging = { ...input([run('a', o)], aCase({ config: own })) };
      judging.host = { ...judging.host, controllers: ['devices'] };
      return judgeAll(judging).some((v) => v.rule.startsWith('linux.res.dev') && v.verdict === 'violation');
    };
    expect([1, 6, 13].map(judged)).toEqual([false, true, false]);
  });

  it('on a terminal where another file system covers /proc', () => {
    const own = config();
    Object.assign(own.process ?? {}, { terminal: true });
    const judged = (target: string | null) => {
      const o = honest('a');
      const fds = [0, 1, 2].map((fd) => ({ fd, target, mode: 0o20620, flags: 2 }));
      Object.assign(recordIn(o), { tty: { rows: 24, cols: 80 }, fds });
      return broken(aCase({ config: own }), o).includes('config.process.terminal.true');
    };
    expect(['/dev/tty1', null].map(judged)).toEqual([true, false]);
  });

  it('on a terminal whose name leads through a link at /dev', () => {
    const own = config();
    Object.assign(own.process ?? {}, { terminal: true });
    const o = honest('a');
    Object.assign(recordIn(o), { tty: { rows: 24, cols: 80 } });
    for (const f of recordIn(o).fds ?? []) f.target = '/elsewhere/pts/0';
    const c = aCase({ config: own });
    expect(broken(c, o)).toContain('config.process.terminal.true');
    const link = { type: 'symlink' as const, path: `${BUNDLE}/rootfs/dev`, target: '/elsewhere' };
    expect(broken({ ...c, files: [...c.files, link] }, o)).not.toContain('config.process.terminal.true');
  });

  it('on a terminal for which a size with a 0 is configured', () => {
    const own = config();
    const judged = (height: number) => {
      Object.assign(own.process ?? {}, { terminal: true, consoleSize: { height, width: 65535 } });
      const o = honest('a');
      Object.assign(recordIn(o), { tty: { rows: 0, cols: 0 } });
      return broken(aCase({ config: own }), o).includes('config.process.consoleSize.applied');
    };
    expect([24, 0].map(judged)).toEqual([true, false]);
  });

  it('on a create that hangs where a process inside has hardly any memory', () => {
    const judged = (soft: number) => {
      const own = config();
      Object.assign(own.process ?? {}, { rlimits: [{ type: 'RLIMIT_AS', soft, hard: soft }] });
      Object.assign(own.linux ?? {}, { seccomp: undefined });
      const o = honest('a');
      const create = o.steps.find((s) => s.op === 'create');
      Object.assign(create ?? {}, { outcome: 'timeout', exitCode: null, wallMs: 10_000 });
      return broken(aCase({ config: own }), o).includes('liveness.hang');
    };
    expect([2 ** 40, 4096].map(judged)).toEqual([true, false]);
  });
});
