import type { Checker } from './checker.ts';
import { WORDS } from './hooks.ts';

/** Members of the documents that state prints. */
export const state: Checker = {
  name: 'state',
  check({ case: c, rule, path, word }) {
    const [, member] = /^state\.(status|pid|bundle|ociVersion)$/.exec(path) ?? [];
    if (member === undefined || word === '' || !c.script.some((s) => s.op === 'state')) return null;
    const due = word.replace(/-when-.*$/, '');
    // the status, and whether there is a process, are matters of the step
    const one = c.script.filter((s) => s.op === 'state').length === 1;
    const certain = one || member === 'bundle' || member === 'ociVersion' || due === 'negative';
    if (!certain || rule === 'state.pid.value') return null;
    const words = WORDS[member as keyof typeof WORDS];
    return {
      what: `${member} in what state prints`,
      look: [
        // one document after the other
        `for said in $(tr -d '\\n\\t' <$WORK/io/1.out | sed 's/}[^,}]*{/}\\n{/g' | while IFS= read -r doc || [ -n "$doc" ]; do`,
        `  echo "=$(echo "$doc" | member ${member})"`,
        'done); do',
        `  said=\${said#=}`,
        `  ${words.join('\n  ')}`,
        `  [ "$seen" != ${due} ] || break`,
        'done',
      ],
      present: [due],
    };
  },
};
