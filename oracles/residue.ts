/** residue: what is left when the container is gone (runtime.md#lifecycle steps 12 and 13, #errors). */
import { type Case, HOOK_KINDS } from '../src/contract/case.ts';
import type { JudgeInput, Kind, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, versionOf } from './core/case.ts';
import {
  type FileChange,
  fileChanges,
  fileClass,
  isCovered,
  programsWrite,
  STATE_ROOT,
} from './core/files.ts';
import { type Life, walk } from './core/lifecycle.ts';
import { parseMountinfo } from './core/mountinfo.ts';
import { isBelow, normalPath } from './core/mounts.ts';
import { type Report, report } from './core/report.ts';
import { specRules } from './core/rules.ts';

/** After a delete, and after a create that failed. */
const DELETED = 'op.delete.resources';
const FAILED = 'errors.state-unchanged';
/** What was there before and belongs to others: gone after a delete, or as it was. */
const FOREIGN = 'op.delete.foreign-resources';
const RULES = specRules(DELETED, FAILED, FOREIGN);

/** What is left: `where` for the path of the verdict, `token`, things to show, and how grave it is. */
type Left = { path: string; token: string; kind: Kind; title: string; actual: unknown };

/** True if the life is over: deleted, run to its end, or refused for another reason than a hook. */
function isOver(c: Case, life: Life): boolean {
  // of operations at the same time only the last look tells
  if (life.concurrent) {
    const last = life.steps.at(-1);
    return last?.step.op === 'state' && last.seen.outcome === 'error';
  }
  if (life.delete !== null || life.create.step.op === 'run') return true;
  if (life.create.seen.outcome !== 'error') return false;
  if (life.steps.some((s) => s.step.op === 'state' && s.seen.outcome === 'error')) return true;
  // whether a container whose hook failed is destroyed or stopped can be read both ways
  const hooked = HOOK_KINDS.some((k) => (configOf(c)?.hooks?.[k] ?? []).length > 0);
  return !hooked;
}

function mountsLeft(c: Case, run: Run): Left[] {
  // a hook beside the runtime may mount what it likes
  if (c.files.some((f) => f.type === 'program' && f.behaviour.mount !== undefined)) return [];
  const { before, after } = run.observation;
  if (before.mounts.join('\n') === after.mounts.join('\n')) return [];
  const word = (at: string) =>
    isBelow(at, '/run/ocifuzz') ? 'work' : isBelow(at, '/sys/fs/cgroup') ? 'cgroup' : 'other';
  const key = (m: { at: string; fstype: string; root: string }) => `${m.at} ${m.fstype} ${m.root}`;
  const [was, is] = [parseMountinfo(before.mounts), parseMountinfo(after.mounts)];
  const [had, has] = [was, is].map((l) => new Set(l.map(key))) as [Set<string>, Set<string>];
  const more = is.filter((m) => !had.has(key(m)));
  const less = was.filter((m) => !has.has(key(m)));
  const changed = is.filter((m) => was.some((w) => key(w) === key(m) && w.propagation !== m.propagation));
  // without a namespace of its own the container's table is the caller's
  const own = configOf(c)?.linux?.namespaces?.some((n) => n.type === 'mount') === true;
  const path = own ? 'residue.mounts' : 'residue.mounts[no-namespace]';
  const left = (list: { at: string }[], token: (at: string) => string, title: string): Left[] =>
    list.map((m) => ({ path, token: token(m.at), kind: 'residue', title, actual: list.map((x) => x.at) }));
  return [
    ...left(more, (at) => `left-${word(at)}`, "mounts are left in the runtime's namespace"),
    ...left(less, (at) => `gone-${word(at)}`, "mounts of the runtime's namespace are gone"),
    ...left(changed, () => 'propagation', "the propagation of mounts of the runtime's namespace has changed"),
  ];
}

function cgroupsLeft(c: Case, run: Run, ids: string[]): Left[] {
  const { before, after, cgroupsLeft: last } = run.observation;
  const was = new Set(before.cgroups);
  const left = [...new Set([...after.cgroups, ...last])].filter((d) => !was.has(d));
  const at = (c.config as { linux?: { cgroupsPath?: unknown } } | undefined)?.linux?.cgroupsPath;
  const own = typeof at === 'string' && at !== '' ? normalPath(at) : null;
  const isOwn = (d: string) => own !== null && (d.endsWith(own) || d.includes(`${own}/`));
  const named = (d: string) => ids.some((id) => d.slice(d.lastIndexOf('/')).includes(id));
  return left.map((d): Left => {
    // directories on the way to cgroupsPath: made, yet not the container's alone
    const parent = !isOwn(d) && !named(d);
    return {
      path: 'residue.cgroups',
      token: parent ? 'parents' : 'container',
      kind: parent ? 'spec-gap' : 'residue',
      title: parent ? 'parents of the cgroup are left' : 'cgroups are left',
      actual: left,
    };
  });
}

