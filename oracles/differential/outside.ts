/** What is seen from outside: steps, state documents, hooks, files left, cgroup files. */
import { BUNDLE, type Case, ROOTFS, WORK } from '../../src/contract/case.ts';
import type { FileStat } from '../../src/contract/observation.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { configOf } from '../core/case.ts';
import { type StepView, stepPath, type Walk } from '../core/lifecycle.ts';
import { isBelow, normalPath } from '../core/mounts.ts';
import {
  bundleWord,
  type Document,
  deviatesAnnotations,
  documentOf,
  statusWord,
} from '../core/state-document.ts';
import { type Field, FREE, type Section, section } from './field.ts';

type Entry = [string, Field];

/** Members of a state document that mean the same for every runtime. `path` is the document's. */
export function documentFields(
  c: Case,
  doc: Document,
  path: string,
  statusPath: string,
  key: string,
): Entry[] {
  const configured = configOf(c)?.annotations ?? {};
  const annotations = deviatesAnnotations(configured, doc.annotations);
  const form =
    typeof doc.ociVersion !== 'string'
      ? 'absent'
      : /^\d+\.\d+\.\d+/.test(doc.ociVersion)
        ? 'semver'
        : 'other';
  return [
    [`${key} status`, { path: statusPath, word: 'status' in doc ? statusWord(doc.status) : 'absent' }],
    [`${key} bundle`, { path: `${path}.bundle`, word: bundleWord(c, doc.bundle), value: doc.bundle }],
    [`${key} ociVersion`, { path: `${path}.ociVersion`, word: form }],
    ...(annotations === null || Object.keys(configured).length === 0
      ? []
      : ([
          [`${key} annotations`, { path: `${path}.annotations`, word: annotations || 'listed' }],
        ] as Entry[])),
  ];
}

/** State documents of steps at which the status is certain. */
export function stateSection(c: Case, w: Walk, until: number): Section {
  return section(
    w.steps.flatMap((s): Entry[] => {
      const doc = documentOf(s.seen.state);
      if (s.index >= until || doc === null || s.before.length !== 1) return [];
      const pid =
        typeof doc.pid !== 'number' ? 'absent' : doc.pid === 0 ? 'zero' : doc.pid < 0 ? 'negative' : 'given';
      return [
        ...documentFields(c, doc, 'state', 'state.status', `step ${s.index}`),
        [`step ${s.index} pid`, { path: `state.pid`, word: s.before[0] === 'stopped' ? FREE : pid }],
      ];
    }),
  );
}

/** How the program ended, where nothing raced with it. */
export function endSection(w: Walk, until: number): Section {
  return section(
    w.steps.flatMap((s): Entry[] => {
      const raced = w.steps.some((k) => k.step.op === 'kill' && k.index < s.index && k.before.length !== 1);
      if (s.seen.ended === undefined || raced || s.index >= until) return [];
      return [[`step ${s.index}`, { path: 'program.ended', word: s.seen.ended.replace(' ', '-') }]];
    }),
  );
}

const OPERATIONS = ['create', 'start', 'state', 'kill', 'delete'];

/**
 * Outcomes of operations. `agreed`: those that the oracle for agreement judges are left out. Where the status of
 * the container is not certain the outcome is a matter of chance.
 */
export function outcomeOf(s: StepView | undefined): Field | null {
  if (s === undefined || !OPERATIONS.includes(s.step.op)) return null;
  return { path: stepPath(s), word: s.seen.outcome, value: s.seen.errorClass };
}

/** Places where a difference is none of the container's: state directory, streams, pid files, sockets. */
const OWN = [`${WORK}/root`, `${WORK}/io`, `${WORK}/pid`, `${WORK}/report`, `${ROOTFS}/.report`];

const ownerWord = (f: FileStat): string => (f.uid === 0 && f.gid === 0 ? '' : ':owned');
/** Modes follow the umask of the caller: in the word only where that is the usual one. */
const statWord = (c: Case, f: FileStat): string => {
  const mode = (c.caller.umask ?? 0o022) === 0o022 ? (f.mode & 0o7777).toString(8).padStart(4, '0') : 'umask';
  return `${f.type}:${mode}${ownerWord(f)}`;
};

