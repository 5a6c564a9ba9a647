/** Bugs of what a runtime takes and refuses, where a requirement speaks of that alone. */
import type { Case } from '../../../../src/contract/case.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { requirement } from '../../../../src/contract/spec/index.ts';
import { aCase, config, honest, numbered } from '../fixture.ts';
import type { Bug } from './plant.ts';

/** What has to be refused. */
const WRONG = [
  'config.process.capabilities.unmappable-error',
  'config.process.ioPriority.priority',
  'config.process.rlimits.duplicate',
  'config.process.rlimits.type.unknown',
  'config.values.invalid-error',
  'config.mounts.opt.idmap.no-userns-error',
  'config.mounts.opt.ridmap.no-userns-error',
  'hooks.prestart.path-resolution',
  'hooks.createRuntime.path-resolution',
  'hooks.createContainer.path-resolution',
  'linux.dev.path.mismatch',
  'linux.netdev.check-possible',
  'linux.netdev.name.conflict',
  'linux.ns.path.wrong-type',
  'linux.ns.type.unknown',
  'linux.rdt.no-resctrl',
  'linux.res.unified.absent-controller',
  'linux.res.unified.convert-error',
  'linux.seccomp.defaultAction',
  'linux.seccomp.defaultErrnoRet.unsupported',
  'linux.seccomp.listenerPath.send-fail',
  'linux.seccomp.syscalls.action',
  'linux.seccomp.syscalls.errnoRet.unsupported',
];

/** What is no reason to refuse. */
const HARMLESS = [
  'config.annotations.unknown-key',
  'config.ext.unknown.ignore',
  'config.process.capabilities.do-not-fail',
  'config.process.capabilities.unmappable-warn',
  'warnings.flow-unchanged',
  ...[
    'iversion',
    'loud',
    'noatime',
    'noiversion',
    'norelatime',
    'rnorelatime',
    'rnostrictatime',
    'silent',
  ].map((option) => `config.mounts.opt.${option}`),
];

const POINTER = '/annotations/org.example.a';

/** A case of a version at which the requirement holds. */
const about = (part: 'invalid' | 'harmless', id: string) => (): Case => {
  const own = config();
  own.ociVersion = requirement(id).until === undefined ? '1.3.0' : '1.0.2';
  return aCase({
    config: own,
    expectation: part === 'invalid' ? 'invalid' : 'valid',
    [part]: { requirement: id, pointer: POINTER, control: own },
  });
};

function refuse(o: Observation): void {
  for (const s of o.steps) {
    Object.assign(s, { outcome: 'error', exitCode: 1, errorClass: 'config-value' });
    delete s.state;
  }
  Object.assign(o, { events: numbered([]), outside: [] });
}

export const RECEPTIONS: Bug[] = [
  ...WRONG.map(
    (id): Bug => ({
      name: `${id}: taken`,
      ...(id.startsWith('linux.res.unified.') ? { host: { cgroup: 'v2' } } : {}),
      case: about('invalid', id),
      setup: refuse,
      plant: (o) => Object.assign(o, honest('a')),
      found: [id, 'config:/annotations/{key}', 'accepted'],
    }),
  ),
  ...HARMLESS.map(
    (id): Bug => ({
      name: `${id}: refused`,
      case: about('harmless', id),
      plant: refuse,
      found: [id, 'config:/annotations/{key}', 'refused'],
    }),
  ),
];
