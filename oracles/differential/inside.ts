/** What the program saw around itself: mounts, device nodes, answers to its experiments. */

import { type AskName, parseAsk } from '../../src/contract/asks.ts';
import type { Case } from '../../src/contract/case.ts';
import { DEFAULT_DEVICES, type OciConfig } from '../../src/contract/config/index.ts';
import type { HostFacts } from '../../src/contract/facts.ts';
import type { ProbeRecord } from '../../src/contract/observation.ts';
import { remembered } from '../../src/contract/remembered.ts';
import type { Run } from '../../src/contract/verdict.ts';
import { bytesOf, configOf, programOf } from '../core/case.ts';
import { errnoWord } from '../core/errno.ts';
import { linksOf } from '../core/links.ts';
import { type MountLine, parseMountinfo } from '../core/mountinfo.ts';
import { changedByHooks, changedInside, kindOfPoint, mountKind, normalPath } from '../core/mounts.ts';
import { recordOf } from '../core/record.ts';
import { actionFor, actionPath, answerOf, answerTo, answerWord, callIn, wasTried } from '../core/seccomp.ts';
import { type Field, FREE, type Section, section } from './field.ts';

type Entry = [string, Field];
const member = '/mounts';

/** The mount table by destination: type, propagation, each option by itself. Order and mount ids say nothing. */
export const mountsSection = remembered((c: Case, run: Run): Section => {
  const config = configOf(c);
  const lines = recordOf(c, run.observation)?.mountinfo;
  // without a mount namespace of its own the table is the caller's
  if (config === null || lines == null || !config.linux?.namespaces?.some((n) => n.type === 'mount'))
    return null;
  const seen = new Map<string, number>();
  const table = parseMountinfo(lines);
  const roots = table.filter((m) => m.at === '/').length;
  return section(
    table.flatMap((m): Entry[] => {
      const n = (seen.get(m.at) ?? 0) + 1;
      seen.set(m.at, n);
      const kind = kindOfPoint(c, config, m.at);
      // where nothing but the root is seen, something covers it all; what is mounted once more may be so with the root
      const root = n > 1 && n <= roots ? `root ${n}` : 'below the root';
      return kind === null ? [] : mountFields(config, m, kind, `${m.at}#${n}`, root);
    }),
  );
});

function mountFields(config: OciConfig, m: MountLine, kind: string, id: string, root: string): Entry[] {
  const path = `mounts[${kind}]`;
  const place = kind === 'root' ? id : `${root}\n${id}`;
  const present: Entry = [place, { path: `${path}.present`, word: 'present', value: m.at, member }];
  if (kind === 'unlisted') return [present];
  const own = (config.mounts ?? []).findLast((e) => bytesOf(normalPath(e.destination)) === m.at);
  const source =
    m.source === own?.source
      ? 'listed'
      : m.source === m.fstype
        ? 'type'
        : m.source === 'none'
          ? 'none'
          : 'other';
  // of a bind the file system is the source's
  const ofBind = kind.startsWith('bind') || kind === 'readonly';
  // runtimes mount a tmpfs at /dev by code of its own
  const settings = kind === 'tmpfs' && m.at === '/dev' ? 'mounts[dev]' : path;
  const options = m.options.filter((o) => o !== 'rw');
  const supers = [...m.superOptions].filter(([o]) => o !== 'rw' && o !== '');
  return [
    present,
    [`${id}\ntype`, { path: `${path}.type`, word: m.fstype, kind: 'difference', member }],
    [`${id}\npropagation`, { path: `${path}.propagation`, word: m.propagation, member }],
    [`${id}\nroot`, { path: `${path}.root`, word: m.root === '/' ? 'root' : 'part', value: m.root, member }],
    ...(ofBind || kind === 'root'
      ? []
      : ([[`${id}\nsource`, { path: `${path}.source`, word: source, value: m.source, member }]] as Entry[])),
    ...options.map(
      (o): Entry => [
        `${id}\noption ${o}`,
        { path: `${settings}.option[${o}]`, word: 'on', kind: 'difference', member },
      ],
    ),
    ...(ofBind
      ? []
      : supers.map(
          ([o, value]): Entry => [
            `${id}\nsuper ${o}`,
            { path: `${settings}.super[${o}]`, word: 'on', value, member },
          ],
        )),
  ];
}

