import { ROOTFS } from '../../contract/case.ts';
import type { OciMount } from '../../contract/config/index.ts';
import { quote } from '../shell.ts';
import { type Check, type Checker, type Finding, programPath } from './checker.ts';

const kindOf = (m: OciMount): string =>
  m.options?.some((o) => o === 'bind' || o === 'rbind') ? 'bind' : (m.type ?? '');

/** The option that a requirement is about. */
const optionOf = (rule: string): string | undefined => /^config\.mounts\.opt\.(\w+)$/.exec(rule)?.[1];

/** Destinations of the entries that the finding can be about. */
function destinations({ config, rule, path }: Finding): string[] {
  const [, kind] = /^mounts\[([\w*]+)\]/.exec(path) ?? [];
  if (kind === 'root') return ['/'];
  const option = optionOf(rule);
  return (config.mounts ?? [])
    .filter((m) => kindOf(m) === kind || kind === '*')
    .filter((m) => option === undefined || (m.options ?? []).includes(option))
    .map((m) => m.destination.replace(/\/+$/, ''));
}

const PROPAGATION = [
  'propagation() { # of a line of mountinfo: shared, slave, unbindable or private',
  `  tags=" \${1#* * * * * * } "; tags=\${tags%% - *}; p=`,
  '  case "$tags " in *" shared:"*) p=shared;; esac',
  `  case "$tags " in *" master:"*) p=\${p:+$p+}slave;; esac`,
  `  case "$tags " in *" unbindable "*) p=\${p:+$p+}unbindable;; esac`,
  `  seen=\${p:-private}`,
  '}',
];
const FLAGS = [
  'flag() { # whether a line of mountinfo has the option: of the mount, of its super block, or of either',
  `  per=\${1#* * * * * }; per=\${per%% *}; super=\${1##* }; seen=off`,
  '  case $3 in option) super=;; super) per=;; esac',
  '  case ",$per,$super," in *",$2,"* | *",$2="*) seen=on;; esac',
  '}',
];
const SOURCE = [
  'source_of() { # of a line of mountinfo: type (its own name), none or other',
  `  rest=\${1#* - }; type=\${rest%% *}; rest=\${rest#* }`,
  `  case \${rest%% *} in $type) seen=type;; none) seen=none;; *) seen=other;; esac`,
  '}',
];

/** The mount table of the program: propagation, options, and whether a mount is there. */
export const mounts: Checker = {
  name: 'mounts',
  check(finding): Check | null {
    const program = programPath(finding, ROOTFS);
    const places = destinations(finding);
    const test = testOf(finding);
    if (program === null || places.length === 0 || test === null) return null;
    return {
      what: test.what,
      says: { [program]: ['while IFS= read -r l; do say "mount $l"; done </proc/self/mountinfo'] },
      look: [
        ...test.functions,
        `for at in ${places.map(quote).join(' ')}; do`,
        '  has "mount .*" || fail "the program could not report its mounts"',
        `  line=$(sed -n 's/^mount //p' $LOG | awk -v at="$at" '$5 == at { l = $0 } END { print l }')`,
        `  ${test.look}`,
        `  case $seen in ${test.present.join(' | ')}) break;; esac`,
        'done',
      ],
      present: test.present,
    };
  },
};

type Test = { what: string; functions: string[]; look: string; present: string[] };

function testOf({ path, word, pairwise, rule }: Finding): Test | null {
  const [, what = '', flag] = /\]\.(\w+)(?:\[([\w-]+)\])?$/.exec(path) ?? [];
  if (what === 'propagation') {
    const seen = pairwise ? word : word.slice(word.indexOf('-') + 1);
    const look = '[ -z "$line" ] || propagation "$line"';
    return { what: 'the propagation of the mount', functions: PROPAGATION, look, present: [seen] };
  }
  if ((what === 'option' || what === 'super') && flag !== undefined) {
    // a rule's option has no effect: it ought to be there, or not to be there for its opposite
    const wanted = optionOf(rule);
    const sides: Record<string, string> = { on: 'on', absent: 'off' };
    const present = pairwise ? sides[word] : wanted?.replace(/^r(?=no|ro)/, '') === flag ? 'off' : 'on';
    if (present === undefined) return null;
    const look = `[ -z "$line" ] || flag "$line" ${flag} ${pairwise ? what : 'either'}`;
    return { what: `whether the mount has ${flag}`, functions: FLAGS, look, present: [present] };
  }
  if (what === 'source' && pairwise && ['type', 'none'].includes(word)) {
    const look = '[ -z "$line" ] || source_of "$line"';
    return { what: 'the source of the mount', functions: SOURCE, look, present: [word] };
  }
  if (what === 'present' || (what === '' && word === 'missing')) {
    const present = word === 'present' ? 'present' : 'absent';
    const look = 'seen=absent; [ -z "$line" ] || seen=present';
    return { what: 'whether the mount is there', functions: [], look, present: [present] };
  }
  return null;
}
