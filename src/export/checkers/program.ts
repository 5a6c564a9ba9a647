import { ROOTFS } from '../../contract/case.ts';
import { RLIMITS } from '../limits.ts';
import { type Check, type Checker, programPath } from './checker.ts';

/** Limits that the config does not set: kept as the caller has them, or changed. */
export const rlimits: Checker = {
  name: 'limits',
  check(finding): Check | null {
    const [, name = ''] = /^program\.rlimits\[(\w+)\]$/.exec(finding.path) ?? [];
    const limit = RLIMITS[name];
    const program = programPath(finding, ROOTFS);
    const listed = finding.config.process?.rlimits?.some((r) => r.type === `RLIMIT_${name}`);
    if (limit === undefined || program === null || listed === true) return null;
    return {
      what: `whether the program has the limit ${name} of the caller of the runtime`,
      says: { [program]: [`say "limit $(ulimit -S -${limit.flag}) $(ulimit -H -${limit.flag})"`] },
      look: [
        'said=$(value limit)',
        `case $said in "") ;; "$(caller_limit ${limit.flag})") seen=kept;; *) seen=changed;; esac`,
      ],
      present: ['changed'],
    };
  },
};

/** Whether /dev has an entry. */
export const dev: Checker = {
  name: 'dev',
  check(finding): Check | null {
    const [, name] = /^dev\[([\w/]+)\]\.present$/.exec(finding.path) ?? [];
    const program = programPath(finding, ROOTFS);
    const known = finding.word === 'present' || finding.word === 'absent';
    if (name === undefined || name === 'other' || name === 'configured' || program === null || !known)
      return null;
    const at = `/dev/${name}`;
    return {
      what: `whether ${at} is there`,
      says: { [program]: [`if [ -e ${at} ] || [ -L ${at} ]; then say dev present; else say dev absent; fi`] },
      look: ['seen=$(value dev)'],
      present: [finding.word],
    };
  },
};
