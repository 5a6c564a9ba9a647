import { quote } from '../shell.ts';
import type { Check, Checker } from './checker.ts';

/** Files whose content comes from the config, not from the host or from what the container has used. */
const FILE =
  /^cgroups\[((devices|pids|memory|cpu|blkio|io|hugetlb)\.(?!oom_control\]|stat\]|current\]|usage)[\w.]+)\]$/;

/** A file of the container's cgroup, where the case looks from outside: as the runtime named last wrote it, or not. */
export const cgroups: Checker = {
  name: 'cgroup files',
  check({ path, pairwise, actual, case: c }): Check | null {
    const [, file, controller] = FILE.exec(path) ?? [];
    if (file === undefined || !pairwise || typeof actual !== 'string' || actual === '') return null;
    if (!c.script.some((s) => s.op === 'observe')) return null;
    const content = actual.split('\n').sort().join(';');
    return {
      what: `${file} of the cgroup`,
      observe: [
        'p=$(cat $PIDFILE)',
        `v1=$(sed -n 's/^[0-9]*:\\([^:]*,\\)*${controller}\\(,[^:]*\\)*://p' "/proc/$p/cgroup")`,
        `at="/sys/fs/cgroup/${controller}$v1"`,
        `[ -n "$v1" ] || at="/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$p/cgroup")"`,
        // a runtime that makes no cgroup of its own has the script's
        `case $at in *"$ID"*) ;; *) at=;; esac`,
        `[ ! -f "$at/${file}" ] || say "cgroup $(sort "$at/${file}" | tr '\\n' ';')"`,
      ],
      look: [
        `said=$(sed -n 's/^cgroup //p' $LOG | tail -n 1)`,
        `case $said in "") ;; ${quote(`${content};`)}) seen=same;; *) seen=other;; esac`,
      ],
      present: ['same'],
    };
  },
};
