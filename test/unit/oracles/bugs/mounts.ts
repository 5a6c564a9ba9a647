/** Bugs of mounts: options, sources, destinations, ids. Each has an entry, the line it ought to come to, and another. */

import type { FileEntry } from '../../../../src/contract/case.ts';
import { ROOTFS } from '../../../../src/contract/case.ts';
import type { OciConfig, OciMount } from '../../../../src/contract/config/index.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { aCase, config, recordIn } from '../fixture.ts';
import type { Bug } from './plant.ts';

const SOURCE = '/run/ocifuzz/src/x';

type Line = { options?: string; spread?: string; root?: string; fs?: string; at?: string; super?: string };

/** Line of /proc/self/mountinfo of a mount on the root. */
const line = (id: number, l: Line, at: string): string =>
  `${id} 500 0:99 ${l.root ?? '/'} ${l.at ?? at} ${l.options ?? 'rw,relatime'}${l.spread ? ` ${l.spread}` : ''} - ${l.fs ?? 'tmpfs'} x ${l.super ?? 'rw'}`;

type Plan = {
  entry: Partial<OciMount>;
  right: Line;
  wrong: Line | null;
  found: Bug['found'];
  kind?: Bug['kind'];
  files?: FileEntry[];
  change?: (c: OciConfig) => void;
  /** further lines: what an honest runtime shows, and what the bug shows in their place */
  more?: { right: string[]; wrong: string[] };
  before?: string[];
  results?: { right: string; wrong: string; ask: string };
};

function bug(name: string, p: Plan): Bug {
  const destination = p.entry.destination ?? '/t';
  const at = destination.startsWith('/') ? destination : `/${destination}`;
  const show = (o: Observation, l: Line | null, more: string[], text?: string): void => {
    const r = recordIn(o);
    r.mountinfo = [
      ...(r.mountinfo ?? []).filter((x) => !/^6\d\d /.test(x)),
      ...(l ? [line(600, l, at)] : []),
      ...more,
    ];
    if (p.results === undefined) return;
    r.results = r.results.filter((x) => x.ask !== p.results?.ask);
    r.results.push({ ask: p.results.ask, ret: 0, errno: 0, text: text ?? null });
  };
  return {
    name,
    case: () => {
      const own = config();
      own.ociVersion = '1.2.0';
      // a place of its own, after all others
      own.mounts?.push({ destination, ...p.entry } as OciMount);
      delete own.linux?.rootfsPropagation;
      p.change?.(own);
      const c = aCase({ config: own });
      return { ...c, files: [...c.files, ...(p.files ?? [])] };
    },
    setup: (o) => {
      o.before.mounts.push(...(p.before ?? []));
      show(o, p.right, p.more?.right ?? [], p.results?.right);
    },
    plant: (o) => show(o, p.wrong, p.more?.wrong ?? p.more?.right ?? [], p.results?.wrong),
    found: p.found,
    ...(p.kind === undefined ? {} : { kind: p.kind }),
  };
}

const rule = (option: string): string => `config.mounts.opt.${option}`;

/** A flag on a fresh tmpfs: options of the mount that are right, and wrong. */
const flag = (option: string, shown: string, right: string, wrong: string): Bug =>
  bug(`option ${option}`, {
    entry: { type: 'tmpfs', options: [option] },
    right: { options: right },
    wrong: { options: wrong },
    found: [rule(option), `mounts[tmpfs].option[${shown}]`, `${option}-not-applied`],
  });
const onSuper = (option: string, shown: string, right: string, wrong: string): Bug =>
  bug(`option ${option}`, {
    entry: { type: 'tmpfs', options: [option] },
    right: { super: right },
    wrong: { super: wrong },
    found: [rule(option), `mounts[tmpfs].option[${shown}]`, `${option}-not-applied`],
  });

const directory: FileEntry = { type: 'dir', path: SOURCE };
const bound: Pick<Plan, 'files'> = { files: [directory] };
const SUB = ['32 31 0:32 / /run/ocifuzz/src/x/sub rw - tmpfs tmpfs rw'];
const sub = (options: string, spread = ''): string =>
  `601 600 0:32 / /t/sub ${options}${spread} - tmpfs tmpfs rw`;

