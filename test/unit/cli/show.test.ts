import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { caseId } from '../../../src/contract/canonical.ts';
import { writeFinding } from '../../../src/store/corpus.ts';
import { besideFinding, writeObservations } from '../../../src/store/observations.ts';
import { aCase, honest, run } from '../oracles/fixture.ts';
import { divergence, sampleCase } from '../report/samples.ts';
import { call } from './call.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-show-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const show = async (path: string): Promise<string> => (await call('show', path)).text;

test('a finding is shown in full, by its file or its directory', async () => {
  const runtimes = { runc: { name: 'runc', version: '1.1.5', sha256: '00' } };
  const file = writeFinding(dir, {
    schemaVersion: 1,
    divergence: divergence(),
    runtimes,
    case: sampleCase(),
  });
  const text = await show(dirname(file));
  expect(text).toBe(await show(file));
  expect(text).toContain('violation MUST  poststart hook runs before start returns  runc 1.1.5  3/3');
  expect(text).toContain('hooks.poststart.phase  config.md#poststart');
  expect(text).toContain('"path": "/run/ocifuzz/hook"');
});

test('a finding with its observations beside it has the timeline of the runtimes that it is about', async () => {
  const c = aCase();
  const runtimes = { runc: { name: 'runc', version: '1.1.5', sha256: '00' } };
  const signature = 'hooks.poststart.phase hooks.poststart.phase in-create runc';
  const file = writeFinding(dir, {
    schemaVersion: 1,
    divergence: divergence({ signature }),
    runtimes,
    case: c,
  });
  const seen = (label: string, id: string) => run(label, { ...honest(label), caseId: id });
  await writeObservations(besideFinding(file), [seen('runc', caseId(c)), seen('crun', caseId(c))]);
  const text = await show(file);
  expect(text).toContain('runc  ms, in the order of arrival');
  expect(text).not.toContain('crun  ms,');
  expect(text).toMatch(/poststart {2}pid 9 {2}◀ poststart hook runs before start returns/);

  await writeObservations(besideFinding(file), [seen('runc', 'of another case')]);
  expect(await show(file)).not.toContain('in the order of arrival');
});

test('a case by itself is shown too', async () => {
  const file = join(dir, 'case.json');
  writeFileSync(file, JSON.stringify(sampleCase()));
  expect(await show(file)).toMatch(/^config {2}\/mounts\/- = /);
});
