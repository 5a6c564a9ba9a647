/** What export gives away, and what it keeps back. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
