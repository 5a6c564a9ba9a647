/** Hooks as they were called: how often, in what surroundings, with what state. */
import { BUNDLE, type Case, ROOTFS } from '../../src/contract/case.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { bytesOf, configOf, programOf } from '../core/case.ts';
import { deviatesEnv, isInherited } from '../core/env.ts';
import type { Life, Walk } from '../core/lifecycle.ts';
import type { Call } from '../core/timeline.ts';
import { type Slot, slotsOf } from '../hooks/entries.ts';
import { stdinDocument } from '../hooks/stdin.ts';
import { type Field, type Section, section } from './field.ts';
import { documentFields } from './outside.ts';

type Entry = [string, Field];

export function hooksSection(c: Case, run: Run, w: Walk, until: number): Section {
  const config = configOf(c);
  if (config === null || config.hooks === undefined) return null;
  return section(
    w.lives
      .filter((life) => !life.crowded)
      .flatMap((life) => {
        const cut = life.steps.find((s) => s.index >= until)?.span?.begin ?? Number.POSITIVE_INFINITY;
        return slotsOf(c, config, life)
          .filter((s) => s.clear)
          .flatMap((s) => slotFields(c, run, life, s, cut));
      }),
  );
}

function slotFields(c: Case, run: Run, life: Life, s: Slot, cut: number): Entry[] {
  const key = `${life.number} ${s.kind} ${s.first}`;
  const path = `hooks.${s.kind}`;
  const calls = [...s.calls, ...s.strayed].filter((call) => call.begin.seq < cut);
  // beyond the first differing step nobody can tell what ought to have run
  const count: Entry[] =
    cut === Number.POSITIVE_INFINITY
      ? [
          [
            `${key} count`,
            { path: `${path}.count`, word: countWord(calls.length, s.times), value: calls.length },
          ],
        ]
      : [];
  const [first] = calls;
  const record = first?.begin.record;
  if (first === undefined || record === undefined) return count;
  return [
    ...count,
    ...surroundings(c, run, life, s, record, path, key),
    ...stdinFields(c, life, s, first, path, key),
  ];
}

const countWord = (n: number, times: number): string =>
  n === 0 ? 'none' : n === times ? 'listed' : n < times ? 'fewer' : 'more';

function place(cwd: string | null): string {
  if (cwd === null) return 'unknown';
  const names: Record<string, string> = { [BUNDLE]: 'bundle', [ROOTFS]: 'rootfs', '/': 'root' };
  return names[cwd] ?? 'other';
}

function surroundings(
  c: Case,
  run: Run,
  life: Life,
  s: Slot,
  r: ProbeRecord,
  path: string,
  key: string,
): Entry[] {
  const argv = s.args?.map(bytesOf);
  const argvWord =
    argv !== undefined && JSON.stringify(argv) === JSON.stringify(r.argv)
      ? 'listed'
      : r.argv.length === 0
        ? 'empty'
        : r.argv.length === 1
          ? 'one'
          : 'other';
  const env = s.env === undefined ? null : deviatesEnv(s.env, r.env);
  const envWord =
    r.env.length === 0
      ? 'empty'
      : env === ''
        ? 'listed'
        : (env ?? (isInherited(c, r.env) ? 'inherited' : 'other'));
  const none = (set: string | undefined) =>
    set === undefined ? 'unknown' : /^0*$/.test(set) ? 'none' : 'some';
  const fields: [string, Omit<Field, 'path'>][] = [
    ['argv', { word: argvWord, value: s.args === undefined ? r.argv : null }],
    ['env', { word: envWord, value: [...r.env].sort() }],
    ['cwd', { word: place(r.cwd), value: r.cwd }],
    ['uid', { word: r.uid[0] === 0 ? 'root' : 'other' }],
    ['gid', { word: r.gid[0] === 0 ? 'root' : 'other' }],
    ['groups', { word: r.groups.length === 0 ? 'none' : 'some', value: [...r.groups].sort() }],
    [
      'umask',
      {
        word:
          r.umask === null
            ? 'unknown'
            : r.umask === (c.caller.umask ?? 0o022)
              ? 'kept'
              : r.umask.toString(8).padStart(4, '0'),
      },
    ],
    ['caps', { word: none(r.caps?.eff), value: r.caps?.eff }],
    ['noNewPrivs', { word: String(r.noNewPrivs) }],
    ['namespace', { word: namespaceWord(run, life, r) }],
    ['fds', { word: (r.fds ?? []).some((f) => f.fd > 2) ? 'more' : 'std' }],
    ['session', { word: r.sid === r.pid ? 'own' : 'shared' }],
  ];
  return fields.map(([name, f]) => [`${key} ${name}`, { path: `${path}.${name}`, ...f }]);
}

/** Whose namespaces: all the runtime's, all the container's, or some of each. */
function namespaceWord(run: Run, life: Life, r: ProbeRecord): string {
  const outside = run.observation.before.namespaces;
  const inside = life.program?.begin.record?.ns ?? {};
  const kinds = Object.keys(r.ns).filter((k) => r.ns[k] != null && outside[k] !== undefined);
  if (kinds.every((k) => r.ns[k] === outside[k])) return 'runtime';
  return kinds.every((k) => r.ns[k] === inside[k]) ? 'container' : 'mixed';
}

function stdinFields(c: Case, life: Life, s: Slot, call: Call, path: string, key: string): Entry[] {
  const doc = stdinDocument(call);
  if ((s.program?.behaviour.stdin ?? 'read') !== 'read') return [];
  if (doc === null) return [[`${key} stdin`, { path: `${path}.stdin`, word: 'no-json' }]];
  const { pid } = doc;
  const pidWord =
    pid === undefined
      ? 'absent'
      : pid === 0
        ? 'zero'
        : pid === 1
          ? 'one'
          : pid === life.pid
            ? 'of-runtime'
            : typeof pid === 'number' && pid < 0
              ? 'negative'
              : 'other';
  // a short program may have ended by then: running and stopped are both right, with their pids
  const ended = (programOf(c)?.behaviour.holdMs ?? 0) === 0;
  const raced = s.kind === 'poststart' && ended && (doc.status === 'running' || doc.status === 'stopped');
  return [
    [`${key} stdin`, { path: `${path}.stdin`, word: 'state' }],
    ...documentFields(c, raced ? { ...doc, status: 'running' } : doc, `${path}.stdin`, key),
    [`${key} pid`, { path: `${path}.stdin.pid`, word: raced ? 'free' : pidWord }],
  ];
}
