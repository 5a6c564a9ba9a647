/** Faults as operations of the agent: what is made ready, done before and undone after the runtime is called. Pure. */
import type { Op } from '../agent/protocol.ts';
import type { Fault } from '../contract/fault.ts';
import { type CgroupTree, controllerDir, freezerFile } from './cgroup-files.ts';
import { LEAF } from './sandbox.ts';

/** Where things lie that faults are about. */
export type FaultPlaces = CgroupTree & {
  /** directories of the runtime's state and of its pid files */
  directories: { state: string; pid: string };
  config: unknown;
};

export type FaultOps = {
  before: Op[];
  after: Op[];
  /** members of the op that calls the runtime */
  spawn: { killedAt?: string; rlimits?: Record<string, [number, number]> };
};

/** Room of a file system that is to be filled. */
const SMALL = 'mode=0755,size=1m';
const CGROUPS = '/sys/fs/cgroup';
/** A cgroup that limits processes, beside the agent's own. */
const LIMITED = 'limited';

/** File systems and cgroups that the fault needs, made before the first operation. */
export function faultSetup(fault: Fault, at: FaultPlaces): Op[] {
  if (fault.type === 'full') {
    const target = at.directories[fault.place];
    return [{ op: 'mount', source: 'tmpfs', target, fstype: 'tmpfs', flags: [], data: SMALL }];
  }
  const pids = fault.type === 'processes' ? controllerDir('pids', at) : null;
  return pids === null ? [] : [{ op: 'mkdir', path: `${pids}/${LIMITED}`, mode: 0o755, uid: 0, gid: 0 }];
}

/** Directories on file systems of their own, which a snapshot of what lies around them does not enter. */
export const faultMounts = (fault: Fault, at: FaultPlaces): string[] =>
  fault.type === 'full' ? [at.directories[fault.place]] : [];

/** null: it cannot be done to this config, or on this host. */
export function faultOps(fault: Fault, at: FaultPlaces): FaultOps | null {
  const nothing: FaultOps = { before: [], after: [], spawn: {} };
  switch (fault.type) {
    case 'kill':
      return {
        ...nothing,
        spawn: { killedAt: 'atReport' in fault ? `report ${fault.atReport}` : `us ${fault.afterUs}` },
      };
    case 'files':
      return { ...nothing, spawn: { rlimits: { NOFILE: [fault.limit, fault.limit] } } };
    case 'read-only': {
      const path = fault.place === 'cgroup' ? CGROUPS : at.directories[fault.place];
      // over itself: a mount that somebody writes to cannot be made read-only
      const bind: Op = {
        ...{ op: 'mount', source: path, target: path, fstype: '', data: '' },
        flags: ['bind', 'rec', 'ro'],
      };
      return { ...nothing, before: [bind], after: [{ op: 'unmount', target: path }] };
    }
    case 'full': {
      const path = `${at.directories[fault.place]}/.full`;
      return { ...nothing, before: [{ op: 'fill', path }], after: [{ op: 'remove', path }] };
    }
    case 'processes':
      return fewProcesses(fault.limit, at);
    case 'frozen': {
      const file = freezerFile(at);
      if (file === null) return null;
      const [freeze, thaw] = at.view === 'v2' ? ['1', '0'] : ['FROZEN', 'THAWED'];
      return { ...nothing, before: [write(file, freeze)], after: [write(file, thaw)] };
    }
  }
}

const write = (path: string, text: string): Op => ({ op: 'write', path, text });

/** The agent goes into the cgroup, where what it starts begins, and comes back; it counts itself. */
function fewProcesses(limit: number, at: FaultPlaces): FaultOps | null {
  const pids = controllerDir('pids', at);
  if (pids === null) return null;
  const max = `${pids}/${LIMITED}/pids.max`;
  return {
    before: [write(max, String(limit + 1)), write(`${pids}/${LIMITED}/cgroup.procs`, '0')],
    after: [write(`${pids}/${LEAF}/cgroup.procs`, '0'), write(max, 'max')],
    spawn: {},
  };
}
