/**
 * What no registry tells of a requirement: why no rule judges it. A requirement that a rule or `validate` checks has
 * no note, and a note on one is refused by a test; one without either is `missing`.
 */

/** `generated`: cases with it are made and runtimes compared; `needs`: a host that has it; `untestable`: never. */
export type Note = { status: 'generated' | 'needs' | 'untestable'; why: string };

const generated = (why: string): Note => ({ status: 'generated', why });
const needs = (why: string): Note => ({ status: 'needs', why });
const untestable = (why: string): Note => ({ status: 'untestable', why });

/** Requirements that say what another one says, whose rule judges both: id to that one's id. */
export const SAME_AS: Record<string, string> = {
  'glossary.container-namespace': 'hooks.startContainer.namespace',
  'glossary.runtime-namespace': 'hooks.createRuntime.namespace',
  'hooks.prestart.deprecated': 'lifecycle.03.prestart-invoked',
  'lifecycle.02.env-error': 'op.create.cannot-apply',
  'lifecycle.08.program-run': 'op.start.runs-program',
  'op.create.config-changes': 'lifecycle.02.config-frozen',
  // who creates calls all other operations too; within one state directory (runtime.md#create)
  'runtime.scope.same-entity': 'op.supported',
  'state.id.unique-host': 'op.create.id-duplicate',
};

/** What is allowed, yet not free of a verdict, and why. */
export const LOUD: Record<string, string> = {
  'state.status.additional':
    'allowed, yet it breaks state-schema.json, which states have to keep: a gap of the text',
};

/** By the reason in the column `testable` of requirements.tsv. */
export const LIMITS: Record<string, Note> = {
  'CFQ gone': untestable('the I/O scheduler that had it is gone from Linux'),
  'NUMA host': needs('a host with several memory nodes'),
  'RDT hardware': needs('resctrl'),
  'aggregate only': untestable('a sum of all other requirements'),
  'always true': untestable('true of every value'),
  'config side': generated('a duty of who writes the config'),
  'consumer side': untestable('a duty of who reads annotations'),
  'exec only': untestable('about exec, which is no operation of the specification'),
  'free content': untestable('any content will do'),
  'host LSM': needs('SELinux or AppArmor'),
  'kernel 5.12': needs('Linux 5.12'),
  'kernel 5.14': needs('Linux 5.14'),
  'kernel 5.15': needs('Linux 5.15'),
  'kernel 5.6': needs('Linux 5.6'),
  'not normative': untestable('outside of the specification'),
  'not visible': generated('taken or refused; the effect shows nowhere'),
  'old kernel': needs('a kernel older than Linux 5.15'),
  'other spec': untestable('a duty of another specification'),
  'rdma hardware': needs('RDMA'),
  'spec authors': untestable('a duty of who writes specifications'),
  'style only': untestable('a matter of style'),
  'unspecified behaviour': generated('the text leaves it open; runtimes are compared'),
  'update only': untestable('about update, which is no operation of the specification'),
  'v1 host': needs('cgroup v1'),
  'v1 only': needs('cgroup v1'),
};

/** By id, where the table alone does not tell. */
export const NOTES: Record<string, Note> = {
  'config.annotations.stopSignal': generated('kill is given its signal: the key has no effect there'),
  'config.process.ioPriority.group': generated('the program inherits it either way'),
  'config.process.optional': generated('refusing early is allowed; runtimes are compared'),
  'config.process.scheduler.deadline': generated('admission is up to the kernel and its privileges'),
  'config.user.names-out-of-scope': generated('rootfs with and without passwd are made'),
  'features.compile-time': untestable('one host sees one output'),
  'features.linux.apparmor': generated('whether support is compiled in shows nowhere else'),
  'features.linux.cgroup': generated('what is supported depends on the host'),
  'features.linux.intelRdt': generated('a host without resctrl tells nothing'),
  'features.linux.netDevices': generated('that a device is moved has rules of its own'),
  'features.linux.selinux': generated('whether support is compiled in shows nowhere else'),
  'features.unsafeAnnotations': generated('such annotations are never made: they change what a runtime does'),
  'linux.cgroup.fitness-error': generated('whether it is tested at all is left open'),
  'linux.cgroup.path.invalid-error': generated('odd paths are made; which are invalid is left open'),
  'linux.cgroup.resources-optional': generated('a cgroup that was there before is not made'),
  'linux.rdt.cmt-mbm-removed': needs('resctrl'),
  'linux.res.blkio.weight': needs('an I/O scheduler with weights'),
  'linux.seccomp.flags': generated('taken or refused; the effect shows nowhere'),
  'linux.seccomp.listenerPath.socket-type': generated('a duty of who makes the socket'),
  'config.mounts.beyond-root': generated('lists without entries are made; what runtimes add is compared'),
  'config.mounts.options.custom-follow-mount8': generated('which options a runtime adds is not known'),
  'config.mounts.options.mount8-semantics': untestable('a sum of the rows of the options'),
  'config.mounts.options.must-set': untestable('a sum of the rows of the options'),
  'config.mounts.source.optional': generated('any source will do, and none'),
  'config.mounts.type.cgroup': generated('how it is translated is not said'),
  'config.root.path.absolute-or-relative': generated(
    'spellings are made; a wrong root has no program to tell',
  ),
  'linux.netdev.no-manage': untestable('that nobody does anything later shows at no moment'),
  'bundle.artifacts.one-directory': generated(
    'root.path may be any absolute path (config.md#root), also outside: both are made',
  ),
  'hooks.prestart.phase.in-start': generated(
    'runtime.md#lifecycle of the same versions has it in create: either is taken',
  ),
  'lifecycle.01.create-invoked': generated("the caller's step, which every script takes"),
  'lifecycle.06.start-invoked': generated("the caller's step, which scripts take"),
  'lifecycle.11.delete-invoked': generated("the caller's step, which scripts take"),
  'linux.time.offsets.unknown-clock': generated('an unknown member, or an invalid value: not said'),
};
