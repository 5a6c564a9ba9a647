import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { allRequirements } from '../../../src/contract/spec/index.ts';
import { readFindings, writeFinding } from '../../../src/store/corpus.ts';
import { runtime } from '../support/fake.ts';
import { call } from './call.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-spec-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('every requirement has a line, and the last line counts them', async () => {
  const lines = (await call('spec')).text.trimEnd().split('\n');
  expect(lines).toHaveLength(allRequirements().length + 1);
  expect(lines.find((l) => l.startsWith('hooks.poststart.phase '))).toMatch(
    /MUST +checked: hooks +poststart/,
  );
  expect(lines.find((l) => l.startsWith('linux.res.mem.limit '))).toContain('cgroups, proven on cgroup v1');
  const total = lines.at(-1) ?? '';
  expect(total).toMatch(/^\d+ requirements: \d+ checked, /);
  const counts = total.match(/\d+/g)?.slice(1).map(Number) ?? [];
  expect(counts.reduce((a, b) => a + b)).toBe(allRequirements().length);
});

test('an area alone, as Markdown or as JSON', async () => {
  const { text } = await call('spec', '--area', 'timens', '--markdown');
  expect(text.split('\n').filter((l) => l.startsWith('| `linux.time.'))).toHaveLength(3);
  const { requirements } = JSON.parse((await call('spec', '--area', 'timens', '--json')).text);
  expect(requirements).toHaveLength(3);
  expect(requirements[0]).toMatchObject({
    id: 'linux.time.offsets.applied',
    area: 'timens',
    level: 'IMPLIED',
  });
  await expect(call('spec', '--area', 'timen')).rejects.toThrow(
    "unknown area 'timen' (did you mean timens?)",
  );
});

test('a run: applied, held, violated and unknown by runtime, and the rules that it never exercised', async () => {
  const rules = {
    'linux.ns.path.join': { a: { ok: 3, violation: 1, unknown: 2 }, b: { ok: 0, violation: 0, unknown: 4 } },
    'linux.ns.path.absent-new': { a: { ok: 0, violation: 0, unknown: 5 } },
  };
  writeFileSync(join(dir, 'env.json'), JSON.stringify({ runtimes: [runtime('a'), runtime('b')] }));
  writeFileSync(join(dir, 'stats.json'), JSON.stringify({ rules }));
  const { text } = await call('spec', '--area', 'namespaces', '--run', dir);
  expect(text).toMatch(
    /^linux\.ns\.path\.join +MUST +1\.\d\.\d +6 applied: 3 held, 1 violated, 2 unknown {2}4 applied: 0 held, 0 violated, 4 unknown$/m,
  );
  expect(text).toContain('\nnever exercised: linux.ns.path.absent-new (namespaces)\n');
  expect(text).toMatch(
    /\n1 of \d+ rules exercised\nMUST and SHOULD of runtimes: 1 of \d+ exercised, 0 with a reason, \d+ without\n$/,
  );
  expect((await call('spec', '--area', 'cgroups', '--run', dir)).text).toContain(
    '\nnever exercised: linux.res.unified.controllers (cgroups): needs cgroup v2\n',
  );
  const [{ finding } = { finding: null }] = readFindings('corpus');
  if (finding === null) throw new Error('corpus/ is empty');
  const signature = 'linux.readonly.effect readonly writable a';
  writeFinding(join(dir, 'private'), { ...finding, divergence: { ...finding.divergence, signature } });
  expect((await call('spec', '--run', dir)).text).toMatch(
    /\n1 rule with findings in private\/ counts as never exercised\n$/,
  );
  const document = JSON.parse((await call('spec', '--area', 'namespaces', '--run', dir, '--json')).text);
  expect(document.rules.filter((r: { exercised: boolean }) => r.exercised)).toHaveLength(1);
  await expect(call('spec', '--run', join(dir, 'nowhere'))).rejects.toThrow('does not exist');
});
