/** Interfaces of the runtime's namespace that the config moves (config-linux.md#network-devices). */
import { parseAsk } from '../../src/contract/asks.ts';
import type { Case, Interface } from '../../src/contract/case.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { configOf } from '../core/case.ts';
import { walk } from '../core/lifecycle.ts';
import { recordOf } from '../core/record.ts';
import type { Report } from '../core/report.ts';
import { specRules } from '../core/rules.ts';

const AVAILABLE = 'linux.netdev.available';
const DEFAULT_NAME = 'linux.netdev.name.default';
const RENAME = 'linux.netdev.name.rename';
const TEMPLATE = 'linux.netdev.name.template';
const ATTRIBUTES = 'linux.netdev.attributes';
const ADDRESSES = 'linux.netdev.addresses';
const UP = 'linux.netdev.up';
const NO_RETURN = 'linux.netdev.no-return';
export const NETDEVICE_RULES = specRules(
  AVAILABLE,
  DEFAULT_NAME,
  RENAME,
  TEMPLATE,
  ATTRIBUTES,
  ADDRESSES,
  UP,
  NO_RETURN,
);

const IFF_UP = 1;
/** New names by which nothing can be told: one may be none at all, the other is there in any case. */
const UNTELLING = ['', 'lo'];

/** What the program saw of the network; null where it did not look. */
function answer(record: ProbeRecord, id: string): string | null {
  const found = record.results.find((r) => r.ask === id && parseAsk(r.ask) !== null);
  return found === undefined || found.ret < 0 ? null : (found.text ?? '');
}

/** All 32 hexadecimal digits of an IPv6 address, as in /proc/net/if_inet6. */
function digits(address: string): string {
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) => text.split(':').filter((g) => g !== '');
  const [first, last] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last].map((g) => g.padStart(4, '0')).join('');
}

/** Names that an interface may have inside: a template ends in a number that the kernel chooses. */
const namesLike = (name: string): RegExp =>
  new RegExp(`^${name.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&').replace(/%d$/, '\\d+')}$`);

/** Whether it is there under the right name; of one that is, the name. */
function judgeName(r: Report, key: string, wanted: string | undefined, seen: string[]): string | null {
  const inside = seen.find((s) => namesLike(wanted ?? key).test(s)) ?? null;
  const rule = wanted === undefined ? DEFAULT_NAME : wanted.endsWith('%d') ? TEMPLATE : RENAME;
  const elsewhere = seen.includes(key);
  for (const id of [AVAILABLE, rule])
    if (id !== AVAILABLE || !elsewhere)
      r.check(id, inside !== null, {
        kind: 'violation',
        ignored: true,
        path: 'program.netDevices.name',
        token: elsewhere ? 'not-renamed' : 'missing',
        title: elsewhere ? 'a network device keeps its name' : 'a network device is not in the container',
        expected: wanted ?? key,
        actual: seen,
      });
  return inside;
}

function judgeState(r: Report, record: ProbeRecord, device: Interface, name: string): void {
  const flags = answer(record, `net:read:${name}/flags`);
  if (flags === null) return;
  const up = (Number(flags) & IFF_UP) !== 0;
  r.check(UP, up, {
    path: 'program.netDevices.up',
    token: 'down',
    title: 'a network device is not up after its move',
    expected: 'up',
    actual: flags.trim(),
  });
  for (const [what, wanted] of [
    ['mtu', device.mtu === undefined ? undefined : `${device.mtu}`],
    ['address', device.mac],
  ] as const) {
    const seen = answer(record, `net:read:${name}/${what}`)?.trim();
    if (wanted === undefined || seen === undefined) continue;
    r.check(ATTRIBUTES, seen === wanted, {
      path: `program.netDevices.${what}`,
      token: 'changed',
      title: `the ${what} of a network device is lost by its move`,
      expected: wanted,
      actual: seen,
    });
  }
  // the kernel's tables have them only while the interface is up
  if (up) judgeAddresses(r, record, device, name);
}

function judgeAddresses(r: Report, record: ProbeRecord, device: Interface, name: string): void {
  const [inet, inet6] = ['inet', 'inet6'].map((f) => answer(record, `net:addresses:${f}`));
  for (const given of device.addresses ?? []) {
    const [address = ''] = given.split('/');
    const six = address.includes(':');
    const table = six ? inet6 : inet;
    if (table == null) continue;
    const there = six
      ? table.split('\n').some((l) => l.startsWith(digits(address)) && l.trimEnd().endsWith(` ${name}`))
      : table.split('\n').some((l) => l.trim() === `|-- ${address}`);
    r.check(ADDRESSES, there, {
      path: `program.netDevices.${six ? 'inet6' : 'inet'}`,
      token: 'lost',
      title: `a permanent ${six ? 'IPv6' : 'IPv4'} address of a network device is lost by its move`,
      expected: given,
      actual: table,
    });
  }
}

export function judgeNetDevices(c: Case, run: Run, r: Report): void {
  const config = configOf(c);
  const wanted = Object.entries(config?.linux?.netDevices ?? {});
  const own = config?.linux?.namespaces?.some((n) => n.type === 'network') === true;
  const record = recordOf(c, run.observation);
  if (wanted.length === 0 || !own || record === null) return;
  const seen = answer(record, 'net:list:/')?.split('\n').filter(Boolean);
  for (const [key, { name }] of wanted) {
    const device = c.host.interfaces?.find((i) => i.name === key);
    if (device === undefined) continue;
    const told = seen !== undefined && !UNTELLING.includes(name ?? key);
    const inside = told ? judgeName(r, key, name, seen) : null;
    if (inside !== null && wanted.length === 1) judgeState(r, record, device, inside);
    if (inside !== null && walk(c, run).lives.every((l) => l.delete !== null))
      r.check(NO_RETURN, !run.observation.after.interfaces.includes(key), {
        path: 'after.interfaces',
        token: 'returned',
        title: 'a network device is moved back before its namespace is gone',
        expected: run.observation.before.interfaces.filter((i) => i !== key),
        actual: run.observation.after.interfaces,
      });
  }
}
