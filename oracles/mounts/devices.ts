/** Default and configured device nodes and the links beside them (config-linux.md#default-devices, #devices). */
import { DEFAULT_DEVICES, type OciConfig } from '../../src/contract/config/index.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import { bytesOf, hasUserNamespace } from '../core/case.ts';
import { isBelow, normalPath } from '../core/mounts.ts';
import { specRules } from '../core/rules.ts';
import type { MountsInput } from './index.ts';

const name = (path: string): string => path.slice('/dev/'.length);
const LINKS = {
  fd: '/proc/self/fd',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
  stderr: '/proc/self/fd/2',
} as const;

const CONSOLE = 'linux.defdev.console';

export const DEVICE_RULES = specRules(
  ...DEFAULT_DEVICES.map((d) => `linux.defdev.${name(d.path)}`),
  'linux.defdev.ptmx',
  CONSOLE,
  ...Object.keys(LINKS).map((l) => `runtimelinux.symlinks.${l}`),
  'linux.dev.available',
  'linux.dev.fileMode',
  'linux.dev.uid',
  'linux.dev.gid',
);

type Node = NonNullable<ProbeRecord['dev']>[number];

export function judgeDevices(all: MountsInput): void {
  const { config, record } = all;
  if (record.dev == null) return;
  const nodes = new Map(record.dev.map((d) => [d.path, d]));
  const over = (config.mounts ?? []).map((m) => normalPath(m.destination));
  // a fresh file system at /dev with nothing on top: what is there the runtime made
  const dev = (config.mounts ?? []).find((m) => normalPath(m.destination) === '/dev');
  if (dev?.type !== 'tmpfs' || (dev.options ?? []).some((o) => o === 'bind' || o === 'rbind')) return;
  const free = (path: string) =>
    !over.some((o) => o === path || isBelow(o, path)) && !configured(config).has(path);
  judgeDefaults(all, nodes, free);
  if (free('/dev/console')) judgeConsole(all, nodes);
  judgeConfigured(all, nodes, over);
}

const configured = (config: OciConfig): Set<string> =>
  new Set((config.linux?.devices ?? []).map((d) => normalPath(d.path)));

function judgeDefaults(
  { config, r }: MountsInput,
  nodes: Map<string, Node>,
  free: (path: string) => boolean,
): void {
  for (const { path, major, minor } of DEFAULT_DEVICES) {
    if (!free(path)) continue;
    const node = nodes.get(path);
    const right = node?.type === 'c' && node.major === major && node.minor === minor;
    r.check(`linux.defdev.${name(path)}`, right, {
      path: node === undefined ? 'dev[default].present' : `dev[${name(path)}].number`,
      token: node === undefined ? 'missing' : 'other',
      title: `the default device ${path} is ${node === undefined ? 'missing' : 'another one'}`,
      expected: `c ${major}:${minor}`,
      actual: node,
    });
  }
  const mounted = (at: string, type: string) =>
    (config.mounts ?? []).some((m) => normalPath(m.destination) === at && m.type === type);
  if (mounted('/dev/pts', 'devpts') && free('/dev/ptmx')) {
    const ptmx = nodes.get('/dev/ptmx');
    const right =
      ptmx?.type === 'l'
        ? /(^|\/)pts\/ptmx$/.test(ptmx.target ?? '')
        : ptmx?.type === 'c' && ptmx.minor === 2;
    r.check('linux.defdev.ptmx', right, {
      path: ptmx === undefined ? 'dev[default].present' : 'dev[ptmx].target',
      token: ptmx === undefined ? 'missing' : 'other',
      title: "/dev/ptmx is not the container's own",
      actual: ptmx,
    });
  }
  if (!mounted('/proc', 'proc')) return;
  for (const [link, target] of Object.entries(LINKS)) {
    if (!free(`/dev/${link}`)) continue;
    const node = nodes.get(`/dev/${link}`);
    r.check(`runtimelinux.symlinks.${link}`, node?.type === 'l' && node.target === target, {
      path: node === undefined ? 'dev[default].present' : `dev[${link}].target`,
      token: node === undefined ? 'missing' : 'other',
      title: `/dev/${link} does not link to ${target}`,
      expected: target,
      actual: node?.target,
    });
  }
}

/** With a terminal its pseudoterminal is at /dev/console: a slave of devpts, major numbers 136 to 143. */
function judgeConsole({ config, r }: MountsInput, nodes: Map<string, Node>): void {
  if (config.process?.terminal !== true) return;
  const node = nodes.get('/dev/console');
  const linked = node?.type === 'l' && /^\/dev\/pts\/\d+$/.test(node.target ?? '');
  r.check(CONSOLE, node?.type === 'c' && node.major >= 136 && node.major <= 143, {
    path: node === undefined ? 'dev[default].present' : 'dev[console].number',
    token: node === undefined ? 'missing' : linked ? 'linked' : 'other',
    title: 'the terminal is not at /dev/console',
    // it leads there, though the text has it bind-mounted
    ...(linked ? { kind: 'spec-gap' as const } : {}),
    expected: 'a mount of the pseudoterminal',
    actual: node,
  });
}

/** Entries directly in /dev that nothing else claims; deeper ones are not in the record. */
function judgeConfigured({ config, r }: MountsInput, nodes: Map<string, Node>, over: string[]): void {
  const devices = config.linux?.devices ?? [];
  const defaults: string[] = DEFAULT_DEVICES.map((d) => d.path);
  const userns = hasUserNamespace(config);
  for (const d of devices) {
    const at = normalPath(d.path);
    const twice = devices.filter((e) => normalPath(e.path) === at).length > 1;
    const special = defaults.includes(at) || /^\/dev\/(ptmx|console|fd|std(in|out|err))$/.test(at);
    if (!/^\/dev\/[^/]+$/.test(at) || twice || special || over.includes(at)) continue;
    const node = nodes.get(bytesOf(at));
    const type = d.type === 'u' ? 'c' : d.type;
    const same = node?.type === type && (type === 'p' || (node.major === d.major && node.minor === d.minor));
    r.check('linux.dev.available', same, {
      path: `dev[configured].${node === undefined ? 'present' : 'number'}`,
      token: node === undefined ? 'missing' : 'other',
      title: 'a configured device is missing or another one',
      expected: d,
      actual: node,
    });
    // a bind mount of the host's node keeps that one's mode and owner
    if (!same || userns || node === undefined) continue;
    const exact = { kind: 'violation' } as const;
    if (d.fileMode !== undefined && d.fileMode <= 0o777) {
      r.check('linux.dev.fileMode', (node.mode & 0o777) === d.fileMode, {
        ...exact,
        path: 'dev[configured].mode',
        token: 'other',
        title: 'fileMode of a device is not applied',
        expected: d.fileMode.toString(8),
        actual: (node.mode & 0o7777).toString(8),
      });
    }
    for (const id of ['uid', 'gid'] as const) {
      // the last id means that nothing is to be changed (chown(2))
      if (d[id] === undefined || d[id] === 2 ** 32 - 1) continue;
      r.check(`linux.dev.${id}`, node[id] === d[id], {
        ...exact,
        path: 'dev[configured].owner',
        token: `${id}-${node[id] === 0 ? 'root' : 'other'}`,
        title: `${id} of a device is not applied`,
        expected: d[id],
        actual: node[id],
      });
    }
  }
}
