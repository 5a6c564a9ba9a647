/**
 * What findings have in common when one thing is behind them. Signatures stay exact; findings of equal cause are
 * one, the most severe of them, and the others are its alternatives.
 */

import { allProperties } from '../contract/spec/index.ts';
import { type Parts, partsOf } from './signature.ts';

/** `same`: which signatures it is about, and what they then are. A part left out is as it was. */
type Rule = { because: string; same: (p: Parts) => Partial<Parts> | null };

const when = (condition: boolean, parts: Partial<Parts>): Partial<Parts> | null => (condition ? parts : null);

/** Of a difference: the runtime that shows one of the words (`crun=absent_runc=on` is crun for `absent`). */
const who = (token: string, words: string): string | undefined =>
  new RegExp(`([^=_]+)=(?:${words})`).exec(token)?.[1];

/** Requirements of numbers that have to be there. */
const NUMBERS =
  /^(config\.(process\.(consoleSize\.(height|width)|rlimits\.(soft|hard)\.required)|user\.[ug]id)|linux\.(dev\.major-minor|userns\.mapping\.(containerID|hostID|size)))$/;

/** Experiments that EACCES tells of a mode; noexec and nodev have it as their own answer. */
const MODE_ASKS =
  /^(asks\[(mount|path):(read|list|stat|follow|mknod|write(-below)?)\]|mounts\[(tmpfs\]\.option\[ro|\w+\]\.option\[nosymfollow)\]|masked\.\w+|readonly)$/;

/** Options that few file systems and few runtimes know. */
const RARE_OPTION = /^config\.mounts\.opt\.((no)?iversion|silent|loud|r?(no)?symfollow)$/;

/** A list or an object of the config: all that can be wrong with it as a whole is its type. */
const hasMembers = (path: string): boolean =>
  allProperties().some((p) => `config:${p.pointer}`.startsWith(`${path}/`));

const ORDER = 'hooks.order.startContainer-before-poststart';

