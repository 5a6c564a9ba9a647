/** Capability sets of the program, after what execve(2) makes of the configured ones (capabilities(7)). */
import { CAPABILITIES, CAPABILITY_SETS } from '../../src/contract/config/index.ts';
import { capabilitySet, SET_NAMES } from '../core/capabilities.ts';
import { hasUserNamespace } from '../core/case.ts';
import { specRules } from '../core/rules.ts';
import type { ProcessInput } from './index.ts';

export const CAPABILITY_RULES = specRules(
  'config.process.capabilities.bounding',
  'config.process.capabilities.effective',
  'config.process.capabilities.inheritable',
  'config.process.capabilities.permitted',
  'config.process.capabilities.ambient',
  'config.process.noNewPrivileges.true',
  'config.process.noNewPrivileges.false',
);

export function judgeCapabilities(all: ProcessInput): void {
  judgeSets(all);
  judgePrivileges(all);
}

/** Only where all five sets are given: for a missing one the text has no default. */
function judgeSets({ input, config, process, record, r }: ProcessInput): void {
  const listed = process.capabilities;
  const seen = record.caps;
  if (listed === undefined || seen === null || isFiltered(config)) return;
  const [bounding, inheritable, permitted] = [listed.bounding, listed.inheritable, listed.permitted];
  // absent arrays are empty to all that were measured; the text says nothing, so they are not judged themselves
  const [b, i, p, a] = [bounding, inheritable, permitted, listed.ambient].map((l) => capabilitySet(l ?? []));
  if (b === undefined || i === undefined || p === undefined || a === undefined) return;
  // an ambient capability has to be permitted and inheritable; what becomes of others is open
  const clear = (a & ~(i & p)) === 0n;
  const root = record.uid[0] === 0;
  const gained = i | b;
  const afterExec = root ? (process.noNewPrivileges === true ? gained & p : gained) : a;
  const wanted: Record<(typeof CAPABILITY_SETS)[number], bigint | null> = {
    bounding: b,
    inheritable: i,
    ambient: clear ? a : null,
    permitted: root || clear ? afterExec : null,
    effective: root || clear ? afterExec : null,
  };
  const lacking = grantless(input.host.capabilities, hasUserNamespace(config));
  for (const set of CAPABILITY_SETS) {
    const hex = seen[SET_NAMES[set]];
    const expected = wanted[set];
    if (listed[set] === undefined || expected === null || !/^[0-9a-f]+$/i.test(hex)) continue;
    const [is, due] = [BigInt(`0x${hex}`) & ~lacking, expected & ~lacking];
    const literal = capabilitySet(listed[set] ?? []) & ~lacking;
    if (is === literal) {
      // what the text says word by word, whatever execve(2) would make of it
      r.ok(`config.process.capabilities.${set}`);
      continue;
    }
    const words = [...((due & ~is) !== 0n ? ['missing'] : []), ...((is & ~due) !== 0n ? ['extra'] : [])];
    r.check(`config.process.capabilities.${set}`, words.length === 0, {
      kind: 'violation',
      path: `program.caps.${set}`,
      token: words.join('+'),
      title: `the ${set} set of capabilities: ${words.join(' and ')}`,
      expected: names(expected),
      actual: names(BigInt(`0x${hex}`)),
    });
  }
}

/** A filter may forbid what is needed to set capabilities, or to read them. */
function isFiltered(config: ProcessInput['config']): boolean {
  const seccomp = config.linux?.seccomp;
  if (seccomp === undefined) return false;
  const named = (seccomp.syscalls ?? []).some((s) =>
    s.names.some((n) => ['prctl', 'capset', 'capget'].includes(n)),
  );
  return named || !['SCMP_ACT_ALLOW', 'SCMP_ACT_LOG'].includes(seccomp.defaultAction);
}

/** What the harness does not have cannot be granted, but for a user namespace of the container's own. */
function grantless(host: string[], userns: boolean | undefined): bigint {
  return userns === true ? 0n : capabilitySet(CAPABILITIES.filter((c) => !host.includes(c)));
}

const names = (mask: bigint): string[] => CAPABILITIES.filter((_, n) => (mask >> BigInt(n)) & 1n);

function judgePrivileges({ config, process, record, r }: ProcessInput): void {
  if (record.noNewPrivs === null) return;
  if (process.noNewPrivileges === true) {
    r.check('config.process.noNewPrivileges.true', record.noNewPrivs === 1, {
      kind: 'violation',
      path: 'program.noNewPrivs',
      token: 'not-set',
      title: 'noNewPrivileges is not applied',
    });
  } else if (config.linux?.seccomp === undefined) {
    // a filter may need it (seccomp(2))
    r.check('config.process.noNewPrivileges.false', record.noNewPrivs === 0, {
      path: 'program.noNewPrivs',
      token: 'unasked',
      title: 'no_new_privs is set unasked',
    });
  }
}
