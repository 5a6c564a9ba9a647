/** Exported scripts as text; test/e2e/export.test.ts runs them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { SavedFinding } from '../../../src/contract/verdict.ts';
import { findingOf } from '../../../src/export/checkers/checker.ts';
import { FORMATS } from '../../../src/export/index.ts';
import { script } from '../../../src/export/script.ts';
import { comment, quote, writeFile } from '../../../src/export/shell.ts';
import { FUNCTIONS } from '../../../src/export/template.ts';
import { readFindings } from '../../../src/store/corpus.ts';
import { EXPLAINED } from '../report/samples.ts';

const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-export-'));
afterAll(() => rmSync(dir, { recursive: true }));

const HOST = { kernel: '6.1.0', arch: 'x64', distribution: 'Debian GNU/Linux 12 (bookworm)' };
const corpus = readFindings('corpus').map(({ finding }): [string, SavedFinding] => [
  finding.divergence.signature,
  finding,
]);
const [, sample] = corpus.find(([s]) => s.startsWith('hooks.poststart.phase')) as [string, SavedFinding];

const sh = (text: string): string => execFileSync('sh', ['-c', text], { cwd: dir, encoding: 'latin1' });

test.each(['', 'plain', "it's", 'a b\n$(c) `d` "e"', '*', '-n'])('the shell reads back %j', (text) => {
  expect(sh(`printf %s ${quote(text)}`)).toBe(text);
});

test.each(['', 'x\n', 'END\nEND_\n$HOME\n', 'no newline', 'é\x00\x1b[2J\n', `'\\''\n`])(
  'a file holds %j',
  (text) => {
    const path = join(dir, 'file');
    sh(writeFile(path, text).join('\n'));
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

test('a comment has no second line and no control characters', () => {
  expect(comment('a\nrm -rf x\x1b[2J\r').every((line) => /^#[\x20-\x7e]*$/.test(line))).toBe(true);
});

test.each(corpus)('%s becomes a script that a POSIX shell can read', (_, finding) => {
  const path = join(dir, 'script.sh');
  writeFileSync(path, script(finding));
  expect(() => execFileSync('sh', ['-n', path], { stdio: 'pipe' })).not.toThrow();
  expect(readFileSync(path, 'utf8')).not.toContain('ocifuzz-native');
});

test('mounts of the case are made before the files that lie in them', () => {
  const odd = structuredClone(sample);
  const path = '/run/ocifuzz/src/m';
  odd.case.files.push(
    { type: 'mount', path, options: ['nosuid'] },
    { type: 'file', path: `${path}/x`, content: '' },
  );
  const text = script(odd);
  expect(text).toContain(`mount -t tmpfs -o mode=0755,nosuid tmpfs ${path}\n`);
  expect(text.indexOf(`tmpfs ${path}\n`)).toBeLessThan(text.indexOf(`${path}/x`));
});

test('what no shell command can see is refused, and exported as json all the same', () => {
  const odd = structuredClone(sample);
  odd.divergence.signature = 'x.y program.dumpable unasked runc';
  for (const format of ['sh', 'markdown', 'tar'] as const)
    expect(() => FORMATS[format](odd, HOST)).toThrow(/no script can tell x.y/);
  expect(JSON.parse(FORMATS.json(odd))).toEqual(odd);
});

test('a case in which something befalls the runtime is refused, and exported as json all the same', () => {
  const odd = structuredClone(sample);
  odd.case.script = [{ op: 'create', fault: { type: 'kill', atReport: 1 } }];
  expect(() => FORMATS.sh(odd)).toThrow(/no script can put a fault/);
  expect(JSON.parse(FORMATS.json(odd))).toEqual(odd);
});

test.each([
  [{ stdout: 'pipe' }, /pipe/],
  [{ fds: [12] }, /descriptor 12/],
  [{ rlimits: { RTTIME: [1, 1] } }, /limit RTTIME/],
] as const)('a caller like %j is refused', (caller, message) => {
  const odd = { ...sample, case: { ...sample.case, caller: structuredClone(caller) } } as SavedFinding;
  expect(() => script(odd)).toThrow(message);
});

test('a script gives the runtime the umask, limits and environment of the case', () => {
  const caller = { umask: 0o077, env: ['A=b c'], rlimits: { NOFILE: [64, 128] as [number, number] } };
  const text = script({ ...sample, case: { ...sample.case, caller } });
  expect(text).toContain(
    '  umask 0077\n  ulimit -S -n 1024; ulimit -S -c 0\n  ulimit -S -n 64; ulimit -H -n 128\n',
  );
  expect(text).toMatch(/env -i PATH=\S+ 'A=b c' /);
});

test('of a difference the script is about the side that was named last', () => {
  const pair = structuredClone(sample);
  Object.assign(pair.divergence, {
    signature: 'differential.dev dev[core].present crun=present_runc=absent crun+runc',
    runtimes: ['crun', 'runc'],
    kind: 'spec-gap',
  });
  expect(findingOf(pair)).toMatchObject({ subject: 'runc', word: 'absent', pairwise: true });
  pair.divergence.runtimes = ['runc', 'crun'];
  expect(findingOf(pair)).toMatchObject({ subject: 'crun', word: 'present', pairwise: true });
});

test('a difference between releases of one runtime has sides, of which its signature does not tell', () => {
  const pair = structuredClone(sample);
  Object.assign(pair.divergence, {
    signature: 'differential.mounts mounts[bind].propagation runc_runc_differ runc',
    runtimes: ['runc', 'new'],
    kind: 'spec-gap',
  });
  Object.assign(pair.runtimes, { new: { name: 'runc', version: '1.4.3', sha256: '0'.repeat(64) } });
  expect(findingOf(pair)).toMatchObject({ subject: 'runc', word: '', pairwise: true });
});

test('the issue has what the projects ask for', async () => {
  const { divergence, ...rest } = sample;
  const explained = { ...rest, divergence: { ...divergence, explained: EXPLAINED } };
  await expect(FORMATS.markdown(explained, HOST)).toMatchFileSnapshot('../../golden/issue.md');
});

test('the archive has the issue, the script, the config and the finding', () => {
  const path = join(dir, 'x.tar');
  writeFileSync(path, FORMATS.tar(sample, HOST));
  const list = sh(`tar -tvf ${path}`);
  for (const name of ['README.md', 'repro.sh', 'config.json', 'finding.json'])
    expect(list).toMatch(new RegExp(`finding/${name}\n`));
  expect(list).toMatch(/^-rwxr-xr-x .*repro\.sh$/m);
  expect(sh(`tar -xOf ${path} finding/repro.sh`)).toBe(script(sample));
});

test.each([
  ['{"bundle": "\\/run\\/x", "pid": 3}', 'bundle', '/run/x'],
  ['{"ociVersion":"1.0","bundle":"/run/x","pid":3}', 'bundle', '/run/x'],
  ['{ "id": "c1", "pid": 3 }', 'pid', '3'],
  ['{ "id": "c1" }', 'pid', ''],
])('a script reads the member of a state document: %s, %s', (document, name, value) => {
  const read = `${FUNCTIONS}\nprintf '%s' "$1" | member "$2"`;
  expect(execFileSync('sh', ['-c', read, 'sh', document, name], { encoding: 'utf8' }).trim()).toBe(value);
});
