/** What a case asks of the host that not every host gives. */
import type { Case } from '../../src/contract/case.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import { configOf } from './case.ts';

export const CAP_SYS_RESOURCE = 'CAP_SYS_RESOURCE';

/** A limit of the config or of getrlimit(2); everything from 2^63 on is meant as infinity. */
export const limitOf = (value: number | string): number =>
  value === 'infinity' || Number(value) >= 2 ** 63 ? Number.POSITIVE_INFINITY : Number(value);

/** True if the case needs CAP_SYS_RESOURCE and the host does not give it: raised limits, a negative oom score. */
export function needsSysResource(c: Case, host: HostFacts): boolean {
  if (host.capabilities.includes(CAP_SYS_RESOURCE)) return false;
  const process = configOf(c)?.process;
  const raised = (process?.rlimits ?? []).some((r) => {
    const name = r.type.replace(/^RLIMIT_/, '');
    const given = c.caller.rlimits?.[name]?.[1];
    return [given, host.rlimits[name]?.[1]].some(
      (hard) => hard !== undefined && limitOf(r.hard) > limitOf(hard),
    );
  });
  const asked = Object.values(process?.capabilities ?? {}).some((set) => set?.includes(CAP_SYS_RESOURCE));
  return raised || asked || (process?.oomScoreAdj ?? 0) < 0;
}
