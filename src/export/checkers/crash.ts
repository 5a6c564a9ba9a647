import { constants } from 'node:os';
import { type Checker, onlyStep } from './checker.ts';

/** What the Go runtime prints first when it gives up. */
const GO: Readonly<Record<string, string>> = { 'go-panic': '^panic: ', 'go-fatal': '^fatal error: ' };

/** An operation that dies: of a signal, or with the trace of a language's runtime. */
export const crash: Checker = {
  name: 'crash',
  check({ case: c, rule, path, word }) {
    const [, op] = /^steps\.(\w+)$/.exec(path) ?? [];
    const n = onlyStep(c, op);
    if (rule !== 'liveness.crash' || n === null) return null;
    const signal = (constants.signals as Record<string, number>)[word];
    const code = signal === undefined ? /^exit-(\d+)$/.exec(word)?.[1] : 128 + signal;
    const trace = (c.caller.stderr ?? 'file') === 'file' ? GO[word] : undefined;
    const sign =
      code !== undefined
        ? `[ "$rc_${n}" = ${code} ]`
        : trace !== undefined && `grep -q '${trace}' $WORK/io/${n}.err`;
    if (!sign) return null;
    return {
      what: `whether ${op} dies (${word})`,
      look: [
        `case $rc_${n} in 137) fail "${op} did not end";; esac`,
        `seen=not; if ${sign}; then seen=dies; fi`,
      ],
      present: ['dies'],
    };
  },
};