const KNOWN_NODES = [
  ...['null', 'zero', 'full', 'random', 'urandom', 'tty', 'console', 'ptmx', 'pts', 'shm', 'mqueue'],
  ...['fd', 'stdin', 'stdout', 'stderr', 'core', 'fuse', 'net', 'kmsg', 'pts/ptmx'],
];

/** Device nodes that have to be there: the default ones, their links, and what the config lists. */
const isDue = (label: string): boolean =>
  label === 'configured' ||
  label === 'ptmx' ||
  DEFAULT_DEVICES.some((d) => d.path === `/dev/${label}`) ||
  ['fd', 'stdin', 'stdout', 'stderr'].includes(label);

/** Entries of /dev. */
export const devSection = remembered((c: Case, run: Run): Section => {
  const config = configOf(c);
  const dev = recordOf(c, run.observation)?.dev;
  if (config === null || dev == null || !config.linux?.namespaces?.some((n) => n.type === 'mount'))
    return null;
  const configured = (config.linux?.devices ?? []).map((d) => bytesOf(normalPath(d.path)));
  const covered = (config.mounts ?? [])
    .filter((m) => mountKind(m) === 'bind')
    .map((m) => normalPath(m.destination));
  // where that leads, and who makes the nodes there, the section of files tells
  const present = linksOf(c).has('/dev') ? FREE : 'present';
  return section(
    dev.flatMap((d): Entry[] => {
      if (covered.includes(d.path)) return [];
      const name = d.path.slice('/dev/'.length);
      const label = configured.includes(d.path) ? 'configured' : KNOWN_NODES.includes(name) ? name : 'other';
      const path = `dev[${label}]`;
      // what makes one of those that are always due makes them all
      const there = isDue(label) && label !== 'configured' ? 'dev[default]' : path;
      const owner = d.uid === 0 && (d.gid === 0 || d.gid === 5) ? 'root' : 'given-away';
      const isLink = d.type === 'l';
      return [
        // more nodes than those asked for are allowed
        [
          d.path,
          { path: `${there}.present`, word: present, ...(isDue(label) ? { kind: 'difference' } : {}) },
        ],
        [`${d.path}\ntype`, { path: `${path}.type`, word: d.type, kind: 'difference' }],
        ...(isLink
          ? ([[`${d.path}\ntarget`, { path: `${path}.target`, word: 'link', value: d.target }]] as Entry[])
          : ([
              [
                `${d.path}\nmode`,
                { path: `${path}.mode`, word: (d.mode & 0o7777).toString(8), value: d.mode & 0o7777 },
              ],
              [`${d.path}\nowner`, { path: `${path}.owner`, word: owner, value: [d.uid, d.gid] }],
              [
                `${d.path}\nnumber`,
                { path: `${path}.number`, word: 'number', value: [d.major, d.minor], kind: 'difference' },
              ],
            ] as Entry[])),
      ];
    }),
  );
});

/** Answers whose text is the same whenever the container is the same. */
function stableText(name: AskName, args: string[], text: string): string | null {
  const at = args[0] ?? '';
  const volatile = /^\/(proc|sys)(\/|$)/.test(at) && name !== 'sysctl:read';
  if (name === 'seccomp:call') return text;
  if (volatile) return null;
  // owners of nodes: the section of /dev has them
  if (name === 'device:stat') {
    const [type, mode, , , size, rdev] = text.split(' ');
    return [type, mode, type === 'd' ? '-' : size, rdev].join(' ');
  }
  if (name.endsWith(':list'))
    return text
      .split(/[\n\0]/)
      .filter((n) => !/^\d+$/.test(n))
      .sort()
      .join('\n');
  if (name.endsWith(':stat')) {
    const [type, mode, uid, gid, size, rdev] = text.split(' ');
    return [type, mode, uid, gid, type === 'd' ? '-' : size, rdev].join(' ');
  }
  return name.endsWith(':read') || name.endsWith(':statfs') ? text : null;
}

