/** Fault: what is done to a runtime, or to what it needs, while one operation of a script is under way. */
import Type, { type Static } from 'typebox';

const only = { additionalProperties: false };

export const Fault = Type.Union(
  [
    /** the runtime's process gets SIGKILL so long after it was started: what it was at then is a matter of chance */
    Type.Object(
      { type: Type.Literal('kill'), afterUs: Type.Integer({ minimum: 0, maximum: 10_000_000 }) },
      only,
    ),
    /** the same at the n-th report of hooks and programs since it was started; whoever reports stands still then */
    Type.Object({ type: Type.Literal('kill'), atReport: Type.Integer({ minimum: 1 }) }, only),
    /** the state directory, the pid file's, or all cgroups, as a read-only mount */
    Type.Object(
      { type: Type.Literal('read-only'), place: Type.Enum(['state', 'pid', 'cgroup'] as const) },
      only,
    ),
    /** no space is left in the file system of the state directory, or of the pid file */
    Type.Object({ type: Type.Literal('full'), place: Type.Enum(['state', 'pid'] as const) }, only),
    /** RLIMIT_NOFILE of the runtime */
    Type.Object({ type: Type.Literal('files'), limit: Type.Integer({ minimum: 0 }) }, only),
    /** processes and threads that the runtime may have, by the cgroup that it is called in */
    Type.Object({ type: Type.Literal('processes'), limit: Type.Integer({ minimum: 1 }) }, only),
    /** the container's cgroup is frozen */
    Type.Object({ type: Type.Literal('frozen') }, only),
  ],
  { title: 'Fault' },
);
export type Fault = Static<typeof Fault>;

/** Kind of a fault in signatures: `kill`, `read-only-state`, `full-pid`, `files`... */
export const faultWord = (f: Fault): string => ('place' in f ? `${f.type}-${f.place}` : f.type);
