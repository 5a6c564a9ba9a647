import { ROOTFS } from '../../contract/case.ts';
import { CAPABILITY_SETS } from '../../contract/config/index.ts';
import { RLIMITS } from '../limits.ts';
import { quote } from '../shell.ts';
import { type Check, type Checker, type Finding, programPath } from './checker.ts';

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
      present: [keeps(finding, name) ? 'kept' : 'changed'],
    };
  },
};

/** What every caller of a runtime has, unless the case says otherwise. */
const USUAL: Record<string, number> = { NOFILE: 1024, CORE: 0 };

/** Of a comparison: the runtime that the script is about may be the one that changes nothing. */
const keeps = ({ case: c, actual }: Finding, name: string): boolean =>
  Array.isArray(actual) && actual[0] === `${c.caller.rlimits?.[name]?.[0] ?? USUAL[name]}`;

/** Variables that the program has though the config does not list them. */
export const environment: Checker = {
  name: 'environment',
  check(finding): Check | null {
    const [, names] = /^extra:([\w+]+)$/.exec(finding.word) ?? [];
    const program = programPath(finding, ROOTFS);
    if (finding.path !== 'program.env' || names === undefined || program === null) return null;
    const all = names.split('+').map((name) => `has ${quote(`env ${name}=.*`)}`);
    return {
      what: 'the environment of the program',
      says: {
        [program]: ['for e in $($B tr "\\0 " "\\n_" </proc/$$/environ); do say "env $e"; done', 'say env'],
      },
      look: [`! has env || seen=listed`, `if ${all.join(' && ')}; then seen=more; fi`],
      present: ['more'],
    };
  },
};

type Field = { what: string; says: string; look: string; words: readonly string[] };
const status = (name: string) => `$($B sed -n "s/^${name}:[[:space:]]*//p" /proc/self/status)`;

/** What the program sees of itself, as the words of a comparison. */
function fieldOf({ path, config }: Finding): Field | null {
  const name = path.replace(/^program\./, '');
  const [, n] = /^fds\[([012])\]$/.exec(name) ?? [];
  const set = CAPABILITY_SETS.find((s) => name === `caps.${s}`);
  if (set !== undefined && config.process?.capabilities?.[set] === undefined) {
    const line = `Cap${{ bounding: 'Bnd', effective: 'Eff', inheritable: 'Inh', permitted: 'Prm', ambient: 'Amb' }[set]}`;
    const own = '$(sed -n "s/^CapBnd:[[:space:]]*//p" /proc/self/status)';
    const look = `case $said in *[!0]*) seen=other; [ "$said" != "${own}" ] || seen=all;; *) seen=none;; esac`;
    return {
      what: `the ${set} capabilities of the program`,
      says: status(line),
      look,
      words: ['none', 'all'],
    };
  }
  if (n !== undefined) {
    const look =
      'case $said in */null) seen=null;; pipe:*) seen=pipe;; socket:*) seen=socket;; *) seen=file;; esac';
    const words = ['null', 'pipe', 'socket', 'file'];
    return {
      what: `what descriptor ${n} of the program is`,
      says: `$($B readlink /proc/$$/fd/${n})`,
      look,
      words,
    };
  }
  if (name === 'affinity') {
    const own = '$(sed -n "s/^Cpus_allowed_list:[[:space:]]*//p" /proc/self/status)';
    const look = `seen=listed; [ "$said" != "${own}" ] || seen=all`;
    const words = ['all', 'listed'];
    return { what: 'the CPUs that the program may use', says: status('Cpus_allowed_list'), look, words };
  }
  if (name === 'umask' && config.process?.user?.umask === undefined) {
    const look = 'case $said in 0022) seen=0022;; "$(limits; umask)") seen=kept;; *) seen=other;; esac';
    return { what: 'the umask of the program', says: '$(umask)', look, words: ['0022', 'kept', 'other'] };
  }
  return null;
}

export const fields: Checker = {
  name: 'fields of the program',
  check(finding): Check | null {
    const program = programPath(finding, ROOTFS);
    const field = finding.pairwise ? fieldOf(finding) : null;
    if (program === null || field === null || !field.words.includes(finding.word)) return null;
    return {
      what: field.what,
      says: { [program]: [`say "field ${field.says}"`] },
      look: ['said=$(value field)', `if [ -n "$said" ]; then ${field.look}; fi`],
      present: [finding.word],
    };
  },
};

/** Of an entry of /dev: whether it is there, and what it is. */
const NODES: Record<string, { says: string; look: string; words: RegExp }> = {
  present: { says: 'present', look: 'seen=$said', words: /^(present|absent)$/ },
  type: {
    says: '$(if [ -L $at ]; then echo l; else $B stat -c %F $at; fi)',
    look: 'case $said in l | absent) seen=$said;; character*) seen=c;; directory) seen=d;; *) seen=other;; esac',
    words: /^(l|c|d|absent)$/,
  },
  mode: { says: '$($B stat -c %a $at)', look: 'seen=$said', words: /^([0-7]+|absent)$/ },
  owner: {
    says: '$($B stat -c %u:%g $at)',
    look: 'case $said in 0:0 | 0:5) seen=root;; absent) seen=absent;; *) seen=given-away;; esac',
    words: /^(root|given-away|absent)$/,
  },
};

export const dev: Checker = {
  name: 'dev',
  check(finding): Check | null {
    const [, name = '', what = ''] = /^dev\[([\w/]+)\]\.(\w+)$/.exec(finding.path) ?? [];
    const program = programPath(finding, ROOTFS);
    const linked = finding.word === 'linked';
    const node = NODES[linked ? 'type' : what];
    const word = linked ? 'l' : finding.word;
    if (['', 'other', 'configured'].includes(name) || program === null || !node?.words.test(word))
      return null;
    const at = `/dev/${name}`;
    return {
      what: what === 'present' ? `whether ${at} is there` : `the ${what} of ${at}`,
      says: {
        [program]: [
          `at=${at}; if [ -e $at ] || [ -L $at ]; then say "dev ${node.says}"; else say dev absent; fi`,
        ],
      },
      look: ['said=$(value dev)', `if [ -n "$said" ]; then ${node.look}; fi`],
      present: [word],
    };
  },
};
