import { type Checker, onlyStep } from './checker.ts';

/** An operation that succeeds or fails where it ought not to, or where another runtime does not: its exit code. */
export const steps: Checker = {
  name: 'steps',
  check({ case: c, path, rule, word, expected, actual }) {
    const [, op] = /^steps\.(\w+)(?:\[|$)/.exec(path) ?? [];
    const place = onlyStep(c, op);
    if (place === null) return null;
    // of what is compared an error has the name of its class
    const compared = ['agreement.accept', 'differential.steps'].includes(rule) && actual !== undefined;
    const told = isOutcome(expected) && isOutcome(actual) && expected !== actual;
    // in what status the others come to it is certain after a create alone
    const outcomeOf = (w: string) =>
      w === 'fails' && c.script.slice(0, place).every((s) => s.op === 'create') ? 'error' : undefined;
    const present = compared || told ? (actual === 'ok' ? 'ok' : 'error') : outcomeOf(word);
    if (present === undefined) return null;
    return {
      what: `the exit code of ${op}`,
      look: [`case $rc_${place} in 0) seen=ok;; 137) fail "${op} did not end";; *) seen=error;; esac`],
      present: [present],
    };
  },
};

const isOutcome = (value: unknown): boolean => value === 'ok' || value === 'error';
