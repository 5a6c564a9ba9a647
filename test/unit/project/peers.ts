/** docs/peers.md as rows. */
import { readFileSync } from 'node:fs';

/** `names`: rules and oracles; a rule may end in `.*` */
export function peerRows() {
  return readFileSync('docs/peers.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, number = '', asserted = '', by = '', areas = '', judged = '', ...rest]) => {
      const names = [...judged.matchAll(/`([\w.*-]+)`/g)].map(([, name = '']) => name);
      return { number: Number(number), asserted, by, areas, judged, names, rest };
    });
}
