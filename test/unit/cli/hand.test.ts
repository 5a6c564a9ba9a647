/** Configs by hand. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withValues } from '../../../src/cli/hand.ts';
import { parseHook, parseMount, parseUser } from '../../../src/cli/hand-values.ts';
import { call } from './call.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-hand-'));
afterAll(() => rmSync(dir, { recursive: true }));
const generate = (out: string, ...more: string[]) => call('generate', '--out', join(dir, out), ...more);
const configIn = (out: string) => JSON.parse(readFileSync(join(dir, out, 'config.json'), 'utf8'));

test('values as people write them', () => {
  expect(parseMount('type=tmpfs,source=tmpfs,destination=/x,ro,mode=755')).toEqual({
    ...{ type: 'tmpfs', source: 'tmpfs', destination: '/x', options: ['ro', 'mode=755'] },
  });
  expect(parseHook('poststart=/bin/a b c')).toEqual({ kind: 'poststart', path: '/bin/a', args: ['b', 'c'] });
  expect(parseUser('1000')).toEqual({ uid: 1000 });
  expect(parseUser('1000:5')).toEqual({ uid: 1000, gid: 5 });
  expect(() => parseMount('type=tmpfs')).toThrow("'type=tmpfs' is not a mount; write");
  expect(() => parseMount('destination=/x,')).toThrow('is not a mount');
  expect(() => parseHook('poststart=')).toThrow('is not a hook');
  expect(() => parseUser('root')).toThrow("'root' is not a user");
});

test('lists grow, the rest is replaced, and what is not named stays', () => {
  const base = {
    process: { args: ['a'], env: ['A=1'], user: { uid: 7, umask: 18 } },
    mounts: [{ destination: '/a' }],
    annotations: { k: 'v' },
  };
  const changed = withValues(base, {
    ...{ args: ['sh', '-c'], uid: { uid: 5 }, hostname: 'h', mount: [{ destination: '/b' }] },
    hook: [
      { kind: 'poststop', path: '/p', args: [] },
      { kind: 'poststop', path: '/q', args: ['x'] },
    ],
  });
  expect(changed).toEqual({
    process: { args: ['sh', '-c'], env: ['A=1'], user: { uid: 5, gid: 0, umask: 18 } },
    mounts: [{ destination: '/a' }, { destination: '/b' }],
    annotations: { k: 'v' },
    hostname: 'h',
    hooks: { poststop: [{ path: '/p' }, { path: '/q', args: ['/q', 'x'] }] },
    root: { path: 'rootfs' },
  });
  expect(base.process.args).toEqual(['a']);
});

test('a bundle by hand is one that validate finds right', async () => {
  await generate('a', '--args', 'sh', '--args', '-c', '--args', 'id, env', '--env', 'A=1', '--env', 'B=2,3');
  expect(configIn('a').process).toMatchObject({ args: ['sh', '-c', 'id, env'], env: ['A=1', 'B=2,3'] });
  expect(await call('validate', join(dir, 'a'))).toMatchObject({ code: 0 });
  writeFileSync(join(dir, 'from.json'), JSON.stringify({ ...configIn('a'), hostname: 'old' }));
  await generate('b', '--from', join(dir, 'from.json'), '--rootfs', join(dir, 'a/rootfs'));
  expect(configIn('b')).toMatchObject({ hostname: 'old', root: { path: join(dir, 'a/rootfs') } });
  expect(await call('validate', join(dir, 'b'))).toMatchObject({ code: 0 });
});

test('bundles at random are those of the seed', async () => {
  const { text } = await generate(
    'r',
    '--areas',
    'names',
    '--profile',
    'valid',
    '--seed',
    '3',
    '--count',
    '2',
  );
  expect(text).toMatch(
    /^\S+\/r\/0\/bundle {2}valid {2}names\n\S+\/r\/1\/bundle .*\n2 bundles of seed 3\nrun one/,
  );
  await generate('s', '--areas', 'names', '--profile', 'valid', '--seed', '3');
  expect(configIn('s/0/bundle')).toEqual(configIn('r/0/bundle'));
  for (const n of [0, 1])
    expect(await call('validate', join(dir, `r/${n}/bundle`))).toMatchObject({ code: 0 });
});

test.each([
  [[], '--out is needed'],
  [['--out', 'x', '--cwd', '/', '--seed', '1'], '--cwd makes one bundle by hand; leave --seed out'],
  [['--out', join(dir, 'c'), '--cwd', 'x'], 'the config would be wrong at /process/cwd'],
  [['--out', join(dir, 'c'), '--hook', 'later=/bin/a'], "unknown kind of hook 'later'"],
  [['--out', join(dir, 'c'), '--from', 'nowhere'], '--from nowhere cannot be read'],
  [['--out', join(dir, 'c'), '--areas', 'nmes'], "unknown area 'nmes'"],
])('%j is refused', async (args, message) => {
  await expect(call('generate', ...args)).rejects.toThrow(message);
});
