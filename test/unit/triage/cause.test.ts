import { describe, expect, it, test } from 'vitest';
import { causeOf } from '../../../src/triage/cause.ts';
import { touchesSecurity } from '../../../src/triage/severity.ts';

/** Signatures of one root cause each, as real runs gave them. */
const SAME: Record<string, string[]> = {
  'options of mounts that name none': ['devpts', 'mqueue', 'sysfs', 'tmpfs'].flatMap((kind) =>
    ['nodev', 'noexec', 'nosuid'].map(
      (o) => `differential.mounts mounts[${kind}].option[${o}] crun=on_runc=absent crun+runc`,
    ),
  ),
  'sources of mounts that name none': ['devpts', 'proc', 'tmpfs'].map(
    (kind) => `differential.mounts mounts[${kind}].source crun=type_runc=other crun+runc`,
  ),
  'the environment of hooks without env': [
    'hooks.env.absent hooks.createContainer.env inherited runc',
    'hooks.env.absent hooks.runtime.env not-empty runc',
  ],
  'what is in the environment of hooks beside the listed one': ['HOME+PATH', 'LISTEN_FDS', 'A+B+C'].map(
    (names) => `hooks.env.environ hooks.startContainer.env extra:${names} runc`,
  ),
  'the status in hooks of create': ['createContainer', 'createRuntime', 'prestart'].map(
    (kind) => `hooks.stdin.status.prestart hooks.${kind}.stdin.status created crun`,
  ),
  'start does not wait': [
    'hooks.failure.remaining-in-list hooks.poststart.count after-failed-startContainer crun',
    'lifecycle.07.startContainer-failure steps.start[created] startContainer-failed crun',
    'hooks.startContainer.phase hooks.startContainer.phase outlives-start crun',
    'hooks.order.startContainer-before-poststart hooks.poststart.phase before-program crun',
  ],
  'poststart hooks in create': [
    'hooks.poststart.phase hooks.poststart.phase in-create runc',
    'hooks.poststart.phase hooks.poststart.phase before-program runc',
    'hooks.stdin.status.poststart hooks.poststart.stdin.status created runc',
    'hooks.stdin.status.poststart hooks.poststart.state.status created runc',
    'differential.hooks hooks.poststart.count crun=none_runc=listed crun+runc',
  ],
  'hooks inside that are told the pid 0': [
    'differential.hooks hooks.startContainer.stdin.pid crun=zero_runc=other crun+runc',
    'hooks.stdin.pid.container hooks.createContainer.stdin.pid zero crun',
    'hooks.stdin.pid.container hooks.startContainer.stdin.pid zero crun',
  ],
  'hooks without a state': [
    'differential.hooks hooks.startContainer.stdin.pid crun=absent_runc=one crun+runc',
    'differential.hooks hooks.startContainer.stdin.bundle crun=absent_runc=right crun+runc',
  ],
  'hooks that are called twice': [
    'lifecycle.03.prestart-invoked hooks.prestart.count repeated runc',
    'lifecycle.04.createRuntime-invoked hooks.createRuntime.count repeated runc',
  ],
  'hooks that a signal ended': [
    ...['prestart', 'createContainer'].map(
      (kind) => `hooks.failure.definition steps.create[none] ${kind}-failed crun`,
    ),
    'hooks.failure.definition steps.run[none] createContainer-failed crun',
  ],
  'cgroups of a failed create': ['failed-create', 'concurrent'].map(
    (what) => `errors.state-unchanged residue.cgroups container-after-${what} crun`,
  ),
  'what is made in the rootfs and left': [
    'errors.state-unchanged files[rootfs] created-after-failed-create runc',
    'op.delete.resources files[rootfs] created runc',
  ],
  'a refusal in run and in create': ['run', 'create'].map(
    (op) => `agreement.accept steps.${op}[none] crun=ok_runc=refused:config-value crun+runc`,
  ),
  'the bundle as the runtime tells it': [
    'hooks.stdin.bundle hooks.runtime.stdin.bundle root crun',
    'state.bundle state.bundle root crun',
  ],
  'annotations as the runtime tells them': [
    'hooks.stdin.annotations hooks.runtime.stdin.annotations changed crun',
    'hooks.stdin.annotations hooks.createContainer.stdin.annotations changed crun',
    'state.annotations state.annotations changed crun',
  ],
  'options that only some file systems know': [
    'loud',
    'silent',
    'iversion',
    'noiversion',
    'rnosymfollow',
  ].map((o) => `config.mounts.opt.${o} config:/mounts/*/options/* refused crun`),
  'values of a wrong type': [
    'config.annotations.map config:/annotations accepted crun',
    ...[
      'linux/namespaces',
      'mounts/*/options',
      'process',
      'process/capabilities/bounding',
      'process/env',
    ].map((path) => `config.values.invalid-error config:/${path} accepted crun`),
  ],
  'a tmpfs at /dev': ['option[relatime]', 'super[mode]', 'super[size]'].map(
    (what) => `differential.mounts mounts[dev].${what} crun=on_runc=absent crun+runc`,
  ),
  'what is made where a link at rootfs/dev leads': [
    'differential.files files[linked-dev] runc=absent_runc=l:0777 runc',
    'differential.files files[linked-dev] crun=absent_runc=c:0666:owned crun+runc',
    'errors.state-unchanged files[linked-dev] created-after-failed-create runc',
    'op.delete.resources files[linked-dev] created runc',
  ],
  'what is made outside the rootfs, where a link at rootfs/dev leads': [
    'differential.files files[linked-dev-outside] runc=absent_runc=l:0777 runc',
    'errors.state-unchanged files[linked-dev-outside] created-after-failed-create runc',
    'op.delete.resources files[linked-dev-outside] created runc',
  ],
  'a root that stays a slave': ['private', 'shared', 'unbindable'].map(
    (asked) => `linux.rootfsprop.${asked} mounts[root].propagation ${asked}-slave runc`,
  ),
  'what a killed create leaves': ['kill', 'kill:in-prestart', 'kill:in-createContainer'].map(
    (fault) => `faults.left fault.create[${fault}] cgroups crun`,
  ),
  'two deletes': ['created', 'stopped'].map(
    (status) => `concurrency.serial together.delete+delete[${status}] 2-of-2-succeed runc`,
  ),
  'a hook that does not read the state': ['start', 'delete'].map(
    (op) => `liveness.crash steps.${op} SIGPIPE crun`,
  ),
  'the owner of a cgroup': [
    'linux.cgroup.owner.iff-rw-mount cgroups.owner changed crun',
    'linux.cgroup.owner.no-mount cgroups.owner changed-without-mount crun',
  ],
  'an agent that nobody asked for': [
    'linux.seccomp.listenerPath.unused agent.connection unasked crun',
    'linux.seccomp.listenerPath.unused config:/linux/seccomp refused crun',
  ],
  'options on access times that are refused': ['ratime', 'rnodiratime', 'rstrictatime'].map(
    (o) => `config.mounts.opt.${o} config:/mounts/*/options/* refused crun`,
  ),
  'flags that are lost': ['nosuid', 'nodev', 'noexec'].map(
    (o) => `config.mounts.opt.${o} mounts[bind].option[${o}] ${o}-not-applied crun`,
  ),
  'recursive flags that are lost': [
    ...['nosuid', 'nodiratime'].map(
      (o) => `config.mounts.opt.r${o} mounts[tmpfs].option[${o}] r${o}-not-applied runc`,
    ),
    'config.mounts.opt.rstrictatime mounts[tmpfs].option[relatime] rstrictatime-not-applied runc',
  ],
  'numbers that are missing': [
    ...['soft', 'hard'].map(
      (o) => `config.process.rlimits.${o}.required config:/process/rlimits/*/${o} accepted runc`,
    ),
    'config.process.consoleSize.height config:/process/consoleSize/height accepted runc',
    'config.user.uid config:/process/user/uid accepted runc',
    'linux.userns.mapping.hostID config:/linux/uidMappings/*/hostID accepted runc',
  ],
  'members of a test of an argument that are missing': ['index', 'value'].map(
    (o) => `linux.seccomp.args.${o} config:/linux/seccomp/syscalls/*/args/*/${o} accepted runc`,
  ),
  'directories of devices': [
    'differential.dev dev[net].mode crun=644_runc=755 crun+runc',
    'differential.dev dev[other].mode crun=644_runc=755 crun+runc',
    'differential.asks asks[device:stat] crun=EACCES_runc=ok crun+runc',
  ],
  'what is read-only': [
    'differential.asks asks[mount:mknod] crun=ok_runc=EROFS crun+runc',
    'differential.asks asks[mount:write] crun=ok_runc=EROFS crun+runc',
    'differential.asks asks[path:write] crun=ok_runc=EROFS crun+runc',
    'differential.mounts mounts[root].option[ro] crun=absent_runc=on crun+runc',
    'differential.asks mounts[tmpfs].option[ro] crun=ok_runc=EROFS crun+runc',
  ],
  'who may look or write': [
    'differential.asks asks[mount:stat] crun_runc_differ crun+runc',
    'differential.asks asks[path:stat] crun=EACCES_runc=ENOENT crun+runc',
    'differential.asks masked.directory runc=EACCES_runc=ENOENT runc',
    'differential.asks asks[mount:write] crun=EACCES_runc=EROFS crun+runc',
    'differential.asks readonly runc=EACCES_runc=EROFS runc',
    'differential.asks asks[mount:read] crun=EACCES_runc=ok crun+runc',
    'differential.asks mounts[bind].option[nosymfollow] crun=EACCES_runc=ok crun+runc',
    'differential.asks asks[mount:mknod] crun=EPERM_runc=EACCES crun+runc',
    'differential.asks asks[mount:write] crun=ok_runc=EACCES crun+runc',
    'differential.asks asks[path:write] crun=ok_runc=EACCES crun+runc',
    'differential.asks readonly crun=ok_runc=EACCES crun+runc',
    'differential.asks mounts[tmpfs].option[ro] crun=ok_runc=EACCES crun+runc',
  ],
  'mounts in the namespace of the runtime': [
    'op.delete.resources residue.mounts[no-namespace] left-work runc',
    'errors.state-unchanged residue.mounts[no-namespace] left-work-after-failed-create runc',
  ],
  'a start without a process': ['created', 'created|stopped'].map(
    (status) => `op.start.process-unset steps.start[${status}] without-process crun`,
  ),
  'a poststart hook that fails': [
    'lifecycle.09.poststart-failure.warning hooks.poststart.count after-failed-poststart crun',
    'lifecycle.09.poststart-failure.warning steps.start[created] poststart-failed crun',
  ],
  'mounts that stay in the namespace of the runtime': [
    'errors.state-unchanged residue.mounts left-other-after-failed-create crun',
    'op.delete.resources residue.mounts left-other crun',
  ],
  'a hook that a shell runs': [
    'hooks.path.execv steps.run[none] prestart-text crun',
    'hooks.path.execv steps.create[none] createRuntime-text crun',
  ],
  'links that are left where rootfs/dev leads to': ['rootfs', 'work'].map(
    (where) => `differential.files files[${where}] runc=absent_runc=l:0777 runc`,
  ),
  'experiments on what one runtime lacks': ['exec', 'follow', 'read'].map(
    (ask) => `differential.asks asks[mount:${ask}] crun=ENOENT_runc=ok crun+runc`,
  ),
  'propagation options': [
    'config.mounts.opt.rshared mounts[tmpfs].propagation shared-private crun',
    'config.mounts.opt.runbindable mounts[bind].propagation unbindable-private crun',
  ],
  'a namespace type listed twice': ['', '/type'].map(
    (member) => `linux.ns.duplicate config:/linux/namespaces/*${member} accepted crun`,
  ),
  'no seccomp filter': ['args.op', 'syscalls.errnoRet', 'defaultAction'].map(
    (rule) => `linux.seccomp.${rule} seccomp no-filter runsc`,
  ),
  'another kind of node': [
    'differential.dev dev[console].type crun=l_runc=c crun+runc',
    'differential.dev dev[console].owner crun=absent_runc=root crun+runc',
    'linux.defdev.console dev[console].number linked crun',
  ],
  'a link in /dev': [
    'differential.dev dev[core].present crun=present_runc=absent crun+runc',
    'differential.files files[dev] crun=l:0777_runc=absent crun+runc',
  ],
  'owners of nodes': [
    'differential.dev dev[null].owner crun=root_runc=given-away crun+runc',
    'differential.dev dev[full].owner crun_runc_differ crun+runc',
    'differential.files files[dev] crun=c:0666:owned_runc=c:0666 crun+runc',
  ],
  'capabilities that nobody asked for': [
    'differential.program program.caps.bounding crun=none_runc=all crun+runc',
    'differential.program program.caps.effective crun=none_runc=all crun+runc',
    'differential.hooks hooks.startContainer.caps runc=none_runc=some runc',
    'differential.hooks hooks.startContainer.caps crun=none_runc=some crun+runc',
  ],
  'one field of three releases': [
    'differential.program program.umask crun=0022_crun=other crun',
    'differential.program program.umask crun=other_runc=0022 crun+runc',
  ],
  'a field of hooks in three releases': [
    'differential.hooks hooks.createContainer.umask crun=0000_crun=kept crun',
    'differential.hooks hooks.startContainer.umask crun=0000_runc=kept crun+runc',
  ],
  'the bundle as a hook inside is told': ['root', 'other'].map(
    (word) => `hooks.stdin.bundle hooks.startContainer.stdin.bundle ${word} crun`,
  ),
  'one refusal beside two that accept': [
    'agreement.accept steps.create[none] crun=ok_runc=refused:other crun+runc',
    'agreement.accept steps.create[none] runc=ok_runc=refused:other runc',
  ],
  'one refusal by crun': [
    'agreement.accept steps.create[none] crun=ok_crun=refused:config-value crun',
    'agreement.accept steps.create[none] crun=refused:config-value_runc=ok crun+runc',
  ],
  'an option on mounts of several kinds, seen and tried': [
    'differential.asks asks[mount:follow] crun=ELOOP_runc=ok crun+runc',
    'differential.asks mounts[bind].option[nosymfollow] crun=ELOOP_runc=ok crun+runc',
    'differential.mounts mounts[bind].option[nosymfollow] crun=on_runc=absent crun+runc',
    'differential.mounts mounts[cgroup/below].option[nosymfollow] crun=on_runc=absent crun+runc',
  ],
  'the propagation of what asks for none': ['bind', 'root'].map(
    (kind) => `differential.mounts mounts[${kind}].propagation runc=private_runc=slave runc`,
  ),
  'data of devpts': [
    'differential.mounts mounts[devpts].super[mode] crun_runc_differ crun+runc',
    'differential.dev dev[pts/ptmx].mode crun=666_runc=0 crun+runc',
  ],
  'what hooks of several kinds must not have': ['createRuntime', 'poststop'].map(
    (kind) => `hooks.timeout.positive config:/hooks/${kind}/*/timeout accepted crun`,
  ),
  'a read-only path that is not': [
    'linux.readonly.effect readonly writable crun',
    'differential.mounts mounts[readonly].option[ro] crun=absent_runc=on crun+runc',
    'differential.asks readonly crun=ok_runc=EROFS crun+runc',
    'differential.asks readonly crun=ENOSPC_runc=EROFS crun+runc',
  ],
  'a read-only path that is not, of the runtime that is named last': [
    'linux.readonly.effect readonly writable runc',
    'differential.mounts mounts[readonly].option[ro] crun=on_runc=absent crun+runc',
  ],
  'relative paths': [
    'linux.masked.absolute config:/linux/maskedPaths/* accepted crun',
    'linux.readonly.absolute config:/linux/readonlyPaths/* accepted crun',
  ],
};