function changeWord(c: Case, before: FileStat | undefined, after: FileStat | undefined): string | null {
  if (after === undefined) return before === undefined ? null : 'removed';
  if (before === undefined) return statWord(c, after);
  if (before.type !== after.type) return 'replaced';
  const words = [
    ...((before.mode & 0o7777) !== (after.mode & 0o7777) ? ['mode'] : []),
    ...(before.uid !== after.uid || before.gid !== after.gid ? ['owner'] : []),
    ...(before.type !== 'd' && before.extra !== after.extra ? ['content'] : []),
  ];
  return words.length > 0 ? words.join('+') : null;
}

/** Class of a path below the work directory, for paths of verdicts. */
export function fileClass(c: Case, path: string): string {
  if (!isBelow(path, ROOTFS)) return isBelow(path, BUNDLE) ? 'bundle' : 'work';
  const inside = path.slice(ROOTFS.length);
  const config = configOf(c);
  const points = (config?.mounts ?? []).map((m) => normalPath(m.destination));
  if (points.some((p) => p === inside || isBelow(p, inside))) return 'mountpoint';
  const cwd = normalPath(config?.process?.cwd ?? '/');
  if (cwd === inside || isBelow(cwd, inside)) return 'cwd';
  return isBelow(inside, '/dev') || inside === '/dev' ? 'dev' : 'rootfs';
}

/** Changes below the work directory that are still there at the end: path to word. */
export function changedFiles(c: Case, run: Run): Map<string, string> {
  const { before, after } = run.observation;
  const was = new Map(before.files.map((f) => [f.path, f]));
  const is = new Map(after.files.map((f) => [f.path, f]));
  const changes = new Map<string, string>();
  for (const path of new Set([...was.keys(), ...is.keys()])) {
    if (OWN.some((p) => path === p || isBelow(path, p))) continue;
    const word = changeWord(c, was.get(path), is.get(path));
    if (word !== null) changes.set(path, word);
  }
  return changes;
}

/** Owner and mode of the streams that the harness gave: a runtime may have changed them. */
function streamChanges(c: Case, run: Run): Entry[] {
  const was = new Map(run.observation.before.files.map((f) => [f.path, f]));
  return run.observation.after.files
    .filter((f) => isBelow(f.path, `${WORK}/io`))
    .flatMap((f): Entry[] => {
      const word = changeWord(c, was.get(f.path), f)?.replace(/\+?content$/, '') ?? '';
      return word === '' || !was.has(f.path) ? [] : [[f.path, { path: 'files[stdio]', word }]];
    });
}

export function filesSection(c: Case, run: Run): Section {
  const changes = [...changedFiles(c, run)].map(
    ([path, word]): Entry => [path, { path: `files[${fileClass(c, path)}]`, word, value: path }],
  );
  return section([...changes, ...streamChanges(c, run)]);
}

/** Contents that are no setting: counters beside it, or rules in an order that means nothing. */
function setting(file: string, content: string): string {
  if (file === 'memory.oom_control') return content.split('\n')[0] ?? '';
  return file.startsWith('devices.') ? content.split('\n').sort().join('\n') : content;
}

/** Files of the container's cgroup by name, as they were at the last look. */
export function cgroupSection(run: Run): Section {
  const view = run.observation.outside.findLast((v) => Object.keys(v.cgroupFiles).length > 0);
  if (!run.runtime.cgroups || view === undefined) return null;
  return section(
    Object.entries(view.cgroupFiles).map(([path, content]): Entry => {
      const file = path.slice(path.lastIndexOf('/') + 1);
      const known = /^[a-z]+\.[A-Za-z0-9_.]+$/.test(file);
      const field = { word: 'set', value: setting(file, content.trim()), member: '/linux/resources' };
      return [file, { path: `cgroups[${known ? file : 'other'}]`, ...field }];
    }),
  );
}
