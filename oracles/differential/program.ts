/** What the container's program saw of itself, in words relative to the config and the caller. */
import type { Case } from '../../src/contract/case.ts';
import { CAPABILITIES, CAPABILITY_SETS } from '../../src/contract/config/index.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { capabilitySet, SET_NAMES } from '../core/capabilities.ts';
import { bytesOf, configOf } from '../core/case.ts';
import { deviatesEnv } from '../core/env.ts';
import { limitOf } from '../core/host.ts';
import { recordOf } from '../core/record.ts';
import { FREE, type Section, section } from './field.ts';
import { kernelFields } from './kernel.ts';
import { type Entry, programField as f, ordered, type ProgramInput, word } from './program-field.ts';

/** `kernels`: both runs are on the host's kernel, so that what it alone decides can be compared too. */
export function programSection(c: Case, host: HostFacts, run: Run, kernels: boolean): Section {
  const record = recordOf(c, run.observation);
  if (record === null) return null;
  const input = { c, host, run, record, config: configOf(c) };
  return section([
    ...common(input),
    ...names(input, kernels),
    ...capabilities(input),
    ...limits(input, kernels),
    ...(kernels ? kernelFields(input) : []),
  ]);
}

const allowed = { kind: 'difference' } as const;

/** Fields that mean the same on a kernel of the runtime's own. */
function common({ c, config, record }: ProgramInput): Entry[] {
  const process = config?.process;
  const user = process?.user;
  const env = process?.env === undefined ? null : deviatesEnv(process.env, record.env);
  const groups = ordered([...new Set(record.groups)]);
  // a process id is no two runs' the same
  const cwd = record.cwd?.replace(/^\/proc\/\d+(?=\/|$)/, '/proc/self') ?? null;
  const umask = { ...(user ? allowed : {}), member: '/process/user/umask' };
  return [
    f('argv', word(record.argv, process?.args?.map(bytesOf)), record.argv, allowed),
    // what a runtime adds, and lists without one meaning, the text does not speak of
    f('env', env === '' ? 'listed' : (env ?? 'open'), [...record.env].sort(), lost(env) ? allowed : {}),
    f('cwd', word(cwd, process?.cwd && bytesOf(process.cwd), { root: '/' }), cwd),
    f('uid', word(record.uid[0], user?.uid, { root: 0 }), record.uid.slice(0, 3), allowed),
    f('gid', word(record.gid[0], user?.gid, { root: 0 }), record.gid.slice(0, 3), allowed),
    f('groups', word(groups, ordered([...new Set(user?.additionalGids)]), { none: [] }), groups),
    f('umask', umaskWord(record.umask, user?.umask, c.caller.umask ?? 0o022), record.umask, umask),
    f('noNewPrivs', record.noNewPrivs === null ? FREE : String(record.noNewPrivs), null, allowed),
    f(
      'oomScoreAdj',
      word(record.oomScoreAdj, process?.oomScoreAdj, { zero: 0 }),
      record.oomScoreAdj,
      allowed,
    ),
    f('tty', record.tty === null ? 'none' : 'tty', record.tty),
  ];
}

const lost = (env: string | null): boolean => env === 'missing' || env === 'changed';

function umaskWord(seen: number | null, listed: number | undefined, caller: number): string {
  if (seen === null) return FREE;
  if (listed !== undefined && seen === listed) return 'listed';
  if (seen === 0o022) return '0022';
  return seen === caller ? 'kept' : 'other';
}

/** Names: those of another kernel are its own unless the config gives them. */
function names({ config, record }: ProgramInput, kernels: boolean): Entry[] {
  return (['hostname', 'domainname'] as const).flatMap((name): Entry[] => {
    const listed = config?.[name];
    // the kernel's word for no domain name (proc_sys_kernel(5))
    const seen = record[name] === '(none)' ? '' : record[name];
    if (listed === undefined && !kernels) return [];
    const w = word(seen, listed === undefined ? undefined : bytesOf(listed), { none: '' });
    return [f(name, w, seen, { member: `/${name}` })];
  });
}

/** What the host itself may lack. */
const LACKING = capabilitySet(['CAP_SYS_RESOURCE', 'CAP_PERFMON', 'CAP_BPF', 'CAP_CHECKPOINT_RESTORE']);
const ALL = capabilitySet(CAPABILITIES);

function capabilities({ config, record }: ProgramInput): Entry[] {
  const listed = config?.process?.capabilities;
  return CAPABILITY_SETS.flatMap((name): Entry[] => {
    const hex = record.caps?.[SET_NAMES[name]] ?? '';
    if (!/^[0-9a-f]+$/i.test(hex)) return [f(`caps.${name}`, FREE)];
    const seen = BigInt(`0x${hex}`);
    const wanted = listed?.[name];
    const plain = seen === 0n ? 'none' : (seen | LACKING) === ALL ? 'all' : 'other';
    const w = wanted !== undefined && seen === capabilitySet(wanted) ? 'listed' : plain;
    return [f(`caps.${name}`, w, hex, listed ? allowed : {})];
  });
}

function limits({ config, record }: ProgramInput, kernels: boolean): Entry[] {
  const listed = new Map((config?.process?.rlimits ?? []).map((r) => [r.type.replace(/^RLIMIT_/, ''), r]));
  return Object.entries(record.rlimits ?? {}).flatMap(([name, pair]): Entry[] => {
    const wanted = listed.get(name);
    if (wanted === undefined && !kernels) return [];
    const w = word(pair.map(limitOf), wanted && [limitOf(wanted.soft), limitOf(wanted.hard)]);
    return [f(`rlimits[${name}]`, w, pair, wanted ? allowed : {})];
  });
}
