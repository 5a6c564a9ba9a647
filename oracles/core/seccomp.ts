/** What a filter has to make of a system call (config-linux.md#seccomp, seccomp(2)). */
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';

type Seccomp = NonNullable<NonNullable<OciConfig['linux']>['seccomp']>;
export type Action = { action: Seccomp['defaultAction']; errno: number; isDefault: boolean };

const EPERM = 1;
export const ENOSYS = 38;
const NATIVE: Record<string, string> = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' };
const KILLS = ['SCMP_ACT_KILL', 'SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_KILL_THREAD', 'SCMP_ACT_TRAP'];

/**
 * What the filter does to a call of this name; null where several rules, tests of arguments or an architecture
 * that is not listed leave it open.
 */
export function actionFor(seccomp: Seccomp, host: HostFacts, name: string): Action | null {
  const architectures: string[] = seccomp.architectures ?? [];
  if (architectures.length > 0 && !architectures.includes(NATIVE[host.arch] ?? '')) return null;
  const rules = (seccomp.syscalls ?? []).filter((s) => s.names.includes(name));
  const [rule] = rules;
  const { defaultAction, defaultErrnoRet } = seccomp;
  if (rule === undefined) return { action: defaultAction, errno: defaultErrnoRet ?? EPERM, isDefault: true };
  if (rules.length > 1 || (rule.args ?? []).length > 0) return null;
  // EPERM, or the errno of the default action
  if (rule.errnoRet === undefined && defaultErrnoRet !== undefined) return null;
  return { action: rule.action, errno: rule.errnoRet ?? EPERM, isDefault: false };
}

/** The answer that an action has to give: `errno N`, `signal N`, or `any` (the call goes through); null = open. */
export function answerTo({ action, errno }: Action): string | null {
  if (action === 'SCMP_ACT_ERRNO') return errno > 0 && errno < 4096 ? `errno ${errno}` : null;
  if (KILLS.includes(action)) return 'signal 31';
  // without a tracer; without an agent that keeps the descriptor
  return ['SCMP_ACT_TRACE', 'SCMP_ACT_NOTIFY'].includes(action) ? `errno ${ENOSYS}` : 'any';
}

/** The answer that was given: `errno N`, `signal N` or `ok`. */
export function answerOf(result: ProbeRecord['results'][number]): string {
  const killed = /^signal \d+$/.test(result.text ?? '') ? result.text : null;
  return killed ?? (result.ret < 0 ? `errno ${result.errno}` : 'ok');
}

/** A few words for an answer: `as-listed`, `killed`, `other-errno` or `ok`. */
export function answerWord(wanted: string | null, seen: string): string {
  if (seen === wanted) return 'as-listed';
  if (seen.startsWith('signal')) return 'killed';
  return seen === 'ok' ? 'ok' : 'other-errno';
}

/** Path of verdicts on an action: `seccomp.rule.errno`, `seccomp.default.kill`. */
export const actionPath = ({ action, isDefault }: Action): string =>
  `seccomp.${isDefault ? 'default' : 'rule'}.${action.replace('SCMP_ACT_', '').toLowerCase()}`;
