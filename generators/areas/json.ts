/** config.json as text: wrong types, broken JSON, what JSON readers disagree about (glossary.md#json) */
import fc from 'fast-check';
import type { Area, Patch, TextEdit } from '../core/area.ts';
import { pick } from '../core/words.ts';

const text = (...edits: TextEdit[]): Patch => ({ text: edits });
const open = (...edits: TextEdit[]): Patch => ({ ...text(...edits), unspecified: true });
/** Place of the base config, and what belongs there. */
const PLACES: [string, 'string' | 'number' | 'object' | 'list'][] = [
  ['/ociVersion', 'string'],
  ['/root', 'object'],
  ['/root/path', 'string'],
  ['/process', 'object'],
  ['/process/args', 'list'],
  ['/process/args/0', 'string'],
  ['/process/cwd', 'string'],
  ['/process/env', 'list'],
  ['/process/env/0', 'string'],
  ['/process/user', 'object'],
  ['/process/user/uid', 'number'],
  ['/process/user/gid', 'number'],
  ['/process/capabilities', 'object'],
  ['/process/capabilities/bounding', 'list'],
  ['/mounts', 'list'],
  ['/mounts/0', 'object'],
  ['/mounts/0/destination', 'string'],
  ['/mounts/1/options', 'list'],
  ['/linux', 'object'],
  ['/linux/namespaces', 'list'],
  ['/linux/namespaces/0', 'object'],
  ['/linux/namespaces/0/type', 'string'],
];
const VALUES: [string, string][] = [
  ['5', 'number'],
  ['"text"', 'string'],
  ['true', 'boolean'],
  ['[]', 'list'],
  ['{}', 'object'],
  ['["x"]', 'list'],
  ['1.5', 'float'],
];
const wrongType = fc
  .tuple(pick(PLACES), pick(VALUES))
  .filter(([[, right], [, is]]) => right !== is)
  .map(
    ([[pointer], [value]]): Patch => ({
      ...text({ edit: 'value', pointer, text: value }),
      invalid: { requirement: 'config.values.invalid-error', pointer },
    }),
  );
const nulls = pick(PLACES).map(([pointer]) => open({ edit: 'value', pointer, text: 'null' }));

const numbers = fc
  .tuple(
    pick(['/process/user/uid', '/process/user/gid']),
    pick([
      '-1',
      '4294967296',
      '18446744073709551616',
      '1e3',
      '1.0',
      '0.5',
      '-0',
      '00',
      '010',
      '0x10',
      '+1',
      '1e400',
      '1_000',
      'NaN',
      'Infinity',
      '99999999999999999999999',
      '.5',
      '5.',
    ]),
  )
  .map(([pointer, value]) => open({ edit: 'value', pointer, text: value }));
const limits = pick([
  '18446744073709551615',
  '9223372036854775807',
  '9223372036854775808',
  '-1',
  '1e3',
  '"5"',
  '18446744073709551616',
]).map((value) =>
  open({
    edit: 'member',
    pointer: '/process',
    text: `"rlimits":[{"type":"RLIMIT_CORE","soft":0,"hard":${value}}]`,
  }),
);

const strings = fc
  .tuple(
    pick(['/process/args/0', '/process/env/0', '/process/cwd', '/mounts/0/destination']),
    pick([
      '"\\ud800"',
      '"a\\u0000b"',
      '"\\x41"',
      '"tab\there"',
      '"line\nbreak"',
      "'single'",
      '"\\u00e9"',
      '"e\u0301"',
      '"\\/"',
      '"unclosed',
      'bare',
      '"\\ud83d\\ude00"',
      '"\u007f"',
      '""',
    ]),
  )
  .map(([pointer, value]) => open({ edit: 'value', pointer, text: value }));