/** A flag that goes down to the submount of a recursive bind, and does not. */
const deep = (option: string, shown: string, right: string, wrong: string): Bug =>
  bug(`option ${option} below`, {
    ...bound,
    entry: { source: SOURCE, options: ['rbind', option] },
    before: SUB,
    right: { root: '/src/x', options: right },
    wrong: { root: '/src/x', options: right },
    more: { right: [sub(right)], wrong: [sub(wrong)] },
    found: [rule(option), `mounts[bind].option[${shown}]`, `${option}-top-only`],
  });

const spread = (option: string, right: string, seen: string): Bug[] => {
  const shown = seen === '' ? 'private' : seen.startsWith('shared') ? 'shared' : seen;
  const top = { root: '/src/x', spread: right };
  const entry = (o: string) => ({ source: SOURCE, options: ['rbind', o] });
  return [
    bug(`option ${option}`, {
      ...bound,
      entry: entry(option),
      right: top,
      wrong: { ...top, spread: seen },
      found: [rule(option), 'mounts[bind].propagation', `${option}-${shown}`],
    }),
    bug(`option r${option}`, {
      ...bound,
      entry: entry(`r${option}`),
      before: SUB,
      right: top,
      wrong: top,
      more: { right: [sub('rw', ` ${right}`.trimEnd())], wrong: [sub('rw', ` ${seen}`.trimEnd())] },
      found: [rule(`r${option}`), 'mounts[bind].propagation', `${option}-${shown}-below`],
    }),
  ];
};

const ids = [{ containerID: 0, hostID: 1000, size: 10 }];
const idmapped = (
  name: string,
  option: 'idmap' | 'ridmap',
  plan: Partial<Plan> & Pick<Plan, 'found'>,
): Bug => {
  const top = { root: '/src/x', options: 'rw,relatime,idmapped' };
  return bug(name, {
    ...bound,
    entry: { source: SOURCE, options: ['rbind', option], uidMappings: ids, gidMappings: ids },
    before: SUB,
    right: top,
    wrong: top,
    more: { right: [sub('rw,idmapped')], wrong: [sub('rw,idmapped')] },
    ...plan,
  });
};
const unmapped = { root: '/src/x', options: 'rw,relatime' };
const owners = (ask: string, wrong: string) => ({ ask, right: 'd 755 1000 1000 0 -', wrong });

const options: Bug[] = [
  flag('rw', 'ro', 'rw,relatime', 'ro,relatime'),
  flag('nosuid', 'nosuid', 'rw,nosuid,relatime', 'rw,relatime'),
  flag('suid', 'nosuid', 'rw,relatime', 'rw,nosuid,relatime'),
  flag('nodev', 'nodev', 'rw,nodev,relatime', 'rw,relatime'),
  flag('dev', 'nodev', 'rw,relatime', 'rw,nodev,relatime'),
  flag('noexec', 'noexec', 'rw,noexec,relatime', 'rw,relatime'),
  flag('exec', 'noexec', 'rw,relatime', 'rw,noexec,relatime'),
  flag('nosymfollow', 'nosymfollow', 'rw,relatime,nosymfollow', 'rw,relatime'),
  flag('symfollow', 'nosymfollow', 'rw,relatime', 'rw,relatime,nosymfollow'),
  flag('atime', 'noatime', 'rw,relatime', 'rw,noatime'),
  flag('nodiratime', 'nodiratime', 'rw,nodiratime,relatime', 'rw,relatime'),
  flag('diratime', 'nodiratime', 'rw,relatime', 'rw,nodiratime,relatime'),
  flag('relatime', 'relatime', 'rw,relatime', 'rw'),
  flag('strictatime', 'relatime', 'rw', 'rw,relatime'),
  flag('nostrictatime', 'relatime', 'rw,relatime', 'rw'),
  onSuper('sync', 'sync', 'rw,sync', 'rw'),
  onSuper('async', 'sync', 'rw', 'rw,sync'),
  onSuper('dirsync', 'dirsync', 'rw,dirsync', 'rw'),
  onSuper('lazytime', 'lazytime', 'rw,lazytime', 'rw'),
  onSuper('nolazytime', 'lazytime', 'rw', 'rw,lazytime'),
  onSuper('defaults', 'ro', 'rw', 'rw,sync'),
  deep('rro', 'ro', 'ro,relatime', 'rw,relatime'),
  deep('rrw', 'ro', 'rw,relatime', 'ro,relatime'),
  deep('rnosuid', 'nosuid', 'rw,nosuid', 'rw'),
  deep('rsuid', 'nosuid', 'rw', 'rw,nosuid'),
  deep('rdev', 'nodev', 'rw', 'rw,nodev'),
  deep('rnoexec', 'noexec', 'rw,noexec', 'rw'),
  deep('rexec', 'noexec', 'rw', 'rw,noexec'),
  deep('rnodiratime', 'nodiratime', 'rw,nodiratime', 'rw'),
  deep('rdiratime', 'nodiratime', 'rw', 'rw,nodiratime'),
  deep('rrelatime', 'relatime', 'rw,relatime', 'rw'),
  deep('rnoatime', 'noatime', 'rw,noatime', 'rw'),
  deep('ratime', 'noatime', 'rw', 'rw,noatime'),
  deep('rstrictatime', 'relatime', 'rw', 'rw,relatime'),
  deep('rnosymfollow', 'nosymfollow', 'rw,nosymfollow', 'rw'),
  deep('rsymfollow', 'nosymfollow', 'rw', 'rw,nosymfollow'),
  ...spread('private', '', 'shared:7'),
  ...spread('shared', 'shared:7', ''),
  ...spread('slave', 'master:7', 'shared:8'),
  ...spread('unbindable', 'unbindable', ''),
];

