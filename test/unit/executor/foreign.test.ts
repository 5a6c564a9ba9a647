import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleCases } from '../../../src/executor/foreign.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bundle-'));
  mkdirSync(join(dir, 'b/rootfs/bin'), { recursive: true });
  mkdirSync(join(dir, 'data'));
  writeFileSync(join(dir, 'data/x'), 'host');
});
afterEach(() => rmSync(dir, { recursive: true }));
const config = (value: unknown) =>
  writeFileSync(join(dir, 'b/config.json'), typeof value === 'string' ? value : JSON.stringify(value));

describe('bundleCases', () => {
  it('replaces the program by the probe in the second case only', () => {
    config({ root: { path: 'rootfs' }, process: { args: ['sh'], cwd: '/' } });
    const { asIs, withProbe } = bundleCases(join(dir, 'b'));
    expect(asIs.config).toMatchObject({ process: { args: ['sh'] } });
    expect(withProbe?.config).toMatchObject({ process: { args: ['/.probe'], cwd: '/' } });
    expect(withProbe?.files.at(-1)).toMatchObject({
      type: 'program',
      path: '/run/ocifuzz/bundle/rootfs/.probe',
    });
  });

  it('turns bind sources of the host into copies and leaves the bundle as it is', () => {
    config({
      root: { path: 'rootfs' },
      mounts: [{ destination: '/d', source: join(dir, 'data'), options: ['rbind'] }],
    });
    const before = readFileSync(join(dir, 'b/config.json'), 'utf8');
    const { asIs } = bundleCases(join(dir, 'b'));
    expect(asIs.config).toMatchObject({ mounts: [{ source: '/run/ocifuzz/src/0' }] });
    expect(asIs.files.map((f) => f.path)).toContain('/run/ocifuzz/src/0/x');
    expect(readFileSync(join(dir, 'b/config.json'), 'utf8')).toBe(before);
  });

  it('keeps a config that is no JSON object as text', () => {
    config('{"root": ');
    expect(bundleCases(join(dir, 'b'))).toMatchObject({ asIs: { configText: '{"root": ' }, withProbe: null });
  });

  it('says what is missing', () => {
    expect(() => bundleCases(join(dir, 'b'))).toThrow(/no readable config\.json/);
    config({ mounts: [{ destination: '/d', type: 'bind', source: join(dir, 'gone') }] });
    expect(() => bundleCases(join(dir, 'b'))).toThrow(/gone is named by the bundle/);
  });
});
