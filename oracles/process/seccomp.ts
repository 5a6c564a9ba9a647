/** Seccomp by experiment: system calls that have no effect of their own, and what the filter makes of them. */
import { parseAsk } from '../../src/contract/asks.ts';
import { specRules } from '../core/rules.ts';
import {
  type Action,
  actionFor,
  actionPath,
  answerOf,
  answerTo,
  answerWord,
  callIn,
  ENOSYS,
  wasTried,
} from '../core/seccomp.ts';
import type { ProcessInput } from './index.ts';

export const SECCOMP_RULES = specRules(
  'linux.seccomp.defaultErrnoRet',
  'linux.seccomp.syscalls.errnoRet',
  'linux.seccomp.syscalls.action',
  'linux.seccomp.defaultAction',
  'linux.seccomp.args.op',
  'linux.seccomp.architectures',
);

/** Seccomp in /proc/PID/status (proc_pid_status(5)). */
const NO_FILTER = 0;

export function judgeSeccomp({ input, config, record, r }: ProcessInput): void {
  const seccomp = config.linux?.seccomp;
  if (seccomp === undefined) return;
  for (const result of record.results) {
    const ask = parseAsk(result.ask);
    if (ask?.name !== 'seccomp:call' || !wasTried(result)) continue;
    const { name, args } = callIn(ask.target);
    const action = actionFor(seccomp, input.host, name, args);
    const wanted = action && answerTo(action);
    if (action === null || wanted === null) continue;
    const seen = answerOf(result);
    const holds = wanted === 'any' ? !seen.startsWith('signal') : seen === wanted;
    // a profile that does not know a call may answer ENOSYS in place of its default (runc)
    const stub = action.isDefault && action.action === 'SCMP_ACT_ERRNO' && seen === `errno ${ENOSYS}`;
    const word = answerWord(wanted, seen);
    // without a filter none of its rules can hold: that is one thing, not one for each of them
    const about =
      record.seccomp === NO_FILTER
        ? { path: 'seccomp', token: 'no-filter', title: 'no seccomp filter is loaded' }
        : {
            path: actionPath(action),
            token: word,
            title: `${actionPath(action)}: the system call answers ${word.replace('-', ' ')}`,
          };
    const deviation = {
      kind: stub ? ('spec-gap' as const) : ('violation' as const),
      level: 'IMPLIED' as const,
      // an errno of its own came in 1.1.0; the action as such is older
      since: '1.0.0',
      ...about,
      expected: wanted,
      actual: seen,
    };
    r.check(ruleFor(action), holds, deviation);
    if ((seccomp.architectures ?? []).length > 0) r.check('linux.seccomp.architectures', holds, deviation);
  }
}

function ruleFor({ action, isDefault, op }: Action): string {
  if (op !== undefined) return 'linux.seccomp.args.op';
  const returns = action === 'SCMP_ACT_ERRNO';
  if (isDefault) return returns ? 'linux.seccomp.defaultErrnoRet' : 'linux.seccomp.defaultAction';
  return returns ? 'linux.seccomp.syscalls.errnoRet' : 'linux.seccomp.syscalls.action';
}
