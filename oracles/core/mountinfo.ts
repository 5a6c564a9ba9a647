/** /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
import { remembered, rememberedText } from '../../src/contract/remembered.ts';

export type MountLine = {
  id: number;
  parent: number;
} & Mounted;

/** What a line says beside ids and device numbers. */
type Mounted = {
  root: string;
  at: string;
  /** per-mount options, sorted */
  options: readonly string[];
  /** shared, slave, shared+slave, unbindable or private: peer groups are words, not numbers */
  propagation: string;
  fstype: string;
  source: string;
  /** options of the super block, sorted; option to value, null where it has none */
  superOptions: ReadonlyMap<string, string | null>;
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

function parseMounted(text: string): Mounted | null {
  const [root, at, options, ...rest] = text.split(' ');
  const dash = rest.indexOf('-');
  const [fstype, source, superOptions] = rest.slice(dash + 1);
  if (dash < 0 || at === undefined || options === undefined || fstype === undefined) return null;
  const pairs = (superOptions ?? '').split(',').map((o): [string, string | null] => {
    const eq = o.indexOf('=');
    return eq < 0 ? [o, null] : [o.slice(0, eq), o.slice(eq + 1)];
  });
  return {
    root: decoded(root ?? ''),
    at: decoded(at),
    options: options.split(',').sort(),
    propagation: propagationOf(rest.slice(0, dash)),
    fstype,
    source: decoded(source ?? ''),
    superOptions: new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Every lifecycle has much the same mounts, with other ids. */
const mounted = rememberedText(parseMounted);

function parseLine(line: string): MountLine | null {
  const [, id, parent, text] = /^(\S*) (\S*) \S* (.*)$/s.exec(line) ?? [];
  const same = text === undefined ? null : mounted(text);
  return same && { id: Number(id), parent: Number(parent), ...same };
}

/**
 * The mounts of the file, each after those that it covers and the one that it lies on, so that of several at one place the
 * last is the one in sight. The file itself does not tell: newer kernels list mounts by id, and one that is made before
 * it is put in its place (open_tree(2)) has a lower id than one that it covers. Lines of another form are left out.
 */
export const parseMountinfo = remembered((lines: string[]): readonly MountLine[] => {
  const all = lines.flatMap((l) => parseLine(l) ?? []);
  const ids = new Set(all.map((m) => m.id));
  const on = new Map<number, MountLine[]>();
  for (const m of all) {
    const others = on.get(m.parent);
    if (others) others.push(m);
    else on.set(m.parent, [m]);
  }
  // of two on one mount the one at the higher place covers the other
  for (const above of on.values()) if (above.length > 1) above.sort((a, b) => depth(b.at) - depth(a.at));
  const placed = new Set<MountLine>();
  const place = (m: MountLine): void => {
    if (placed.has(m)) return;
    placed.add(m);
    on.get(m.id)?.forEach(place);
  };
  for (const m of all) if (!ids.has(m.parent)) place(m);
  all.forEach(place);
  return [...placed];
});

const depth = (path: string): number => (path === '/' ? 0 : path.split('/').length);
