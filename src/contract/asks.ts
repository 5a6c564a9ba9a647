/**
 * Ids of experiments: what generators ask of a probe and what oracles may conclude from the answer.
 *
 * An id is `AREA:WHAT:TARGET`. AREA:WHAT is a key of `ASKS`; TARGET is the value of the config (or the fixed
 * place) that the experiment is about, spelled as the config spells it, and may itself hold colons. Where the
 * probe really looks stands in the ask's `args` (`mount:write:/data` writes `/data/.ask`). Answers come back in
 * `ProbeRecord.results` under the same id: `ret` -1 with `errno`, or the success and its `text`.
 * Neither ids nor args hold white space (the trailer separates by it).
 */
import type { Ask } from './case.ts';

type Kind = Ask['kind'];

/** In the args of a hook's asks: the pid in the state on its standard input. */
export const STATE_PID = '%P';

/** AREA:WHAT to the kind of ask (src/native/PROTOCOL.md, "Ask kinds") and what it tells. */
export const ASKS = {
  /** TARGET `/`: a new file in the root directory. EROFS = the root is read-only (root.readonly). */
  'root:write': 'write',
  /** TARGET = entry of maskedPaths. A masked file reads as empty or fails. */
  'masked:read': 'read',
  /** TARGET = entry of maskedPaths. A masked directory has no names in it or fails. */
  'masked:list': 'list',
  'masked:stat': 'stat',
  /** TARGET = entry of readonlyPaths: the file itself, or a new file in the directory. EROFS = read-only. */
  'readonly:write': 'write',
  /** TARGET = entry of readonlyPaths: still readable? */
  'readonly:read': 'read',
  /** TARGET = destination of a mount: the file itself, or a new file in the directory (ro, rw). */
  'mount:write': 'write',
  /** TARGET = destination of a bind whose source has a submount `sub`: a new file in the submount (rro). */
  'mount:write-below': 'write',
  /** TARGET = destination: a program on the mount is executed (noexec: EACCES). */
  'mount:exec': 'exec',
  /** TARGET = destination: a device node made on the mount is opened (nodev: EACCES). The mknod itself. */
  'mount:mknod': 'mknod',
  /** the open of the node that `mount:mknod` made */
  'mount:open': 'open',
  /** TARGET = destination: a symbolic link on the mount is followed (nosymfollow: ELOOP). */
  'mount:follow': 'symlinkopen',
  /** TARGET = destination: content of a known file of the source, or the names (is it the right thing?). */
  'mount:read': 'read',
  'mount:list': 'list',
  /** TARGET = destination: type, mode and owner of what is mounted there (mode=, uid=, gid=, size=) */
  'mount:stat': 'stat',
  'mount:statfs': 'statfs',
  /** TARGET = path of a device: the node's type, numbers, mode and owner (linux.devices, default devices) */
  'device:stat': 'stat',
  /** TARGET = path of a device: open for reading; EPERM = refused by the device rules */
  'device:open': 'open',
  /** TARGET = `TYPE:MAJOR:MINOR` of a fresh node (access `m` of the device rules; needs CAP_MKNOD) */
  'device:mknod': 'mknod',
  /** TARGET = `NAME` or `NAME,ARG0,ARG1...` (decimal): this system call with these arguments, the rest 0.
   * Without a filter it has no effect; `errno` or `signal N` in the text shows the filter's action. */
  'seccomp:call': 'syscall',
  /** TARGET = key of linux.sysctl; reads the file below /proc/sys */
  'sysctl:read': 'read',
  /** TARGET `/`: names of network interfaces. */
  'net:list': 'list',
  /** TARGET `NAME/flags`, `NAME/mtu` or `NAME/address`: that file of the interface below /sys/class/net */
  'net:read': 'read',
  /** TARGET `inet` or `inet6`: the kernel's table of local addresses, while an interface is up */
  'net:addresses': 'read',
  /** Asked by a hook. TARGET = destination: what the container has there by now, as its root is spelled for the hook. */
  'hook:statfs': 'statfs',
  /** the same where the container already has its own root: as its destination is spelled inside */
  'hook:statfs-inside': 'statfs',
  /** TARGET = name of an interface of the runtime's namespace: the table of interfaces that the container has (proc(5)) */
  'hook:interfaces': 'read',
  /** TARGET = path inside the container: what is there (no rule of its own; compared between runtimes) */
  'path:stat': 'stat',
  'path:read': 'read',
  'path:list': 'list',
  'path:write': 'write',
} as const satisfies Record<string, Kind>;
export type AskName = keyof typeof ASKS;

/** The ask NAME about `target`; `args` default to the target itself. */
export function ask(name: AskName, target: string, args: string[] = [target]): Ask {
  return { id: `${name}:${target}`, kind: ASKS[name], args };
}

/** The parts of an id, or null where it does not follow the convention (cases written by hand). */
export function parseAsk(id: string): { name: AskName; target: string } | null {
  const [, name, target] = /^([a-z]+:[a-z-]+):(.*)$/s.exec(id) ?? [];
  if (name === undefined || target === undefined || !Object.hasOwn(ASKS, name)) return null;
  return { name: name as AskName, target };
}
