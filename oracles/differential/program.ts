/** What the container's program saw of itself, in words relative to the config and the caller. */
import type { Case } from '../../src/contract/case.ts';
import { CAPABILITY_SETS } from '../../src/contract/config/index.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { capabilitySet, SET_NAMES } from '../core/capabilities.ts';
import { bytesOf, configOf } from '../core/case.ts';
import { deviatesEnv } from '../core/env.ts';
import { limitOf } from '../core/host.ts';
import { recordOf } from '../core/record.ts';
import { type Field, type Section, section } from './field.ts';

type Input = { c: Case; host: HostFacts; run: Run; record: ProbeRecord };
type Entry = [string, Field];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `listed` if it is what the config says, else one of the named values, else `other`. */
function word(seen: unknown, listed: unknown, named: Record<string, unknown> = {}): string {
  if (seen === null || seen === undefined) return 'unknown';
  if (listed !== undefined && same(seen, listed)) return 'listed';
  return Object.entries(named).find(([, v]) => same(seen, v))?.[0] ?? 'other';
}

/** Fields that mean the same on a kernel of the runtime's own. */
function common({ c, record }: Input): Entry[] {
  const process = configOf(c)?.process;
  const user = process?.user;
  const env = process?.env === undefined ? null : deviatesEnv(process.env, record.env);
  const groups = [...record.groups].sort((a, b) => a - b);
  const listedGroups = [...new Set(user?.additionalGids ?? [])].sort((a, b) => a - b);
  const list: [string, Omit<Field, 'path'>][] = [
    [
      'argv',
      { word: word(record.argv, process?.args?.map(bytesOf)), value: record.argv, kind: 'difference' },
    ],
    [
      'env',
      { word: env === '' ? 'listed' : (env ?? 'open'), value: [...record.env].sort(), kind: 'difference' },
    ],
    [
      'cwd',
      { word: word(record.cwd, process?.cwd && bytesOf(process.cwd), { root: '/' }), value: record.cwd },
    ],
    ['uid', { word: word(record.uid[0], user?.uid, { root: 0 }), value: record.uid, kind: 'difference' }],
    ['gid', { word: word(record.gid[0], user?.gid, { root: 0 }), value: record.gid, kind: 'difference' }],
    ['groups', { word: word(groups, listedGroups, { none: [] }), value: groups }],
    [
      'umask',
      {
        word:
          record.umask === null ? 'unknown' : umaskWord(record.umask, user?.umask, c.caller.umask ?? 0o022),
        value: record.umask,
        kind: 'difference',
        member: '/process/user/umask',
      },
    ],
    ['noNewPrivs', { word: String(record.noNewPrivs), kind: 'difference' }],
    [
      'oomScoreAdj',
      {
        word: word(record.oomScoreAdj, process?.oomScoreAdj, { zero: 0 }),
        value: record.oomScoreAdj,
        kind: 'difference',
      },
    ],
    [
      'hostname',
      {
        word: word(record.hostname, configOf(c)?.hostname && bytesOf(configOf(c)?.hostname ?? '')),
        value: record.hostname,
      },
    ],
    [
      'domainname',
      {
        word: word(record.domainname, configOf(c)?.domainname && bytesOf(configOf(c)?.domainname ?? ''), {
          none: '(none)',
          empty: '',
        }),
        value: record.domainname,
        member: '/domainname',
      },
    ],
    [
      'personality',
      {
        word: record.personality === null ? 'unknown' : record.personality.toString(16),
        member: '/linux/personality',
      },
    ],
    ['tty', { word: record.tty === null ? 'none' : 'tty', value: record.tty }],
  ];
  return list.map(([name, f]) => [name, { path: `program.${name}`, ...f }]);
}

function umaskWord(seen: number, listed: number | undefined, caller: number): string {
  if (listed !== undefined && seen === listed) return 'listed';
  if (seen === 0o022) return '0022';
  return seen === caller ? 'kept' : 'other';
}

function capabilities({ c, record }: Input): Entry[] {
  const caps = record.caps;
  if (caps === null) return [];
  const listed = configOf(c)?.process?.capabilities;
  return CAPABILITY_SETS.map((name) => {
    const seen = caps[SET_NAMES[name]];
    const full = caps.bnd !== '' && BigInt(`0x${seen || '0'}`) >= (1n << 40n) - 1n;
    const plain = /^0*$/.test(seen) ? 'none' : full ? 'all' : 'other';
    const wanted = listed?.[name] && capabilitySet(listed[name]);
    const w = wanted !== undefined && BigInt(`0x${seen || '0'}`) === wanted ? 'listed' : plain;
    return [
      `caps.${name}`,
      { path: `program.caps.${name}`, word: w, value: seen, kind: listed ? 'difference' : 'spec-gap' },
    ];
  });
}

