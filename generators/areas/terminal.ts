/** process.terminal and consoleSize with a console socket (config.md#process) */
import fc from 'fast-check';
import type { Area, Patch } from '../core/area.ts';
import { maybe, pick } from '../core/words.ts';

const side = pick([1, 24, 80, 132, 255, 256, 4096, 65535]);
const terminal = (more: [string, unknown][] = []): Patch => ({
  set: [['/process/terminal', true], ...more],
  caller: { consoleSocket: true },
});
const sized = (height: number, width: number): Patch =>
  terminal([['/process/consoleSize', { height, width }]]);

export const terminals: Area = {
  name: 'terminal',
  title: 'process.terminal and consoleSize, with a console socket',
  /* a run that is not detached takes no console socket */
  valid: (ctx) =>
    ctx.areas.includes('lifecycle')
      ? null
      : maybe(fc.tuple(side, side)).map((size) => (size ? sized(...size) : terminal())),
  edge: () =>
    pick<Patch>([
      terminal([['/process/user', { uid: 1000, gid: 1000 }]]),
      terminal([['/process/noNewPrivileges', true]]),
      ...(['height', 'width'] as const).map((member): Patch => {
        const { [member]: _, ...rest } = { height: 24, width: 80 };
        const pointer = `/process/consoleSize/${member}`;
        const requirement = `config.process.consoleSize.${member}`;
        return { ...terminal([['/process/consoleSize', rest]]), invalid: { requirement, pointer } };
      }),
      { ...sized(0, 0), unspecified: true },
      { ...sized(65536, 80), unspecified: true },
      { ...sized(24, 2 ** 32 + 80), unspecified: true },
      { set: [['/process/terminal', true]], unspecified: true },
      { caller: { consoleSocket: true }, unspecified: true },
      { ...terminal(), program: { floodStdout: 200_000 } },
    ]),
};
