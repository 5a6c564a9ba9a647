/** Whose names on the host are those of the dead. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { campaignName, isDead } from '../../../src/executor/campaign-name.ts';

const started: (() => void)[] = [];
afterEach(() => {
  for (const end of started.splice(0)) end();
});

const stat = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
const nameOf = (pid: number): string =>
  [...campaignName().split('-').slice(0, 2), pid, stat(pid)[19]].join('-');

it('a campaign lives as long as its process', () => {
  expect(isDead(campaignName())).toBe(false);
  expect(isDead(nameOf(process.ppid))).toBe(false);
  expect(isDead(campaignName().replace(/-\d+$/, '-1'))).toBe(true);
  expect(isDead('something-else')).toBe(false);
});

it('a process that has ended and that nobody has reaped is dead', async () => {
  // exec leaves the shell's child to a program that never waits
  const child = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 1000'], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  started.push(() => child.kill('SIGKILL'));
  const [said] = (await once(child.stdio[1] as Readable, 'data')) as [Buffer];
  const pid = Number(said.toString());
  const name = nameOf(pid);
  expect(isDead(name)).toBe(false);
  (child.stdio[3] as Writable).end();
  while (stat(pid)[0] !== 'Z') await setImmediate();
  expect(isDead(name)).toBe(true);
});