function limits({ c, record }: Input): Entry[] {
  const listed = new Map(
    (configOf(c)?.process?.rlimits ?? []).map((r) => [r.type.replace(/^RLIMIT_/, ''), r]),
  );
  return Object.entries(record.rlimits ?? {}).map(([name, pair]) => {
    const seen = pair.map(limitOf);
    const wanted = listed.get(name);
    const w = wanted && same(seen, [limitOf(wanted.soft), limitOf(wanted.hard)]) ? 'listed' : 'other';
    return [
      `rlimits.${name}`,
      { path: `program.rlimits[${name}]`, word: w, value: pair, kind: wanted ? 'difference' : 'spec-gap' },
    ];
  });
}

const POLICIES = ['OTHER', 'FIFO', 'RR', 'BATCH', 'ISO', 'IDLE', 'DEADLINE'];

/** Fields that say something only of the host's kernel. */
function ofKernel({ c, host, run, record }: Input): Entry[] {
  const config = configOf(c);
  const linux = config?.linux;
  const process = config?.process;
  const cpus = Array.from({ length: host.cpus }, (_, i) => i);
  const map = (m: number[][] | null) => m && [...m].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const listed = (m: { containerID: number; hostID: number; size: number }[] | undefined) =>
    m && map(m.map((e) => [e.containerID, e.hostID, e.size]));
  const identity = [[0, 0, 4294967295]];
  const before = run.observation.before.namespaces;
  const list: [string, Omit<Field, 'path'>][] = [
    ['securebits', { word: String(record.securebits) }],
    ['seccomp', { word: String(record.seccomp), kind: 'difference' }],
    ['dumpable', { word: String(record.dumpable) }],
    ['execfn', { word: 'path', value: record.execfn?.replaceAll(/\d+/g, 'N') ?? null }],
    ['pid', { word: record.pid === 1 ? '1' : 'other' }],
    ['session', { word: record.sid === record.pid ? 'own' : record.sid === 0 ? 'outside' : 'other' }],
    ['root', { word: record.root === '/' ? 'root' : 'other' }],
    [
      'affinity',
      {
        word: word(record.affinity, c.caller.affinity, { all: cpus }),
        value: record.affinity,
        member: '/process/execCPUAffinity',
      },
    ],
    [
      'sched.policy',
      {
        word: POLICIES[record.sched?.policy ?? -1] ?? 'unknown',
        kind: 'difference',
        member: '/process/scheduler',
      },
    ],
    [
      'sched.nice',
      {
        word: word(record.sched?.nice, process?.scheduler?.nice, { zero: 0 }),
        value: record.sched?.nice,
        member: '/process/scheduler',
      },
    ],
    [
      'sched.priority',
      {
        word: word(record.sched?.priority, process?.scheduler?.priority, { zero: 0 }),
        value: record.sched?.priority,
        member: '/process/scheduler',
      },
    ],
    [
      'ioprio',
      {
        word: record.ioprio === null ? 'unknown' : `class-${record.ioprio >> 13}`,
        value: record.ioprio,
        kind: 'difference',
        member: '/process/ioPriority',
      },
    ],
    ['timens', { word: 'offsets', value: record.timensOffsets, member: '/linux/timeOffsets' }],
    [
      'uidMap',
      {
        word: word(map(record.uidMap), listed(linux?.uidMappings), { identity }),
        value: map(record.uidMap),
        kind: 'difference',
      },
    ],
    [
      'gidMap',
      {
        word: word(map(record.gidMap), listed(linux?.gidMappings), { identity }),
        value: map(record.gidMap),
        kind: 'difference',
      },
    ],
  ];
  const namespaces = Object.entries(record.ns).map(([kind, inode]): Entry => {
    const w = inode === null ? 'unknown' : inode === before[kind] ? 'inherited' : 'new';
    return [
      `ns.${kind}`,
      { path: `program.ns[${kind}]`, word: w, kind: 'difference', member: '/linux/namespaces' },
    ];
  });
  return [
    ...list.map(([name, f]): Entry => [name, { path: `program.${name}`, ...f }]),
    ...namespaces,
    ...descriptors(record),
  ];
}

function descriptorKind(target: string | null): string {
  if (target === null) return 'unreadable';
  if (/^(pipe|socket|anon_inode):/.test(target)) return target.slice(0, target.indexOf(':'));
  if (target.endsWith('/null')) return 'null';
  return target.startsWith('/dev/pts/') ? 'tty' : 'file';
}

function descriptors(record: ProbeRecord): Entry[] {
  if (record.fds === null) return [];
  const standard = [0, 1, 2].map((n): Entry => {
    const fd = record.fds?.find((f) => f.fd === n);
    return [`fds.${n}`, { path: `program.fds[${n}]`, word: fd ? descriptorKind(fd.target) : 'closed' }];
  });
  const more = record.fds.filter((f) => f.fd > 2);
  const word =
    more.length === 0 ? 'none' : [...new Set(more.map((f) => descriptorKind(f.target)))].sort().join('+');
  return [...standard, ['fds.more', { path: 'program.fds', word, value: more.length, kind: 'difference' }]];
}

export function programSection(c: Case, host: HostFacts, run: Run, kernels: boolean): Section {
  const record = recordOf(c, run.observation);
  if (record === null) return null;
  const input = { c, host, run, record };
  return section([
    ...common(input),
    ...capabilities(input),
    ...limits(input),
    ...(kernels ? ofKernel(input) : []),
  ]);
}
