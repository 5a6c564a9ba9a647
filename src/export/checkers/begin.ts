import { ROOTFS } from '../../contract/case.ts';
import { quote } from '../shell.ts';
import { type Checker, programPath } from './checker.ts';

/** Whether the program runs though start was not called. */
export const begin: Checker = {
  name: 'begin of the program',
  check(finding) {
    const program = programPath(finding, ROOTFS);
    const start = finding.case.script.findIndex((s) => s.op === 'start');
    if (finding.rule !== 'lifecycle.02.program-not-run' || program === null) return null;
    const before = start < 0 ? '' : ` && [ $b -lt $(at "step-begin ${start}") ]`;
    return {
      what: 'whether the program begins before start',
      look: [
        `b=$(at ${quote(`begin ${program}`)})`,
        `seen=not; if [ $b -gt 0 ]${before}; then seen=before; fi`,
      ],
      present: ['before'],
    };
  },
};
