/** linux without resources and seccomp (config-linux.md), as a config alone can break it. */
import { type ConfigRule, listOf, membersOf, repeated, where } from '../rule.ts';
import { INVALID } from '../schema.ts';

type Mapping = { containerID: number; hostID: number; size: number };
const isMapping = (v: unknown): v is Mapping =>
  ['containerID', 'hostID', 'size'].every((name) => typeof membersOf(v)[name] === 'number');

const IDS = 2 ** 32;
const overlap = (a: number, b: number, sizeA: number, sizeB: number): boolean =>
  a < b + sizeB && b < a + sizeA;

/** user_namespaces(7): an entry is of at least one id, within 32 bits, and overlaps no other on either side. */
function impossible(value: unknown): boolean {
  const list = listOf(value).filter(isMapping);
  return list.some(
    (m, i) =>
      m.size < 1 ||
      m.containerID + m.size > IDS ||
      m.hostID + m.size > IDS ||
      list
        .slice(0, i)
        .some(
          (o) =>
            overlap(m.containerID, o.containerID, m.size, o.size) ||
            overlap(m.hostID, o.hostID, m.size, o.size),
        ),
  );
}

const isString = (test: (text: string) => boolean) => (value: unknown) =>
  typeof value === 'string' && test(value);

export const LINUX_RULES: readonly ConfigRule[] = [
  {
    requirement: 'linux.ns.duplicate',
    hint: 'name each type once',
    faults: repeated('/linux/namespaces/*', (v) => membersOf(v).type),
  },
  {
    requirement: INVALID,
    hint: 'the kernel takes no empty, overlapping or too large range (user_namespaces(7))',
    faults: (config) =>
      ['/linux/uidMappings', '/linux/gidMappings'].flatMap((at) => where(at, impossible)(config)),
  },
  {
    requirement: 'linux.dev.path.required',
    hint: 'write the full path inside the container',
    faults: where(
      '/linux/devices/*/path',
      isString((path) => !path.startsWith('/')),
    ),
  },
  {
    requirement: 'linux.dev.duplicate',
    hint: 'list each device once',
    faults: repeated('/linux/devices/*', (v) => {
      const { type, major, minor } = membersOf(v);
      return type === 'p' ? undefined : `${type === 'u' ? 'c' : type} ${major} ${minor}`;
    }),
  },
  {
    requirement: 'linux.netdev.name.conflict',
    hint: 'give each device another name inside',
    faults: (config) => {
      // every network namespace has lo
      const names = new Set<unknown>(['lo']);
      return Object.entries(membersOf(membersOf(membersOf(config).linux).netDevices)).flatMap(
        ([device, value]) => {
          const name = membersOf(value).name ?? device;
          const template = typeof name === 'string' && name.endsWith('%d');
          if (!template && names.has(name)) return [`/linux/netDevices/${device}`];
          names.add(name);
          return [];
        },
      );
    },
  },
  {
    requirement: 'linux.rdt.l3.prefix',
    hint: 'begin it with L3:',
    faults: where(
      '/linux/intelRdt/l3CacheSchema',
      isString((t) => !t.startsWith('L3:')),
    ),
  },
  {
    requirement: 'linux.rdt.l3.newline',
    hint: 'write one line',
    faults: where(
      '/linux/intelRdt/l3CacheSchema',
      isString((t) => t.includes('\n')),
    ),
  },
  {
    requirement: 'linux.rdt.mb.prefix',
    hint: 'begin it with MB:',
    faults: where(
      '/linux/intelRdt/memBwSchema',
      isString((t) => !t.startsWith('MB:')),
    ),
  },
  {
    requirement: 'linux.rdt.mb.newline',
    hint: 'write one line',
    faults: where(
      '/linux/intelRdt/memBwSchema',
      isString((t) => t.includes('\n')),
    ),
  },
  {
    requirement: 'linux.personality.flags',
    hint: 'leave it empty: no flag is defined',
    faults: where('/linux/personality/flags/*', () => true),
  },
];
