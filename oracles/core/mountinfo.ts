/** /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
import { remembered } from '../../src/contract/remembered.ts';

export type MountLine = {
  id: number;
  parent: number;
  root: string;
  at: string;
  /** per-mount options, sorted */
  options: string[];
  /** shared, slave, shared+slave, unbindable or private: peer groups are words, not numbers */
  propagation: string;
  fstype: string;
  source: string;
  /** options of the super block, sorted; option to value, null where it has none */
  superOptions: Map<string, string | null>;
};

const decoded = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

function propagationOf(tags: string[]): string {
  const words = tags.flatMap((t) => {
    if (t.startsWith('shared:')) return ['shared'];
    if (t.startsWith('master:')) return ['slave'];
    return t === 'unbindable' ? ['unbindable'] : [];
  });
  return words.sort().join('+') || 'private';
}

function parseLine(line: string): MountLine | null {
  const [id, parent, , root, at, options, ...rest] = line.split(' ');
  const dash = rest.indexOf('-');
  const [fstype, source, superOptions] = rest.slice(dash + 1);
  if (dash < 0 || at === undefined || options === undefined || fstype === undefined) return null;
  const pairs = (superOptions ?? '').split(',').map((o): [string, string | null] => {
    const eq = o.indexOf('=');
    return eq < 0 ? [o, null] : [o.slice(0, eq), o.slice(eq + 1)];
  });
  return {
    id: Number(id),
    parent: Number(parent),
    root: decoded(root ?? ''),
    at: decoded(at),
    options: options.split(',').sort(),
    propagation: propagationOf(rest.slice(0, dash)),
    fstype,
    source: decoded(source ?? ''),
    superOptions: new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/**
 * The mounts in the order of the file, but each after the one that it lies on: newer kernels list them by id, and a mount
 * that is made before it is put in its place (open_tree(2)) has a lower id than one that it covers. Lines of another form
 * are left out.
 */
export const parseMountinfo = remembered((lines: string[]): readonly MountLine[] => {
  const all = lines.flatMap((l) => parseLine(l) ?? []);
  const byId = new Map(all.map((m) => [m.id, m]));
  const placed = new Set<MountLine>();
  return all.flatMap((m) => {
    const chain: MountLine[] = [];
    for (let next: MountLine | undefined = m; next && !placed.has(next); next = byId.get(next.parent)) {
      placed.add(next);
      chain.unshift(next);
    }
    return chain;
  });
});
