/** Capability sets as bit masks (capabilities(7), proc_pid_status(5)). */
import { CAPABILITIES, type CAPABILITY_SETS } from '../../src/contract/config/index.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';

/** Names of the sets in records. */
export const SET_NAMES: Record<(typeof CAPABILITY_SETS)[number], keyof NonNullable<ProbeRecord['caps']>> = {
  bounding: 'bnd',
  effective: 'eff',
  inheritable: 'inh',
  permitted: 'prm',
  ambient: 'amb',
};

/** The mask of a list of names; names that the kernel does not have count for nothing. */
export function capabilitySet(names: readonly string[]): bigint {
  return names.reduce((mask, name) => {
    const bit = (CAPABILITIES as readonly string[]).indexOf(name);
    return bit < 0 ? mask : mask | (1n << BigInt(bit));
  }, 0n);
}
