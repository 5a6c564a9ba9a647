import { describe, expect, it } from 'vitest';
import { parseMountinfo } from '../../../oracles/core/mountinfo.ts';

const ROOT = '20 1 0:1 / / rw,relatime - tmpfs tmpfs rw';

describe('a mount table', () => {
  it('is read line by line, the same line with other ids too', () => {
    const line = (id: number) =>
      `${id} 20 0:${id} /a\\040b /mnt nosuid,ro shared:7 master:3 - tmpfs none size=1k,rw`;
    const [, one, other] = parseMountinfo([ROOT, line(21), line(22)]);
    expect(one).toEqual({
      ...{ id: 21, parent: 20, root: '/a b', at: '/mnt', options: ['nosuid', 'ro'] },
      ...{ propagation: 'shared+slave', fstype: 'tmpfs', source: 'none' },
      superOptions: new Map([
        ['rw', null],
        ['size', '1k'],
      ]),
    });
    expect(other).toEqual({ ...one, id: 22 });
  });

  it('may hold any character that the kernel does not write as a number', () => {
    const odd = '/a\r\u2028b';
    const table = parseMountinfo([ROOT, `21 20 0:2 / ${odd} rw - tmpfs tmpfs rw`]);
    expect(table.map((m) => m.at)).toEqual(['/', odd]);
  });

  it('leaves out what is no line of it', () => {
    expect(parseMountinfo(['', 'x', '1 2 3', '21 20 0:2 / /mnt rw tmpfs tmpfs rw'])).toEqual([]);
  });

  it('has a mount behind those that it covers, whatever the order of the file', () => {
    const above = '19 20 0:3 / /mnt rw - tmpfs tmpfs rw';
    const below = '21 20 0:2 / /mnt/inner rw - tmpfs tmpfs rw';
    const at = (lines: string[]) => parseMountinfo(lines).map((m) => m.at);
    expect(at([above, below, ROOT])).toEqual(['/', '/mnt/inner', '/mnt']);
    expect(at([ROOT, below, above])).toEqual(['/', '/mnt/inner', '/mnt']);
  });
});
