import type { Checker } from './checker.ts';

/** What a program prints that gives up; the words of the oracle. */
const TRACES: Record<string, string> = {
  'go-panic': '^panic: ',
  'go-fatal': '^fatal error: ',
  'go-trace': '^goroutine [0-9]* \\[',
  'go-segv': 'SIGSEGV: segmentation violation',
  assertion: 'Assertion .* failed',
};

/** A runtime that breaks: what it prints, or the exit code that a signal becomes. */
export const crash: Checker = {
  name: 'crash',
  check({ case: c, rule, path, word }) {
    const op = path.slice('steps.'.length);
    const places = c.script.flatMap((s, i) => (s.op === op ? [i] : []));
    const [, code] = /^exit-(\d+)$/.exec(word) ?? [];
    const trace = TRACES[word];
    if (rule !== 'liveness.crash' || places.length === 0 || (trace === undefined && code === undefined))
      return null;
    const test =
      trace === undefined
        ? places.map((i) => `[ "$rc_${i}" = ${code} ]`).join(' || ')
        : `grep -q -e '${trace}' $WORK/io/2.err`;
    return {
      what: `whether ${op} breaks`,
      look: ['seen=whole', `if ${test}; then seen=broken; fi`],
      present: ['broken'],
    };
  },
};
