/** Behaviours that the specification permits: what to change in the honest lifecycle, its case and its host. */
import { AGENT_SOCKET, type Case, HOOK_KINDS, type HookKind, type Step } from '../../../src/contract/case.ts';
import type { OciConfig } from '../../../src/contract/config/index.ts';
import type { HostFacts, RuntimeFacts } from '../../../src/contract/facts.ts';
import type { Observation, StepObservation } from '../../../src/contract/observation.ts';
import { answer, configured, documentIn, hooked, stepOf } from './bugs/plant.ts';
import {
  answered,
  CONTAINER_PID,
  drop,
  FEATURES,
  hookLabel,
  numbered,
  recordIn,
  restate,
  stateDocument,
} from './fixture.ts';

type Permitted = {
  requirement: string;
  edit?: (o: Observation) => void;
  case?: () => Case;
  facts?: Partial<RuntimeFacts>;
  host?: Partial<HostFacts>;
  /** the control config of the case is accepted */
  control?: true;
};

const states = (o: Observation) =>
  o.steps.filter((s) => s.op === 'state' && s.outcome === 'ok').map((s) => documentIn(o, s.index));

type Linux = NonNullable<OciConfig['linux']>;
const linux = (change: (l: Linux) => void) => () => configured((c) => change(c.linux as Linux));
const resources = (members: object) => linux((l) => Object.assign(l.resources ?? {}, members));
const mounted = (options: string[]) => () =>
  configured((c) => {
    const scratch = c.mounts?.find((m) => m.destination === '/scratch');
    scratch?.options?.push(...options);
  });

/** create fails and leaves nothing; nothing of the container is seen. */
const refuse = (o: Observation): void => {
  const failed = {
    outcome: 'error',
    exitCode: 1,
    stderr: 'not supported',
    errorClass: 'unsupported',
  } as const;
  o.steps = o.steps
    .filter((s) => s.op !== 'observe')
    .map((s): StepObservation => {
      const { state: _, waited: __, ended: ___, ...rest } = s;
      return s.op === 'wait' ? { ...rest, outcome: 'skipped' } : { ...rest, ...failed };
    });
  o.events = numbered(o.events.filter((e) => e.step !== undefined));
  o.outside = [];
};
/** A case that nobody has to take, refused. */
const refusable = (make: () => Case): Pick<Permitted, 'case' | 'edit'> => ({
  case: () => ({ ...make(), expectation: 'unspecified' }),
  edit: refuse,
});

const withoutHooks = (o: Observation, kinds: readonly HookKind[]): void => {
  for (const kind of kinds) drop(o, hookLabel(kind));
};

const inCgroup = (o: Observation, path: string): void => {
  for (const v of o.outside) v.cgroup = [`4:memory:${path}`];
  recordIn(o).cgroup = [`4:memory:${path}`];
};

const NOTIFY = {
  defaultAction: 'SCMP_ACT_ALLOW',
  listenerPath: AGENT_SOCKET,
  listenerMetadata: 'opaque',
  syscalls: [{ names: ['kcmp'], action: 'SCMP_ACT_NOTIFY' }],
} as const;
const SENT = {
  ...{ ociVersion: '1.1.0', fds: ['seccompFd'], pid: CONTAINER_PID, metadata: 'opaque' },
  state: stateDocument('creating', CONTAINER_PID),
};
/** The state for an agent, cut in pieces. */
const sent = (o: Observation, pieces: number): void => {
  const text = JSON.stringify(SENT);
  const size = Math.ceil(text.length / pieces);
  const messages = Array.from({ length: pieces }, (_, i) => ({
    fds: i === 0 ? ['anon_inode:seccomp notify'] : [],
    text: text.slice(i * size, (i + 1) * size),
  }));
  o.agent = [{ step: 3, messages, closed: true }];
};
const notifies = linux((l) => Object.assign(l, { seccomp: structuredClone(NOTIFY) }));

/** A bind whose mapping is that of the user namespace. */
const idmapped = (option: string) => () =>
  configured((c) => {
    c.linux?.namespaces?.push({ type: 'user' });
    const map = [{ containerID: 0, hostID: 0, size: 65536 }];
    Object.assign(c.linux ?? {}, { uidMappings: map, gidMappings: map });
    c.mounts?.find((m) => m.destination === '/bound')?.options?.push(option);
  });
