/** Arguments, environment, directory, ids, umask, names and descriptors of the program. */
import { type Case, ROOTFS } from '../../src/contract/case.ts';
import { bytesOf, isPlain } from '../core/case.ts';
import { deviatesEnv } from '../core/env.ts';
import { isBelow, normalPath } from '../core/mounts.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';
import type { ProcessInput } from './index.ts';

export const IDENTITY_RULES = specRules(
  'config.process.args.argv',
  'config.process.args.execvp-file',
  'config.process.env.applied',
  'config.process.cwd.applied',
  'config.user.uid',
  'config.user.gid',
  'config.user.additionalGids',
  'config.user.umask.set',
  'config.user.umask.unset',
  'config.hostname.applied',
  'config.domainname.applied',
  'runtimelinux.fds.std-only',
);

const isAtOrBelow = (path: string, dir: string): boolean => path === dir || isBelow(path, dir);

/** start has to run the program as process says (runtime.md#start): what is exact there binds. */
const EXACT = { kind: 'violation' } as const;

export function judgeIdentity(all: ProcessInput): void {
  judgeArguments(all);
  judgeUser(all);
  judgeUmask(all);
  judgeNames(all);
  judgeDescriptors(all);
}

function judgeArguments({ input, process, record, r }: ProcessInput): void {
  const args = process.args.map(bytesOf);
  if (process.args.every(isPlain)) {
    const same = args.length === record.argv.length && args.every((a, i) => a === record.argv[i]);
    r.check('config.process.args.argv', same, {
      ...EXACT,
      path: 'program.argv',
      token: args.length === record.argv.length ? 'changed' : 'length',
      expected: process.args,
      actual: record.argv,
    });
  }
  judgeFile(input.case, process, record, r);
  const env = deviatesEnv(process.env ?? [], record.env);
  if (env !== null) {
    r.check('config.process.env.applied', env === '', {
      // what a runtime adds (HOME, TERM) is a deviation that the text does not forbid
      kind: env.startsWith('extra') || env === 'repeated' ? 'spec-gap' : 'violation',
      path: 'program.env',
      token: env,
      title: `the environment of the program: ${env}`,
      expected: process.env ?? [],
      actual: record.env,
    });
  }
  if (record.cwd === null || !isPlain(process.cwd) || !process.cwd.startsWith('/')) return;
  const cwd = bytesOf(normalPath(process.cwd));
  // a path through a symbolic link ends elsewhere
  const linked = input.case.files.some((f) => f.type === 'symlink' && isAtOrBelow(`${ROOTFS}${cwd}`, f.path));
  if (process.cwd.includes('..') || linked) return;
  r.check('config.process.cwd.applied', record.cwd === cwd, {
    ...(record.cwd === '/' ? EXACT : {}),
    path: 'program.cwd',
    token: record.cwd === '/' ? 'root' : 'other',
    expected: process.cwd,
    actual: record.cwd,
  });
}

/** A name without slash is looked for in PATH, of the config's environment, in order (exec(3)). */
function judgeFile(
  c: Case,
  process: ProcessInput['process'],
  record: ProcessInput['record'],
  r: Report,
): void {
  const [name = ''] = process.args;
  const paths = (process.env ?? []).flatMap((e) => (e.startsWith('PATH=') ? [e.slice(5)] : []));
  const [path] = paths;
  const absolute = path?.split(':').every((d) => d.startsWith('/')) === true;
  if (name === '' || name.includes('/') || paths.length !== 1 || !absolute || record.exe === null) return;
  const found = path.split(':').filter((d) => c.files.some((f) => f.path === `${ROOTFS}${d}/${name}`));
  if (found.length === 0) return;
  r.check('config.process.args.execvp-file', record.exe === bytesOf(`${found[0]}/${name}`), {
    ...EXACT,
    path: 'program.exe',
    token: 'other',
    title: 'the program is not the one that PATH leads to',
    expected: `${found[0]}/${name}`,
    actual: record.exe,
  });
}

