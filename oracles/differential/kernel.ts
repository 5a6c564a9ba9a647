/** Fields of a program's record that say something only of the host's kernel. */
import type { ProbeRecord } from '../../src/contract/observation.ts';
import { FREE } from './field.ts';
import { type Entry, programField as f, type ProgramInput, word } from './program-field.ts';

const allowed = { kind: 'difference' } as const;

export const kernelFields = (input: ProgramInput): Entry[] => [
  ...identity(input),
  ...scheduling(input),
  ...maps(input),
  ...namespaces(input),
  ...descriptors(input.record),
];

function identity({ record }: ProgramInput): Entry[] {
  const session = record.sid === record.pid ? 'own' : record.sid === 0 ? 'outside' : 'other';
  return [
    f('securebits', String(record.securebits)),
    f('seccomp', String(record.seccomp), null, allowed),
    f('dumpable', String(record.dumpable)),
    f('execfn', 'path', record.execfn?.replaceAll(/\d+/g, 'N')),
    f('pid', record.pid === 1 ? '1' : 'other'),
    f('session', session),
    f('root', record.root === '/' ? 'root' : 'other'),
  ];
}

const POLICIES = ['OTHER', 'FIFO', 'RR', 'BATCH', 'ISO', 'IDLE', 'DEADLINE'];

function scheduling({ c, host, config, record }: ProgramInput): Entry[] {
  const all = Array.from({ length: host.cpus }, (_, i) => i);
  const { sched, ioprio, personality } = record;
  const listed = config?.process?.scheduler;
  const scheduler = { member: '/process/scheduler' };
  return [
    f('affinity', word(record.affinity, c.caller.affinity, { all }), record.affinity, {
      member: '/process/execCPUAffinity',
    }),
    f('sched.policy', POLICIES[sched?.policy ?? -1] ?? FREE, null, { ...allowed, ...scheduler }),
    f('sched.nice', word(sched?.nice, listed?.nice, { zero: 0 }), sched?.nice, scheduler),
    f('sched.priority', word(sched?.priority, listed?.priority, { zero: 0 }), sched?.priority, scheduler),
    f('ioprio', ioprio === null ? FREE : `class-${ioprio >> 13}`, ioprio, {
      ...allowed,
      member: '/process/ioPriority',
    }),
    f('personality', personality === null ? FREE : personality.toString(16), null, {
      member: '/linux/personality',
    }),
    f('timens', 'offsets', record.timensOffsets, { member: '/linux/timeOffsets' }),
  ];
}

function maps({ config, record }: ProgramInput): Entry[] {
  const sorted = (m: number[][]) => [...m].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const identityMap = [[0, 0, 4294967295]];
  return (['uid', 'gid'] as const).map((id): Entry => {
    const seen = record[`${id}Map`];
    const listed = config?.linux?.[`${id}Mappings`]?.map((m) => [m.containerID, m.hostID, m.size]);
    const value = seen && sorted(seen);
    return f(`${id}Map`, word(value, listed && sorted(listed), { identity: identityMap }), value, allowed);
  });
}

function namespaces({ run, record }: ProgramInput): Entry[] {
  const before = run.observation.before.namespaces;
  return Object.entries(record.ns).map(([kind, inode]) => {
    const w = inode === null ? FREE : inode === before[kind] ? 'inherited' : 'new';
    return f(`ns[${kind}]`, w, null, { ...allowed, member: '/linux/namespaces' });
  });
}

function descriptorKind(target: string | null): string {
  if (target === null) return 'unreadable';
  if (/^(pipe|socket|anon_inode):/.test(target)) return target.slice(0, target.indexOf(':'));
  if (target.endsWith('/null')) return 'null';
  return target.startsWith('/dev/pts/') ? 'tty' : 'file';
}

function descriptors(record: ProbeRecord): Entry[] {
  const { fds } = record;
  if (fds === null) return [];
  const kindOf = (n: number): string => {
    const fd = fds.find((d) => d.fd === n);
    return fd ? descriptorKind(fd.target) : 'closed';
  };
  const more = fds.filter((d) => d.fd > 2);
  const kinds = [...new Set(more.map((d) => descriptorKind(d.target)))].sort().join('+');
  return [
    ...[0, 1, 2].map((n) => f(`fds[${n}]`, kindOf(n))),
    f('fds', kinds || 'none', more.length, allowed),
  ];
}
