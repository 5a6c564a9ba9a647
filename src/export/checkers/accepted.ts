import type { Checker } from './checker.ts';

/** Whether a config is taken that must not be, or refused for what is no reason: exit codes of create, run, start. */
export const accepted: Checker = {
  name: 'accepted',
  check({ case: c, word }) {
    const places = c.script.flatMap((s, i) => (['create', 'run', 'start'].includes(s.op) ? [i] : []));
    const contrast = word === 'accepted' ? c.invalid : word === 'refused' ? c.harmless : undefined;
    if (contrast === undefined || places.length === 0) return null;
    return {
      what: 'whether the config is accepted',
      look: [
        `seen=accepted; for rc in ${places.map((i) => `$rc_${i}`).join(' ')}; do`,
        '  [ "$rc" = 0 ] || seen=refused',
        'done',
      ],
      present: [word],
    };
  },
};