describe('the cause of a finding', () => {
  it.each(Object.entries(SAME))('is one: %s', (_, signatures) => {
    expect(signatures.length).toBeGreaterThan(1);
    expect(new Set(signatures.map(causeOf)).size).toBe(1);
  });

  it('differs between the causes, and between runtimes', () => {
    const causes = Object.values(SAME).map(([first = '']) => causeOf(first));
    expect(new Set(causes).size).toBe(causes.length);
    const own = causeOf('hooks.env.absent hooks.runtime.env inherited runc');
    expect(causeOf('hooks.env.absent hooks.runtime.env inherited crun')).not.toBe(own);
  });

  it.each([
    'config.user.uid program.uid root crun',
    'hooks.createRuntime.phase hooks.createRuntime.phase in-start runc',
    // a race has a rate of its own
    'hooks.startContainer.phase hooks.startContainer.phase in-create crun',
    'linux.masked.absolute config:/linux/maskedPaths accepted crun',
    // may be a value that nobody knows
    'config.values.invalid-error config:/linux/rootfsPropagation accepted crun',
    'liveness.crash steps.start SIGSEGV crun',
    'linux.cgroup.owner.iff-rw-mount cgroups.owner not-changed runc',
    'errors.state-unchanged files[linked-dev] removed runc',
  ])('is the signature itself where nothing else is known: %s', (signature) => {
    expect(causeOf(signature)).toBe(signature);
  });
});

test.each([
  ['linux.readonly.effect readonly writable crun', true],
  ['config.mounts.opt.nosuid mounts[tmpfs].option[nosuid] nosuid-not-applied crun', true],
  ['linux.seccomp.syscalls.action seccomp.rule.errno ok crun', true],
  ['config.user.uid program.uid root runc', true],
  ['config.user.uid program.uid other runc', false],
  ['config.process.capabilities.bounding program.caps.bounding missing runc', false],
  ['linux.masked.absolute config:/linux/maskedPaths/* accepted crun', false],
] as const)('whether %s touches security', (signature, touches) => {
  expect(touchesSecurity({ kind: 'violation', level: 'MUST', signature })).toBe(touches);
  expect(touchesSecurity({ kind: 'spec-gap', level: 'MUST', signature })).toBe(false);
});