const RULES: readonly Rule[] = [
  {
    because:
      'a poststart hook that runs in create, or in the first half of run, reads the status of that time',
    same: ({ rule, path, token }) =>
      when(
        (path === 'hooks.poststart.phase' && rule !== ORDER && /^(in-create|before-program)$/.test(token)) ||
          (/^hooks\.poststart\.(stdin|state)\.status$/.test(path) && token === 'created'),
        { rule: 'hooks.poststart', path: 'phase', token: 'in-create' },
      ),
  },
  {
    because: 'poststart hooks have run in create where another runtime has run none yet',
    same({ rule, path, token }) {
      const name = who(token, 'listed');
      const isCount = rule === 'differential.hooks' && path === 'hooks.poststart.count';
      return when(isCount && name !== undefined && token.includes('=none'), {
        ...{ rule: 'hooks.poststart', path: 'phase', token: 'in-create' },
        runtimes: name ?? '',
      });
    },
  },
  {
    because: 'startContainer hooks have the capabilities of the program',
    same: ({ rule, path }) =>
      when(rule === 'differential.hooks' && path === 'hooks.startContainer.caps', {
        rule: 'differential.program',
        path: 'program.caps',
      }),
  },
  {
    because: 'hooks get the state that `state` prints, but for the bundle of those inside',
    same: ({ path, token }) =>
      when(
        /^(state|hooks\.runtime\.stdin)\.bundle$|^(state|hooks\.\w+\.stdin)\.annotations$/.test(path) &&
          ['root', 'changed'].includes(token),
        { rule: 'state', path: path.replace(/.*\./, '') },
      ),
  },
  {
    because: 'a hook inside is told its working directory as the bundle',
    same: ({ rule, path, token }) =>
      when(rule === 'hooks.stdin.bundle' && ['root', 'other'].includes(token), {
        path: path.replace(/^hooks\.\w+/, 'hooks.*'),
        token: 'inside',
      }),
  },
  {
    because: 'a hook that gets no state lacks every member of it',
    same({ rule, path, token }) {
      const [lacking] = /[^=_]+=absent/.exec(token) ?? [];
      return when(
        rule === 'differential.hooks' && /^hooks\.\w+\.stdin\./.test(path) && lacking !== undefined,
        {
          path: 'hooks.*.stdin',
          token: lacking ?? token,
        },
      );
    },
  },
  {
    because: 'runtimes call all hooks by one function: what it gives to one kind it gives to all',
    same({ rule, path, token }) {
      const [, what] =
        /^hooks\.\w+\.(env|umask|uid|gid|groups|caps|noNewPrivs|fds|session|argv|stdin(?:\.(?!pid$)\w+)?)$/.exec(
          path,
        ) ?? [];
      // where the environment comes from, and what else is in it, depends on the case
      const word = rule === 'hooks.env.absent' ? '-' : token.replace(/^extra:.*/, 'extra');
      return when(what !== undefined, {
        rule: rule.split('.')[0] ?? '',
        path: `hooks.*.${what}`,
        token: word,
      });
    },
  },
  {
    because: 'what a runtime refuses it refuses whoever accepts it, in create as in run',
    same({ rule, path, token, runtimes }) {
      const [refusal] = /[^=_]+=refused:[a-z-]+/.exec(token) ?? [];
      return when(rule === 'agreement.accept' && refusal !== undefined, {
        path: path.replace('steps.run[', 'steps.create['),
        token: refusal ?? token,
        runtimes: refusal?.split('=')[0] ?? runtimes,
      });
    },
  },
  {
    because: 'a hook inside is told the pid by the same code',
    same: ({ path, token }) =>
      when(/^hooks\.(createContainer|startContainer)\.stdin\.pid$/.test(path) && !token.includes('='), {
        path: 'hooks.*.stdin.pid',
      }),
  },
  {
    because: 'whom a hook inside is told the pid 0 by is wrong, whatever others tell theirs',
    same({ rule, path, token }) {
      const name = who(token, 'zero');
      const isInside = /^hooks\.(createContainer|startContainer)\.stdin\.pid$/.test(path);
      return when(rule === 'differential.hooks' && isInside && name !== undefined, {
        ...{ rule: 'hooks.stdin.pid.container', path: 'hooks.*.stdin.pid', token: 'zero' },
        runtimes: name ?? '',
      });
    },
  },
  {
    because: 'each kind of hook has a name of its own for the same directory',
    same: ({ rule, path }) =>
      when(rule === 'differential.hooks' && /^hooks\.\w+\.cwd$/.test(path), {
        path: 'hooks.*.cwd',
        token: '-',
      }),
  },
  {
    because:
      'start does not wait for startContainer hooks: it ends, or runs poststart hooks, before they do, and their failure goes unseen',
    same: ({ rule, token }) =>
      when(
        token === 'after-failed-startContainer' ||
          rule === 'lifecycle.07.startContainer-failure' ||
          rule === ORDER ||
          (rule === 'hooks.startContainer.phase' && token === 'outlives-start'),
        { rule: 'hooks.startContainer', path: 'start', token: 'does-not-wait' },
      ),
  },
  {
    because: 'what create makes in the directories of its caller it leaves whether it failed or not',
    same: ({ rule, path, token }) =>
      when(
        /^files\[/.test(path) &&
          ((rule === 'errors.state-unchanged' && token === 'created-after-failed-create') ||
            (rule === 'op.delete.resources' && token === 'created')),
        { rule: 'residue', token: 'created' },
      ),
  },
  {
    because: 'prestart and createRuntime hooks are called one after the other, as often as each other',
    same: ({ path, token }) =>
      when(/^hooks\.(prestart|createRuntime)\.count$/.test(path) && token === 'repeated', {
        rule: 'hooks',
        path: 'hooks.beside.count',
      }),
  },
  {
    because: 'what a runtime takes for no failure it takes so of all kinds of hooks, in create as in run',
    same: ({ rule, path }) =>
      when(rule === 'hooks.failure.definition' && path.startsWith('steps.'), {
        path: 'steps.*',
        token: '*-failed',
      }),
  },
  {
    because: 'what a failed create leaves in cgroups is the same whatever is called after it',
    same: ({ path, token }) =>
      when(path === 'residue.cgroups' && token === 'container-after-concurrent', {
        token: 'container-after-failed-create',
      }),
  },
  {
    because: 'what is mounted where the runtime is stays there whether create failed or not',
    same: ({ path, token }) =>
      when(/^residue\.mounts(\[no-namespace\])?$/.test(path), {
        rule: 'residue',
        token: token.replace(/-after-(failed-create|concurrent)$/, ''),
      }),
  },
  {
    because:
      'a text without an interpreter is handed to the same shell, whatever hook it is and in whatever operation',
    same: ({ rule, path, token }) =>
      when(rule === 'hooks.path.execv' && token.endsWith('-text'), {
        path: path.replace(/^steps\.\w+\[\w+\]$/, 'steps.*'),
        token: '*-text',
      }),
  },
  {
    because: 'a propagation option that has no effect on one mount has none on others',
    same({ rule, path, token }) {
      const seen =
        /^config\.mounts\.opt\.r?(shared|slave|unbindable)$/.test(rule) && path.endsWith('.propagation');
      return when(seen, {
        rule: 'config.mounts.opt',
        path: 'mounts[*].propagation',
        token: token.replace(/^\w+-/, '*-'),
      });
    },
  },
  {
    because: 'a root that stays a slave does so whatever propagation is asked for',
    same: ({ rule, token }) =>
      when(/^linux\.rootfsprop\.\w+$/.test(rule) && token.endsWith('-slave'), {
        rule: 'linux.rootfsprop',
        token: '*-slave',
      }),
  },
  {
    because: 'what can be written to is mounted without ro',
    same({ rule, path, token, runtimes }) {
      const isMount = rule === 'differential.mounts' && path === 'mounts[readonly].option[ro]';
      const isAsk = rule === 'differential.asks' && path === 'readonly' && /=EROFS(_|$)/.test(token);
      const name = who(token, 'absent|ok|ENOSPC');
      return when((isMount || isAsk) && name !== undefined, {
        ...{ rule: 'linux.readonly.effect', path: 'readonly', token: 'writable' },
        runtimes: name ?? runtimes,
      });
    },
  },
  {
    because:
      'an option that a runtime does not have in its table it hands to the file system, which refuses it',
    same: ({ rule, token }) =>
      when(RARE_OPTION.test(rule) && token === 'refused', { rule: 'config.mounts.opt.*' }),
  },
  {
    because: 'options on access times are one field of mount_setattr(2)',
    same: ({ rule, token }) =>
      when(/^config\.mounts\.opt\.r(no)?(strict|dir|rel)?atime$/.test(rule) && token === 'refused', {
        rule: 'config.mounts.opt.r*atime',
      }),
  },
  {
    because: 'what one call of mount(2) or mount_setattr(2) sets is set or lost together',
    same({ rule, path, token }) {
      const [, recursive] =
        /^config\.mounts\.opt\.(r?)(no(suid|dev|exec|atime|diratime|symfollow)|(rel|strict)atime)$/.exec(
          rule,
        ) ?? [];
      const [, kind] = /^mounts\[([^\]]+)\]\.option\[\w+\]$/.exec(path) ?? [];
      return when(recursive !== undefined && kind !== undefined && token.endsWith('-not-applied'), {
        rule: `config.mounts.opt.${recursive}*`,
        path: `mounts[${kind}].option[*]`,
        token: '*-not-applied',
      });
    },
  },
  {
    because: 'a runtime that reads a number which is missing as 0 asks for none that is required',
    same: ({ rule, token }) =>
      when(NUMBERS.test(rule) && token === 'accepted', { rule: 'config', path: 'number', token: 'missing' }),
  },
  {
    because: 'a runtime that takes a value of a wrong type as if it were absent does so wherever it is',
    same: ({ rule, path, token }) =>
      when(
        /^config\.(values\.invalid-error|annotations\.map)$/.test(rule) &&
          token === 'accepted' &&
          hasMembers(path),
        { rule: 'config.values.invalid-error', path: 'config:*' },
      ),
  },
  {
    because: 'the members of a test of an argument are read by the same code',
    same: ({ rule, token }) =>
      when(/^linux\.seccomp\.args\.(index|value)$/.test(rule) && token === 'accepted', {
        rule: 'linux.seccomp.args',
        path: 'config:/linux/seccomp/syscalls/*/args/*',
      }),
  },
  {
    because: 'nothing can be made on what is read-only',
    same: ({ rule, path, token }) =>
      when(
        rule === 'differential.asks' &&
          /^asks\[(mount:(mknod|write(-below)?)|path:write)\]$/.test(path) &&
          /=EROFS(_|$)/.test(token) &&
          /=ok(_|$)/.test(token),
        { rule: 'differential.mounts', path: 'mounts[*].option[ro]' },
      ),
  },
  {
    because: 'a link cannot be followed on what is mounted with nosymfollow (mount(2), ELOOP)',
    same: ({ rule, path, token }) =>
      when(rule === 'differential.asks' && path === 'asks[mount:follow]' && /=ELOOP(_|$)/.test(token), {
        rule: 'differential.mounts',
        path: 'mounts[*].option[nosymfollow]',
      }),
  },
  {
    because: 'a directory or a tmpfs has another mode: who may look into it, or write there',
    same: ({ rule, path, token }) =>
      when(
        rule === 'differential.asks' &&
          ((MODE_ASKS.test(path) && /=EACCES(_|$)/.test(token)) ||
            (/^asks\[(mount|path):stat\]$/.test(path) && token.endsWith('_differ'))),
        { path: 'asks[*:mode]' },
      ),
  },
  {
    because: 'without a process there is nothing to start, whatever the container may be by then',
    same: ({ rule }) => when(rule === 'op.start.process-unset', { path: 'steps.start[*]' }),
  },
  {
    because: 'a start that fails for a poststart hook does not go on to the next one',
    same: ({ rule }) =>
      when(rule === 'lifecycle.09.poststart-failure.warning', { path: '*', token: 'failed' }),
  },
  {
    because: 'where no filter is loaded no rule of it holds',
    same: ({ path, token }) => when(path === 'seccomp' && token === 'no-filter', { rule: 'linux.seccomp' }),
  },
  {
    because: 'a namespace type listed twice is accepted, whoever says that it must not be',
    same: ({ rule }) => when(rule === 'linux.ns.duplicate', { path: 'config:/linux/namespaces/*' }),
  },
  {
    because: 'a tmpfs at /dev is mounted by code of its own, with its own flags and data',
    same: ({ rule, path }) =>
      when(rule === 'differential.mounts' && /^mounts\[dev\]\.(option|super)\[/.test(path), {
        path: 'mounts[dev].*',
      }),
  },
  {
    because:
      'what an option comes to is one matter on mounts of all kinds; those that name none have one set of them',
    same({ rule, path }) {
      const [, option] = /^mounts\[.*\]\.option\[(\w+)\]$/.exec(path) ?? [];
      const name = /^(nosuid|nodev|noexec)$/.test(option ?? '') ? 'no*' : option;
      return when(/^differential\.(mounts|asks)$/.test(rule) && option !== undefined, {
        rule: 'differential.mounts',
        path: `mounts[*].option[${name}]`,
      });
    },
  },
  {
    because: 'what is not there where another runtime has it no experiment finds',
    same({ rule, path, token }) {
      const [, kind] = /^asks\[(mount|path):\w+\]$/.exec(path) ?? [];
      return when(rule === 'differential.asks' && kind !== undefined && token.includes('=ENOENT'), {
        path: `asks[${kind}:*]`,
      });
    },
  },
  {
    because: 'mounts that ask for no propagation have that of the root',
    same: ({ rule, path }) =>
      when(rule === 'differential.mounts' && path.endsWith('].propagation'), {
        path: 'mounts[*].propagation',
      }),
  },
  {
    because:
      'a runtime has one string of data for mounts of a type that give none; the mode of ptmx is in it',
    same({ rule, path }) {
      const [, kind = path === 'dev[pts/ptmx].mode' ? 'devpts' : undefined] =
        /^mounts\[([^\]]+)\]\.super\[[^\]]+\]$/.exec(path) ?? [];
      return when(/^differential\.(mounts|dev)$/.test(rule) && kind !== undefined, {
        rule: 'differential.mounts',
        path: `mounts[${kind}].super[*]`,
      });
    },
  },
  {
    because: 'a runtime has one name for the source of mounts that give none',
    same: ({ rule, path }) =>
      when(rule === 'differential.mounts' && path.endsWith('].source'), { path: 'mounts[*].source' }),
  },
  {
    because: 'directories of devices are made by one function; what has another mode not everybody may enter',
    same: ({ rule, path, token }) =>
      when(
        (rule === 'differential.dev' && path === 'dev[net].mode') ||
          (rule === 'differential.asks' && path === 'asks[device:stat]' && /=EACCES(_|$)/.test(token)),
        { rule: 'differential.dev', path: 'dev[other].*', token: '-' },
      ),
  },
  {
    because: 'a device node that is made in another way differs in all that can be said of it',
    same({ rule, path, token }) {
      const [, name, what] = /^dev\[([^\]]+)\]\.(type|number|mode|owner|target|present)$/.exec(path) ?? [];
      // owners are given to all nodes in one loop
      const all = what === 'owner' && !token.includes('=absent');
      return when(rule === 'differential.dev' && name !== undefined, {
        path: all ? 'dev[*].owner' : `dev[${name}].*`,
        token: '-',
      });
    },
  },
  {
    because: 'a link in place of a node is that, whichever rule or runtime it is held against',
    same({ path, token }) {
      const [, name] = /^dev\[([^\]]+)\]\.number$/.exec(path) ?? [];
      return when(token === 'linked' && name !== undefined, {
        rule: 'differential.dev',
        path: `dev[${name}].*`,
      });
    },
  },
  {
    because: 'nodes that are made in the rootfs stay there, with the owners that they were given',
    same: ({ rule, path, token }) =>
      when(rule === 'differential.files' && path === 'files[dev]' && token.includes(':owned'), {
        rule: 'differential.dev',
        path: 'dev[*].owner',
      }),
  },
  {
    because: 'the link /dev/core stays in the rootfs where nothing is mounted on its /dev',
    same: ({ rule, path, token }) =>
      when(rule === 'differential.files' && path === 'files[dev]' && token.includes('=l:'), {
        rule: 'differential.dev',
        path: 'dev[core].*',
      }),
  },
  {
    because: 'directories, files and links are each made by one function, wherever they then stay',
    same({ rule, path, token }) {
      const isMade = rule === 'differential.files' && /^files\[(mountpoint|rootfs|work|bundle)\]$/.test(path);
      const [, type] = /=([dfl]):/.exec(token) ?? [];
      return when(isMade && type !== undefined, { path: `files[*].${type}` });
    },
  },
  {
    because: 'the sets of capabilities are set together, and so are the standard streams',
    same({ rule, path }) {
      const [, what] = /^program\.(caps|fds)\b/.exec(path) ?? [];
      return when(rule === 'differential.program' && what !== undefined, { path: `program.${what}` });
    },
  },
  {
    because: 'what is made in /dev is made where a link there leads, and stays there',
    same({ rule, path, token }) {
      const name = who(token, '[a-z]:.*');
      const isMade = rule === 'differential.files' && name !== undefined;
      return when(isMade && /^files\[linked-dev(-outside)?\]$/.test(path), {
        ...{ rule: 'residue', token: 'created' },
        runtimes: name ?? '',
      });
    },
  },
  {
    because: 'what a runtime that is killed in create leaves does not depend on where it was',
    same: ({ rule, path }) =>
      when(rule === 'faults.left' && path.startsWith('fault.create[kill'), { path: 'fault.create[kill]' }),
  },
  {
    because: 'two deletes at the same time both succeed, whatever the status was',
    same: ({ rule, path }) =>
      when(rule === 'concurrency.serial' && path.startsWith('together.delete+delete['), {
        path: 'together.delete+delete',
      }),
  },
  {
    because:
      'a hook that does not read the state ends whoever writes it, in any operation (signal(7), SIGPIPE)',
    same: ({ rule, token }) => when(rule === 'liveness.crash' && token === 'SIGPIPE', { path: 'steps.*' }),
  },
  {
    because: 'the owner of the cgroup changes without a look at how it is mounted',
    same: ({ rule, token }) =>
      when(/^linux\.cgroup\.owner\.(iff-rw-mount|no-mount)$/.test(rule) && token.startsWith('changed'), {
        rule: 'linux.cgroup.owner',
        token: 'changed',
      }),
  },
  {
    because: 'who connects to listenerPath unasked fails where nobody listens',
    same: ({ rule }) =>
      when(rule === 'linux.seccomp.listenerPath.unused', { path: 'agent.connection', token: 'unasked' }),
  },
  {
    because: 'entries of hooks are read by the same code, whatever their kind',
    same: ({ path }) =>
      when(path.startsWith('config:/hooks/'), { path: path.replace(/^(config:\/hooks)\/\w+/, '$1/*') }),
  },
  {
    because: 'masked and read-only paths are read by the same code',
    same: ({ path }) =>
      when(/^config:\/linux\/(masked|readonly)Paths\/\*$/.test(path), {
        rule: 'linux.paths',
        path: 'config:/linux/*Paths/*',
      }),
  },
];

const causes = new Map<string, string>();

/** `RULE PATH TOKEN RUNTIMES` of all that the same thing is behind; the signature itself where nothing is known. */
export function causeOf(signature: string): string {
  const known = causes.get(signature) ?? findCause(signature);
  causes.set(signature, known);
  return known;
}

function findCause(signature: string): string {
  let parts = partsOf(signature);
  for (const { same } of RULES) {
    const common = same(parts);
    if (common === null) continue;
    parts = { ...parts, ...common };
    break;
  }
  // a field in which runtimes differ is one finding, whoever of them differs from whom
  if (/^differential(\.|$)/.test(parts.rule)) return `${parts.rule} ${parts.path} - -`;
  return [parts.rule, parts.path, parts.token, parts.runtimes].join(' ');
}
