/** Accepting and refusing: valid cases, invalid ones with their control, and what excuses a refusal. */
import { describe, expect, it } from 'vitest';
import { agreement } from '../../../oracles/agreement.ts';
import { type Case, ROOTFS } from '../../../src/contract/case.ts';
import type { RuntimeFacts } from '../../../src/contract/facts.ts';
import type { Observation } from '../../../src/contract/observation.ts';
import type { Run, Verdict } from '../../../src/contract/verdict.ts';
import { hooked } from './bugs/plant.ts';
import { aCase, config, honest, hookLabel, input, numbered, run } from './fixture.ts';

function refused(label: string): Observation {
  const o = honest(label);
  const steps = o.steps.map((s) => ({
    ...s,
    outcome: 'error' as const,
    exitCode: 1,
    errorClass: 'config-value' as const,
    state: undefined,
  }));
  return { ...o, steps, events: numbered([]), outside: [] };
}

const judge = (c: Case, first: Observation, facts: Partial<RuntimeFacts> = {}, second = honest('b')) =>
  agreement
    .judge(input([run('a', first, facts), run('b', second)], c))
    .map((v) => ({ ...v, title: '', actual: {} }));

const invalid = (): Case =>
  aCase({
    expectation: 'invalid',
    invalid: {
      requirement: 'linux.ns.duplicate',
      pointer: '/linux/namespaces/5/type',
      control: { ...config() },
    },
  });

describe('a valid case', () => {
  it('that one refuses is a difference, named by adapters and error class', () => {
    expect(judge(aCase(), refused('a'))).toMatchObject([
      {
        verdict: 'violation',
        kind: 'difference',
        path: 'steps.create[none]',
        token: 'a=refused:config-value b=ok',
      },
    ]);
  });

  it('differs alike whatever times and pids the error text has', () => {
    const saying = (stderr: string) => {
      const o = refused('a');
      return { ...o, steps: o.steps.map((step) => ({ ...step, stderr })) };
    };
    const of = (stderr: string) =>
      agreement.judge(input([run('a', saying(stderr)), run('b', honest('b'))]))[0];
    expect(of('time="12:00:01" no')?.actual).toEqual({ a: 'config-value', b: 'ok' });
    expect(of('time="12:00:02" no')?.actual).toEqual(of('time="12:00:01" no')?.actual);
    expect(of('time="12:00:02" no')?.why).toContain('a said: time="12:00:02" no');
  });

  it('is not claimed where it uses what the refuser does not declare', () => {
    const verdicts = judge(aCase(), refused('a'), { declaredSpec: '1.0.2' });
    expect(verdicts).toMatchObject([{ verdict: 'violation', notClaimed: true }]);
  });

  it('says nothing where what accepts it may not know what it uses', () => {
    const own = config();
    Object.assign(own.linux ?? {}, { memoryPolicy: { mode: 'MPOL_DEFAULT' } });
    const taking = (declaredSpec: string) =>
      agreement.judge(
        input(
          [run('a', refused('a'), { declaredSpec: '1.3.0' }), run('b', honest('b'), { declaredSpec })],
          aCase({ config: { ...own, ociVersion: '1.3.0' } }),
        ),
      );
    expect(taking('1.0.2')).toMatchObject([{ verdict: 'unknown' }]);
    expect(taking('1.3.0')).toMatchObject([{ verdict: 'violation' }]);
  });

  it('is not for a runtime that does not take its version', () => {
    expect(judge(aCase(), refused('a'), { ociVersions: ['1.0.'] })).toMatchObject([{ verdict: 'unknown' }]);
  });

  it('excuses a refusal that the host brings about', () => {
    const own = config();
    Object.assign(own.process ?? {}, { oomScoreAdj: -5 });
    expect(judge(aCase({ config: own }), refused('a'))).toMatchObject([{ verdict: 'unknown' }]);
  });

  it('excuses a refusal of user namespaces for which the runtime lacks something of the host', () => {
    const lacking = { noUserNamespaces: 'newuidmap is missing' };
    const own = config();
    own.linux?.namespaces?.push({ type: 'user' });
    expect(judge(aCase({ config: own }), refused('a'), lacking)).toMatchObject([{ verdict: 'unknown' }]);
    expect(judge(aCase({ config: own }), refused('a'))).toMatchObject([{ verdict: 'violation' }]);
    expect(judge(aCase(), refused('a'), lacking)).toMatchObject([{ verdict: 'violation' }]);
  });

  it('leaves a hook that fails to the rules on hooks: not all runtimes run it in create', () => {
    const o = refused('a');
    for (const s of o.steps) s.errorClass = 'hook-failed';
    expect(judge(hooked('poststart', { exit: 1 }), o)).toMatchObject([{ verdict: 'unknown' }]);
    expect(judge(hooked('poststart', { exit: 0 }), o)).toMatchObject([{ verdict: 'violation' }]);
    expect(judge(hooked('poststart', { sleepMs: 2500 }, { timeout: 1 }), o)).toMatchObject([
      { verdict: 'unknown' },
    ]);
    const text = hooked('poststart', {});
    text.files = text.files.map((f) =>
      f.path.includes('hooks/') ? { type: 'file', path: f.path, mode: 0o755, content: 'exit 0\n' } : f,
    );
    expect(judge(text, o)).toMatchObject([{ verdict: 'unknown' }]);
    const locked = hooked('poststart', {});
    locked.files = locked.files.map((f) => (f.path === hookLabel('poststart') ? { ...f, mode: 0o644 } : f));
    expect(judge(locked, o)).toMatchObject([{ verdict: 'unknown' }]);
    // nothing is where the config says that it is
    const missing = hooked('poststart', {});
    missing.files = missing.files.filter((f) => !f.path.endsWith('/hooks/poststart'));
    expect(judge(missing, o)).toMatchObject([{ verdict: 'unknown' }]);
    missing.files.push({
      type: 'program',
      path: `${ROOTFS}${hookLabel('poststart')}`,
      behaviour: { role: 'hook' },
    });
    expect(judge(missing, o)).toMatchObject([{ verdict: 'unknown' }]);
    for (const s of o.steps) Object.assign(s, { errorClass: 'other', stderr: '' });
    expect(judge(missing, o)).toMatchObject([{ verdict: 'unknown' }]);
    for (const s of o.steps) Object.assign(s, { stderr: 'no space left' });
    expect(judge(missing, o)).toMatchObject([{ verdict: 'violation' }]);
    for (const s of o.steps) s.errorClass = 'hook-failed';
    expect(judge(hooked('poststart', {}, { path: '/run/ocifuzz' }), o)).toMatchObject([
      { verdict: 'unknown' },
    ]);
    const foreign = hooked('poststart', {}, { path: '/usr/bin/true' });
    expect(judge(foreign, o)).toMatchObject([{ verdict: 'violation' }]);
  });

  it('leaves hooks for which a pids limit of 0 may leave no room to the files of the cgroup', () => {
    const limited = (limit: number) => {
      const own = config();
      Object.assign(own.linux?.resources ?? {}, { pids: { limit } });
      return aCase({ config: own });
    };
    const o = refused('a');
    for (const s of o.steps) s.errorClass = 'hook-failed';
    expect(judge(limited(0), o)).toMatchObject([{ verdict: 'unknown' }]);
    expect(judge(limited(100), o)).toMatchObject([{ verdict: 'violation' }]);
    expect(judge(limited(0), refused('a'))).toMatchObject([{ verdict: 'violation' }]);
  });

  it('refused by all says nothing', () => {
    expect(judge(aCase(), refused('a'), {}, refused('b'))).toMatchObject([{ verdict: 'unknown' }]);
  });
});

