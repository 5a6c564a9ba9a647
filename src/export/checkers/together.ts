import { isAlongside } from '../../contract/case.ts';
import type { Checker } from './checker.ts';

/** Operations that begin together: how many of them succeed, and whether the container is there afterwards. */
export const together: Checker = {
  name: 'together',
  check({ case: c, path, word }) {
    const [, count] = /^(\d+)-of-\d+-succeed$/.exec(word) ?? [];
    const group = c.script.flatMap((_, i) =>
      isAlongside(c.script, i) || isAlongside(c.script, i - 1) ? [i] : [],
    );
    const after = c.script.findIndex((s, i) => s.op === 'state' && i > (group.at(-1) ?? 0));
    if (!path.startsWith('together.') || group.length === 0) return null;
    const succeeded = [
      `n=0; for rc in ${group.map((i) => `$rc_${i}`).join(' ')}; do`,
      '  [ "$rc" != 137 ] || fail "an operation did not end"',
      '  [ "$rc" != 0 ] || n=$((n + 1))',
      'done',
    ];
    if (count !== undefined)
      return {
        what: 'how many of the operations that begin together succeed',
        look: [...succeeded, 'seen=$n-succeed'],
        present: [`${count}-succeed`],
      };
    if (!['lost', 'left'].includes(word) || after < 0) return null;
    return {
      what: 'whether the container is there after operations that begin together',
      look: [...succeeded, `seen=left; [ "$rc_${after}" = 0 ] || seen=lost`],
      present: [word],
    };
  },
};
