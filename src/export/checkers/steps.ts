import type { Checker } from './checker.ts';

/** An operation that succeeds or fails where it ought not to, or where another runtime does not: its exit code. */
export const steps: Checker = {
  name: 'steps',
  check({ case: c, path, rule, word, expected, actual }) {
    const [, op] = /^steps\.(\w+)(?:\[|$)/.exec(path) ?? [];
    const places = c.script.flatMap((s, i) => (s.op === op ? [i] : []));
    // of what is compared an error has the name of its class
    const compared = ['agreement.accept', 'differential.steps'].includes(rule) && actual !== undefined;
    const told = isOutcome(expected) && isOutcome(actual) && expected !== actual;
    // in what status the others come to it is certain after a create alone
    const outcomeOf = (w: string) =>
      w === 'fails' && c.script.slice(0, places[0]).every((s) => s.op === 'create') ? 'error' : undefined;
    const present = compared || told ? (actual === 'ok' ? 'ok' : 'error') : outcomeOf(word);
    if (places.length !== 1 || present === undefined) return null;
    return {
      what: `the exit code of ${op}`,
      look: [`case $rc_${places[0]} in 0) seen=ok;; 137) fail "${op} did not end";; *) seen=error;; esac`],
      present: [present],
    };
  },
};

const isOutcome = (value: unknown): boolean => value === 'ok' || value === 'error';
