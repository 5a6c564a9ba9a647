/** What of a container is left in the runtime namespace when it is gone: mounts, cgroups, processes, interfaces, state. */
import { basename } from 'node:path';
import type { Case } from '../../src/contract/case.ts';
import type { Kind, Run } from '../../src/contract/verdict.ts';
import { configOf } from './case.ts';
import { fileChanges, STATE_ROOT } from './files.ts';
import { parseMountinfo } from './mountinfo.ts';
import { isBelow, normalPath } from './mounts.ts';

/** What is left: `where` for the path of the verdict, `token`, things to show, and how grave it is. */
export type Left = { path: string; token: string; kind: Kind; title: string; actual: unknown };

/** All that is left of the containers with these ids, but for files of the bundle. */
export const containerLeft = (c: Case, run: Run, ids: string[]): Left[] => [
  ...mountsLeft(c, run),
  ...cgroupsLeft(c, run, ids),
  ...processesLeft(c, run),
  ...interfacesLeft(c, run),
  ...stateLeft(run, ids),
];

function mountsLeft(c: Case, run: Run): Left[] {
  // a hook beside the runtime may mount what it likes
  if (c.files.some((f) => f.type === 'program' && f.behaviour.mount !== undefined)) return [];
  const { before, after } = run.observation;
  if (before.mounts === after.mounts || before.mounts.join('\n') === after.mounts.join('\n')) return [];
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
  const names = c.files.flatMap((f) => (f.type === 'program' ? [basename(f.path).slice(0, 15)] : []));
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
  if (before.interfaces === after.interfaces) return [];
  const path = 'residue.interfaces';
  const word = (token: string, list: string[], title: string): Left[] =>
    list.length === 0 ? [] : [{ path, token, kind: 'residue', title, actual: list }];
  // one that the container was given may be gone with it, and its peer
  const given = (c.configText ?? JSON.stringify(c.config ?? {})).includes('netDevices');
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