describe('an unspecified case', () => {
  it('that one refuses is a gap', () => {
    expect(judge(aCase({ expectation: 'unspecified' }), refused('a'))).toMatchObject([{ kind: 'spec-gap' }]);
  });
});

describe('an invalid case', () => {
  it('that is accepted breaks the requirement that the case names', () => {
    const [first] = agreement.judge(input([run('a')], invalid()));
    expect(first).toMatchObject({
      verdict: 'violation',
      kind: 'violation',
      rule: 'linux.ns.duplicate',
      path: 'config:/linux/namespaces/*/type',
      token: 'accepted',
    });
  });

  it.each([
    ['well refused where the control is accepted', honest('a'), 'ok'],
    ['open where the control is refused too', refused('a'), 'unknown'],
    ['open without a control', undefined, 'unknown'],
  ] as const)('is %s', (_, control, verdict) => {
    const one = { ...run('a', refused('a')), ...(control ? { control } : {}) };
    expect(agreement.judge(input([one], invalid()))).toMatchObject([{ verdict, rule: 'linux.ns.duplicate' }]);
  });
});

it('resources that a runtime was told to leave alone are not its to check', () => {
  const c = invalid();
  Object.assign(c.invalid ?? {}, {
    pointer: '/linux/resources/rdma/x',
    requirement: 'linux.res.rdma.one-of',
  });
  const verdicts = (cgroups: boolean) =>
    agreement.judge(input([run('a', honest('a'), { cgroups })], c)).map((v) => v.verdict);
  expect(verdicts(true)).toEqual(['violation']);
  expect(verdicts(false)).toEqual(['unknown']);
  const limited = aCase({ config: { ...config(), linux: { resources: { memory: { limit: 4096 } } } } });
  const compared = (cgroups: boolean) =>
    agreement
      .judge(input([run('a', honest('a'), { cgroups }), run('b', refused('b'))], limited))
      .map((v) => v.verdict);
  expect(compared(true)).toEqual(['violation']);
  expect(compared(false)).toEqual(['unknown']);
});

