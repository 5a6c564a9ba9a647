/** Hooks as they were called: how often, in what surroundings, with what state. */
import { BUNDLE, type Case, ROOTFS, WORK } from '../../src/contract/case.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { bytesOf, configOf, programOf } from '../core/case.ts';
import { deviatesEnv, isInherited } from '../core/env.ts';
import type { Life, Walk } from '../core/lifecycle.ts';
import { statusWord } from '../core/state-document.ts';
import type { Call } from '../core/timeline.ts';
import { answerOf } from '../hooks/answers.ts';
import { executionSide, groupPath, type Slot, slotsOf } from '../hooks/entries.ts';
import { stdinDocument } from '../hooks/stdin.ts';
import { type Field, FREE, type Section, section } from './field.ts';
import { documentFields } from './outside.ts';

type Entry = [string, Field];

export function hooksSection(c: Case, run: Run, w: Walk, until: number): Section {
  const config = configOf(c);
  if (config === null || config.hooks === undefined) return null;
  const lives = w.lives.filter((life) => !life.crowded && !life.altered);
  return section(
    lives.flatMap((life) => {
      const cut = life.steps.find((s) => s.index >= until)?.span?.begin ?? Number.POSITIVE_INFINITY;
      const slots = slotsOf(c, config, life).filter((s) => s.clear);
      return slots.flatMap((s) => slotFields(c, run, life, s, cut));
    }),
  );
}

/** The entry whose failure made create or start fail, by kind, place and which of the two; null if none was called. */
export function failedHook(c: Case, w: Walk): string | null {
  const config = configOf(c);
  const life = w.lives[0];
  if (config === null || life === undefined || life.crowded || life.altered) return null;
  // what fails in poststop has failed nothing before
  const failed = slotsOf(c, config, life).find(
    (s) => s.kind !== 'poststop' && s.outcome === 'fail' && s.calls.length > 0,
  );
  // that death by a signal is a failure not all agree on: hooks.failure.definition tells what they make of it
  if (failed?.program?.behaviour.signal !== undefined) return null;
  return failed ? `${failed.kind} ${failed.first} create=${life.create.seen.outcome}` : null;
}

function slotFields(c: Case, run: Run, life: Life, s: Slot, cut: number): Entry[] {
  const key = `${life.number} ${s.kind} ${s.first}`;
  const calls = [...s.calls, ...s.strayed].filter((call) => call.begin.seq < cut);
  const n = calls.length;
  const word = n === 0 ? 'none' : n === s.times ? 'listed' : n < s.times ? 'fewer' : 'more';
  const count: Entry = [key, { path: `hooks.${s.kind}.count`, word, value: n }];
  const [first] = calls;
  const record = first?.begin.record;
  return [
    // beyond the first differing step nobody can tell what ought to have run
    ...(cut === Number.POSITIVE_INFINITY ? [count] : []),
    ...(first && record
      ? [
          ...surroundings(c, run, life, s, record, key),
          ...stdinFields(c, life, s, first, key),
          ...answerFields(s, first, key),
        ]
      : []),
  ];
}

/** What a call of the runtime from a hook comes to; kinds of which the hooks oracle says it are left to it. */
function answerFields(s: Slot, call: Call, key: string): Entry[] {
  const answer = answerOf(call);
  const asked = s.program?.behaviour.call;
  if (answer === null || asked === undefined || answer.word === 'timeout') return [];
  const status = answer.document === null ? '' : `:${statusWord(answer.document.status)}`;
  const raced = s.kind === 'poststart' ? '' : status;
  return [[`${key}\nanswer`, { path: `hooks.${s.kind}.${asked.op}`, word: `${answer.word}${raced}` }]];
}

/** Directories that have a name; where a runtime was called from counts only for hooks beside it. */
function directoryWord(c: Case, s: Slot, cwd: string | null): string {
  const caller = c.caller.bundle === 'relative' ? WORK : (c.caller.cwd ?? '/');
  if (cwd === BUNDLE) return 'bundle';
  if (cwd === ROOTFS) return 'rootfs';
  if (cwd === caller && executionSide(s.kind) === 'runtime') return 'caller';
  return cwd === '/' ? 'root' : 'other';
}

function argvWord(s: Slot, argv: string[]): string {
  if (s.args !== undefined && JSON.stringify(s.args.map(bytesOf)) === JSON.stringify(argv)) return 'listed';
  return ['empty', 'one'][argv.length] ?? 'more';
}

function envWord(c: Case, s: Slot, env: string[]): string {
  if (env.length === 0) return 'empty';
  if (s.env === undefined) return isInherited(c, env) ? 'inherited' : 'other';
  return deviatesEnv(s.env, env, configOf(c)?.process?.env) || 'listed';
}

