import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { call } from './call.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-validate-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function bundle(name: string, files: Record<string, string>): string {
  const path = join(dir, name);
  mkdirSync(join(path, 'rootfs'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}
const config = (process: object): string =>
  JSON.stringify({
    ociVersion: '1.0.2',
    root: { path: 'rootfs' },
    process: { args: ['x'], cwd: '/', ...process },
  });

test('a bundle without a fault is one line, and exit code 0', async () => {
  const good = bundle('good', { 'config.json': config({}) });
  expect(await call('validate', good)).toEqual({ code: 0, text: '1 bundle: 0 errors, 0 warnings\n' });
});

test('every fault has its place, requirement and hint; errors give exit code 1', async () => {
  const bad = bundle('bad', { 'config.json': config({ cwd: 'tmp', scheduler: { policy: 'SCHED_OTHER' } }) });
  const { code, text } = await call('validate', bad);
  expect(code).toBe(1);
  expect(text.replace(bad, 'BUNDLE')).toBe(
    [
      'BUNDLE',
      '  error    /process/cwd  cwd starts at the root of the container. It must match pattern "^/".',
      '           config.process.cwd.absolute (config.md#process); the value must match pattern "^/"',
      '  warning  /process/scheduler  It came with 1.1.0: in a config of 1.0.2 it has no effect.',
      '           config.ext.unknown.ignore (config.md#extensibility); raise ociVersion to 1.1.0',
      '1 bundle: 1 error, 1 warning',
      '',
    ].join('\n'),
  );
  const { bundles } = JSON.parse((await call('validate', '--json', bad)).text);
  expect(bundles).toMatchObject([
    { bundle: bad, faults: [{ pointer: '/process/cwd', severity: 'error' }, { severity: 'warning' }] },
  ]);
});

test('--spec judges by another version', async () => {
  const path = bundle('version', { 'config.json': config({ scheduler: { policy: 'SCHED_NOSUCH' } }) });
  expect((await call('validate', path)).code).toBe(0);
  const { code, text } = await call('validate', '--spec', '1.1.0', path);
  expect([code, text]).toEqual([1, expect.stringContaining('config.process.scheduler.policy')]);
  await expect(call('validate', '--spec', '9', path)).rejects.toThrow('unknown version of the specification');
});

test('what is missing around the config is told too', async () => {
  const faults = async (path: string) =>
    JSON.parse((await call('validate', '--json', path)).text).bundles[0].faults.map(
      (f: { requirement: string }) => f.requirement,
    );
  expect(await faults(bundle('empty', {}))).toEqual(['bundle.config.exists']);
  expect(await faults(bundle('case', { 'Config.json': '{}' }))).toEqual(['bundle.config.name']);
  const rootless = bundle('rootless', { 'config.json': config({}) });
  rmSync(join(rootless, 'rootfs'), { recursive: true });
  expect(await faults(join(rootless, 'config.json'))).toEqual(['config.root.path.directory-exists']);
  await expect(call('validate', join(dir, 'nowhere'))).rejects.toThrow('does not exist');
});
