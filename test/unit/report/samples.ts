/** Made-up documents for the tests of reports; the figures mean nothing. */
import { baseConfig, baseFiles, baseScript, program } from '../../../generators/core/base.ts';
import type { Case } from '../../../src/contract/case.ts';
import type { Event, Figures, Stats } from '../../../src/contract/event.ts';
import type { Explained } from '../../../src/contract/explained.ts';
import type { HostFacts, RuntimeFacts } from '../../../src/contract/facts.ts';
import type { Divergence } from '../../../src/contract/verdict.ts';

export const HOST: HostFacts = {
  kernel: '6.1.0-test',
  arch: 'x64',
  distribution: 'Debian 12',
  cpus: 2,
  cgroup: 'v2',
  controllers: ['cpu', 'memory', 'pids', 'cpuset', 'io'],
  capabilities: ['CAP_SYS_ADMIN', 'CAP_SYS_NICE', 'CAP_NET_ADMIN', 'CAP_MKNOD', 'CAP_AUDIT_WRITE'],
  lsm: ['apparmor'],
  namespaces: ['pid', 'net', 'mnt', 'ipc', 'uts', 'user', 'cgroup', 'time'],
  rlimits: { NOFILE: ['1024', '4096'] },
  filesystems: ['proc', 'tmpfs'],
  hugepageSizes: [],
  sandbox: 'full',
};

export function runtime(label: string, name: string, version: string): RuntimeFacts {
  return {
    label,
    name,
    path: `/usr/bin/${name}`,
    version,
    declaredSpec: '1.0.2',
    sha256: '00',
    hooks: ['prestart', 'poststart', 'poststop'],
    features: null,
    ociVersions: [],
    ownKernel: false,
    cgroups: true,
  };
}
export const RUNTIMES = [runtime('runc', 'runc', '1.1.5'), runtime('crun', 'crun', '1.8.1')];

export const EXPLAINED: Explained = {
  matters: [{ pointer: '/config/hooks/poststart/0/timeout', instead: 0 }],
  free: ['/config/hostname'],
  nearest: { pointer: '/config/hooks/poststart/0/timeout', instead: 0 },
};

export function divergence(more: Partial<Divergence> = {}): Divergence {
  return {
    signature: 'hooks/runtime.lifecycle.poststart/runc/hooks.poststart.phase/before-start',
    altSignatures: [],
    title: 'poststart hook runs before start returns',
    kind: 'violation',
    level: 'MUST',
    requirement: 'hooks.poststart.phase',
    anchor: 'config.md#poststart',
    oracle: 'hooks',
    runtimes: ['runc'],
    case: 'divergences/poststart-1a2b3c/finding.json',
    reliability: { same: 3, runs: 3 },
    known: null,
    expected: 'start',
    actual: { runc: 'create' },
    why: 'the hook reported during create',
    shrunk: { from: 61, to: 9 },
    replay: 'ocifuzz replay .ocifuzz/runs/r1/divergences/poststart-1a2b3c/finding.json',
    ...more,
  };
}

/** A case that differs from the base in a hook, a mount and the caller's umask. */
export function sampleCase(): Case {
  const config = baseConfig() as Record<string, unknown>;
  config.hooks = { poststart: [{ path: '/run/ocifuzz/hook' }] };
  config.mounts = [...(config.mounts as unknown[]), { destination: '/data', type: 'tmpfs', source: 'tmpfs' }];
  return {
    schemaVersion: 1,
    expectation: 'valid',
    config,
    files: [...baseFiles(), program({})],
    script: [...baseScript(), { op: 'kill', signal: 'TERM' }, { op: 'delete', force: true }],
    caller: { umask: 0o077 },
    host: {},
  };
}

export function stats(more: Partial<Stats> = {}): Stats {
  return {
    cases: 120,
    lifecycles: 260,
    elapsedSeconds: 61.5,
    acceptedByRuntime: {
      runc: { cases: 100, accepted: 97, ratio: 0.97 },
      crun: { cases: 100, accepted: 100, ratio: 1 },
    },
    refusals: { runc: { 'unsupported (mounts)': 2, 'permission (rlimits)': 1 }, crun: {} },
    rules: {
      'hooks.poststart.phase': { runc: { ok: 0, violation: 4, unknown: 0 } },
      'never.exercised': { runc: { ok: 0, violation: 0, unknown: 2 } },
    },
    members: { '/ociVersion': 120, '/hooks/poststart': 7 },
    notClaimed: 3,
    unstable: 1,
    unconfirmed: 0,
    ...more,
  };
}

export function figures(more: Partial<Figures> = {}): Figures {
  const { cases, lifecycles, elapsedSeconds, acceptedByRuntime } = stats();
  return { cases, lifecycles, elapsedSeconds, acceptedByRuntime, rules: 1, members: 2, ...more };
}

export const START: Extract<Event, { type: 'run-start' }> = {
  type: 'run-start',
  seed: 1873,
  host: HOST,
  runtimes: RUNTIMES,
  argv: ['--runtimes', 'runc,crun'],
  runDir: '.ocifuzz/runs/r1',
};

export function end(
  more: Partial<Extract<Event, { type: 'run-end' }>> = {},
): Extract<Event, { type: 'run-end' }> {
  return {
    type: 'run-end',
    reason: 'max-time',
    stats: stats(),
    divergences: [divergence()],
    inconclusive: [],
    ...more,
  };
}
