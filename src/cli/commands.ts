/** The table of commands. Each is loaded when it is called, so that --help is there at once. */
import type { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { OptionName, Values } from './options.ts';

/** What a command file exports. `args`: what came beside the options. */
export type Handler<K extends OptionName> = (
  options: Pick<Values, K>,
  args: string[],
  io: Io,
) => Promise<ExitCode>;

export type CommandSpec = {
  name: string;
  summary: string;
  /** operands as commander writes them: `<one>`, `[one]`, `[more...]`; '' for none */
  operands: string;
  options: readonly OptionName[];
  details: string;
  examples: readonly string[];
  load: () => Promise<Handler<OptionName>>;
};

/** The handler's type follows from the options named; the table itself forgets it. */
function command<const K extends readonly OptionName[]>(
  spec: Omit<CommandSpec, 'options' | 'load'> & { options: K; load: () => Promise<Handler<K[number]>> },
): CommandSpec {
  return spec as unknown as CommandSpec;
}

const HOST = ['runtimes', 'cgroup', 'sandbox', 'clock', 'stepTimeout', 'workers', 'config'] as const;

export const COMMANDS: readonly CommandSpec[] = [
  command({
    name: 'run',
    summary: 'generate cases, run them under every runtime, report what differs (the default command)',
    operands: '',
    options: [
      ...HOST,
      'maxTime',
      'maxCases',
      'maxDivergences',
      'maxNew',
      'seed',
      'index',
      'profile',
      'areas',
      'faults',
      'spec',
      'baseline',
      'failOn',
      'exitZero',
      'shrink',
      'shard',
      'resume',
      'out',
      'quiet',
      'verbose',
      'json',
    ],
    details: 'Ends at the first limit reached, or at Ctrl-C, with all reports written.',
    examples: [
      'ocifuzz --runtimes runc,crun --max-time 10m',
      'ocifuzz --runtimes old=/usr/sbin/runc,new=./runc --areas hooks,mounts',
      'ocifuzz --runtimes runc,crun --seed 1873 --index 42',
    ],
    load: async () => (await import('./commands/run.ts')).run,
  }),
  command({
    name: 'check',
    summary: 'run bundle directories, also foreign ones, through the runtimes and all oracles',
    operands: '<bundle...>',
    options: [...HOST, 'spec', 'baseline', 'failOn', 'exitZero', 'out', 'quiet', 'verbose', 'json'],
    details:
      'Each bundle runs twice: as it is, and with the probe in place of its program. Both work on a copy.',
    examples: ['ocifuzz check ./my-bundle --runtimes runc,crun'],
    load: async () => (await import('./commands/check.ts')).check,
  }),
  command({
    name: 'replay',
    summary: 'run saved cases again: STILL, FIXED, CHANGED or ERROR for each',
    operands: '[case-or-dir...]',
    options: [...HOST, 'spec', 'json'],
    details:
      'Without operands: corpus/. Races replay at the rate that was recorded. STILL: it shows. FIXED: its rule was ' +
      'judged each time, and kept. CHANGED: it shows in another form, or the runtime does not claim the feature. ' +
      'ERROR: it could not be run or judged.',
    examples: ['ocifuzz replay', 'ocifuzz replay .ocifuzz/runs/latest/divergences'],
    load: async () => (await import('./commands/replay.ts')).replay,
  }),
  command({
    name: 'show',
    summary: 'print a saved case or finding so that a person can read it',
    operands: '<case>',
    options: [],
    details: 'CASE is a case file, a finding file, or the directory of one.',
    examples: ['ocifuzz show corpus/NAME'],
    load: async () => (await import('./commands/show.ts')).show,
  }),
  command({
    name: 'nightly',
    summary:
      'replay the corpus, fuzz for the time given, compare with the baseline; for a machine that does so each night',
    operands: '',
    options: [
      ...HOST,
      'maxTime',
      'maxNew',
      'profile',
      'faults',
      'spec',
      'baseline',
      'failOn',
      'keep',
      'out',
      'quiet',
      'verbose',
      'json',
    ],
    details:
      'Exit code 1 only for something new. What the corpus no longer shows is told, and fails nothing. See docs/nightly.md.',
    examples: ['ocifuzz nightly --runtimes runc,crun --max-time 1h --max-new 5 --out /var/lib/ocifuzz'],
    load: async () => (await import('./commands/nightly.ts')).nightly,
  }),
  command({
    name: 'matrix',
    summary: 'say which runtimes show a finding',
    operands: '<case>',
    options: [...HOST, 'spec', 'json'],
    details:
      'SHOWS, ABSENT or UNKNOWN for each; of a difference in which nobody is wrong, letters: those with the same letter do the same.',
    examples: ['ocifuzz matrix corpus/NAME --runtimes runc,old=./runc-1.1.0,new=./runc'],
    load: async () => (await import('./commands/matrix.ts')).showMatrix,
  }),
  command({
    name: 'bisect',
    summary: 'find the first runtime of a list that shows a finding',
    operands: '<case>',
    options: [...HOST, 'spec', 'good', 'bad', 'run'],
    details:
      '--runtimes lists the releases in their order, the good one first. With --run FILE it tells of one build, for use under `git bisect run`.',
    examples: [
      'ocifuzz bisect corpus/NAME --runtimes a=./1.0,b=./1.1,c=./1.2 --good a --bad c',
      'git bisect run sh -c "make || exit 125; ocifuzz bisect corpus/NAME --run ./runc"',
    ],
    load: async () => (await import('./commands/bisect.ts')).bisectReleases,
  }),
  command({
    name: 'minimize',
    summary: 'make a bundle as small as it gets while it still shows what it shows',
    operands: '<bundle...>',
    options: [
      ...HOST,
      'maxTime',
      'spec',
      'baseline',
      'failOn',
      'exitZero',
      'out',
      'quiet',
      'verbose',
      'json',
    ],
    details:
      'Like check, then every finding is shrunk: config members, files, operations. The bundle itself is not written to.',
    examples: ['ocifuzz minimize ./my-bundle --runtimes runc,crun'],
    load: async () => (await import('./commands/check.ts')).minimize,
  }),
  command({
    name: 'export',
    summary: 'turn a finding into a script that needs no ocifuzz, or into the text of an issue',
    operands: '<case>',
    options: ['format', 'output', 'force'],
    details:
      'CASE is a finding file, or the directory of one. The script needs root, the runtime and busybox (static).',
    examples: [
      'ocifuzz export corpus/NAME --format sh --output repro.sh',
      'ocifuzz export corpus/NAME --format markdown',
    ],
    load: async () => (await import('./commands/export.ts')).exportFinding,
  }),
  command({
    name: 'report',
    summary: 'make the reports of a stored run again',
    operands: '[run]',
    options: ['reportFormat', 'out'],
    details: 'RUN is the directory of a run; without it, the latest one. Each run writes them at its end.',
    examples: ['ocifuzz report', 'ocifuzz report .ocifuzz/runs/latest --format html > report.html'],
    load: async () => (await import('./commands/report.ts')).report,
  }),
  command({
    name: 'rejudge',
    summary: "apply today's oracles to what a stored run observed: STILL, GONE or UNKNOWN for each finding",
    operands: '[run]',
    options: ['spec', 'out'],
    details:
      'Nothing is run. What its recent cases show and no finding of it stands for is listed too, not confirmed.',
    examples: ['ocifuzz rejudge .ocifuzz/runs/latest'],
    load: async () => (await import('./commands/rejudge.ts')).rejudgeRun,
  }),
  command({
    name: 'merge',
    summary: 'make one run of several: those of the shards of a campaign',
    operands: '<run...>',
    options: ['out', 'failOn', 'exitZero', 'quiet', 'verbose', 'json'],
    details:
      'Counts are added; of each root cause the most severe finding with the smallest case stays. The runs are left as they are, and must be of the same runtime binaries. Exit codes are those of run.',
    examples: [
      'ocifuzz --seed 7 --shard 1/2 --max-cases 500 --out a',
      'ocifuzz merge a/runs/latest b/runs/latest --out all',
    ],
    load: async () => (await import('./commands/merge.ts')).merge,
  }),
  command({
    name: 'corpus',
    summary: 'keep findings that somebody has looked at in corpus/, for replay',
    operands: '<action> [finding...]',
    options: [...HOST, 'measure', 'note', 'force'],
    details:
      'ACTION is add (also again, to measure anew), list, prune (of one cause the most severe and smallest stays), or merge (takes of other corpora what is not here yet). FINDING is a finding file, or a directory with some.',
    examples: [
      'ocifuzz corpus add .ocifuzz/runs/latest/divergences/NAME',
      'ocifuzz corpus add corpus/NAME --measure --runtimes runc,crun,old=./runc-1.1.0',
      'ocifuzz corpus merge ../other/corpus',
    ],
    load: async () => (await import('./commands/corpus.ts')).corpus,
  }),
  command({
    name: 'conformance',
    summary: 'run a fixed set of cases, and print a result for each requirement and runtime',
    operands: '',
    options: [...HOST, 'spec', 'conformanceFormat', 'json'],
    details:
      'ok, violation, cannot say or not exercised; docs/conformance.md says what is covered. Exit code 1 if a MUST is broken. What seems broken is looked at twice. The form of --json is docs/schema/conformance.schema.json.',
    examples: [
      'ocifuzz conformance --runtimes runc,crun',
      'ocifuzz conformance --runtimes mine=./runc --format tap',
      'ocifuzz conformance --runtimes runc,crun,runsc --format html > conformance.html',
    ],
    load: async () => (await import('./commands/conformance.ts')).conformance,
  }),
  command({
    name: 'list',
    summary: 'list areas, oracles, rules or runtimes',
    operands: '<what>',
    options: [],
    details: 'WHAT is areas, oracles, rules or runtimes.',
    examples: ['ocifuzz list rules'],
    load: async () => (await import('./commands/list.ts')).list,
  }),
  command({
    name: 'generate',
    summary: 'write bundles, made at random or by hand, for a runtime without ocifuzz',
    operands: '',
    options: [
      'bundleOut',
      ...(['areas', 'profile', 'seed', 'count'] as const),
      ...(['from', 'args', 'env', 'cwd', 'uid', 'hostname', 'mount', 'hook', 'rootfs'] as const),
    ],
    details:
      'Any of --from, --args, --env, --cwd, --uid, --hostname, --mount, --hook, --rootfs makes one bundle by hand, which `ocifuzz validate` finds right. Needs busybox (static). A config of --from keeps what is not changed.',
    examples: [
      'ocifuzz generate --areas mounts,hooks --count 10 --seed 1 --out ./bundles',
      'ocifuzz generate --args id --uid 1000:1000 --mount type=tmpfs,destination=/x,ro --out ./bundle',
      'ocifuzz generate --from config.json --hook poststart=/usr/bin/logger --out ./bundle',
    ],
    load: async () => (await import('./commands/generate.ts')).generate,
  }),
  command({
    name: 'validate',
    summary: 'check the config.json of bundles against the specification, without running them',
    operands: '<bundle...>',
    options: ['spec', 'json'],
    details:
      'Needs no root and no runtime. Every fault has its place, the requirement that it breaks, and what to do. Exit code 1 if there is an error.',
    examples: ['ocifuzz validate ./my-bundle', 'ocifuzz validate --spec 1.0.2 ./my-bundle'],
    load: async () => (await import('./commands/validate.ts')).validate,
  }),
  command({
    name: 'spec',
    summary: 'list every requirement of the specification with what is done about it',
    operands: '[run...]',
    options: ['area', 'run', 'json', 'markdown'],
    details:
      'Checked by an oracle, static (judged by validate), permits, generated (and compared), needs a host that has it, untestable, or missing. RUN is one more run for --run, of the same runtime binaries: what all of them have exercised.',
    examples: ['ocifuzz spec --area seccomp', 'ocifuzz spec --run .ocifuzz/runs/latest'],
    load: async () => (await import('./commands/spec.ts')).spec,
  }),
  command({
    name: 'doctor',
    summary: 'say what this host can and cannot test, and what to do about it',
    operands: '',
    options: ['runtimes', 'cgroup'],
    details: '',
    examples: ['ocifuzz doctor --runtimes runc,crun'],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  }),
  command({
    name: 'clean',
    summary: 'reap what campaigns that died left on this host',
    operands: '',
    options: [],
    details: 'Every start does this too. Campaigns that run are left alone; run directories stay.',
    examples: ['ocifuzz clean'],
    load: async () => (await import('./commands/clean.ts')).clean,
  }),
  command({
    name: 'completion',
    summary: 'print a script that completes commands and options in a shell',
    operands: '<shell>',
    options: [],
    details: 'SHELL is bash, zsh or fish.',
    examples: ['source <(ocifuzz completion bash)', 'ocifuzz completion fish | source'],
    load: async () => (await import('./commands/completion.ts')).completionOf(COMMANDS),
  }),
  command({
    name: 'version',
    summary: 'print the version',
    operands: '',
    options: [],
    details: '',
    examples: ['ocifuzz version'],
    load: async () => (await import('./commands/version.ts')).version,
  }),
];

/** What is meant where no command is named. */
export const DEFAULT_COMMAND = 'run';
