import type { Checker } from './checker.ts';

/** An invalid config that is not refused: the exit code of create, or run, and of start. */
export const accepted: Checker = {
  name: 'accepted',
  check({ case: c, word }) {
    const places = c.script.flatMap((s, i) => (['create', 'run', 'start'].includes(s.op) ? [i] : []));
    if (c.invalid === undefined || word !== 'accepted' || places.length === 0) return null;
    return {
      what: 'whether the config is accepted',
      look: [
        `seen=accepted; for rc in ${places.map((i) => `$rc_${i}`).join(' ')}; do`,
        '  [ "$rc" = 0 ] || seen=refused',
        'done',
      ],
      present: ['accepted'],
    };
  },
};
