/** What export gives away, and what it keeps back. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exportFormat } from '../../../src/cli/export-format.ts';
import { FORMATS } from '../../../src/export/index.ts';
import { readFindings, writeFinding } from '../../../src/store/corpus.ts';
import { divergence, sampleCase } from '../report/samples.ts';
import { call } from './call.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-cli-export-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const finding = (more: Parameters<typeof divergence>[0]): string =>
  writeFinding(dir, {
    schemaVersion: 1,
    divergence: divergence(more),
    runtimes: { runc: { name: 'runc', version: '1.1.5', sha256: '00' } },
    case: sampleCase(),
  });

test.each([
  [{ signature: 'linux.readonly.effect readonly writable runc' }, /touch security.*--force/],
  [
    { signature: 'hooks.poststart.phase hooks.poststart.phase in-create runc', fixedUpstream: true },
    /newest release/,
  ],
])('%j is exported only by force', async (more, message) => {
  const file = finding(more);
  await expect(call('export', file, '--format', 'json')).rejects.toThrow(message);
  expect(JSON.parse((await call('export', file, '--format', 'json', '--force')).text)).toMatchObject({
    divergence: more,
  });
});

test('what a report says about exporting is true', () => {
  const corpus = readFindings('corpus').map((f) => f.finding);
  for (const saved of corpus.filter((f) => exportFormat(f) === 'sh'))
    expect(FORMATS.sh(saved)).toContain('PRESENT');
  expect(corpus.filter((f) => exportFormat(f) === 'sh').length).toBeGreaterThan(30);
  const of = (more: Parameters<typeof divergence>[0]) =>
    exportFormat({ divergence: divergence(more), case: sampleCase(), runtimes: {} });
  expect(of({ signature: 'hooks.runtime.answers hooks.kill no-answer runc' })).toBe('json');
  expect(of({ signature: 'linux.readonly.effect readonly writable runc' })).toBeNull();
  expect(of({ fixedUpstream: true })).toBeNull();
});

test('a script goes to a file that can be executed; an archive only to a file', async () => {
  const file = readFindings('corpus').find((f) => f.path.includes('in-create'))?.path ?? '';
  const to = join(dir, 'repro.sh');
  await expect(call('export', file, '--format', 'tar')).rejects.toThrow(/--output/);
  const out = await call('export', file, '--output', to);
  expect(out).toEqual({ code: 0, text: '' });
  expect(readFileSync(to, 'utf8')).toContain('PRESENT');
  expect(statSync(to).mode & 0o111).not.toBe(0);
  await expect(call('export', 'corpus', '--format', 'json')).rejects.toThrow(/findings; name one/);
});
