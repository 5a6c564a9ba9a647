import { HOOK_KINDS, type HookKind, ROOTFS } from '../../contract/case.ts';
import { quote } from '../shell.ts';
import { type Check, type Checker, type Finding, programPath } from './checker.ts';

const RUNTIME_KINDS: readonly HookKind[] = ['prestart', 'createRuntime', 'poststart', 'poststop'];

/** The paths of the programs of the hooks that the finding can be about, first of each kind. */
function hooksOf({ config, path, case: c }: Finding): { kind: HookKind; program: string }[] {
  const [, name] = /^hooks\.([\w*]+)\./.exec(path) ?? [];
  const kinds = name === 'runtime' ? RUNTIME_KINDS : HOOK_KINDS.filter((k) => k === name || name === '*');
  return kinds.flatMap((kind) => {
    const hook = config.hooks?.[kind]?.[0];
    const program = hook && (kind === 'startContainer' ? `${ROOTFS}${hook.path}` : hook.path);
    return program !== undefined && c.files.some((f) => f.type === 'program' && f.path === program)
      ? [{ kind, program }]
      : [];
  });
}

/** What a hook says of itself, by the last name of the path, and how that becomes a word. */
const SURROUNDINGS: Record<string, { says: string[]; look: string[]; what: string }> = {
  cwd: {
    what: 'the working directory of the hook',
    says: ['say "cwd $(pwd)"'],
    look: [
      'case $said in $BUNDLE) seen=bundle;; $ROOTFS) seen=rootfs;; /) seen=root;; ?*) seen=other;; esac',
    ],
  },
  fds: {
    what: 'whether the hook has descriptors beside the standard ones',
    // ls itself has the directory open
    says: [
      "n=$($B ls -l /proc/self/fd | $B grep -- ' -> ' |",
      "  $B grep -v -e ' [012] -> ' -e '/proc/[0-9]*/fd$' | $B grep -c .)",
      'say "fds $n"',
    ],
    look: ['case $said in 0) seen=std;; ?*) seen=more;; esac'],
  },
  env: {
    what: 'whether the hook has an environment',
    says: [
      'if [ -e /proc/self/environ ]; then e=; IFS= read -r e </proc/self/environ',
      '  if [ -n "$e" ]; then say "env some"; else say "env empty"; fi',
      'fi',
    ],
    look: ['seen=$said'],
  },
  umask: {
    what: 'the umask of the hook',
    says: ['say "umask $(umask)"'],
    look: [
      'case $said in "") ;; "$(limits; umask)") seen=kept;; 0000 | 0022) seen=$said;; *) seen=other;; esac',
    ],
  },
  groups: {
    what: 'whether the hook has supplementary groups',
    says: ['while read -r k v; do [ "$k" != Groups: ] || say "groups /$v"; done </proc/self/status'],
    look: ['case $said in /) seen=none;; /*) seen=some;; esac'],
  },
  caps: {
    what: 'whether the hook has capabilities',
    says: ['while read -r k v; do [ "$k" != CapEff: ] || say "caps $v"; done </proc/self/status'],
    look: ['case $said in "") ;; *[!0]*) seen=some;; *) seen=none;; esac'],
  },
};

/** Where and with what a hook runs. */
export const surroundings: Checker = {
  name: 'surroundings of hooks',
  check(finding): Check | null {
    const field = finding.path.slice(finding.path.lastIndexOf('.') + 1);
    const test = SURROUNDINGS[field];
    const [hook] = hooksOf(finding);
    const present = field === 'env' ? envWords(finding) : [field === 'cwd' ? place(finding) : finding.word];
    if (test === undefined || hook === undefined || present === null) return null;
    return {
      what: test.what,
      says: { [hook.program]: test.says },
      look: [`said=$(value ${field})`, ...test.look],
      present,
    };
  },
};

/** A directory by its name: the caller's is `/` unless the case says otherwise. */
const place = ({ word, case: c }: Finding): string =>
  word !== 'caller' ? word : c.caller.cwd === undefined && c.caller.bundle === undefined ? 'root' : '';

/** An environment where the config has none; what it lists is not compared here. */
const envWords = ({ rule, word }: Finding): string[] | null =>
  rule === 'hooks.env.absent' ? ['some'] : word === 'empty' ? ['empty'] : null;

