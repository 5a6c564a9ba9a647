/** The registry of generators: one line per area. The order is that in which their patches apply. */
import { annotations } from './areas/annotations.ts';
import { caller } from './areas/caller.ts';
import { capabilities } from './areas/capabilities.ts';
import { cgroups } from './areas/cgroups.ts';
import { devices } from './areas/devices.ts';
import { engine } from './areas/engine.ts';
import { hooks } from './areas/hooks.ts';
import { labels, personality, rootfsPropagation } from './areas/isolation.ts';
import { json } from './areas/json.ts';
import { lifecycle } from './areas/lifecycle.ts';
import { mounts } from './areas/mounts.ts';
import { names } from './areas/names.ts';
import { namespaces } from './areas/namespaces.ts';
import { netDevices } from './areas/netdevices.ts';
import { paths } from './areas/paths.ts';
import { process } from './areas/process.ts';
import { rlimits } from './areas/rlimits.ts';
import { root } from './areas/root.ts';
import { scheduling } from './areas/scheduling.ts';
import { seccomp } from './areas/seccomp.ts';
import { sysctl } from './areas/sysctl.ts';
import { terminals } from './areas/terminal.ts';
import { timens } from './areas/timens.ts';
import { userns } from './areas/userns.ts';
import { version } from './areas/version.ts';
import type { Area } from './core/area.ts';

export { faults } from './areas/faults.ts';
export type { Area } from './core/area.ts';
export { baseConfig } from './core/base.ts';
export { compose } from './core/compose.ts';
export { type Generated, generateCase, type Profile, type RuntimeLimits } from './core/generate.ts';
export { hostPathsNamed } from './safety.ts';

export const AREAS: readonly Area[] = [
  engine,
  root,
  process,
  terminals,
  rlimits,
  capabilities,
  scheduling,
  names,
  mounts,
  namespaces,
  userns,
  timens,
  devices,
  cgroups,
  sysctl,
  seccomp,
  paths,
  rootfsPropagation,
  personality,
  labels,
  netDevices,
  annotations,
  hooks,
  version,
  lifecycle,
  caller,
  json,
];
