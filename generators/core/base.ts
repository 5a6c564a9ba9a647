/** The base case: complete and boring. Every area changes something of it. */
import { type Behaviour, type FileEntry, PROGRAM_PATH, ROOTFS, type Step } from '../../src/contract/case.ts';
import type { OciConfig } from '../../src/contract/config/index.ts';
import { dir } from './words.ts';

export const BASE_NAMESPACES = ['pid', 'network', 'ipc', 'uts', 'mount'] as const;
export const BASE_CGROUPS_PATH = '/ocifuzz/c1';

const capabilities = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_KILL',
  'CAP_MKNOD',
  'CAP_NET_BIND_SERVICE',
  'CAP_SETGID',
  'CAP_SETUID',
];

/** A fresh config each time: composing writes into it. The version is set when all is known. */
export const baseConfig = (): OciConfig => ({
  ociVersion: '1.0.2',
  root: { path: 'rootfs' },
  process: {
    cwd: '/',
    args: [PROGRAM_PATH],
    env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    user: { uid: 0, gid: 0 },
    capabilities: {
      bounding: [...capabilities],
      effective: [...capabilities],
      permitted: [...capabilities],
    },
  },
  mounts: [
    { destination: '/proc', type: 'proc', source: 'proc' },
    {
      destination: '/dev',
      type: 'tmpfs',
      source: 'tmpfs',
      options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'],
    },
    {
      destination: '/dev/pts',
      type: 'devpts',
      source: 'devpts',
      options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620'],
    },
    {
      destination: '/dev/shm',
      type: 'tmpfs',
      source: 'shm',
      options: ['nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k'],
    },
    {
      destination: '/dev/mqueue',
      type: 'mqueue',
      source: 'mqueue',
      options: ['nosuid', 'noexec', 'nodev'],
    },
    { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
  ],
  linux: {
    namespaces: BASE_NAMESPACES.map((type) => ({ type })),
    cgroupsPath: BASE_CGROUPS_PATH,
  },
});

const DIRS = ['', '/bin', '/data', '/dev', '/etc', '/mnt', '/opt', '/proc', '/run', '/sys', '/var'];

/** The rootfs without its program. */
export const baseFiles = (): FileEntry[] => [
  ...DIRS.map((d) => dir(`${ROOTFS}${d}`)),
  dir(`${ROOTFS}/tmp`, 0o1777),
];

/** The container's program; areas add asks and behaviours. */
export const program = (behaviour: Partial<Behaviour>): FileEntry => ({
  type: 'program',
  path: `${ROOTFS}${PROGRAM_PATH}`,
  behaviour: { role: 'probe', ...behaviour },
});

/** The whole lifecycle of a program that exits at once; no look at it while its end races with the look. */
export const baseScript = (): Step[] => [
  { op: 'create' },
  { op: 'observe' },
  { op: 'state' },
  { op: 'start' },
  { op: 'wait', until: 'stopped' },
  { op: 'state' },
  { op: 'delete' },
  { op: 'state' },
];

/** Longer than any script takes: the program ends by a signal, not by itself. */
export const HOLD_MS = 20_000;

/** The program runs until it is told to end; `steps` happen while it runs. */
export const held = (steps: Step[], last = 'KILL'): { program: Partial<Behaviour>; script: Step[] } => ({
  program: { holdMs: HOLD_MS },
  script: [
    { op: 'create' },
    { op: 'observe' },
    { op: 'state' },
    { op: 'start' },
    { op: 'wait', until: 'started' },
    { op: 'observe' },
    { op: 'state' },
    ...steps,
    { op: 'kill', signal: last },
    { op: 'wait', until: 'stopped' },
    { op: 'state' },
    { op: 'delete' },
    { op: 'state' },
  ],
});