/** What an experiment on a mount is about, where a rule judges it by the mount table as well. */
const MOUNT_ASKS: Partial<Record<AskName, string>> = {
  'mount:write': 'option[ro]',
  'mount:exec': 'option[noexec]',
  'mount:open': 'option[nodev]',
  'mount:follow': 'option[nosymfollow]',
};
/** Experiments that come to nothing where another on the same target did not succeed. */
const NEEDS: Partial<Record<AskName, AskName>> = {
  'mount:mknod': 'mount:write',
  'mount:open': 'mount:mknod',
};
const RULE_PATHS: Partial<Record<AskName, string>> = {
  'root:write': 'mounts[root].option[ro]',
  'masked:read': 'masked.file',
  'masked:list': 'masked.directory',
  'readonly:write': 'readonly',
};

/** The path that a rule on the same thing would use, so that both are seen as one. */
function askPath(c: Case, name: AskName, target: string): string {
  const on = MOUNT_ASKS[name];
  const config = configOf(c);
  const kind = on && config && kindOfPoint(c, config, normalPath(target));
  return kind ? `mounts[${kind}].${on}` : (RULE_PATHS[name] ?? `asks[${name}]`);
}

/** A system call under a filter, by what the filter has to make of it; others by their errno. */
function seccompField(config: OciConfig | null, host: HostFacts, target: string, r: Answer): Field | null {
  const { name, args } = callIn(target);
  if (!wasTried(r)) return { path: 'asks[seccomp:call]', word: FREE };
  const filter = config?.linux?.seccomp;
  const action = filter && actionFor(filter, host, name, args);
  const wanted = filter ? action && answerTo(action) : 'any';
  if (!wanted) return null;
  if (action && wanted !== 'any') return { path: actionPath(action), word: answerWord(wanted, answerOf(r)) };
  // the call went through: which processes there are (getpriority(2)) is another matter
  return r.ret >= 0 || r.errno === ESRCH ? { path: 'asks[seccomp:call]', word: 'passed' } : null;
}

type Answer = ProbeRecord['results'][number];
const ESRCH = 3;

/** The newer part of the config that experiments of a kind are about. */
const ASK_MEMBERS: Readonly<Record<string, string>> = { net: '/linux/netDevices', mount: '/mounts' };

/** Answers to the program's experiments: errno, and the text where it does not vary by itself. */
export const asksSection = remembered((c: Case, host: HostFacts, run: Run): Section => {
  const record = recordOf(c, run.observation);
  const asks = programOf(c)?.behaviour.asks ?? [];
  if (record === null || asks.length === 0) return null;
  const config = configOf(c);
  const failed = new Set(record.results.filter((r) => r.ret < 0).map((r) => r.ask));
  // what they are the section of /dev says
  const nodes = new Set((record.dev ?? []).map((d) => d.path));
  return section(
    record.results.map((r): Entry => {
      const ask = parseAsk(r.ask);
      const answer = answerOf(r);
      const word = answer.startsWith('errno') ? errnoWord(r.errno) : answer.replace(' ', '-');
      if (ask === null) return [r.ask, { path: 'asks[other]', word }];
      const filtered = ask.name === 'seccomp:call' ? seccompField(config, host, ask.target, r) : null;
      if (filtered) return [r.ask, filtered];
      const needed = NEEDS[ask.name];
      const isChanged =
        changedByHooks(c, ask.target) || (ask.name.endsWith(':list') && changedInside(c, ask.target));
      if (isChanged || (needed && failed.has(`${needed}:${ask.target}`)))
        return [r.ask, { path: askPath(c, ask.name, ask.target), word: FREE }];
      const args = asks.find((a) => a.id === r.ask)?.args ?? [];
      const isTold = ask.name === 'device:stat' && nodes.has(args[0] ?? '');
      const value = r.ret < 0 || r.text === null || isTold ? null : stableText(ask.name, args, r.text);
      const about = ASK_MEMBERS[ask.name.split(':')[0] ?? ''];
      return [
        r.ask,
        { path: askPath(c, ask.name, ask.target), word, value, ...(about ? { member: about } : {}) },
      ];
    }),
  );
});
