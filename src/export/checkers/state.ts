import { quote } from '../shell.ts';
import type { Check, Checker, Finding } from './checker.ts';
import { WORDS } from './hooks.ts';

/** Words that a container in no status may have, so that every document can be looked at. */
const NEVER: Record<string, readonly string[]> = {
  bundle: ['absent', 'root', 'other', 'relative'],
  id: ['absent', 'other'],
  ociVersion: ['absent', 'semver', 'other'],
  pid: ['negative'],
};

/** What `state` prints, by the member that the finding is about. */
export const stateDocument: Checker = {
  name: 'state document',
  check(finding): Check | null {
    const { path, case: c } = finding;
    const [, member = ''] = /^state\.(\w+)$/.exec(path) ?? [];
    const test = member === 'annotations' ? annotation(finding) : memberOf(finding, member);
    // what it says of another id is not about this container
    const places = c.script.flatMap((s, i) => (s.op === 'state' && s.id === undefined ? [i] : []));
    if (test === null || places.length === 0 || (c.caller.stdout ?? 'file') !== 'file') return null;
    return {
      what: `${member} in what state prints`,
      look: [
        `for step in ${places.join(' ')}; do`,
        '  eval "rc=\\$rc_$step"; [ "$rc" = 0 ] || continue',
        `  said=$(tr -d '\\n' <$WORK/io/$step.out | member ${quote(test.name)})`,
        ...test.look.map((line) => `  ${line}`),
        `  [ "$seen" != ${test.word} ] || break`,
        'done',
      ],
      present: [test.word],
    };
  },
};

type Test = { name: string; look: readonly string[]; word: string };

const memberOf = ({ word }: Finding, member: string): Test | null =>
  NEVER[member]?.includes(word) ? { name: member, look: WORDS[member as keyof typeof WORDS], word } : null;

/** One that has another value than the config gives it; only where a shell can spell that value. */
function annotation({ word, expected, actual }: Finding): Test | null {
  const seen = Object.entries((actual ?? {}) as Record<string, unknown>);
  const other = seen.find(([key, value]) => value !== (expected as Record<string, unknown> | null)?.[key]);
  if (word !== 'changed' || other === undefined || !/^[\w./-]+$/.test(other[0])) return null;
  const [name, value] = other;
  if (typeof value !== 'string' || !/^[\w .,:/-]+$/.test(value)) return null;
  return { name, look: [`seen=kept; [ "$said" != ${quote(value)} ] || seen=changed`], word };
}
