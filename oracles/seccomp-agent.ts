/** seccomp-agent: the state of the container process that NOTIFY sends (config-linux.md#containerprocessstate). */
import { AGENT_SOCKET, type Case } from '../src/contract/case.ts';
import type { OciConfig } from '../src/contract/config/index.ts';
import type { AgentConnection } from '../src/contract/observation.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, versionOf } from './core/case.ts';
import { accepted, type Life, walk } from './core/lifecycle.ts';
import { type Report, report } from './core/report.ts';
import { specRules } from './core/rules.ts';
import { type Document, documentOf, schemaFaults } from './core/state-document.ts';

const LISTENER = 'linux.seccomp.listenerPath';
const STATE = 'linux.seccomp.state';
const RULES = specRules(
  `${LISTENER}.send`,
  `${LISTENER}.unused`,
  `${LISTENER}.one-state`,
  `${LISTENER}.no-reuse`,
  `${LISTENER}.close`,
  'linux.seccomp.listener.fd',
  'linux.seccomp.listenerMetadata.sent',
  `${STATE}.payload`,
  `${STATE}.scm`,
  `${STATE}.fds-first`,
  `${STATE}.ociVersion`,
  `${STATE}.pid`,
  `${STATE}.state`,
);

type Seccomp = NonNullable<NonNullable<OciConfig['linux']>['seccomp']>;

const notifies = (s: Seccomp): boolean =>
  [s.defaultAction, ...(s.syscalls ?? []).map((r) => r.action)].includes('SCMP_ACT_NOTIFY');

/** The JSON documents that a text is made of: one, or null where it is no JSON, or more than one document. */
function onlyDocument(text: string): Document | null {
  try {
    return documentOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function judgeConnection(
  { messages, closed }: AgentConnection,
  seccomp: Seccomp,
  pid: number | null,
  id: string,
  r: Report,
): void {
  const text = messages.map((m) => m.text).join('');
  const state = onlyDocument(text);
  const several = state === null && /\}\s*\{/.test(text);
  const check = (rule: string, holds: boolean, member: string, token: string, actual: unknown) =>
    r.check(rule, holds, { kind: 'violation', path: `agent.${member}`, token, actual });
  check(`${LISTENER}.close`, closed, 'connection', 'open', messages.length);
  check(`${LISTENER}.one-state`, !several, 'connection', 'several-states', text);
  check(`${LISTENER}.no-reuse`, !several, 'connection', 'several-states', text);
  const later = messages.slice(1).flatMap((m) => m.fds);
  check(`${STATE}.fds-first`, later.length === 0, 'fds', 'later', later);
  if (several) return;
  check(`${STATE}.payload`, state !== null, 'payload', 'no-json', text);
  const fds = messages[0]?.fds ?? [];
  check(`${STATE}.scm`, fds.length > 0, 'fds', 'none', fds);
  if (state === null) return;
  const names = Array.isArray(state.fds) ? state.fds : [];
  const at = names.indexOf('seccompFd');
  check('linux.seccomp.listener.fd', at >= 0 && isNotify(fds[at]), 'fds', at < 0 ? 'unnamed' : 'other', {
    names,
    fds,
  });
  check(
    `${STATE}.ociVersion`,
    typeof state.ociVersion === 'string',
    'ociVersion',
    'no-string',
    state.ociVersion,
  );
  const known = pid === null || state.pid === pid;
  check(
    `${STATE}.pid`,
    Number.isInteger(state.pid) && known,
    'pid',
    known ? 'no-integer' : 'other',
    state.pid,
  );
  const inner = documentOf(state.state);
  const faults =
    inner === null ? ['absent'] : schemaFaults(inner).map(([member, token]) => `${member}-${token}`);
  const own = inner !== null && inner.id !== id ? ['other-id'] : [];
  check(
    `${STATE}.state`,
    faults.length + own.length === 0,
    'state',
    [...faults, ...own].join('+'),
    state.state,
  );
  if (seccomp.listenerMetadata !== undefined && seccomp.listenerMetadata !== '')
    check(
      'linux.seccomp.listenerMetadata.sent',
      state.metadata === seccomp.listenerMetadata,
      'metadata',
      state.metadata === undefined ? 'absent' : 'other',
      state.metadata,
    );
}

/** seccomp_unotify(2): the link of such a descriptor in /proc/PID/fd */
const isNotify = (target: string | undefined): boolean => target === 'anon_inode:seccomp notify';

/** True for what was sent while a container lived, as far as its step tells; not of one beside others. */
function belongs({ step }: AgentConnection, life: Life, lives: readonly Life[]): boolean {
  if (lives.length === 1) return true;
  const next = lives.find((l) => l.number > life.number)?.create.index ?? Number.POSITIVE_INFINITY;
  return step !== null && !life.crowded && step >= life.create.index && step < next;
}

/** True for what may be of a process that `exec` adds, of which the specification says nothing. */
const mayBeOfExec = ({ step }: AgentConnection, { script }: Case): boolean =>
  (step === null ? script : script.slice(step, step + 1)).some(({ op }) => op === 'exec');

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const config = configOf(c);
  const seccomp = config?.linux?.seccomp;
  const { agent } = run.observation;
  // without a process there is none whose state could be sent
  if (config?.process === undefined) return [];
  if (seccomp?.listenerPath !== AGENT_SOCKET || agent === undefined || run.runtime.ownKernel) return [];
  const r = report('seccomp-agent', RULES, run, versionOf(input));
  const seen = walk(c, run);
  const [life] = seen.lives;
  if (!notifies(seccomp)) {
    r.check(`${LISTENER}.unused`, agent.length === 0, {
      path: 'agent.connection',
      token: 'unasked',
      title: 'a state is sent though no action notifies',
      kind: 'violation',
      actual: agent.length,
    });
  } else if (life !== undefined && accepted(seen) && life.start !== null) {
    r.check(`${LISTENER}.send`, agent.length > 0, {
      kind: 'violation',
      ignored: true,
      path: 'agent.connection',
      token: 'none',
      title: 'no state is sent to the seccomp agent',
    });
    const ofContainers = agent.filter((a) => !mayBeOfExec(a, c));
    // a create that fails may end between the connection and the message
    for (const own of seen.lives.filter((l) => l.create.seen.outcome === 'ok'))
      for (const connection of ofContainers.filter((a) => belongs(a, own, seen.lives)))
        judgeConnection(connection, seccomp, own.pid, own.id, r);
  }
  return r.verdicts();
}

export const seccompAgent: Oracle = {
  name: 'seccomp-agent',
  title: 'what NOTIFY sends to the socket at listenerPath',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
