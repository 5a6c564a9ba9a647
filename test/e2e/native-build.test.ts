import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureNative, NativeBuildError } from '../../src/native/build.ts';

describe('building the native program', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'ocifuzz-build-'));
    vi.stubEnv('XDG_CACHE_HOME', dir);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(dir, { recursive: true });
  });

  it('makes one static program, once', async () => {
    const path = await ensureNative();
    expect(path.startsWith(`${join(dir, 'ocifuzz')}/`)).toBe(true);
    const made = statSync(path).mtimeMs;
    expect(await ensureNative()).toBe(path);
    expect(statSync(path).mtimeMs).toBe(made);
    expect(readdirSync(join(dir, 'ocifuzz'))).toHaveLength(1);
    const probe = await execa(path, ['probe'], { env: {}, extendEnv: false });
    expect(JSON.parse(probe.stdout)).toMatchObject({ argv: [path, 'probe'], env: [] });
    expect((await execa(path, [], { reject: false })).exitCode).toBe(64);
  });

  it('takes whatever compiler there is', async () => {
    const bin = mkdtempSync(join(tmpdir(), 'ocifuzz-bin-'));
    const cc = (await execa('which', ['cc'])).stdout;
    writeFileSync(join(bin, 'gcc'), `#!/bin/sh\nPATH=${process.env.PATH} exec ${cc} "$@"\n`, { mode: 0o755 });
    vi.stubEnv('PATH', bin);
    const probe = await execa(await ensureNative(), ['probe']);
    expect(JSON.parse(probe.stdout)).toMatchObject({ root: '/' });
    rmSync(bin, { recursive: true });
  });

  it('says what to install where there is no compiler', async () => {
    vi.stubEnv('PATH', dir);
    await expect(ensureNative()).rejects.toThrow(NativeBuildError);
    await expect(ensureNative()).rejects.toThrow(/apt-get install musl-tools/);
  });
});