function processesLeft(c: Case, run: Run): Left[] {
  // children that a program of the case leaves behind are its own
  const leaves = c.files.some((f) => f.type === 'program' && f.behaviour.childMs !== undefined);
  if (leaves) return [];
  const was = new Set(run.observation.before.processes.map((p) => p.pid));
  const names = c.files.flatMap((f) =>
    f.type === 'program' ? [f.path.slice(f.path.lastIndexOf('/') + 1).slice(0, 15)] : [],
  );
  const left = run.observation.after.processes.filter((p) => !was.has(p.pid) && !/[ZX]/.test(p.state));
  return left.map((p) => ({
    path: 'residue.processes',
    token: names.includes(p.comm) ? 'program' : 'runtime',
    kind: 'residue',
    title: 'processes are left',
    actual: left.map((x) => x.comm),
  }));
}

function interfacesLeft(c: Case, run: Run): Left[] {
  const { before, after } = run.observation;
  const path = 'residue.interfaces';
  const word = (token: string, list: string[], title: string): Left[] =>
    list.length === 0 ? [] : [{ path, token, kind: 'residue', title, actual: list }];
  // one that the container was given may be gone with it, and its peer
  const given = Object.keys(configOf(c)?.linux?.netDevices ?? {}).length > 0;
  const gone = given ? [] : before.interfaces.filter((i) => !after.interfaces.includes(i));
  const left = after.interfaces.filter((i) => !before.interfaces.includes(i));
  return [
    ...word('left', left, "network interfaces are left in the runtime's namespace"),
    ...word('gone', gone, "network interfaces of the runtime's namespace are gone"),
  ];
}

/** The runtime's record of the container below --root; what else it keeps there is its own. */
function stateLeft(run: Run, ids: string[]): Left[] {
  const left = fileChanges(run, true).filter((f) => f.change === 'created' && isBelow(f.path, STATE_ROOT));
  const mine = left.filter((f) => ids.some((id) => f.path.split('/').includes(id)));
  if (mine.length === 0) return [];
  const title = 'the state directory of the container is left';
  return [
    { path: 'residue.state', token: 'container', kind: 'residue', title, actual: mine.map((f) => f.path) },
  ];
}

/**
 * Mount points, device nodes and the working directory that a runtime makes in the rootfs stay in practice and
 * are compared between runtimes only. What was there before and has changed, or what is new anywhere else, shows.
 */
function filesLeft(c: Case, run: Run): Left[] {
  const edited = c.script.some((s) => s.op === 'write' || s.op === 'remove');
  if (configOf(c) === null || programsWrite(c) || edited) return [];
  const overlay = configOf(c)?.mounts?.some((m) => m.type === 'overlay') === true;
  return fileChanges(run).flatMap((f: FileChange): Left[] => {
    const where = fileClass(c, f.path);
    const made = f.change === 'created';
    // overlayfs keeps what it needs in its workdir
    if (made && (['mountpoint', 'dev', 'cwd'].includes(where) || (overlay && where === 'work'))) return [];
    return [
      {
        path: `files[${where}]`,
        token: f.change,
        kind: made ? 'difference' : 'residue',
        title: `files of the ${where} are ${made ? 'left' : 'changed'} (${f.change})`,
        actual: f.path,
      },
    ];
  });
}

/** What is gone after a delete was not the container's to take away. */
const blamed = (rule: string, { token }: Left): string =>
  rule === DELETED && /^(gone|removed)/.test(token) ? FOREIGN : rule;

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const r: Report = report('residue', RULES, run, versionOf(input));
  const { lives, steps } = walk(c, run);
  if (lives.length === 0) return [];
  const rule = lives.every((l) => l.create.seen.outcome === 'error') ? FAILED : DELETED;
  const cut = steps.some((s) => s.seen.outcome === 'timeout' || s.seen.outcome === 'signal');
  if (cut) r.unknown(rule, 'an operation was cut off');
  else if (!lives.every((l) => isOver(c, l))) r.unknown(rule, 'the container was not deleted');
  else {
    const ids = [...new Set(lives.map((l) => l.id))];
    const left = [
      ...mountsLeft(c, run),
      ...cgroupsLeft(c, run, ids),
      ...processesLeft(c, run),
      ...interfacesLeft(c, run),
      ...stateLeft(run, ids),
      // what lies under a mount that is left cannot be seen
      ...(isCovered(run) ? [] : filesLeft(c, run)),
    ];
    const concurrent = lives.some((l) => l.concurrent);
    for (const l of left) {
      // what only the parents of a cgroup are does not depend on it
      const after =
        concurrent && l.kind === 'residue'
          ? '-after-concurrent'
          : rule === FAILED
            ? '-after-failed-create'
            : '';
      r.fail(blamed(rule, l), { ...l, token: `${l.token}${after}` });
    }
    for (const each of rule === DELETED ? [DELETED, FOREIGN] : [rule])
      if (!left.some((l) => blamed(rule, l) === each)) r.ok(each);
  }
  return r.verdicts();
}

export const residue: Oracle = {
  name: 'residue',
  title: 'mounts, cgroups, processes, interfaces, state and files left behind',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
