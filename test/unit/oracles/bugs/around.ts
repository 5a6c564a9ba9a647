/** Bugs of namespaces, mounts, paths, devices and cgroups. */
import { ROOTFS } from '../../../../src/contract/case.ts';
import { recordIn } from '../fixture.ts';
import { answer, type Bug, configured, device, mountLine, withoutMount } from './plant.ts';

export const AROUND: Bug[] = [
  {
    name: 'namespace inherited',
    plant: (o) => Object.assign(recordIn(o).ns, { uts: '104' }),
    found: ['linux.ns.path.absent-new', 'program.ns[uts]', 'listed-inherited'],
  },
  {
    name: 'namespace unasked',
    plant: (o) => Object.assign(recordIn(o).ns, { cgroup: '206' }),
    found: ['linux.ns.unlisted-inherit', 'program.ns[cgroup]', 'unlisted-new'],
  },
  {
    name: 'namespace listed twice',
    case: () => configured((c) => c.linux?.namespaces?.push({ type: 'uts' })),
    found: ['linux.ns.duplicate', 'config:/linux/namespaces/*/type', 'accepted'],
  },
  {
    name: 'id map',
    case: () =>
      configured((c) => {
        c.linux?.namespaces?.push({ type: 'user' });
        Object.assign(c.linux ?? {}, { uidMappings: [{ containerID: 0, hostID: 1000, size: 10 }] });
      }),
    plant: (o) => Object.assign(recordIn(o).ns, { user: '205' }),
    found: ['linux.userns.mapping.applied', 'program.uidMap', 'other'],
  },
  {
    name: 'mount missing',
    plant: (o) => withoutMount(o, '/scratch'),
    found: ['op.create.apply-all', 'mounts[tmpfs].present', 'missing'],
  },
  {
    name: 'another file system',
    plant: (o) => mountLine(o, '/scratch', (l) => l.replace('- tmpfs', '- ramfs')),
    found: ['config.mounts.type.fs-name', 'mounts[tmpfs].type', 'ramfs'],
  },
  {
    name: 'ro ignored',
    plant: (o) => mountLine(o, '/scratch', (l) => l.replace('ro,', 'rw,')),
    found: ['config.mounts.opt.ro', 'mounts[tmpfs].option[ro]', 'ro-not-applied'],
  },
  {
    name: 'rro on the top only',
    plant: (o) => mountLine(o, '/bound/sub', (l) => l.replace('ro,', 'rw,')),
    found: ['config.mounts.opt.rro', 'mounts[bind].option[ro]', 'rro-top-only'],
  },
  {
    name: 'private shared',
    plant: (o) => mountLine(o, '/bound', (l) => l.replace(' - ', ' shared:4 - ')),
    found: ['config.mounts.opt.private', 'mounts[bind].propagation', 'private-shared'],
    case: () => configured((c) => delete c.linux?.rootfsPropagation),
  },
  {
    name: 'mounts reordered',
    case: () =>
      configured((c) =>
        c.mounts?.splice(1, 2, c.mounts[2] ?? { destination: '' }, c.mounts[1] ?? { destination: '' }),
      ),
    found: ['config.mounts.order', 'mounts.order', 'inner-not-covered'],
  },
  {
    name: 'root propagation',
    plant: (o) => mountLine(o, '/', (l) => l.replace(' - ', ' master:4 - ')),
    found: ['linux.rootfsprop.private', 'mounts[root].propagation', 'private-slave'],
  },
  {
    name: 'writable root',
    case: () => configured((c) => Object.assign(c.root, { readonly: true })),
    found: ['config.root.readonly.true', 'mounts[root].option[ro]', 'writable'],
  },
  {
    name: 'masked path readable',
    plant: (o) => answer(o, 'masked:read:/secret', 0, 0, 'secret'),
    found: ['linux.masked.unreadable', 'masked.file', 'readable'],
  },
  {
    name: 'read-only path writable',
    plant: (o) => answer(o, 'readonly:write:/frozen', 0, 0),
    found: ['linux.readonly.effect', 'readonly', 'writable'],
  },
  {
    name: 'read-only path writable, with links that it does not lead through',
    case: () => {
      const c = configured((own) => own.linux?.maskedPaths?.push('/way'));
      c.files.push(
        { type: 'symlink', path: `${ROOTFS}/elsewhere`, target: '/frozen' },
        { type: 'symlink', path: `${ROOTFS}/way`, target: 'target' },
      );
      return c;
    },
    plant: (o) => answer(o, 'readonly:write:/frozen', 0, 0),
    found: ['linux.readonly.effect', 'readonly', 'writable'],
  },
  {
    name: 'read-only path on a mount without ro, for a program that may not write',
    plant: (o) => {
      answer(o, 'readonly:write:/frozen', -1, 13);
      recordIn(o).mountinfo?.push('600 500 0:31 /frozen /frozen rw - tmpfs tmpfs rw');
    },
    found: ['linux.readonly.effect', 'readonly', 'writable'],
  },
  {
    name: 'default device missing',
    plant: (o) => {
      const r = recordIn(o);
      r.dev = (r.dev ?? []).filter((d) => d.path !== '/dev/full');
    },
    found: ['linux.defdev.full', 'dev[default].present', 'missing'],
  },
  {
    name: 'ptmx of the host',
    plant: (o) => Object.assign(device(o, '/dev/ptmx'), { target: '/host/ptmx' }),
    found: ['linux.defdev.ptmx', 'dev[ptmx].target', 'other'],
  },
  {
    name: 'terminal without /dev/console',
    case: () => configured((c) => Object.assign(c.process ?? {}, { terminal: true })),
    setup: (o) => {
      const r = recordIn(o);
      const pty = { type: 'c', mode: 0o620, uid: 0, gid: 5, major: 136, minor: 0, target: null };
      r.dev?.push({ path: '/dev/console', ...pty });
      r.mountinfo?.push('600 502 0:53 /0 /dev/console rw,noexec - devpts devpts rw');
    },
    plant: (o) => {
      const r = recordIn(o);
      r.dev = (r.dev ?? []).filter((d) => d.path !== '/dev/console');
    },
    found: ['linux.defdev.console', 'dev[default].present', 'missing'],
  },
  {
    name: '/dev/fd',
    plant: (o) => Object.assign(device(o, '/dev/fd'), { target: '/x' }),
    found: ['runtimelinux.symlinks.fd', 'dev[fd].target', 'other'],
  },
  {
    name: 'other device',
    plant: (o) => Object.assign(device(o, '/dev/own'), { minor: 5 }),
    found: ['linux.dev.available', 'dev[configured].number', 'other'],
  },
  {
    name: 'mode of a device',
    plant: (o) => Object.assign(device(o, '/dev/own'), { mode: 0o600 }),
    found: ['linux.dev.fileMode', 'dev[configured].mode', 'other'],
  },
  {
    name: 'group of a device',
    plant: (o) => Object.assign(device(o, '/dev/own'), { gid: 0 }),
    found: ['linux.dev.gid', 'dev[configured].owner', 'gid-root'],
  },
  {
    name: 'pids limit',
    plant: (o) => Object.assign(o.outside[0]?.cgroupFiles ?? {}, { 'pids/ocifuzz/c1/pids.max': 'max' }),
    found: ['linux.res.pids.limit', 'cgroups[pids.max]', 'not-applied'],
  },
  {
    name: 'memory limit',
    plant: (o) =>
      Object.assign(o.outside[0]?.cgroupFiles ?? {}, {
        'memory/ocifuzz/c1/memory.limit_in_bytes': '9223372036854771712',
      }),
    found: ['linux.res.mem.limit', 'cgroups[memory.limit_in_bytes]', 'not-applied'],
  },
];
