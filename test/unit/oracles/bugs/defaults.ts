/** Bugs of what a container has though no config lists it: devices, links and file systems. */

import type { Observation } from '../../../../src/contract/observation.ts';
import { recordIn } from '../fixture.ts';
import { type Bug, configured } from './plant.ts';

const without = (path: string) => (o: Observation) => {
  const r = recordIn(o);
  r.dev = (r.dev ?? []).filter((d) => d.path !== path);
};
const device = (name: string): Bug => ({
  name: `no /dev/${name}`,
  plant: without(`/dev/${name}`),
  found: [`linux.defdev.${name}`, 'dev[default].present', 'missing'],
});
const link = (name: string): Bug => ({
  name: `/dev/${name} leads elsewhere`,
  plant: (o) =>
    Object.assign(recordIn(o).dev?.find((d) => d.path === `/dev/${name}`) ?? {}, { target: '/dev/null' }),
  found: [`runtimelinux.symlinks.${name}`, `dev[${name}].target`, 'other'],
});

const LINES: Record<string, string> = {
  '/proc': '501 500 0:51 / /proc rw - proc proc rw',
  '/sys': '504 500 0:54 / /sys ro - sysfs sysfs rw',
  '/dev/pts': '503 500 0:53 / /dev/pts rw - devpts devpts rw',
  '/dev/shm': '509 500 0:59 / /dev/shm rw - tmpfs shm rw',
};
/** The table that is looked at: the program's, or for /proc, without which it has none, the one from outside. */
const show = (at: string, there: boolean) => (o: Observation) => {
  const r = recordIn(o);
  const rest = (r.mountinfo ?? []).filter((l) => !l.includes(` / ${at} `));
  const lines = [...rest, ...(there ? [LINES[at] ?? ''] : [])];
  if (at !== '/proc') r.mountinfo = lines;
  else Object.assign(o.outside[0] ?? {}, { mountinfo: lines });
};
const fileSystem = (name: string, at: string): Bug => ({
  name: `no ${at}, which nobody lists`,
  case: () =>
    configured((c) => {
      c.mounts = (c.mounts ?? []).filter((m) => !m.destination.startsWith('/dev') && m.destination !== at);
    }),
  setup: show(at, true),
  plant: show(at, false),
  found: [`linux.fs.${name}`, `mounts[default-${name}].present`, 'missing'],
  kind: 'spec-gap',
});

export const DEFAULTS: Bug[] = [
  ...['null', 'zero', 'random', 'urandom', 'tty'].map(device),
  ...['stdin', 'stdout', 'stderr'].map(link),
  fileSystem('proc', '/proc'),
  fileSystem('sys', '/sys'),
  fileSystem('devpts', '/dev/pts'),
  fileSystem('shm', '/dev/shm'),
];