const mapped = (o: Observation): void => {
  const r = recordIn(o);
  Object.assign(r, { uidMap: [[0, 0, 65536]], gidMap: [[0, 0, 65536]] });
  r.mountinfo = (r.mountinfo ?? []).map((l) =>
    / \/bound(\/sub)? /.test(l) ? l.replace('ro,relatime', 'ro,relatime,idmapped') : l,
  );
  for (const e of o.events) if (e.record) e.record.ns.user = e.record.ns.pid === '200' ? '205' : '105';
  for (const v of o.outside) v.ns.user = '205';
};

const again: Step[] = [{ op: 'create' }, { op: 'state' }, { op: 'delete', force: true }];

export const PERMITTED: readonly Permitted[] = [
  {
    requirement: 'state.extra-properties',
    edit: (o) => {
      for (const d of states(o)) d.rootfs = '/elsewhere';
    },
  },
  {
    requirement: 'state.pid.stopped',
    edit: (o) => {
      for (const d of states(o)) if (d.status === 'stopped') delete d.pid;
    },
  },
  {
    requirement: 'state.status.creating',
    case: () => hooked('createRuntime', { call: { op: 'state' } }),
    edit: (o) =>
      answered(o, 'createRuntime', `exit 0\n${JSON.stringify(stateDocument('creating', CONTAINER_PID))}`),
  },
  {
    requirement: 'state.annotations.none',
    case: () => configured((c) => delete c.annotations),
    edit: (o) => {
      for (const d of states(o)) if (d.status === 'stopped') delete d.annotations;
      for (const d of states(o)) if (d.status !== 'stopped') d.annotations = {};
      for (const kind of HOOK_KINDS) restate(o, kind, (d) => delete d.annotations);
    },
  },
  {
    requirement: 'lifecycle.10.exit',
    edit: (o) => {
      stepOf(o, 8).ended = 'signal 9';
      for (const e of o.events) if (e.type === 'reaped') e.text = 'signal 9';
    },
  },
  {
    requirement: 'errors.exposure',
    edit: (o) => {
      for (const s of o.steps) if (s.outcome === 'error') Object.assign(s, { stderr: '', exitCode: 255 });
    },
  },
  {
    requirement: 'warnings.exposure',
    edit: (o) => {
      for (const s of o.steps) s.stderr = 'a warning\n';
    },
  },
  {
    requirement: 'op.create.process-deferred',
    edit: (o) => {
      for (const v of o.outside)
        Object.assign(v, { status: 'State:\tS\nUid:\t0\t0\t0\t0\nUmask:\t0022\n', cmdline: 'init\0' });
    },
  },
  {
    requirement: 'op.create.validate',
    case: () => {
      const invalid = { requirement: 'config.process.cwd.absolute', pointer: '/process/cwd' };
      const control = configured(() => undefined).config ?? {};
      const c = configured((own) => Object.assign(own.process ?? {}, { cwd: 'data' }));
      return { ...c, expectation: 'invalid', invalid: { ...invalid, control } };
    },
    edit: refuse,
    control: true,
  },
  {
    requirement: 'op.delete.id-reuse',
    case: () => {
      const c = configured((own) => delete own.hooks);
      return { ...c, script: [...c.script, ...again] };
    },
    edit: (o) => {
      withoutHooks(o, HOOK_KINDS);
      const like = (of: number, index: number, op: string) => ({ ...stepOf(o, of), index, op });
      o.steps.push(like(0, 12, 'create'), structuredClone(like(2, 13, 'state')), like(10, 14, 'delete'));
      o.events = numbered([
        ...o.events,
        ...[12, 13, 14].flatMap((step) =>
          (['step-begin', 'step-end'] as const).map((type) => ({ type, step })),
        ),
      ]);
    },
  },
  {
    requirement: 'config.ext.unknown.log',
    case: () => configured((c) => Object.assign(c, { unknown: true })),
    edit: (o) => {
      for (const s of o.steps) s.stderr = 'unknown member\n';
    },
  },
  {
    requirement: 'config.platform.foreign-sections',
    case: () => configured((c) => Object.assign(c, { windows: { layerFolders: ['x'] } })),
  },
  {
    requirement: 'config.platform.linux-section',
    case: () => configured((c) => delete c.linux),
    edit: (o) => {
      const r = recordIn(o);
      r.ns = { ...o.before.namespaces };
      for (const v of o.outside) v.ns = { ...o.before.namespaces };
      for (const e of o.events) if (e.record) e.record.ns = { ...o.before.namespaces };
      r.hostname = 'outside';
      for (const kind of ['createContainer', 'startContainer'] as const)
        restate(o, kind, (d) => Object.assign(d, { pid: CONTAINER_PID }));
    },
  },
  { requirement: 'config.values.subset', ...refusable(() => configured(() => undefined)) },
  {
    requirement: 'config.mounts.destination.relative-allowed',
    case: () =>
      configured((c) => {
        const scratch = c.mounts?.find((m) => m.destination === '/scratch');
        if (scratch) scratch.destination = 'scratch';
      }),
  },
  {
    requirement: 'config.mounts.options.custom',
    case: mounted(['x-own']),
    facts: { features: { ...FEATURES, mountOptions: [...FEATURES.mountOptions, 'x-own'] } },
  },
  { requirement: 'config.mounts.opt.mand', case: mounted(['mand']) },
  { requirement: 'config.mounts.opt.nomand', case: mounted(['nomand']) },
  { requirement: 'config.mounts.opt.idmap.fallback-userns', case: idmapped('idmap'), edit: mapped },
  { requirement: 'config.mounts.opt.ridmap.fallback-userns', case: idmapped('ridmap'), edit: mapped },
  {
    requirement: 'hooks.object.kinds',
    case: () =>
      configured((c) => {
        if (c.hooks) c.hooks = { poststop: c.hooks.poststop ?? [] };
      }),
    edit: (o) =>
      withoutHooks(
        o,
        HOOK_KINDS.filter((k) => k !== 'poststop'),
      ),
  },
  {
    requirement: 'runtimelinux.fds.extra',
    case: () => {
      const c = configured((own) => own.process?.env?.push('LISTEN_FDS=1'));
      return { ...c, caller: { ...c.caller, fds: [3], env: ['LISTEN_FDS=1'] } };
    },
    edit: (o) => {
      recordIn(o).env.push('LISTEN_FDS=1');
      recordIn(o).fds?.push({ fd: 3, target: '/run/ocifuzz/io/fd3', mode: 0o644, flags: 2 });
    },
  },
  {
    requirement: 'runtimelinux.fds.devnull',
    edit: (o) => {
      for (const fd of recordIn(o).fds ?? []) fd.target = '/dev/null';
    },
  },
  {
    requirement: 'linux.userns.mapping.limit',
    ...refusable(linux((l) => l.namespaces?.push({ type: 'user' }))),
  },
  {
    requirement: 'linux.dev.mechanism',
    edit: (o) => {
      recordIn(o).mountinfo?.push('530 502 0:5 /null /dev/own rw,nosuid - devtmpfs devtmpfs rw');
    },
  },
  {
    requirement: 'linux.dev.path.anywhere',
    case: linux((l) => {
      for (const d of l.devices ?? []) d.path = '/data/own';
    }),
    edit: (o) => {
      const r = recordIn(o);
      r.dev = r.dev?.filter((d) => d.path !== '/dev/own') ?? null;
      r.results.push({ ask: 'device:stat:/data/own', ret: 0, errno: 0, text: 'c 640 0 6 0 1:3' });
    },
  },
  {
    requirement: 'linux.dev.unlisted-access',
    edit: (o) => {
      recordIn(o).results.push({ ask: 'device:open:/dev/fuse', ret: -1, errno: 1, text: null });
    },
  },
  { requirement: 'linux.cgroup.fitness-check', ...refusable(() => configured(() => undefined)) },
  {
    requirement: 'linux.cgroup.path.relative',
    case: linux((l) => Object.assign(l, { cgroupsPath: 'ocifuzz/c1' })),
    edit: (o) => inCgroup(o, '/below/ocifuzz/c1'),
  },
  {
    requirement: 'linux.cgroup.path.default',
    case: linux((l) => delete l.cgroupsPath),
    edit: (o) => inCgroup(o, '/c1'),
  },
  {
    requirement: 'linux.cgroup.path.invalid-choice',
    ...refusable(linux((l) => Object.assign(l, { cgroupsPath: '/ocifuzz/../c1' }))),
  },
  {
    requirement: 'linux.cgroup.extra-controllers',
    edit: (o) => {
      recordIn(o).cgroup = [...(recordIn(o).cgroup ?? []), '9:freezer:/ocifuzz/c1'];
    },
  },
  {
    requirement: 'linux.cgroup.owner.may',
    host: { cgroup: 'v2', cgroupDelegate: ['cgroup.procs'] },
    case: () =>
      configured((c) => {
        Object.assign(c.process?.user ?? {}, { uid: 1000 });
        c.linux?.namespaces?.push({ type: 'cgroup' });
        c.mounts?.push({ destination: '/sys/fs/cgroup', type: 'cgroup', source: 'cgroup' });
        delete c.linux?.resources;
      }),
    edit: (o) => {
      recordIn(o).uid = [1000, 1000, 1000, 1000];
      recordIn(o).mountinfo?.push('520 504 0:60 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup rw');
      for (const e of o.events) if (e.record?.ns.pid === '200') e.record.ns.cgroup = '206';
      for (const v of o.outside)
        Object.assign(v, {
          ns: { ...v.ns, cgroup: '206' },
          cgroupOwners: { '.': 1000, 'cgroup.procs': 1000, 'memory.max': 0 },
        });
    },
  },
  {
    requirement: 'linux.res.cpu.quota-burst-error',
    ...refusable(resources({ cpu: { quota: 1000, period: 10000, burst: 2000 } })),
  },
  {
    requirement: 'linux.res.blkio.weightDevice.both',
    case: resources({
      blockIO: { weightDevice: [{ major: 42, minor: 0, weight: 100, leafWeight: 200 }] },
    }),
  },
  {
    requirement: 'linux.res.rdma.both',
    case: resources({ rdma: { mlx5_1: { hcaHandles: 3, hcaObjects: 10000 } } }),
  },
  {
    requirement: 'linux.res.unified.convert',
    host: { cgroup: 'v2' },
    case: linux((l) =>
      Object.assign(l, { resources: { memory: { limit: 1_048_576 }, pids: { limit: 50 } } }),
    ),
    edit: (o) => {
      for (const v of o.outside)
        v.cgroupFiles = { 'ocifuzz/c1/memory.max': '1048576\n', 'ocifuzz/c1/pids.max': '50\n' };
    },
  },
  {
    requirement: 'linux.seccomp.syscalls.optional',
    case: linux((l) => delete l.seccomp?.syscalls),
    edit: (o) => answer(o, 'seccomp:call:acct', -1, 1),
  },
  {
    requirement: 'linux.seccomp.args.valueTwo',
    case: linux((l) => {
      const [rule] = l.seccomp?.syscalls ?? [];
      if (rule) rule.args = [{ index: 0, value: 1, valueTwo: 1, op: 'SCMP_CMP_MASKED_EQ' }];
    }),
    edit: (o) => answer(o, 'seccomp:call:acct', -1, 1),
  },
  { requirement: 'linux.seccomp.state.multi-sendmsg', case: notifies, edit: (o) => sent(o, 3) },
  { requirement: 'linux.seccomp.state.fds', case: notifies, edit: (o) => sent(o, 1) },
  { requirement: 'linux.seccomp.state.metadata', case: notifies, edit: (o) => sent(o, 1) },
  { requirement: 'features.provide', facts: { features: null } },
  {
    requirement: 'features.null-or-absent',
    facts: {
      features: {
        ociVersionMin: '1.0.0',
        ociVersionMax: '1.3.0',
        hooks: null,
        linux: null,
        annotations: null,
      },
    },
  },
  {
    requirement: 'features.linux',
    facts: { features: { ociVersionMin: '1.0.0', ociVersionMax: '1.3.0', hooks: FEATURES.hooks } },
  },
  {
    requirement: 'features.annotations.structure',
    facts: { features: { ...FEATURES, annotations: { 'org.example.a': '{"b":1}', plain: 'text' } } },
  },
];
