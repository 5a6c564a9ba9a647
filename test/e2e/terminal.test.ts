/**
 * What people see: the real program on real runtimes in a real terminal, against test/golden/tmux. What depends on the
 * machine, the runtimes' releases or chance is masked. To accept a change: `npx vitest run -u --project e2e
 * test/e2e/terminal.test.ts`, and look at it.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evidence } from '../unit/report/runs.ts';
import { openTerminal, type Terminal } from './tmux.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'ocifuzz-terminal-'));
const bin = join(scratch, 'bin');
const work = join(scratch, 'work');
beforeAll(() => {
  for (const dir of [bin, work]) mkdirSync(dir);
  symlinkSync(join(ROOT, 'dist/src/cli/main.js'), join(bin, 'ocifuzz'));
  symlinkSync(join(ROOT, 'corpus'), join(work, 'corpus'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function inTerminal<T>(
  { columns = 100, rows = 60, env = {} }: { columns?: number; rows?: number; env?: Record<string, string> },
  look: (terminal: Terminal) => Promise<T>,
): Promise<T> {
  const terminal = await openTerminal(columns, rows, work, { PATH: `${bin}:${process.env.PATH}`, ...env });
  try {
    return await look(terminal);
  } finally {
    await terminal.close();
  }
}

/** Rows of a summary that some runs have and others do not. */
const SOMETIMES = /^(?:refused|inconclusive|left out|and \d|shrunk| {13}\S).*\n/gm;