/** Members of the state that a hook reads. */
export const hookState: Checker = {
  name: 'state of hooks',
  check(finding): Check | null {
    const [, member] = /\.stdin\.(status|pid|bundle|id|ociVersion)$/.exec(finding.path) ?? [];
    const [hook] = hooksOf(finding);
    if (member === undefined || hook === undefined) return null;
    return {
      what: `${member} in the state that the hook reads`,
      says: { [hook.program]: ['say "state $state"'] },
      look: [
        'has "state .*" || fail "the hook did not run"',
        `said=$(value state | member ${member})`,
        ...WORDS[member as keyof typeof WORDS],
      ],
      present: [finding.word],
    };
  },
};

const ABSENT = '"") seen=absent;;';
/** Members to words, as the oracles have them. */
export const WORDS = {
  status: [`case $said in ${ABSENT} *) seen=$said;; esac`],
  pid: [
    `case $said in ${ABSENT} 0) seen=zero;; -*) seen=negative;; 1) seen=one;; "$(cat $PIDFILE 2>/dev/null)") seen=of-runtime;; *) seen=other;; esac`,
  ],
  bundle: [
    `case $said in ${ABSENT} $BUNDLE) seen=right;; /) seen=root;; /*) seen=other;; *) seen=relative;; esac`,
  ],
  id: [`case $said in ${ABSENT} c1) seen=right;; *) seen=other;; esac`],
  ociVersion: [`case $said in ${ABSENT} [0-9]*.[0-9]*.[0-9]*) seen=semver;; *) seen=other;; esac`],
};

/** Whether a hook ran, though it should not, or should have. */
export const hookCount: Checker = {
  name: 'calls of hooks',
  check(finding): Check | null {
    const [hook] = hooksOf(finding);
    const [, failed] = /^after-failed-(\w+)$/.exec(finding.word) ?? [];
    const ran = failed !== undefined ? 'ran' : /^(not-run|none$)/.test(finding.word) ? 'not-run' : null;
    if (!finding.path.endsWith('.count') || hook === undefined || ran === null) return null;
    // what ran before the operation that failed did not run in spite of it
    const op = failed === 'startContainer' || failed === 'poststart' ? 'start' : 'create';
    const step = failed === undefined ? -1 : finding.case.script.findIndex((s) => s.op === op);
    const from = step < 0 ? '0' : `$(at "step-begin ${step}")`;
    return {
      what: `whether the ${hook.kind} hook runs`,
      look: [`seen=not-run; [ $(at ${quote(`begin ${hook.program}`)}) -gt ${from} ] && seen=ran`],
      present: [ran],
    };
  },
};

/** When a hook runs, by the order of the lines in the log. */
export const hookPhase: Checker = {
  name: 'phase of hooks',
  check(finding): Check | null {
    const [hook] = hooksOf(finding);
    if (!finding.path.endsWith('.phase') || hook === undefined) return null;
    const wrong = phase(finding, hook);
    if (wrong === null) return null;
    const begin = `begin ${hook.program}`;
    return {
      what: `when the ${hook.kind} hook runs`,
      look: [
        `has ${quote(begin)} || fail "the hook did not run"`,
        `b=$(at ${quote(begin)}); e=$(at ${quote(`end ${hook.program}`)})`,
        `seen=elsewhere; ${wrong} && seen=${quote(finding.word)}`,
      ],
      present: [finding.word],
    };
  },
};

/** A shell condition on `b` and `e`, the lines of the hook's begin and end; a line that is not there is 0. */
function phase(finding: Finding, { kind }: { kind: HookKind }): string | null {
  const { case: c, word } = finding;
  const [, relation, op] = /^(in|outlives)-(create|start|delete)$/.exec(word) ?? [];
  const step = c.script.findIndex((s) => s.op === op);
  if (relation === 'in' && step >= 0)
    return `[ $b -gt $(at "step-begin ${step}") ] && [ $b -lt $(at "step-end ${step} .*") ]`;
  if (relation === 'outlives' && step >= 0) return `[ $e -gt $(at "step-end ${step} .*") ]`;
  const inside = hooksOf({ ...finding, path: 'hooks.startContainer.phase' })[0]?.program;
  if (word === 'before-program' && kind === 'poststart' && inside !== undefined)
    return `[ $(at ${quote(`end ${inside}`)}) -gt $b ]`;
  const program = programPath(finding, ROOTFS);
  if (word === 'after-program' && program !== null)
    return `[ $(at ${quote(`begin ${program}`)}) -gt 0 ] && [ $(at ${quote(`begin ${program}`)}) -lt $e ]`;
  return null;
}