it('what only cgroup v2 has is not to be refused on a host with v1', () => {
  const c = invalid();
  const requirement = 'linux.res.unified.absent-controller';
  Object.assign(c.invalid ?? {}, { pointer: '/linux/resources/unified/nosuch.max', requirement });
  const on = (cgroup: 'v1' | 'v2') => {
    const given = input([run('a', honest('a'))], c);
    return agreement.judge({ ...given, host: { ...given.host, cgroup } }).map((v) => v.verdict);
  };
  expect(on('v2')).toEqual(['violation']);
  expect(on('v1')).toEqual(['unknown']);
  const unified = aCase({ config: { ...config(), linux: { resources: { unified: { 'pids.max': '1' } } } } });
  const compared = (cgroup: 'v1' | 'v2') => {
    const given = input([run('a', honest('a')), run('b', refused('b'))], unified);
    return agreement.judge({ ...given, host: { ...given.host, cgroup } }).map((v) => v.verdict);
  };
  expect(compared('v2')).toEqual(['violation']);
  expect(compared('v1')).toEqual(['unknown']);
});

describe('a harmless part', () => {
  const harmless = (): Case => {
    const { annotations: _, ...control } = config();
    const requirement = 'config.annotations.unknown-key';
    return aCase({ harmless: { requirement, pointer: '/annotations/org.example.a', control } });
  };
  const judged = (one: Run): Verdict[] =>
    agreement.judge(input([one], harmless())).filter((v) => v.rule === 'config.annotations.unknown-key');

  it('that is refused, where the config without it is not, breaks what says that it is harmless', () => {
    expect(judged({ ...run('a', refused('a')), control: honest('a') })).toMatchObject([
      { verdict: 'violation', level: 'MUST', path: 'config:/annotations/{key}', token: 'refused' },
    ]);
  });

  it.each([
    ['well accepted', run('a'), ['ok']],
    [
      'open where the control is refused too',
      { ...run('a', refused('a')), control: refused('a') },
      ['unknown'],
    ],
    ['open without a control', run('a', refused('a')), ['unknown']],
    ['not for a runtime of an older specification', run('a', refused('a'), { declaredSpec: '1.0.2' }), []],
    [
      'not for a runtime that does not take its version',
      run('a', refused('a'), { ociVersions: ['1.0.'] }),
      [],
    ],
  ] as const)('is %s', (_, one, verdicts) => {
    expect(judged(one).map((v) => v.verdict)).toEqual(verdicts);
  });

  it('is open where other parts are to be made in a mount that is harmless', () => {
    const judging = (path: string): string[] => {
      const own = config();
      const control = { ...own };
      const mount = { destination: '/t', type: 'tmpfs', options: ['rnoatime'] };
      const devices = [{ type: 'p', path }];
      const mounts = [...(own.mounts ?? []), mount];
      const pointer = `/mounts/${mounts.length - 1}/options/0`;
      const requirement = 'config.mounts.opt.rnoatime';
      const c = aCase({
        config: { ...own, mounts, linux: { ...own.linux, devices } },
        harmless: { requirement, pointer, control },
      });
      return agreement
        .judge(input([{ ...run('a', refused('a')), control: honest('a') }], c))
        .filter((v) => v.rule === requirement)
        .map((v) => v.verdict);
    };
    expect(['/dev/x', '/t/x'].map(judging)).toEqual([['violation'], ['unknown']]);
  });

  it('is open where a mount cannot be made with a namespace, which is then compared', () => {
    const judged = (errorClass: 'mount-failed' | 'namespace-failed') => {
      const o = refused('a');
      for (const s of o.steps) s.errorClass = errorClass;
      const harmless = {
        requirement: 'linux.ns.supported.user',
        pointer: '/linux/namespaces',
        control: config(),
      };
      const runs = [{ ...run('a', o), control: honest('a') }, run('b')];
      const verdicts = agreement.judge(input(runs, aCase({ harmless })));
      return verdicts.filter((v) => v.verdict === 'violation').map((v) => v.rule);
    };
    expect(judged('namespace-failed')).toEqual(['linux.ns.supported.user']);
    expect(judged('mount-failed')).toEqual(['agreement.accept']);
  });

  it('leaves nothing to compare once a refusal broke the rule', () => {
    const runs = [{ ...run('a', refused('a')), control: honest('a') }, run('b')];
    expect(agreement.judge(input(runs, harmless())).map((v) => v.rule)).not.toContain('agreement.accept');
  });
});
