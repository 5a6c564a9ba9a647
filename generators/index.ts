/** The registry of generators: one line per area. The order is that in which patches apply. */
import { hooks } from './areas/hooks.ts';
import { lifecycle } from './areas/lifecycle.ts';
import { mounts } from './areas/mounts.ts';
import { process } from './areas/process.ts';
import type { Area } from './core/area.ts';

export type { Area, Patch } from './core/area.ts';
export { compose } from './core/compose.ts';
export {
  caseArbitrary,
  type Generated,
  generateCase,
  PROFILES,
  type Profile,
  type Request,
  type RuntimeLimits,
} from './core/generate.ts';

export const AREAS: readonly Area[] = [process, mounts, hooks, lifecycle];
export { hostPathsNamed } from './safety.ts';
