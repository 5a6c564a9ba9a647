/**
 * Requirements that oracles judge and no case of the fixed set comes to, with the reason. A test holds that each
 * other one is in the set.
 */
const CONTROLLER = 'needs a cgroup controller or a knob of it that few hosts have';
const OWNER = 'needs cgroup v2 with the container’s own user and cgroup namespaces';
const RARE = 'campaigns come to it; no small case of the set does';
const MODULE = 'needs a host with the security module';
const UNIFIED = 'needs cgroup v2';

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
  'linux.cgroup.owner.needs-cgroupns': OWNER,
  'linux.cgroup.owner.iff-rw-mount': OWNER,
  'linux.cgroup.owner.no-mount': OWNER,
  'linux.cgroup.owner.scope': OWNER,
  'linux.cgroup.owner.missing-file': OWNER,
  'linux.cgroup.owner.existing-files': OWNER,
  'linux.cgroup.owner.others': OWNER,
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
  'linux.res.unified.controllers': UNIFIED,
  'linux.res.unified.absent-controller': UNIFIED,
  'linux.res.unified.convert-error': UNIFIED,
  'linux.rdt.mb.prefix': RARE,
  'linux.rdt.mb.newline': RARE,
  'linux.rdt.schemata.newline': RARE,
  'linux.rootfsprop.values': RARE,
};

/** What a run would need to come to a requirement; null where any host has it. */
export function lacking(id: string): string | null {
  if (id.startsWith('linux.res.unified.')) return UNIFIED;
  const reason = UNEXERCISED[id];
  return reason === undefined || reason === RARE ? null : reason;
}

export const unexercised = (id: string): string =>
  UNEXERCISED[id] ?? 'no case of the set came to it on this runtime and host';
