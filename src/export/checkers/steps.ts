import type { Checker } from './checker.ts';

/** An operation that succeeds or fails where it ought not to: its exit code. */
export const steps: Checker = {
  name: 'steps',
  check({ case: c, path, expected, actual }) {
    const [, op] = /^steps\.(\w+)(?:\[|$)/.exec(path) ?? [];
    const places = c.script.flatMap((s, i) => (s.op === op ? [i] : []));
    const sides = [expected, actual];
    if (places.length !== 1 || !sides.includes('ok') || !sides.includes('error')) return null;
    return {
      what: `the exit code of ${op}`,
      look: [`case $rc_${places[0]} in 0) seen=ok;; 137) fail "${op} did not end";; *) seen=error;; esac`],
      present: [String(actual)],
    };
  },
};
