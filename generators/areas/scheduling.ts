/** process.oomScoreAdj, scheduler, ioPriority, execCPUAffinity; linux.memoryPolicy */
import fc from 'fast-check';
import { type Area, holds, knows, type Patch } from '../core/area.ts';
import { broken, lacking, merge, odd, pick } from '../core/words.ts';

const member = (name: string, value: unknown): Patch => ({ set: [[`/process/${name}`, value]] });

const oomScoreAdj = fc.integer({ min: 0, max: 1000 }).map((v) => member('oomScoreAdj', v));
const scheduler = fc
  .tuple(pick(['SCHED_OTHER', 'SCHED_BATCH', 'SCHED_IDLE']), pick([undefined, 0, 5, 19]))
  .map(([policy, nice]) => member('scheduler', { policy, ...(nice === undefined ? {} : { nice }) }));
const ioPriority = fc
  .tuple(pick(['IOPRIO_CLASS_BE', 'IOPRIO_CLASS_IDLE']), fc.nat({ max: 7 }))
  .map(([kind, priority]) => member('ioPriority', { class: kind, priority }));
const affinity = pick([
  { initial: '0' },
  { final: '0' },
  { initial: '0', final: '0' },
  { initial: '0-0', final: '' },
]).map((v) => member('execCPUAffinity', v));
const memoryPolicy = pick<Patch>([
  { set: [['/linux/memoryPolicy', { mode: 'MPOL_LOCAL' }]] },
  ...[[], ['MPOL_F_STATIC_NODES'], ['MPOL_F_RELATIVE_NODES']].map(
    (flags): Patch => ({ set: [['/linux/memoryPolicy', { mode: 'MPOL_BIND', nodes: '0', flags }]] }),
  ),
]);

export const scheduling: Area = {
  name: 'scheduling',
  title: 'process: oomScoreAdj, scheduler, ioPriority, execCPUAffinity; memoryPolicy',
  valid: (ctx) => {
    const newer = [
      ...(knows(ctx, '1.1.0') ? [scheduler, ioPriority] : []),
      ...(knows(ctx, '1.2.1') ? [affinity] : []),
      ...(knows(ctx, '1.3.0') ? [memoryPolicy] : []),
    ];
    return newer.length === 0
      ? oomScoreAdj
      : fc.oneof(oomScoreAdj, ...newer, fc.tuple(oomScoreAdj, fc.oneof(...newer)).map(merge));
  },
  edge: (ctx) =>
    pick<Patch>([
      ...[1001, -1001, 2 ** 31].map((v) => odd('/process/oomScoreAdj', v)),
      ...[-1, -500, -1000].map((v) =>
        holds(ctx, 'SYS_RESOURCE') ? member('oomScoreAdj', v) : odd('/process/oomScoreAdj', v),
      ),
      member('oomScoreAdj', 0),
      member('oomScoreAdj', 1000),
      ...(knows(ctx, '1.1.0')
        ? [
            member('scheduler', { policy: 'SCHED_OTHER', nice: -20 }),
            odd('/process/scheduler', { policy: 'SCHED_OTHER', nice: 40 }),
            odd('/process/scheduler', { policy: 'SCHED_OTHER', priority: 5 }),
            odd('/process/scheduler', { policy: 'SCHED_FIFO', priority: 1 }),
            odd('/process/scheduler', {
              policy: 'SCHED_RR',
              priority: 99,
              flags: ['SCHED_FLAG_RESET_ON_FORK'],
            }),
            odd('/process/scheduler', { policy: 'SCHED_FIFO', priority: 100 }),
            odd('/process/scheduler', { policy: 'SCHED_ISO' }),
            odd('/process/scheduler', { policy: 'SCHED_DEADLINE', runtime: 1e6, deadline: 1e7, period: 1e7 }),
            odd('/process/scheduler', {
              policy: 'SCHED_BATCH',
              flags: ['SCHED_FLAG_RESET_ON_FORK', 'SCHED_FLAG_KEEP_PARAMS'],
            }),
            member('scheduler', { policy: 'SCHED_BATCH', nice: 7, flags: ['SCHED_FLAG_RESET_ON_FORK'] }),
            member('ioPriority', { class: 'IOPRIO_CLASS_RT', priority: 0 }),
            odd('/process/ioPriority', { class: 'IOPRIO_CLASS_IDLE', priority: 7 }),
            broken('config.process.ioPriority.priority', '/process/ioPriority', {
              class: 'IOPRIO_CLASS_BE',
              priority: 8,
            }),
            lacking('config.process.ioPriority.priority', '/process/ioPriority', '/priority', {
              class: 'IOPRIO_CLASS_BE',
            }),
            lacking('config.process.ioPriority.class', '/process/ioPriority', '/class', { priority: 4 }),
            lacking('config.process.ioPriority.class', '/process/ioPriority', '/class', {
              class: 'IOPRIO_CLASS_NOSUCH',
              priority: 4,
            }),
            lacking('config.process.scheduler.policy', '/process/scheduler', '/policy', { nice: 5 }),
            lacking('config.process.scheduler.policy', '/process/scheduler', '/policy', {
              policy: 'SCHED_NOSUCH',
            }),
          ]
        : []),
      ...(knows(ctx, '1.2.1')
        ? [
            odd('/process/execCPUAffinity', { initial: '99' }),
            odd('/process/execCPUAffinity', { initial: '', final: '' }),
            odd('/process/execCPUAffinity', { final: ' 0 , 0-0 ' }),
            odd('/process/execCPUAffinity', { initial: '-' }),
          ]
        : []),
      ...(knows(ctx, '1.3.0')
        ? [
            lacking('linux.mempolicy.mode', '/linux/memoryPolicy', '/mode', { nodes: '0' }),
            lacking('linux.mempolicy.mode', '/linux/memoryPolicy', '/mode', {
              mode: 'MPOL_NOSUCH',
              nodes: '0',
            }),
            lacking('linux.mempolicy.flags', '/linux/memoryPolicy', '/flags/0', {
              mode: 'MPOL_BIND',
              nodes: '0',
              flags: ['MPOL_F_NOSUCH'],
            }),
            lacking('linux.mempolicy.nodes', '/linux/memoryPolicy', '/nodes', { mode: 'MPOL_BIND' }),
            lacking('linux.mempolicy.nodes', '/linux/memoryPolicy', '/nodes', {
              mode: 'MPOL_LOCAL',
              nodes: '0',
            }),
            odd('/linux/memoryPolicy', { mode: 'MPOL_BIND', nodes: '' }),
            odd('/linux/memoryPolicy', { mode: 'MPOL_DEFAULT', nodes: '0' }),
            odd('/linux/memoryPolicy', { mode: 'MPOL_BIND', nodes: '63' }),
            odd('/linux/memoryPolicy', {
              mode: 'MPOL_BIND',
              nodes: '0',
              flags: ['MPOL_F_STATIC_NODES', 'MPOL_F_RELATIVE_NODES'],
            }),
          ]
        : []),
    ]),
};
