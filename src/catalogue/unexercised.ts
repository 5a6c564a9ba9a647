/**
 * Requirements that oracles judge and no case of the fixed set comes to, with the reason. A test holds that each
 * other one is in the set.
 */
const CONTROLLER = 'needs a cgroup controller or a knob of it that few hosts have';
const RARE = 'campaigns come to it; no small case of the set does';
const MODULE = 'needs a host with the security module';
const V2 = 'needs cgroup v2';
const HANDED = 'needs cgroup v2 that hands on a controller (cgroup.subtree_control of its root)';

export const UNEXERCISED: Record<string, string> = {
  'glossary.container-namespace': RARE,
  'glossary.runtime-namespace': RARE,
  'config.mounts.destination.absolute.was-must': 'held up to 1.1.0; the cases are of newer versions',
  'config.mounts.bind-detection': RARE,
  'config.process.commandLine.linux': 'what is ignored needs a control that few runtimes take',
  'config.process.apparmorProfile': MODULE,
  'config.process.selinuxLabel': MODULE,
  'config.process.scheduler.priority.default': 'needs the privilege of real-time scheduling',
  'hooks.path.required': RARE,
  'hooks.timeout.absent': 'a hook would have to run for longer than the set may take',
  'hooks.prestart.deprecated': RARE,
  'config.annotations.reserved-namespace': 'a runtime has to take it: nothing can be broken',
  'runtime.scope.same-entity': RARE,
  'state.id.unique-host': RARE,
  'lifecycle.02.env-error': RARE,
  'lifecycle.08.program-run': RARE,
  'op.create.config-changes': RARE,
  'linux.res.dev.numbers': RARE,
  'linux.res.dev.access': RARE,
  'linux.res.mem.disableOOMKiller': CONTROLLER,
  'linux.res.cpu.quota-burst': RARE,
  'linux.res.cpu.realtimeRuntime': CONTROLLER,
  'linux.res.cpu.realtimePeriod': CONTROLLER,
  'linux.res.cpu.idle': CONTROLLER,
  'linux.res.blkio.weightDevice.one-of': RARE,
  'linux.res.blkio.throttle-bps': CONTROLLER,
  'linux.res.blkio.throttle-iops': CONTROLLER,
  'linux.res.blkio.throttle.numbers': RARE,
  'linux.res.hugetlb.rsvd': CONTROLLER,
  'linux.res.net.classID': CONTROLLER,
  'linux.res.pids.limit.required': RARE,
  'linux.res.unified.controllers': HANDED,
  'linux.res.unified.convert-error': HANDED,
  'linux.rdt.mb.prefix': RARE,
  'linux.rdt.mb.newline': RARE,
  'linux.rdt.schemata.newline': RARE,
  'linux.rootfsprop.values': RARE,
};

/** Beginnings of the ids of what only cgroup v2 has, and what of that v1 has too. */
const ONLY_V2 = /^linux\.(res\.unified|cgroup\.owner)\.(?!v1$)/;

/** What a run would need to come to a requirement; null where any host has it. */
export function lacking(id: string): string | null {
  const reason = UNEXERCISED[id];
  if (reason !== undefined) return reason === RARE ? null : reason;
  return ONLY_V2.test(id) ? V2 : null;
}

export const unexercised = (id: string): string =>
  UNEXERCISED[id] ?? 'no case of the set came to it on this runtime and host';
