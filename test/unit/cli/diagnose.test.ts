import { expect, test } from 'vitest';
import { diagnose } from '../../../src/cli/diagnose.ts';
import { HOST, RUNTIMES } from '../report/samples.ts';

const complete = {
  ...HOST,
  lsm: ['apparmor', 'selinux'],
  filesystems: [...HOST.filesystems, 'tracefs'],
  capabilities: [...HOST.capabilities, 'CAP_SYS_RESOURCE'],
};
const texts = (...args: Parameters<typeof diagnose>) =>
  diagnose(...args)
    .filter((d) => d.level !== 'ok')
    .map((d) => d.text);

test('a host that has everything has no limits', () => {
  expect(texts(complete, RUNTIMES)).toEqual([]);
});

test('what is missing is named, with what it keeps from being tested', () => {
  const poor = {
    ...complete,
    cgroup: 'v1' as const,
    controllers: ['cpu', 'memory', 'pids', 'cpuset'],
    namespaces: complete.namespaces.filter((n) => n !== 'time'),
    filesystems: HOST.filesystems,
    capabilities: complete.capabilities.filter((c) => c !== 'CAP_SYS_RESOURCE'),
  };
  expect(texts(poor, RUNTIMES)).toEqual([
    'no CAP_SYS_RESOURCE: cannot test raised rlimits, negative oomScoreAdj, this capability itself',
    'the kernel has no time namespaces: cases with them are not generated',
    'cgroup v1 has no io: these resources are not tested',
    'the kernel has no tracefs: programs and hooks are ordered by the arrival of their reports',
  ]);
  const v1Names = { ...poor, controllers: [...poor.controllers, 'blkio'] };
  expect(texts(v1Names, RUNTIMES).filter((t) => t.startsWith('cgroup'))).toEqual([]);
});

test('without CAP_SYS_ADMIN nothing can run', () => {
  const found = diagnose({ ...complete, capabilities: [] }, RUNTIMES);
  expect(found.filter((d) => d.level === 'stop').map((d) => d.text)).toEqual([
    'no CAP_SYS_ADMIN: cannot test anything: namespaces and mounts need it',
  ]);
});

test('one runtime alone is compared with nothing', () => {
  expect(texts(complete, RUNTIMES.slice(0, 1))).toEqual([
    'one runtime: rules are judged, nothing is compared',
  ]);
});

test('a runtime that lacks something of this host is named with it', () => {
  const [runc, crun] = RUNTIMES;
  if (!runc || !crun) throw new Error('two runtimes are wanted');
  expect(texts(complete, [runc, { ...crun, noUserNamespaces: 'newuidmap is missing' }])).toEqual([
    'crun cannot make user namespaces: newuidmap is missing',
  ]);
});
