/** What a filter has to make of a system call (config-linux.md#seccomp, seccomp(2)). */
import type { OciConfig } from '../../src/contract/config/index.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';

type Seccomp = NonNullable<NonNullable<OciConfig['linux']>['seccomp']>;
type Test = NonNullable<NonNullable<Seccomp['syscalls']>[number]['args']>[number];
export type Action = {
  action: Seccomp['defaultAction'];
  errno: number;
  isDefault: boolean;
  /** operator of the argument test that decides, where one does */
  op?: Test['op'];
};

/** True for a filter that denies anything: it may hit the runtime's own process inside, too. */
export const denies = (seccomp: Seccomp | undefined): boolean =>
  seccomp !== undefined &&
  [seccomp.defaultAction, ...(seccomp.syscalls ?? []).map((s) => s.action)].some((action) => !lets(action));

/** System calls without which no process gets on or comes to an end. */
const VITAL = ['exit_group', 'exit', 'close', 'write', 'mmap', 'munmap', 'futex', 'rt_sigreturn'];

/** True for a filter behind which a process may not even end well, or end before its time. `host` as for actionFor. */
export const stifles = (seccomp: Seccomp | undefined, host: HostFacts | null): boolean =>
  seccomp !== undefined && VITAL.some((name) => !lets(actionFor(seccomp, host, name)?.action));

const lets = (action: Action['action'] | undefined): boolean =>
  action === 'SCMP_ACT_ALLOW' || action === 'SCMP_ACT_LOG';

const EPERM = 1;
export const ENOSYS = 38;
const NATIVE: Record<string, string> = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' };
const KILLS = ['SCMP_ACT_KILL', 'SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_KILL_THREAD', 'SCMP_ACT_TRAP'];

const COMPARE: Record<Exclude<Test['op'], 'SCMP_CMP_MASKED_EQ'>, (a: bigint, b: bigint) => boolean> = {
  SCMP_CMP_NE: (a, b) => a !== b,
  SCMP_CMP_LT: (a, b) => a < b,
  SCMP_CMP_LE: (a, b) => a <= b,
  SCMP_CMP_EQ: (a, b) => a === b,
  SCMP_CMP_GE: (a, b) => a >= b,
  SCMP_CMP_GT: (a, b) => a > b,
};

/** Whether a call's arguments pass a test; null where the text does not say which value is the mask. */
export function passes({ op, index, value, valueTwo }: Test, args: readonly bigint[]): boolean | null {
  const arg = args[index] ?? 0n;
  const [one, two] = [BigInt(value), BigInt(valueTwo ?? 0)];
  if (op !== 'SCMP_CMP_MASKED_EQ') return COMPARE[op](arg, one);
  const readings = [(arg & one) === two, (arg & two) === one];
  return readings[0] === readings[1] ? (readings[0] ?? null) : null;
}

/**
 * What the filter does to a call of this name with these arguments; null where several rules, several tests of
 * one argument or an architecture that is not listed leave it open. `host` null: as if that of the host were listed.
 */
export function actionFor(
  seccomp: Seccomp,
  host: HostFacts | null,
  name: string,
  args: readonly bigint[] = [],
): Action | null {
  const architectures: string[] = seccomp.architectures ?? [];
  if (host && architectures.length > 0 && !architectures.includes(NATIVE[host.arch] ?? '')) return null;
  const rules = (seccomp.syscalls ?? []).filter((s) => s.names.includes(name));
  const [rule] = rules;
  const { defaultAction, defaultErrnoRet } = seccomp;
  const fallback: Action = { action: defaultAction, errno: defaultErrnoRet ?? EPERM, isDefault: true };
  if (rule === undefined) return fallback;
  const tests = rule.args ?? [];
  if (rules.length > 1 || new Set(tests.map((t) => t.index)).size < tests.length) return null;
  const results = tests.map((t) => passes(t, args));
  if (results.includes(null)) return null;
  const op = tests.length === 1 ? { op: (tests[0] as Test).op } : {};
  if (results.includes(false)) return { ...fallback, ...op };
  // EPERM, or the errno of the default action
  if (rule.errnoRet === undefined && defaultErrnoRet !== undefined) return null;
  return { action: rule.action, errno: rule.errnoRet ?? EPERM, isDefault: false, ...op };
}

/** The answer that an action has to give: `errno N`, `signal N`, or `any` (the call goes through); null = open. */
export function answerTo({ action, errno }: Action): string | null {
  if (action === 'SCMP_ACT_ERRNO') return errno > 0 && errno < 4096 ? `errno ${errno}` : null;
  if (KILLS.includes(action)) return 'signal 31';
  // without a tracer; without an agent that keeps the descriptor
  return ['SCMP_ACT_TRACE', 'SCMP_ACT_NOTIFY'].includes(action) ? `errno ${ENOSYS}` : 'any';
}

/** The call of an ask `seccomp:call`: its name and arguments. */
export function callIn(target: string): { name: string; args: bigint[] } {
  const [name = '', ...args] = target.split(',');
  return { name, args: args.map((a) => (/^\d+$/.test(a) ? BigInt(a) : 0n)) };
}

/** The probe tries a call in a child: with a limit on processes there may be none (EAGAIN of fork(2)). */
export const wasTried = ({ ret, errno }: ProbeRecord['results'][number]): boolean => ret >= 0 || errno !== 11;

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
export const actionPath = ({ action, isDefault, op }: Action): string =>
  op !== undefined
    ? `seccomp.args.${op.replace('SCMP_CMP_', '').toLowerCase()}`
    : `seccomp.${isDefault ? 'default' : 'rule'}.${action.replace('SCMP_ACT_', '').toLowerCase()}`;
