import { ROOTFS } from '../../contract/case.ts';
import type { OciConfig } from '../../contract/config/index.ts';
import { quote } from '../shell.ts';
import { type Check, type Checker, type Finding, programPath } from './checker.ts';

/** `says`: a shell word, the commands in which fail where it cannot be seen; `wanted`: what it is where the runtime does what the config says. */
type Attribute = { what: string; says: string; wanted: (config: Partial<OciConfig>) => string | undefined };

const fromProc = (file: string) => `$($B cat /proc/${file})`;

const ATTRIBUTES: Record<string, Attribute> = {
  hostname: {
    what: 'the host name',
    says: fromProc('sys/kernel/hostname'),
    wanted: (config) => config.hostname,
  },
  domainname: {
    what: 'the domain name',
    // gVisor has no such file, and gives the name to nobody
    says: '$([ -d /proc/sys/kernel ] && { $B cat /proc/sys/kernel/domainname 2>&- || :; })',
    wanted: (config) => config.domainname,
  },
  noNewPrivs: {
    what: 'no_new_privs',
    says: '$($B sed -n "s/^NoNewPrivs:[[:space:]]*//p" /proc/self/status)',
    wanted: (config) => (config.process?.noNewPrivileges === true ? '1' : '0'),
  },
  oomScoreAdj: {
    what: 'the OOM score',
    says: fromProc('self/oom_score_adj'),
    wanted: (config) => (config.process?.oomScoreAdj ?? 0).toString(),
  },
  umask: {
    what: 'the umask',
    says: '$(umask)',
    wanted: (config) => config.process?.user?.umask?.toString(8).padStart(4, '0'),
  },
};

/** What the config sets and the program does not have. */
export const applied: Checker = {
  name: 'applied',
  check(finding): Check | null {
    const { path, pairwise, config } = finding;
    const attribute = sysctl(finding) ?? ATTRIBUTES[path.replace(/^program\./, '')];
    const wanted = attribute?.wanted(config);
    const program = programPath(finding, ROOTFS);
    if (attribute === undefined || wanted === undefined || pairwise || program === null) return null;
    return {
      what: `${attribute.what} of the program`,
      says: { [program]: [`if v=${attribute.says}; then say "applied /$v"; fi`] },
      look: [
        'said=$(value applied)',
        `case $said in "") ;; /${quote(wanted)}) seen=applied;; *) seen=other;; esac`,
      ],
      present: ['other'],
    };
  },
};

/** The kernel parameter that the finding shows. */
function sysctl({ path, expected }: Finding): Attribute | null {
  const [key, wanted] = Object.entries((expected ?? {}) as Record<string, unknown>)[0] ?? [];
  if (!path.startsWith('sysctl[') || key === undefined || typeof wanted !== 'string') return null;
  // the kernel puts tabs between words
  const says = `$($B tr -s '\\t' ' ' <${quote(`/proc/sys/${key.replaceAll('.', '/')}`)})`;
  return { what: `the kernel parameter ${key}`, says, wanted: () => wanted.trim() };
}

/** Whether a namespace of the container is another one than its caller's, from outside. */
export const namespaces: Checker = {
  name: 'namespaces',
  check({ path, word, case: c }): Check | null {
    const [, kind] = /^program\.ns\[(\w+)\]$/.exec(path) ?? [];
    const present = { 'unlisted-new': 'new', 'listed-inherited': 'inherited' }[word];
    if (kind === undefined || present === undefined || !c.script.some((s) => s.op === 'observe')) return null;
    return {
      what: `whether the ${kind} namespace is a new one`,
      observe: [`say "ns $(readlink "/proc/$(cat $PIDFILE)/ns/${kind}")"`],
      look: [
        `case $(value ns) in "") ;; "$(readlink /proc/self/ns/${kind})") seen=inherited;; *) seen=new;; esac`,
      ],
      present: [present],
    };
  },
};