/** Figures become `#`; findings, which depend on the runtimes' releases, all look the same, and equal lines are one. */
function masked(screen: string): string {
  const plain = screen
    .replace(SOMETIMES, '')
    .replace(/(?<=⚠ stopping.*\n)(?:NEW .*\n)+/, '')
    .replace(
      /(?<=^(?:NEW {4}|known {2}))(?:[a-z-]+ *)(?<=^.{19})\S.*? {2}\[.*\] {2}(?=\d+\/\d+)/gm,
      '<severity>  <title>  [<runtime>]  ',
    )
    .replace(/^ {2}\S.*? {2}\[.*\] {2}(?=\d+\/\d+)/gm, '  <title>  [<runtime>]  ')
    .replace(/ \(\d+% to \d+%\)$/gm, '')
    .replace(/^[a-z-]+ \((\d+)\)(, \d+ of them:)?$/gm, '<severity> ($1)')
    // how many cases are done by then, and whether the title fits the line, is a matter of chance
    .replace(/(?<=\d+ case)(?= \()/, 's')
    .replace(/(?<= known)\s+(?=last \d)/, '   ')
    .replace(/(?<=ago: ).*/, '<title>')
    .replace(/^( {2}now {10}).*(\n {15}.*)*/m, '$1<what runs>')
    .replace(/(?<=(?:divergences|corpus)\/)\S+/g, '<finding>')
    .replace(/Linux \S+/, 'Linux #')
    .replace(/\d+(?:[.:]\d+)*/g, '#');
  return `${plain
    .replace(/^(.+\n)\1+/gm, '$1')
    .replace(/^(.+\n.+\n)\1+/gm, '$1')
    .trimEnd()}\n`;
}

const golden = (name: string): string => `../golden/tmux/${name}.txt`;
const RUN = 'ocifuzz run --seed 1 --areas hooks --workers 1 --no-shrink --baseline none';

describe('a run', () => {
  test('that goes on has a window of a few lines', async () => {
    for (const [name, columns] of [
      ['live', 100],
      ['live-narrow', 44],
    ] as const)
      await inTerminal({ columns }, async (terminal) => {
        await terminal.start(`${RUN} --max-time 10m`);
        const screen = await terminal.until(/accepted {5}\S+ \d+%.* [1-9]\d* new.* now {10}/s);
        const window = screen.slice(screen.indexOf('  time  '));
        await terminal.press('C-c');
        await terminal.until(/^130 \$/m);
        await expect(masked(window)).toMatchFileSnapshot(golden(name));
      });
  });

  test('that ends has a summary of some twenty lines', async () => {
    await inTerminal({}, async (terminal) => {
      await terminal.run(`${RUN} --max-cases 4`);
      await expect(masked(await terminal.screen('joined'))).toMatchFileSnapshot(golden('run'));
    });
  });

  test('that is interrupted says so at once, and how to go on', async () => {
    await inTerminal({}, async (terminal) => {
      await terminal.start(`${RUN} --max-time 10m`);
      await terminal.until(/ ([3-9]|\d\d) new/);
      await terminal.press('C-c');
      await terminal.until(/^130 \$/m);
      await expect(masked(await terminal.screen('joined'))).toMatchFileSnapshot(golden('interrupted'));
    });
  });
});

describe('a finding', () => {
  const show = 'ocifuzz show found';
  const visible = (screen: string): string => `${screen.replaceAll('\u001b', '\\e').trimEnd()}\n`;

  test('is shown with a coloured diff, and without colours where nobody wants them', async () => {
    const { saved } = evidence({ actual: { runc: ['create', 'start'] }, expected: ['start'] });
    mkdirSync(join(work, 'found'));
    writeFileSync(join(work, 'found/finding.json'), JSON.stringify(saved));
    const coloured = await inTerminal({ rows: 200 }, async (terminal) => {
      await terminal.run(show);
      return [await terminal.screen('colours'), await terminal.screen('plain')];
    });
    await expect(visible(coloured[0] ?? '')).toMatchFileSnapshot(golden('show'));
    const plain = await inTerminal({ rows: 200, env: { NO_COLOR: '1' } }, async (terminal) => {
      await terminal.run(show);
      return [await terminal.screen('colours'), await terminal.screen('plain')];
    });
    expect(plain).toEqual([plain[1], coloured[1]]);
  });

  test('is replayed', async () => {
    // all releases of the corpus show it
    const name = 'differential-hooks-hooks-createcontainer-cwd-crun-bundle-run-75dcb0';
    await inTerminal({}, async (terminal) => {
      await terminal.run(`ocifuzz replay corpus/${name}`);
      await expect(masked(await terminal.screen('joined'))).toMatchFileSnapshot(golden('replay'));
    });
  });
});

/** A line each, of what users get wrong: words, values, combinations, paths, documents, rights. */
const MISTAKES = [
  ...['ocifuzz rnu', 'ocifuzz --max-tim 5m', 'ocifuzz run now', 'ocifuzz show'],
  ...['ocifuzz --max-time soon', 'ocifuzz --workers 0', 'ocifuzz --profile wild', 'ocifuzz --shard 5/2'],
  ...['ocifuzz --areas mount', 'ocifuzz report --format pdf', 'ocifuzz list rulez'],
  ...['ocifuzz --index 3', 'ocifuzz --resume x --seed 1', 'ocifuzz --quiet --verbose'],
  ...['ocifuzz --runtimes nope', 'ocifuzz --runtimes x=/etc/passwd', 'ocifuzz --runtimes tea:runc'],
  ...['ocifuzz --runtimes runc,runc'],
  ...['ocifuzz replay missing', 'ocifuzz replay empty', 'ocifuzz check empty', 'ocifuzz report empty'],
  ...['ocifuzz --resume empty', 'ocifuzz --max-cases 1 --out /dev/null/x'],
  ...['ocifuzz --baseline missing.json', 'ocifuzz --baseline bad.json', 'ocifuzz --baseline odd.json'],
  ...['ocifuzz --config odd.json', 'ocifuzz show odd.json'],
  'unshare -U ocifuzz run',
];

test('mistakes get one sentence each, and exit code 2', async () => {
  mkdirSync(join(work, 'empty'));
  writeFileSync(join(work, 'bad.json'), 'not json\n');
  writeFileSync(join(work, 'odd.json'), '{"maxtime": "5m"}\n');
  await inTerminal({ rows: 100 }, async (terminal) => {
    for (const line of MISTAKES) await terminal.run(line);
    const screen = await terminal.screen('joined');
    expect(screen.match(/^\d+ \$/gm)).toEqual(['0 $', ...MISTAKES.map(() => '2 $')]);
    await expect(`${screen.trimEnd()}\n`).toMatchFileSnapshot(golden('mistakes'));
  });
});
