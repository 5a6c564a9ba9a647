import { describe, expect, it } from 'vitest';
import { linksOf, resolveIn } from '../../../oracles/core/links.ts';
import { ROOTFS } from '../../../src/contract/case.ts';
import { aCase } from './fixture.ts';

const links = new Map([
  ['/way', '/opt'],
  ['/up', '../../out'],
  ['/loop', 'loop'],
  ['/a/b', '../way/./c'],
]);

describe('resolveIn', () => {
  it.each([
    ['/data//x/.', '/data/x'],
    ['/way', '/opt'],
    ['/way/../x', '/x'],
    ['/a/b/d', '/opt/c/d'],
    ['relative/way', '/relative/way'],
    ['..', '/'],
  ])('leads %s to %s', (path, to) => expect(resolveIn(links, path)).toBe(to));

  it('never leaves the root', () => expect(resolveIn(links, '/up/below')).toBe('/out/below'));

  it('knows no end of a loop', () => expect(resolveIn(links, '/loop/x')).toBeNull());
});

it('takes the links of the rootfs, the last of each path', () => {
  const link = (path: string, target: string) => ({ type: 'symlink' as const, path, target });
  const c = aCase({
    files: [
      link(`${ROOTFS}/a`, 'old'),
      link(`${ROOTFS}/a`, 'new'),
      link('/run/ocifuzz/src/a', 'elsewhere'),
      link(`${ROOTFS}/b`, 'x'),
      { type: 'dir', path: `${ROOTFS}/b` },
    ],
  });
  expect([...linksOf(c)]).toEqual([['/a', 'new']]);
});
