/** Limits, scheduling and the like. */
import { type OciConfig, RLIMITS } from '../../src/contract/config/index.ts';
import { CAP_SYS_RESOURCE, limitOf, needsSysResource } from '../core/host.ts';
import { specRules } from '../core/rules.ts';
import type { ProcessInput } from './index.ts';

export const ATTRIBUTE_RULES = specRules(
  'config.process.rlimits.soft',
  'config.process.rlimits.hard',
  'config.process.rlimits.getrlimit',
  'config.process.oomScoreAdj.set',
  'config.process.oomScoreAdj.unset',
  'config.process.scheduler.policy',
  'config.process.scheduler.nice.default',
  'config.process.scheduler.priority.default',
  'config.process.scheduler.flags',
  'config.process.ioPriority.class',
  'config.process.ioPriority.priority',
);

export function judgeAttributes(all: ProcessInput): void {
  judgeLimits(all);
  judgeOomScore(all);
  if (all.run.runtime.ownKernel) return;
  judgeScheduler(all);
  judgeIoPriority(all);
}

function judgeLimits({ input, process, record, r }: ProcessInput): void {
  const types = (process.rlimits ?? []).map((l) => l.type);
  for (const { type, soft, hard } of process.rlimits ?? []) {
    const name = type.replace(/^RLIMIT_/, '');
    const seen = record.rlimits?.[name];
    if (record.rlimits !== null && (RLIMITS as readonly string[]).includes(type))
      r.check('config.process.rlimits.getrlimit', seen !== undefined, {
        path: `program.rlimits[${name}]`,
        token: 'absent',
        title: `the limit of ${name} cannot be asked for`,
      });
    if (seen === undefined || types.filter((t) => t === type).length > 1 || limitOf(soft) > limitOf(hard))
      continue;
    for (const [which, wanted, is] of [
      ['soft', soft, seen[0]],
      ['hard', hard, seen[1]],
    ] as const) {
      const rule = `config.process.rlimits.${which}`;
      if (is !== undefined && limitOf(is) !== limitOf(wanted) && needsSysResource(input.case, input.host)) {
        r.unknown(rule, `the host does not give ${CAP_SYS_RESOURCE}`);
        continue;
      }
      r.check(rule, is !== undefined && limitOf(is) === limitOf(wanted), {
        path: `program.rlimits[${name}]`,
        token: `${which}-other`,
        title: `the ${which} limit of ${name} is not the configured one`,
        expected: wanted,
        actual: is,
      });
    }
  }
}

/** The harness calls runtimes with a score of 0 (src/native/PROTOCOL.md, SPAWN). */
function judgeOomScore({ process, record, run, r }: ProcessInput): void {
  const wanted = process.oomScoreAdj;
  const seen = record.oomScoreAdj;
  if (seen === null) return;
  if (wanted === undefined) {
    if (run.runtime.ownKernel) return;
    r.check('config.process.oomScoreAdj.unset', seen === 0, {
      path: 'program.oomScoreAdj',
      token: 'unasked',
      title: 'the OOM score is changed unasked',
      expected: 0,
      actual: seen,
    });
  } else if (wanted >= -1000 && wanted <= 1000) {
    r.check('config.process.oomScoreAdj.set', seen === wanted, {
      path: 'program.oomScoreAdj',
      token: seen === 0 ? 'not-applied' : 'other',
      title: 'oomScoreAdj is not applied',
      expected: wanted,
      actual: seen,
    });
  }
}

type Scheduler = NonNullable<NonNullable<OciConfig['process']>['scheduler']>;
const POLICIES: Record<Scheduler['policy'], number> = {
  SCHED_OTHER: 0,
  SCHED_FIFO: 1,
  SCHED_RR: 2,
  SCHED_BATCH: 3,
  SCHED_ISO: 4,
  SCHED_IDLE: 5,
  SCHED_DEADLINE: 6,
};

/** sched_setattr(2): the only flag that says something of the thread itself */
const RESET_ON_FORK = 1;
const NICE = { least: -20, most: 19 };

function judgeScheduler({ process, record, r }: ProcessInput): void {
  const wanted = process.scheduler;
  const seen = record.sched;
  if (wanted === undefined || seen === null) return;
  const common = { kind: 'violation', level: 'IMPLIED', ignored: true } as const;
  if (wanted.flags?.includes('SCHED_FLAG_RESET_ON_FORK') && seen.flags !== null)
    r.check('config.process.scheduler.flags', (seen.flags & RESET_ON_FORK) !== 0, {
      ...common,
      path: 'program.sched.flags',
      token: 'not-applied',
      title: 'the scheduling flag is not applied',
      expected: wanted.flags,
      actual: seen.flags,
    });
  // with these sched_setattr(2) leaves policy and parameters alone
  if (wanted.flags?.some((f) => f.startsWith('SCHED_FLAG_KEEP_'))) return;
  r.check('config.process.scheduler.policy', seen.policy === POLICIES[wanted.policy], {
    ...common,
    path: 'program.sched.policy',
    token: seen.policy === 0 ? 'not-applied' : 'other',
    title: 'the scheduling policy is not applied',
    expected: wanted.policy,
    actual: seen.policy,
  });
  const fair = ['SCHED_OTHER', 'SCHED_BATCH'].includes(wanted.policy);
  const nice = wanted.nice ?? 0;
  if (fair) {
    // the kernel takes what is out of range for the nearest value
    if (nice < NICE.least || nice > NICE.most) return;
    r.check('config.process.scheduler.nice.default', seen.nice === nice, {
      ...common,
      path: 'program.sched.nice',
      token: seen.nice === 0 ? 'not-applied' : 'other',
      title: 'the nice value is not applied',
      expected: nice,
      actual: seen.nice,
    });
  } else if (wanted.policy === 'SCHED_FIFO' || wanted.policy === 'SCHED_RR') {
    r.check('config.process.scheduler.priority.default', seen.priority === (wanted.priority ?? 0), {
      ...common,
      path: 'program.sched.priority',
      token: seen.priority === 0 ? 'not-applied' : 'other',
      title: 'the static priority is not applied',
      expected: wanted.priority ?? 0,
      actual: seen.priority,
    });
  }
}

const CLASSES = { IOPRIO_CLASS_RT: 1, IOPRIO_CLASS_BE: 2, IOPRIO_CLASS_IDLE: 3 } as const;

/** ioprio_get(2): the class above bit 13, the level below. */
function judgeIoPriority({ process, record, r }: ProcessInput): void {
  const wanted = process.ioPriority;
  const seen = record.ioprio;
  if (wanted === undefined || seen === null) return;
  const common = { kind: 'violation', level: 'IMPLIED', ignored: true } as const;
  const right = seen >> 13 === CLASSES[wanted.class];
  r.check('config.process.ioPriority.class', right, {
    ...common,
    path: 'program.ioprio',
    token: seen === 0 ? 'not-applied' : 'class',
    title: 'the I/O priority class is not applied',
    expected: wanted,
    actual: seen,
  });
  if (!right || wanted.class === 'IOPRIO_CLASS_IDLE') return;
  r.check('config.process.ioPriority.priority', (seen & 0x1fff) === wanted.priority, {
    ...common,
    path: 'program.ioprio',
    token: 'level',
    title: 'the I/O priority level is not applied',
    expected: wanted,
    actual: seen,
  });
}
