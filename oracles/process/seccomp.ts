/** Seccomp by experiment: system calls that have no effect of their own, and what the filter makes of them. */
import { parseAsk } from '../../src/contract/asks.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import { errnoWord } from '../core/errno.ts';
import { specRules } from '../core/rules.ts';
import type { ProcessInput } from './index.ts';

export const SECCOMP_RULES = specRules(
  'linux.seccomp.defaultErrnoRet',
  'linux.seccomp.syscalls.errnoRet',
  'linux.seccomp.syscalls.action',
  'linux.seccomp.defaultAction',
);

type Seccomp = NonNullable<NonNullable<OciConfig['linux']>['seccomp']>;
type Action = { action: Seccomp['defaultAction']; errno: number; isDefault: boolean };

const EPERM = 1;
const ENOSYS = 38;

/** What the filter does to a call of this name; null where several rules, or tests of arguments, leave it open. */
function actionFor(seccomp: Seccomp, name: string): Action | null {
  const rules = (seccomp.syscalls ?? []).filter((s) => s.names.includes(name));
  const [rule] = rules;
  if (rule === undefined) {
    const { defaultAction, defaultErrnoRet } = seccomp;
    // tests elsewhere do not matter to a call that no rule names
    return { action: defaultAction, errno: defaultErrnoRet ?? EPERM, isDefault: true };
  }
  if (rules.length > 1 || (rule.args ?? []).length > 0) return null;
  // EPERM, or the errno of the default action
  if (rule.errnoRet === undefined && seccomp.defaultErrnoRet !== undefined) return null;
  return { action: rule.action, errno: rule.errnoRet ?? EPERM, isDefault: false };
}

const KILLS = ['SCMP_ACT_KILL', 'SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_KILL_THREAD', 'SCMP_ACT_TRAP'];

/** The answer that an action has to give: `errno N`, `signal N`, or `any` (the call goes through). */
function expected({ action, errno }: Action): string | null {
  if (action === 'SCMP_ACT_ERRNO') return errno > 0 && errno < 4096 ? `errno ${errno}` : null;
  if (KILLS.includes(action)) return 'signal 31';
  if (action === 'SCMP_ACT_TRACE') return `errno ${ENOSYS}`;
  return action === 'SCMP_ACT_NOTIFY' ? null : 'any';
}

const NATIVE: Record<string, string> = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' };

export function judgeSeccomp({ input, config, record, r }: ProcessInput): void {
  const seccomp = config.linux?.seccomp;
  const architectures: string[] = seccomp?.architectures ?? [];
  // what becomes of calls of an architecture that is not listed is open
  const covered = architectures.length === 0 || architectures.includes(NATIVE[input.host.arch] ?? '');
  if (seccomp === undefined || !covered) return;
  for (const result of record.results) {
    const ask = parseAsk(result.ask);
    if (ask?.name !== 'seccomp:call') continue;
    const action = actionFor(seccomp, ask.target.split(',')[0] ?? '');
    const want = action && expected(action);
    if (action === null || want === null) continue;
    const rule = ruleFor(action);
    const killed = /^signal \d+$/.test(result.text ?? '') ? result.text : null;
    const seen = killed ?? (result.ret < 0 ? `errno ${result.errno}` : 'ok');
    if (want === 'any') {
      r.check(rule, killed === null, deviation(action, want, seen));
      continue;
    }
    // a profile that does not know a call may answer ENOSYS in place of its default (runc)
    const stub = action.isDefault && action.action === 'SCMP_ACT_ERRNO' && seen === `errno ${ENOSYS}`;
    r.check(rule, seen === want, {
      ...deviation(action, want, seen),
      ...(stub ? { kind: 'spec-gap' as const } : {}),
    });
  }
}

function ruleFor({ action, isDefault }: Action): string {
  const returns = action === 'SCMP_ACT_ERRNO';
  if (isDefault) return returns ? 'linux.seccomp.defaultErrnoRet' : 'linux.seccomp.defaultAction';
  return returns ? 'linux.seccomp.syscalls.errnoRet' : 'linux.seccomp.syscalls.action';
}

function deviation({ action, isDefault }: Action, want: string, seen: string) {
  const word = seen.startsWith('errno ') ? errnoWord(Number(seen.slice(6))) : seen.replace(' ', '-');
  const short = action.replace('SCMP_ACT_', '').toLowerCase();
  return {
    kind: 'violation',
    level: 'IMPLIED',
    // an errno of its own came in 1.1.0; the action as such is older
    since: '1.0.0',
    path: `seccomp.${isDefault ? 'default' : 'rule'}.${short}`,
    token: want.startsWith('errno') && seen.startsWith('errno') ? 'other-errno' : word,
    title: `a system call with the action ${short} answers ${word}`,
    expected: want,
    actual: seen,
  } as const;
}
