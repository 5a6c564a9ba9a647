/** process: args, env, cwd, user (config.md#process, #posix-platform-user) */
import fc from 'fast-check';
import { PROGRAM_PATH } from '../../src/contract/case.ts';
import type { Area, Patch } from '../core/area.ts';
import { program } from '../core/base.ts';
import {
  below,
  broken,
  dir,
  file,
  harmless,
  inRootfs,
  link,
  maybe,
  merge,
  odd,
  oddText,
  partial,
  pick,
  plainText,
} from '../core/words.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const NAME = PROGRAM_PATH.slice(PROGRAM_PATH.lastIndexOf('/') + 1);

const args = fc
  .tuple(
    pick([PROGRAM_PATH, NAME, '/bin/../bin/probe']),
    fc.array(fc.oneof(plainText(), oddText()), { maxLength: 5 }),
  )
  .map(([first, rest]): Patch => ({ set: [['/process/args', [first, ...rest]]] }));

const variable = fc
  .tuple(plainText(8), fc.oneof(plainText(), oddText()))
  .map(([name, value]) => `V_${name.toUpperCase()}=${value}`);
const env = fc
  .uniqueArray(variable, { maxLength: 6, selector: (v) => v.slice(0, v.indexOf('=')) })
  .map((list): Patch => ({ set: [['/process/env', [PATH, ...list]]] }));

const cwd = pick<Patch>([
  { set: [['/process/cwd', '/tmp']] },
  { set: [['/process/cwd', '/data/']] },
  { set: [['/process/cwd', '/work dir']], files: [dir(inRootfs('/work dir'))] },
  { set: [['/process/cwd', '/way']], files: [link(inRootfs('/way'), 'data')] },
  { set: [['/process/cwd', '/proc']] },
]);

const id = pick([0, 1, 1000, 65534]);
const user = partial({
  uid: id,
  gid: id,
  additionalGids: fc.uniqueArray(pick([0, 1, 5, 10, 100, 1000, 65534]), { maxLength: 5 }),
  umask: pick([0, 0o2, 0o22, 0o27, 0o77, 0o777]),
}).map((u): Patch => below('/process/user', u));

const passwd = pick<Patch>([
  {
    files: [
      file(inRootfs('/etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/data:/bin/sh\n'),
    ],
  },
  { files: [file(inRootfs('/etc/passwd'), ''), file(inRootfs('/etc/group'), 'root:x:0:\nmore:x:7:user\n')] },
]);

const copyAt = (path: string) => ({ ...program({}), path: inRootfs(path) });

const edge = pick<Patch>([
  odd('/process/env', [PATH, 'A=1', 'B=2', 'A=3']),
  odd('/process/env', [PATH, 'NOEQUALS']),
  odd('/process/env', [PATH, '=x', '']),
  odd('/process/env', []),
  odd('/process/env', [PATH, `BIG=${'x'.repeat(100_000)}`]),
  odd('/process/env', [PATH, ...Array.from({ length: 400 }, (_, i) => `N${i}=${i}`)]),
  odd('/process/env', [PATH, 'HOME=/nowhere', 'HOME=/data']),
  odd('/process/env', [PATH, 'A=a\0b']),
  { unset: ['/process/env'] },
  odd('/process/args', ['']),
  odd('/process/args', ['/etc']),
  odd('/process/args', ['/nosuch']),
  odd('/process/args', [NAME, 'a\0b']),
  odd('/process/args', [PROGRAM_PATH, 'x'.repeat(120_000)]),
  odd('/process/args', [PROGRAM_PATH, ...Array.from({ length: 1000 }, (_, i) => `${i}`)]),
  odd('/process/args', [PROGRAM_PATH.slice(1)]),
  odd('/process/args', [`.${PROGRAM_PATH}`]),
  { ...odd('/process/args', ['/bin/text']), files: [file(inRootfs('/bin/text'), 'no program\n', 0o755)] },
  { ...odd('/process/args', ['/bin/plain']), files: [file(inRootfs('/bin/plain'), 'no program\n', 0o644)] },
  {
    ...odd('/process/args', ['/bin/script']),
    files: [file(inRootfs('/bin/script'), '#!/bin/probe\n', 0o755)],
  },
  { ...odd('/process/args', ['/bin/loop']), files: [link(inRootfs('/bin/loop'), 'loop')] },
  {
    set: [
      ['/process/args', ['there']],
      ['/process/env', ['PATH=.:/nosuch']],
      ['/process/cwd', '/data'],
    ],
    files: [copyAt('/data/there')],
    unspecified: true,
  },
  broken('config.process.args.one-entry', '/process/args', []),
  {
    unset: ['/process/args'],
    invalid: { requirement: 'config.process.args.one-entry', pointer: '/process/args' },
  },
  broken('config.process.cwd.absolute', '/process/cwd', 'tmp'),
  broken('config.process.cwd.absolute', '/process/cwd', ''),
  {
    unset: ['/process/cwd'],
    invalid: { requirement: 'config.process.cwd.required', pointer: '/process/cwd' },
  },
  odd('/process/cwd', '/missing/deep'),
  odd('/process/cwd', PROGRAM_PATH),
  odd('/process/cwd', '/proc/self'),
  odd('/process/cwd', '/..'),
  odd('/process/cwd', '//tmp/./../data'),
  {
    ...odd('/process/cwd', '/closed'),
    files: [dir(inRootfs('/closed'), 0o700)],
    set: [
      ['/process/cwd', '/closed'],
      ['/process/user', { uid: 1000, gid: 1000 }],
    ],
  },
  odd('/process/user', { uid: 4294967294, gid: 4294967294 }),
  odd('/process/user/uid', 4294967295),
  odd('/process/user/gid', 4294967295),
  odd('/process/user/umask', 0o7777),
  odd('/process/user/umask', 0o1022),
  odd('/process/user/additionalGids', [5, 5, 0, 0]),
  odd(
    '/process/user/additionalGids',
    Array.from({ length: 200 }, (_, i) => 2000 - i),
  ),
  odd('/process/user/additionalGids', [4294967295]),
  odd('/process/user/username', 'nobody'),
  { unset: ['/process/user'], unspecified: true },
  { unset: ['/process/user/uid'], invalid: { requirement: 'config.user.uid', pointer: '/process/user/uid' } },
  { unset: ['/process/user/gid'], invalid: { requirement: 'config.user.gid', pointer: '/process/user/gid' } },
  harmless('config.process.commandLine.linux', '/process/commandLine', 'probe.exe /x', '1.0.2'),
  { set: [['/process/terminal', false]] },
]);

/** What rules of their own look for. */
const looked = pick<Patch>([
  harmless('config.process.consoleSize.ignored', '/process/consoleSize', { height: 25, width: 80 }),
  harmless('config.process.consoleSize.ignored', '/process/consoleSize', { height: 0, width: 65535 }),
  { unset: ['/process'], unspecified: true },
  { unset: ['/process'], unspecified: true },
]);

export const process: Area = {
  name: 'process',
  title: 'process: args, env, cwd, user, groups, umask, passwd files',
  weight: 2,
  valid: () =>
    fc
      .tuple(maybe(args), maybe(env), maybe(cwd), maybe(user), maybe(passwd))
      .map((ps) => merge(ps.filter((p) => p !== undefined))),
  edge: () => fc.oneof({ weight: 6, arbitrary: edge }, { weight: 1, arbitrary: looked }),
};
