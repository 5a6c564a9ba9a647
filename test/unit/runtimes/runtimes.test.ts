import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ERROR_CLASSES } from '../../../src/contract/observation.ts';
import type { Call } from '../../../src/runtimes/adapter.ts';
import { errorClass } from '../../../src/runtimes/errors.ts';
import { ADAPTERS } from '../../../src/runtimes/index.ts';
import { declaredSpec, resolveRuntimes } from '../../../src/runtimes/resolve.ts';
import { youki } from '../../../src/runtimes/youki.ts';

const CALLS: Call[] = [
  { op: 'create', id: 'c1', bundle: '/b', pidFile: '/p', consoleSocket: null },
  { op: 'run', id: 'c1', bundle: null, pidFile: '/p', consoleSocket: '/c' },
  { op: 'start', id: 'c1' },
  { op: 'state', id: 'c1' },
  { op: 'kill', id: 'c1', signal: 'KILL' },
  { op: 'delete', id: 'c1', force: true },
];

describe.each(ADAPTERS.map((a) => [a.name, a] as const))('adapter %s', (_, adapter) => {
  it('names the operation first and the container id, and passes what the call says', () => {
    for (const call of CALLS) {
      const argv = adapter.argv(call) ?? [];
      expect(argv[0]).toBe(call.op);
      expect(argv).toContain('c1');
    }
    expect(adapter.argv(CALLS[0] as Call)).toContain('/b');
    expect(adapter.argv(CALLS[1] as Call)).not.toContain('--bundle');
    expect(adapter.argv(CALLS[5] as Call)).toContain('--force');
  });

  it('maps to known error classes only', () => {
    for (const [, name] of adapter.errors) expect(ERROR_CLASSES).toContain(name);
  });
});

describe('errorClass', () => {
  it.each([
    ['error running hook #0: exit status 3', 'hook-failed'],
    ['error setting cgroup config for procHooks process: invalid argument', 'cgroup-failed'],
    ['container with id exists already', 'exists'],
    ['container does not exist', 'not-found'],
    ['cannot start a container that has stopped', 'wrong-status'],
    ['exec: "nope": executable file not found in $PATH', 'exec-failed'],
    ['level=warning msg="cgroup"\nlevel=error msg="permission denied"\n', 'permission'],
    ['level=warning msg="cgroup"\n', 'cgroup-failed'],
    ['duplicate namespace type: `cgroup`', 'config-value'],
    ['something else entirely', 'other'],
  ])('%s is %s', (text, expected) => {
    expect(errorClass(text)).toBe(expected);
  });
});

describe('youki', () => {
  const all = 'user:100000:65536\nroot:0:4294967295\n';
  it.each([
    [{ newuidmap: true, subuid: all, subgid: all }, null],
    [{ newuidmap: false, subuid: all, subgid: all }, /newuidmap is missing/],
    [{ newuidmap: true, subuid: all, subgid: 'root:100000:65536\n' }, /subuid/],
    [{ newuidmap: true, subuid: '', subgid: all }, /subuid/],
  ])('can make user namespaces on a host with %j: %s', (host, why) => {
    const said = youki.noUserNamespaces?.(host);
    if (why === null) expect(said).toBeNull();
    else expect(said).toMatch(why);
  });
});

describe('declaredSpec', () => {
  it('is the higher one of what --version and features say', () => {
    expect(declaredSpec('crun version 1.21\nspec: 1.0.0\n', { ociVersionMax: '1.1.0+dev' })).toBe(
      '1.1.0+dev',
    );
    expect(declaredSpec('runc version 1\nspec: 1.2.0\n', null)).toBe('1.2.0');
    expect(declaredSpec('something\n', null)).toBeNull();
  });
});

describe('resolveRuntimes', () => {
  const dir = mkdtempSync(join(tmpdir(), 'ocifuzz-runtimes-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each([
    [[{ label: 'no-such-runtime', flags: [] }], /no runtime 'no-such-runtime' in PATH/],
    [[{ label: 'x', path: '/etc/passwd', flags: [] }], /not an executable file/],
    [[{ label: 'x', adapter: 'nope', flags: [] }], /unknown adapter 'nope'/],
    [[{ label: 'x', path: '/bin/false', flags: [] }], /does not answer \(.*exit code 1.*\)/],
    [
      [
        { label: 'a', flags: [] },
        { label: 'a', flags: [] },
      ],
      /given twice/,
    ],
  ])('refuses %j with one clear message', async (entries, message) => {
    await expect(resolveRuntimes(entries)).rejects.toThrow(message);
  });

  it('says why a program does not answer', async () => {
    const path = join(dir, 'runc');
    writeFileSync(path, '#!/bin/sh\necho "libseccomp.so.2 is missing" >&2\nexit 127\n', { mode: 0o755 });
    await expect(resolveRuntimes([{ label: 'x', path, flags: [] }])).rejects.toThrow(
      '--version does not answer (libseccomp.so.2 is missing)',
    );
  });
});
