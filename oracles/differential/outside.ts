/** What is seen from outside: steps, state documents, hooks, files left, cgroup files. */
import { basename } from 'node:path';
import type { Case } from '../../src/contract/case.ts';
import { remembered } from '../../src/contract/remembered.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { configOf, programsOf } from '../core/case.ts';
import { cgroupPath } from '../core/cgroup.ts';
import { type FileChange, fileChanges, fileClass, isCovered, isOwnDoing, STREAMS } from '../core/files.ts';
import { type StepView, stepPath, type Walk } from '../core/lifecycle.ts';
import { isBelow } from '../core/mounts.ts';
import { viewsOf } from '../core/record.ts';
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
      if (s.index >= until || doc === null || s.before.length !== 1 || w.lives[s.life]?.altered) return [];
      const key = `step ${s.index} ${s.before[0]}`;
      const pid =
        typeof doc.pid !== 'number' ? 'absent' : doc.pid === 0 ? 'zero' : doc.pid < 0 ? 'negative' : 'given';
      return [
        ...documentFields(c, doc, 'state', 'state.status', `${key}\n`),
        [`${key}\npid`, { path: `state.pid`, word: s.before[0] === 'stopped' ? FREE : pid }],
      ];
    }),
  );
}

/** How the program ended, where nothing raced with it. */
export function endSection(w: Walk, until: number): Section {
  return section(
    w.steps.flatMap((s): Entry[] => {
      const raced = w.steps.some((k) => k.step.op === 'kill' && k.index < s.index && k.before.length !== 1);
      if (s.seen.ended === undefined || raced || s.index >= until || w.lives[s.life]?.concurrent) return [];
      return [[`step ${s.index}\nend`, { path: 'program.ended', word: s.seen.ended.replace(' ', '-') }]];
    }),
  );
}

/** Longest part of an output that is compared, in characters. */
const MAX_OUTPUT = 8192;

/**
 * What the program of a bundle printed, where it ended by itself: nothing of ours runs there, and what it prints is
 * all that it tells. It has the standard output of create.
 */
export function outputSection(c: Case, w: Walk, until: number): Section {
  if (programsOf(c).size > 0) return null;
  return section(
    w.steps.flatMap((s): Entry[] => {
      const create = w.lives[s.life]?.create;
      if (s.step.op !== 'wait' || s.index >= until || create?.step.op !== 'create') return [];
      const word = s.seen.ended === undefined ? FREE : 'text';
      const value = create.seen.stdout.slice(0, MAX_OUTPUT);
      return [[`step ${s.index}`, { path: 'program.output', word, value, member: '' }]];
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

/** Modes follow the umask of the caller: in the word only where that is the usual one. */
function changeWord(c: Case, { change, after }: FileChange): string {
  if (change !== 'created' || after === null) return change;
  const usual = (c.caller.umask ?? 0o022) === 0o022;
  const mode = usual ? (after.mode & 0o7777).toString(8).padStart(4, '0') : 'umask';
  return `${after.type}:${mode}${after.uid === 0 && after.gid === 0 ? '' : ':owned'}`;
}

/**
 * What is left in rootfs and bundle by none of the case's own programs, and what became of owner and mode of the
 * streams that the harness gave.
 */
export const filesSection = remembered((c: Case, run: Run): Section => {
  // what lies under a mount that is left cannot be seen
  if (isCovered(run)) return null;
  const left = fileChanges(run).flatMap((f): Entry[] => {
    if (isOwnDoing(c, f)) return [];
    const word = changeWord(c, f);
    // with the word: reruns are compared by what is here
    return [[f.path, { path: `files[${fileClass(c, f.path)}]`, word, value: `${word} ${f.path}` }]];
  });
  const streams = fileChanges(run, true).flatMap((f): Entry[] => {
    const word = f.change.replace(/\+?content$/, '');
    const given = isBelow(f.path, STREAMS) && f.before !== null && f.after !== null && word !== '';
    return given ? [[f.path, { path: 'files[stdio]', word }]] : [];
  });
  return section([...left, ...streams]);
});

/** Contents that are no setting: counters beside it, or rules in an order that means nothing. */
function setting(file: string, content: string): string {
  if (file === 'memory.oom_control') return content.split('\n')[0] ?? '';
  return file.startsWith('devices.') ? content.split('\n').sort().join('\n') : content;
}

/** Files of the container's cgroup by name, as they were at the last look. */
export const cgroupSection = remembered((c: Case, run: Run): Section => {
  const view = viewsOf(c, run.observation).findLast((v) => Object.keys(v.cgroupFiles).length > 0);
  if (!run.runtime.cgroups || view === undefined) return null;
  return section(
    Object.entries(view.cgroupFiles).map(([path, content]): Entry => {
      const file = basename(path);
      const field = { word: 'set', value: setting(file, content.trim()), member: '/linux/resources' };
      return [file, { path: cgroupPath(file), ...field }];
    }),
  );
});
