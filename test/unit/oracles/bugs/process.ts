/** Bugs of what the program is given. */
import { recordIn } from '../fixture.ts';
import { answer, type Bug, configured } from './plant.ts';

export const PROCESS: Bug[] = [
  {
    name: 'argv',
    plant: (o) => {
      recordIn(o).argv = ['/bin/probe'];
    },
    found: ['config.process.args.argv', 'program.argv', 'length'],
  },
  {
    name: 'HOME added',
    plant: (o) => recordIn(o).env.push('HOME=/root'),
    found: ['config.process.env.applied', 'program.env', 'extra:HOME'],
    kind: 'spec-gap',
  },
  {
    name: 'variable lost',
    plant: (o) => recordIn(o).env.pop(),
    found: ['config.process.env.applied', 'program.env', 'missing'],
    kind: 'violation',
  },
  {
    name: 'cwd',
    plant: (o) => Object.assign(recordIn(o), { cwd: '/' }),
    found: ['config.process.cwd.applied', 'program.cwd', 'root'],
  },
  {
    name: 'uid',
    plant: (o) => Object.assign(recordIn(o), { uid: [7, 7, 7, 7] }),
    found: ['config.user.uid', 'program.uid', 'other'],
  },
  {
    name: 'gid',
    plant: (o) => Object.assign(recordIn(o), { gid: [7, 7, 7, 7] }),
    found: ['config.user.gid', 'program.gid', 'other'],
  },
  {
    name: 'groups',
    plant: (o) => Object.assign(recordIn(o), { groups: [5] }),
    found: ['config.user.additionalGids', 'program.groups', 'missing'],
  },
  {
    name: 'umask',
    plant: (o) => Object.assign(recordIn(o), { umask: 0o022 }),
    found: ['config.user.umask.set', 'program.umask', 'set-forced-0022'],
  },
  {
    name: 'umask not kept',
    case: () => configured((c) => delete c.process?.user?.umask),
    plant: (o) => Object.assign(recordIn(o), { umask: 0o022 }),
    found: ['config.user.umask.unset', 'program.umask', 'forced-0022'],
    kind: 'difference',
  },
  {
    name: 'hostname',
    plant: (o) => Object.assign(recordIn(o), { hostname: 'vm' }),
    found: ['config.hostname.applied', 'program.hostname', 'not-applied'],
  },
  {
    name: 'domainname, which the runtime does not claim',
    plant: (o) => Object.assign(recordIn(o), { domainname: '(none)' }),
    facts: { declaredSpec: '1.0.2-dev' },
    found: ['config.domainname.applied', 'program.domainname', 'not-applied'],
    notClaimed: true,
  },
  {
    name: 'capabilities kept',
    plant: (o) => Object.assign(recordIn(o).caps ?? {}, { bnd: '0000000000000031' }),
    found: ['config.process.capabilities.bounding', 'program.caps.bounding', 'extra'],
  },
  {
    name: 'capability lost',
    plant: (o) => Object.assign(recordIn(o).caps ?? {}, { eff: '0000000000000001' }),
    found: ['config.process.capabilities.effective', 'program.caps.effective', 'missing'],
  },
  {
    name: 'no_new_privs',
    plant: (o) => Object.assign(recordIn(o), { noNewPrivs: 0 }),
    found: ['config.process.noNewPrivileges.true', 'program.noNewPrivs', 'not-set'],
  },
  {
    name: 'soft limit',
    plant: (o) => Object.assign(recordIn(o).rlimits ?? {}, { NOFILE: ['1024', '1024'] }),
    found: ['config.process.rlimits.soft', 'program.rlimits[NOFILE]', 'soft-other'],
  },
  {
    name: 'hard limit',
    plant: (o) => Object.assign(recordIn(o).rlimits ?? {}, { NOFILE: ['512', '2048'] }),
    found: ['config.process.rlimits.hard', 'program.rlimits[NOFILE]', 'hard-other'],
  },
  {
    name: 'oom score',
    plant: (o) => Object.assign(recordIn(o), { oomScoreAdj: 0 }),
    found: ['config.process.oomScoreAdj.set', 'program.oomScoreAdj', 'not-applied'],
  },
  {
    name: 'oom score changed unasked',
    case: () => configured((c) => delete c.process?.oomScoreAdj),
    found: ['config.process.oomScoreAdj.unset', 'program.oomScoreAdj', 'unasked'],
  },
  {
    name: 'policy',
    plant: (o) => Object.assign(recordIn(o).sched ?? {}, { policy: 0 }),
    found: ['config.process.scheduler.policy', 'program.sched.policy', 'not-applied'],
  },
  {
    name: 'nice',
    plant: (o) => Object.assign(recordIn(o).sched ?? {}, { nice: 0 }),
    found: ['config.process.scheduler.nice.default', 'program.sched.nice', 'not-applied'],
  },
  {
    name: 'io priority',
    plant: (o) => Object.assign(recordIn(o), { ioprio: 0 }),
    found: ['config.process.ioPriority.class', 'program.ioprio', 'not-applied'],
  },
  {
    name: 'personality',
    plant: (o) => Object.assign(recordIn(o), { personality: 0 }),
    found: ['linux.personality.domain', 'program.personality', 'not-applied'],
  },
  {
    name: 'leaked descriptor',
    plant: (o) => recordIn(o).fds?.push({ fd: 5, target: '/host', mode: 0, flags: 0 }),
    found: ['runtimelinux.fds.std-only', 'program.fds', 'more'],
  },
  {
    name: 'terminal unasked',
    plant: (o) => Object.assign(recordIn(o), { tty: { rows: 0, cols: 0 } }),
    found: ['config.process.terminal.default', 'program.tty', 'unasked'],
  },
  {
    name: 'seccomp ignored',
    plant: (o) => answer(o, 'seccomp:call:acct', -1, 1),
    found: ['linux.seccomp.syscalls.errnoRet', 'seccomp.rule.errno', 'other-errno'],
  },
  {
    name: 'no seccomp filter',
    plant: (o) => {
      answer(o, 'seccomp:call:acct', -1, 1);
      Object.assign(recordIn(o), { seccomp: 0 });
    },
    found: ['linux.seccomp.syscalls.errnoRet', 'seccomp', 'no-filter'],
  },
];
