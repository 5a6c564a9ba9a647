import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  writeFileSync(
    join(dir, 'env.json'),
    JSON.stringify({ host: { cgroup: 'v1' }, runtimes: [runtime('a'), runtime('b')] }),
  );
  writeFileSync(join(dir, 'stats.json'), JSON.stringify({ rules }));
  const { text } = await call('spec', '--area', 'namespaces', '--run', dir);
  expect(text).toMatch(
    /^linux\.ns\.path\.join +MUST +1\.\d\.\d +6 applied: 3 held, 1 violated, 2 unknown {2}4 applied: 0 held, 0 violated, 4 unknown$/m,
  );
  expect(text).toContain('\nnever exercised: linux.ns.path.absent-new (namespaces)\n');
  expect(text).toMatch(
    /\n1 of \d+ rules exercised on cgroup v1\nMUST and SHOULD of runtimes: 1 of \d+ exercised, 0 with a reason, \d+ without\n$/,
  );
  expect((await call('spec', '--area', 'cgroups', '--run', dir)).text).toContain(
    '\nnever exercised: linux.res.unified.controllers (cgroups): needs cgroup v2 that hands on a controller (cgroup.subtree_control of its root)\n',
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

test('several runs: what one of them came to counts, and so does what one of them hides and another does not', async () => {
  const stored = (name: string, cgroup: 'v1' | 'v2', rules: object, hides: string[] = []): string => {
    const run = join(dir, name);
    mkdirSync(run);
    writeFileSync(join(run, 'env.json'), JSON.stringify({ host: { cgroup }, runtimes: [runtime('a')] }));
    writeFileSync(join(run, 'stats.json'), JSON.stringify({ rules }));
    const [{ finding } = { finding: null }] = readFindings('corpus');
    if (finding === null) throw new Error('corpus/ is empty');
    for (const rule of hides) {
      const divergence = { ...finding.divergence, signature: `${rule} readonly writable a` };
      writeFinding(join(run, 'private'), { ...finding, divergence });
    }
    return run;
  };
  const a = { ok: 1, violation: 0, unknown: 0 };
  const one = stored('one', 'v1', { 'linux.ns.path.join': { a } }, [
    'linux.ns.path.absent-new',
    'linux.readonly.effect',
  ]);
  const two = stored('two', 'v2', { 'linux.ns.path.join': { a }, 'linux.ns.path.absent-new': { a } });
  const { text } = await call('spec', '--run', one, two);
  expect(text).toMatch(/^linux\.ns\.path\.join +MUST +\S+ +2 applied: 2 held, 0 violated, 0 unknown$/m);
  expect(text).toMatch(/\n2 of \d+ rules exercised on cgroup v1 and v2\n/);
  expect(text).toMatch(/\n1 rule with findings in private\/ counts as never exercised\n$/);
  await expect(call('spec', one)).rejects.toThrow('name runs with --run');
});
