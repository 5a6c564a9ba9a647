/** What bugs leave behind. */
import { ROOTFS } from '../../../../src/contract/case.ts';
import { aCase } from '../fixture.ts';
import { added, type Bug } from './plant.ts';

export const RESIDUE: Bug[] = [
  {
    name: 'mount left',
    plant: (o) => o.after.mounts.push('90 30 0:90 / /run/ocifuzz/bundle/rootfs/x rw - tmpfs tmpfs rw'),
    found: ['op.delete.resources', 'residue.mounts', 'left-work'],
    kind: 'residue',
  },
  {
    name: 'propagation changed',
    plant: (o) => o.after.mounts.splice(0, 1, '30 29 0:30 / / rw shared:9 - tmpfs tmpfs rw'),
    found: ['op.delete.resources', 'residue.mounts', 'propagation'],
  },
  {
    name: 'cgroup left',
    plant: (o) => o.after.cgroups.push('/sys/fs/cgroup/memory/ocifuzz/c1'),
    found: ['op.delete.resources', 'residue.cgroups', 'container'],
    kind: 'residue',
  },
  {
    name: 'parents of the cgroup left',
    plant: (o) => o.cgroupsLeft.push('/sys/fs/cgroup/memory/ocifuzz'),
    found: ['op.delete.resources', 'residue.cgroups', 'parents'],
    kind: 'spec-gap',
  },
  {
    name: 'process left',
    plant: (o) => o.after.processes.push({ pid: 12, ppid: 1, state: 'S', comm: 'probe' }),
    found: ['op.delete.resources', 'residue.processes', 'program'],
  },
  {
    name: 'interface left',
    plant: (o) => o.after.interfaces.push('veth0'),
    found: ['op.delete.resources', 'residue.interfaces', 'left'],
  },
  {
    name: "a mount of the runtime's namespace is gone",
    plant: (o) => o.after.mounts.pop(),
    found: ['op.delete.foreign-resources', 'residue.mounts', 'gone-other'],
    kind: 'residue',
  },
  {
    name: 'an interface of the host is gone',
    plant: (o) => o.after.interfaces.pop(),
    found: ['op.delete.foreign-resources', 'residue.interfaces', 'gone'],
  },
  {
    name: 'a file of the rootfs is gone',
    case: () => {
      const c = aCase();
      const files = c.files.map((f) =>
        f.type === 'program' ? { ...f, behaviour: { ...f.behaviour, asks: [] } } : f,
      );
      return { ...c, files };
    },
    plant: (o) => {
      o.after.files = o.after.files.filter((f) => f.path !== `${ROOTFS}/etc/passwd`);
    },
    found: ['op.delete.foreign-resources', 'files[rootfs]', 'removed'],
  },
  {
    name: 'state directory left',
    plant: (o) => added(o, '/run/ocifuzz/root/a/c1', { type: 'd' }),
    found: ['op.delete.resources', 'residue.state', 'container'],
  },
  {
    name: 'owner of a file changed',
    case: () =>
      aCase({
        files: aCase().files.map((f) =>
          f.type === 'program' ? { ...f, behaviour: { ...f.behaviour, asks: [] } } : f,
        ),
      }),
    plant: (o) =>
      Object.assign(o.after.files.find((f) => f.path === `${ROOTFS}/etc/passwd`) ?? {}, { uid: 1000 }),
    found: ['op.delete.resources', 'files[rootfs]', 'owner'],
    kind: 'residue',
  },
];
