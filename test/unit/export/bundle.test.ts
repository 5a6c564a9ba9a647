/** Cases as bundles on disk. test/e2e/generate.test.ts runs them. */
import { lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compose } from '../../../generators/index.ts';
import { AGENT_SOCKET, BUNDLE, type FileEntry, ROOTFS, WORK } from '../../../src/contract/case.ts';
import { bundleFiles, commandFiles } from '../../../src/export/bundle.ts';
import { emptyDirectory, findBusybox, writeBundle } from '../../../src/export/write-bundle.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-bundle-'));
afterAll(() => rmSync(dir, { recursive: true }));
const tool = join(dir, 'busybox');
writeFileSync(tool, 'busybox');

const files: FileEntry[] = [
  { type: 'program', path: `${WORK}/hooks/a`, behaviour: { role: 'hook', exit: 3 } },
  { type: 'file', path: `${WORK}/src/f`, content: 'base64:AAE=', mode: 0o640 },
  { type: 'symlink', path: `${ROOTFS}/data/link`, target: `${WORK}/src/f` },
  { type: 'fifo', path: `${WORK}/src/pipe` },
];
const hooks = { poststop: [{ path: `${WORK}/hooks/a` }] };

test('the files lie as in the sandbox, and what names a path of it names theirs', () => {
  const work = join(dir, 'one');
  const mounts = ['/mounts/-', { destination: '/x', source: '../src/f', options: ['bind'] }] as const;
  writeBundle(bundleFiles(compose([{ files, set: [['/hooks', hooks], [...mounts]] }]), work), tool);
  const config = JSON.parse(readFileSync(join(work, 'bundle/config.json'), 'utf8'));
  expect(config.hooks.poststop[0].path).toBe(join(work, 'hooks/a'));
  expect(config.mounts.at(-1).source).toBe('../src/f');
  expect(readFileSync(join(work, 'hooks/a'), 'utf8')).toMatch(
    new RegExp(`^#!${work}/bundle/rootfs/.ocifuzz/busybox sh\n[^]*exit 3\n$`),
  );
  expect(readFileSync(join(work, 'bundle/rootfs/bin/probe'), 'utf8')).toMatch(/^#!\/\.ocifuzz\/busybox sh\n/);
  expect(readFileSync(join(work, 'src/f'))).toEqual(Buffer.from([0, 1]));
  expect(lstatSync(join(work, 'src/f')).mode & 0o7777).toBe(0o640);
  expect(lstatSync(join(work, 'src/pipe')).isFIFO()).toBe(true);
  expect(readlinkSync(join(work, 'bundle/rootfs/data/link'))).toBe(join(work, 'src/f'));
  expect(readFileSync(join(work, 'bundle/rootfs/.ocifuzz/busybox'), 'utf8')).toBe('busybox');
});

test.each<[string, Parameters<typeof compose>[0][0]]>([
  ['a mount of the host', { files: [{ type: 'mount', path: `${WORK}/src/m`, options: [] }] }],
  ['a namespace of the host', { files: [{ type: 'namespace', path: `${WORK}/ns/n`, kind: 'net' }] }],
  ['a seccomp agent', { set: [['/linux/seccomp', { listenerPath: AGENT_SOCKET }]] }],
  ['network interfaces', { host: { interfaces: [{ name: 'x0' }] } }],
])('a case that needs %s is none', (_, patch) => {
  expect(() => bundleFiles(compose([patch]), dir)).toThrow('the case needs ');
});

test('a rootfs of busybox has its commands as links', () => {
  const bundle = join(dir, 'two');
  writeBundle(commandFiles(bundle, 'rootfs', ['busybox', 'sh']), tool);
  expect(readlinkSync(join(bundle, 'rootfs/bin/sh'))).toBe('busybox');
  expect(lstatSync(join(bundle, 'rootfs/bin/busybox')).mode & 0o111).toBe(0o111);
});

test('nothing is written over', () => {
  expect(() => emptyDirectory(dir)).toThrow(`${dir} is not empty`);
  emptyDirectory(join(dir, 'new'));
});

test('busybox is looked for in PATH', () => {
  expect(findBusybox(`/nowhere:${dir}`)).toBe(tool);
  expect(() => findBusybox('/nowhere')).toThrow('busybox is needed');
});

test('a path that only begins alike is left alone', () => {
  const c = compose([{ set: [['/annotations', { a: `${WORK}er ${BUNDLE}` }]] }]);
  const config = bundleFiles(c, '/d').find((f) => f.path === '/d/bundle/config.json');
  expect(config).toMatchObject({ content: expect.stringContaining(`"${WORK}er /d/bundle"`) });
});