const places: Bug[] = [
  bug('remount that stacks', {
    entry: { options: ['remount', 'noexec'] },
    change: (c) => void c.mounts?.splice(-1, 0, { destination: '/t', type: 'tmpfs' }),
    right: { options: 'rw,noexec' },
    wrong: { options: 'rw,noexec' },
    more: { right: [], wrong: ['602 600 0:98 / /t rw,noexec - tmpfs x rw'] },
    found: [rule('remount'), 'mounts[other].remount', 'stacked'],
  }),
  bug('remount that changes nothing', {
    entry: { options: ['remount', 'noexec'] },
    change: (c) => void c.mounts?.splice(-1, 0, { destination: '/t', type: 'tmpfs' }),
    right: { options: 'rw,noexec' },
    wrong: { options: 'rw' },
    found: [rule('remount'), 'mounts[other].remount', 'noexec-not-applied'],
  }),
  bug('relative destination', {
    entry: { destination: 't', type: 'tmpfs' },
    right: {},
    wrong: { at: '/data/t' },
    found: ['config.mounts.destination.relative-to-slash', 'mounts[tmpfs].present', 'relative-missing'],
  }),
  bug('destination through a link', {
    entry: { destination: '/way/t', type: 'tmpfs' },
    files: [{ type: 'symlink', path: `${ROOTFS}/way`, target: '../../far' }],
    right: { at: '/far/t' },
    wrong: { at: '/way/t' },
    found: ['config.mounts.destination.symlink', 'mounts[tmpfs].present', 'linked-missing'],
  }),
  bug('data of a file system', {
    entry: { type: 'tmpfs', options: ['size=64k', 'mode=0700'] },
    right: { super: 'rw,size=64k,mode=700' },
    wrong: { super: 'rw,size=64k' },
    found: ['config.mounts.options.unknown-to-data', 'mounts[tmpfs].super[mode]', 'absent'],
  }),
  bug('tmpcopyup', {
    entry: { type: 'tmpfs', options: ['tmpcopyup'] },
    files: [{ type: 'file', path: `${ROOTFS}/t/kept`, content: '' }],
    right: {},
    wrong: {},
    results: { ask: 'mount:list:/t', right: 'kept\n', wrong: '' },
    kind: 'difference',
    found: [rule('tmpcopyup'), 'mounts[tmpfs].content', 'not-copied'],
  }),
];

const source = (name: string, found: string, entry: Partial<OciMount>, file: FileEntry = directory): Bug =>
  bug(name, {
    entry: { source: SOURCE, ...entry },
    files: [file],
    right: { root: '/src/x' },
    wrong: { root: '/src/other' },
    found: [found, 'mounts[bind].root', 'other'],
  });