function judgeUser({ process, record, r }: ProcessInput): void {
  const { user } = process;
  if (user === undefined) return;
  for (const name of ['uid', 'gid'] as const) {
    // real, effective and saved: the fourth follows the effective one
    const seen = record[name].slice(0, 3);
    r.check(`config.user.${name}`, seen.length > 0 && seen.every((id) => id === user[name]), {
      path: `program.${name}`,
      token: seen.every((id) => id === 0) ? 'root' : 'other',
      title: `the program's ${name} is not the configured one`,
      expected: user[name],
      actual: seen,
    });
  }
  if (user.additionalGids === undefined) return;
  // the primary group may be listed as well
  const wanted = new Set(user.additionalGids);
  const seen = new Set(record.groups);
  const missing = [...wanted].some((g) => !seen.has(g) && g !== user.gid);
  const extra = [...seen].some((g) => !wanted.has(g) && g !== user.gid);
  r.check('config.user.additionalGids', !missing && !extra, {
    ...EXACT,
    path: 'program.groups',
    token: [...(missing ? ['missing'] : []), ...(extra ? ['extra'] : [])].join('+'),
    expected: user.additionalGids,
    actual: record.groups,
  });
}

const octal = (n: number): string => n.toString(8).padStart(4, '0');

function judgeUmask({ input, process, record, r }: ProcessInput): void {
  const seen = record.umask;
  if (seen === null) return;
  const caller = input.case.caller.umask ?? 0o022;
  const word = seen === 0o022 ? 'forced-0022' : seen === caller ? 'kept' : 'other';
  const set = process.user?.umask;
  // without a user the default of its member is only a likely reading
  if (process.user === undefined) return;
  if (set === undefined) {
    r.check('config.user.umask.unset', seen === caller, {
      path: 'program.umask',
      token: word,
      title: "without a configured umask the caller's is not kept",
      expected: octal(caller),
      actual: octal(seen),
    });
  } else if (set <= 0o777) {
    r.check('config.user.umask.set', seen === set, {
      ...EXACT,
      path: 'program.umask',
      token: `set-${word}`,
      ignored: true,
      title: 'the configured umask is not applied',
      expected: octal(set),
      actual: octal(seen),
    });
  }
}

function judgeNames({ input, config, record, r }: ProcessInput): void {
  const own = config.linux?.namespaces?.some((n) => n.type === 'uts' && n.path === undefined) ?? false;
  const sysctl = Object.keys(config.linux?.sysctl ?? {});
  const hooked = input.case.files.some((f) => f.type === 'program' && f.behaviour.hostname !== undefined);
  for (const name of ['hostname', 'domainname'] as const) {
    const wanted = config[name];
    if (wanted === undefined || !isPlain(wanted) || !own || hooked) continue;
    // an empty name and sysctls of the same thing have no settled meaning
    if (wanted === '' || sysctl.some((k) => /^kernel[./](host|domain)name$/.test(k))) continue;
    r.check(`config.${name}.applied`, record[name] === bytesOf(wanted), {
      ...EXACT,
      path: `program.${name}`,
      token: 'not-applied',
      ignored: true,
      title: `the configured ${name} is not applied`,
      expected: wanted,
      actual: record[name],
    });
  }
}

/** The program inherits 0, 1 and 2; more are allowed, and a way to leak. */
function judgeDescriptors({ input, run, record, r }: ProcessInput): void {
  // socket activation hands on more (runtime-linux.md#file-descriptors)
  const activated = (input.case.caller.env ?? []).some((e) => e.startsWith('LISTEN_FDS='));
  if (record.fds === null || run.runtime.ownKernel || activated) return;
  const more = record.fds.filter((f) => f.fd > 2);
  r.check('runtimelinux.fds.std-only', more.length === 0, {
    path: 'program.fds',
    token: 'more',
    title: 'the program inherits more than its standard descriptors',
    expected: [0, 1, 2],
    actual: record.fds,
  });
}