const duplicates = pick<Patch>([
  open({ edit: 'member', pointer: '', text: '"hostname":"first","hostname":"second"' }),
  open({ edit: 'member', pointer: '', text: '"root":{"path":"rootfs","readonly":true}' }),
  open({ edit: 'member', pointer: '', text: '"process":{"cwd":"/tmp","args":["/bin/probe","twice"]}' }),
  open({ edit: 'member', pointer: '', text: '"linux":{}' }),
  open({ edit: 'member', pointer: '/root', text: '"path":"missing"' }),
  open({ edit: 'member', pointer: '/process/user', text: '"uid":1000' }),
  open({ edit: 'member', pointer: '', text: '"annotations":{"a":"1","a":"2"}' }),
  open({ edit: 'member', pointer: '', text: '"mounts":[]' }),
]);
/** Names in another case, and members of the other case beside the right ones. */
const cases = pick<Patch>([
  open({ edit: 'rename', pointer: '/process', name: 'Process' }),
  open({ edit: 'rename', pointer: '/process/args', name: 'ARGS' }),
  open({ edit: 'rename', pointer: '/root/path', name: 'Path' }),
  open({ edit: 'rename', pointer: '/ociVersion', name: 'ociversion' }),
  open({ edit: 'rename', pointer: '/mounts/0/destination', name: 'Destination' }),
  open({ edit: 'rename', pointer: '/linux', name: 'LINUX' }),
  open({ edit: 'member', pointer: '', text: '"Hostname":"other-case"' }),
  open({ edit: 'member', pointer: '/root', text: '"ReadOnly":true' }),
  open({ edit: 'member', pointer: '/process/user', text: '"UID":1000' }),
]);
const odds = pick<Patch>([
  open({ edit: 'member', pointer: '/process', text: '"noNewPrivileges":"true"' }),
  open({ edit: 'member', pointer: '/process', text: '"noNewPrivileges":1' }),
  open({ edit: 'member', pointer: '/process', text: '"terminal":null' }),
  open({ edit: 'member', pointer: '/process', text: '"oomScoreAdj":"5"' }),
  open({ edit: 'member', pointer: '/process', text: '"oomScoreAdj":5.5' }),
  open({ edit: 'member', pointer: '', text: '"annotations":{"a":null}' }),
  open({ edit: 'member', pointer: '', text: '"annotations":{"a":5}' }),
  open({ edit: 'member', pointer: '', text: '"annotations":[]' }),
  open({ edit: 'member', pointer: '', text: '"hostname":5' }),
  open({ edit: 'member', pointer: '', text: '"hooks":[]' }),
  open({ edit: 'member', pointer: '', text: '"hooks":{"prestart":{}}' }),
  open({ edit: 'member', pointer: '', text: '"hooks":null' }),
  open({ edit: 'member', pointer: '/linux', text: '"resources":{"memory":{"limit":"64M"}}' }),
  open({ edit: 'member', pointer: '/linux', text: '"seccomp":{}' }),
  open({ edit: 'member', pointer: '/linux', text: '"seccomp":null' }),
  open({ edit: 'member', pointer: '/linux', text: '"devices":null' }),
  open({ edit: 'member', pointer: '/linux', text: '"maskedPaths":[5,null,{}]' }),
  open({ edit: 'member', pointer: '', text: '"":1' }),
  open({ edit: 'member', pointer: '', text: '"\\u0000":1' }),
]);

const nested = (depth: number) => `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`;
const syntax = pick<Patch>([
  open({ edit: 'before', text: '\ufeff' }),
  open({ edit: 'before', text: '\n\t \r\n' }),
  open({ edit: 'after', text: '\n\n\n' }),
  open({ edit: 'after', text: ' trailing' }),
  open({ edit: 'after', text: '{}' }),
  open({ edit: 'after', text: '\0' }),
  open({ edit: 'after', text: ',' }),
  open({ edit: 'before', text: '/* comment */' }),
  open({ edit: 'after', text: '// comment\n' }),
  open({ edit: 'member', pointer: '', text: '' }),
  open({ edit: 'member', pointer: '', text: 'bare:1' }),
  open({ edit: 'member', pointer: '', text: "'single':1" }),
  open({ edit: 'member', pointer: '', text: nested(600) }),
  open({ edit: 'member', pointer: '', text: nested(20_000) }),
  open({ edit: 'member', pointer: '/process', text: `"x":${'{"a":'.repeat(600)}1${'}'.repeat(600)}` }),
  open({ edit: 'member', pointer: '', text: `"big":"${'x'.repeat(2_000_000)}"` }),
  ...['', ' ', 'null', '[]', '{}', '5', '"text"', '{', '{"ociVersion"', '\u0000', '[{}]'].map((t) =>
    open({ edit: 'whole', text: t }),
  ),
]);

export const json: Area = {
  name: 'json',
  title: 'config.json as text: wrong types, duplicates, key case, broken syntax',
  weight: 6,
  hostile: () =>
    fc.oneof(
      { weight: 5, arbitrary: wrongType },
      { weight: 3, arbitrary: nulls },
      { weight: 2, arbitrary: numbers },
      { weight: 1, arbitrary: limits },
      { weight: 2, arbitrary: strings },
      { weight: 2, arbitrary: duplicates },
      { weight: 2, arbitrary: cases },
      { weight: 3, arbitrary: odds },
      { weight: 3, arbitrary: syntax },
    ),
};