const binds: Bug[] = [
  source('source of a bind', rule('bind'), { options: ['bind'] }),
  source('source of a recursive bind', rule('rbind'), { options: ['rbind'] }),
  source('relative source', 'config.mounts.source.bind-relative', { source: '../src/x', options: ['bind'] }),
  source('type beside bind', 'config.mounts.type.dummy-for-bind', { type: 'tmpfs', options: ['bind'] }),
  source(
    'source that is a file',
    'config.mounts.source.bind-file-or-dir',
    { options: ['bind'] },
    { type: 'file', path: SOURCE, content: '' },
  ),
  bug('submounts of a plain bind', {
    ...bound,
    entry: { source: SOURCE, options: ['bind'] },
    before: SUB,
    right: { root: '/src/x' },
    wrong: { root: '/src/x' },
    more: { right: [], wrong: [sub('rw')] },
    found: [rule('bind'), 'mounts[bind/below].present', 'unasked'],
  }),
  bug('no submounts of a recursive bind', {
    ...bound,
    entry: { source: SOURCE, options: ['rbind'] },
    before: SUB,
    right: { root: '/src/x' },
    wrong: { root: '/src/x' },
    more: { right: [sub('rw')], wrong: [] },
    found: [rule('rbind'), 'mounts[bind/below].present', 'missing'],
  }),
  bug('type bind without the option', {
    ...bound,
    entry: { type: 'bind', source: SOURCE },
    right: { root: '/', fs: 'bind' },
    wrong: { root: '/src/x' },
    kind: 'spec-gap',
    found: ['config.mounts.bind-detection', 'mounts[type-bind].root', 'bound'],
  }),
];

const ASK = 'mount:stat:/t';
const idmaps: Bug[] = [
  ...(['idmap', 'ridmap'] as const).flatMap((option) => [
    ...['', '.applied', '.mechanism'].map((part) =>
      idmapped(`${option}${part} without effect`, option, {
        wrong: unmapped,
        found: [`${rule(option)}${part}`, 'mounts[bind].idmap', `${option}-not-applied`],
      }),
    ),
    idmapped(`${option} of others`, option, {
      results: owners(ASK, 'd 755 0 1000 0 -'),
      found: [`${rule(option)}.use-given`, 'mounts[bind].idmap.uid', 'unmapped'],
    }),
    idmapped(`${option} without any mapping`, option, {
      entry: { source: SOURCE, options: ['rbind', option] },
      change: (c) => void c.linux?.namespaces?.push({ type: 'user' }),
      wrong: unmapped,
      found: [`${rule(option)}.no-fallback-error`, 'mounts[bind].idmap', `${option}-not-applied`],
    }),
    idmapped(`${option} passed on`, option, {
      wrong: { root: '/src/x', options: 'rw,relatime,idmapped', super: `rw,${option}` },
      found: [`${rule(option)}.not-passed`, 'mounts[bind].super[idmap]', 'passed'],
    }),
  ]),
  idmapped('ridmap of the top only', 'ridmap', {
    more: { right: [sub('rw,idmapped')], wrong: [sub('rw')] },
    found: [rule('ridmap.applied'), 'mounts[bind].idmap', 'ridmap-top-only'],
  }),
  idmapped('owner of an id-mapped mount', 'idmap', {
    results: owners(ASK, 'd 755 1005 1000 0 -'),
    found: ['config.mounts.idmappings.uid', 'mounts[bind].idmap.uid', 'other'],
  }),
  idmapped('group of an id-mapped mount', 'idmap', {
    results: owners(ASK, 'd 755 1000 0 0 -'),
    found: ['config.mounts.idmappings.gid', 'mounts[bind].idmap.gid', 'unmapped'],
  }),
  idmapped('no idmapped mount', 'idmap', {
    wrong: unmapped,
    found: ['config.mounts.idmappings.mount-setattr', 'mounts[bind].idmap', 'idmap-not-applied'],
  }),
];

export const MOUNTS: Bug[] = [...options, ...places, ...binds, ...idmaps];