function umaskWord(c: Case, umask: number | null): string {
  if (umask === (c.caller.umask ?? 0o022)) return 'kept';
  return umask === 0 || umask === 0o022 ? umask.toString(8).padStart(4, '0') : 'other';
}

function surroundings(c: Case, run: Run, life: Life, s: Slot, r: ProbeRecord, key: string): Entry[] {
  const own = (name: string) => `hooks.${s.kind}.${name}`;
  const group = (name: string) => groupPath(s.kind, name);
  const isRoot = (id: number | undefined) => (id === 0 ? 'root' : 'other');
  const fields: [string, Field][] = [
    ['cwd', { path: own('cwd'), word: directoryWord(c, s, r.cwd), value: r.cwd }],
    ['namespace', { path: own('namespace'), word: namespaceWord(run, life, r) }],
    ['argv', { path: group('argv'), word: argvWord(s, r.argv) }],
    ['env', { path: group('env'), word: envWord(c, s, r.env), value: [...r.env].sort() }],
    ['uid', { path: group('uid'), word: isRoot(r.uid[0]) }],
    ['gid', { path: group('gid'), word: isRoot(r.gid[0]) }],
    ['groups', { path: group('groups'), word: r.groups.length === 0 ? 'none' : 'some' }],
    ['umask', { path: group('umask'), word: umaskWord(c, r.umask), value: r.umask }],
    [
      'caps',
      { path: group('caps'), word: /^0*$/.test(r.caps?.eff ?? '') ? 'none' : 'some', value: r.caps?.eff },
    ],
    ['noNewPrivs', { path: group('noNewPrivs'), word: String(r.noNewPrivs) }],
    ['fds', { path: group('fds'), word: (r.fds ?? []).some((f) => f.fd > 2) ? 'more' : 'std' }],
    ['cgroup', { path: own('cgroup'), word: cgroupWord(run, c, r) }],
    ['session', { path: group('session'), word: r.sid === r.pid ? 'own' : 'shared' }],
  ];
  return fields.map(([name, f]) => [`${key}\n${name}`, f]);
}

/** Whose cgroup, by the path that the config gives the container's. */
function cgroupWord(run: Run, c: Case, { cgroup }: ProbeRecord): string {
  const path = configOf(c)?.linux?.cgroupsPath;
  if (cgroup === null || path === undefined || !run.runtime.cgroups) return FREE;
  return cgroup.some((line) => line.endsWith(path)) ? 'container' : 'other';
}

/** Whose namespaces: all the runtime's, all the container's, or some of each. */
function namespaceWord(run: Run, life: Life, r: ProbeRecord): string {
  if (run.runtime.ownKernel) return FREE;
  const outside = run.observation.before.namespaces;
  const inside = life.program?.begin.record?.ns;
  const kinds = Object.keys(r.ns).filter((k) => r.ns[k] != null && outside[k] !== undefined);
  if (kinds.every((k) => r.ns[k] === outside[k])) return 'runtime';
  if (inside === undefined) return FREE;
  return kinds.every((k) => r.ns[k] === inside[k]) ? 'container' : 'mixed';
}

function pidWord(pid: unknown, life: Life): string {
  if (typeof pid !== 'number') return 'absent';
  if (pid < 0) return 'negative';
  const word = ['zero', 'one'][pid];
  if (word !== undefined) return word;
  if (life.pid === null) return FREE;
  return pid === life.pid ? 'of-runtime' : 'other';
}

function stdinFields(c: Case, life: Life, s: Slot, call: Call, key: string): Entry[] {
  if ((s.program?.behaviour.stdin ?? 'read') !== 'read') return [];
  const doc = stdinDocument(call);
  const path = groupPath(s.kind, 'stdin');
  const own = `hooks.${s.kind}.stdin`;
  const is: Entry = [`${key}\nstdin`, { path, word: doc === null ? 'no-json' : 'state' }];
  if (doc === null) return [is];
  // a short program may have ended by then: running and stopped are both right, with their pids
  const short = (programOf(c)?.behaviour.holdMs ?? 0) === 0;
  const raced = s.kind === 'poststart' && short && ['running', 'stopped'].includes(String(doc.status));
  const word = raced ? FREE : pidWord(doc.pid, life);
  return [
    is,
    ...documentFields(c, raced ? { ...doc, status: 'running' } : doc, path, `${own}.status`, `${key}\n`),
    [`${key}\npid`, { path: `${own}.pid`, word }],
  ];
}
