import type { Checker } from './checker.ts';

/** An operation that succeeds or fails where it ought not to, or where another runtime does not: its exit code. */
export const steps: Checker = {
  name: 'steps',
  check({ case: c, path, rule, expected, actual }) {
    const [, op] = /^steps\.(\w+)(?:\[|$)/.exec(path) ?? [];
    const places = c.script.flatMap((s, i) => (s.op === op ? [i] : []));
    const compared = ['agreement.accept', 'differential.steps'].includes(rule);
    const told = compared
      ? actual !== undefined
      : expected !== actual && isOutcome(expected) && isOutcome(actual);
    if (places.length !== 1 || !told) return null;
    return {
      what: `the exit code of ${op}`,
      look: [`case $rc_${places[0]} in 0) seen=ok;; 137) fail "${op} did not end";; *) seen=error;; esac`],
      // of what is compared an error has the name of its class
      present: [actual === 'ok' ? 'ok' : 'error'],
    };
  },
};

const isOutcome = (value: unknown): boolean => value === 'ok' || value === 'error';
