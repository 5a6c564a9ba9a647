/** A finding as a POSIX shell script that tells whether a runtime shows it. */
import { type Case, contrastOf, hasFaults, WORK } from '../contract/case.ts';
import { UserError } from '../contract/errors.ts';
import type { SavedFinding } from '../contract/verdict.ts';
import { findingOf } from './checkers/checker.ts';
import { checkFor } from './checkers/index.ts';
import { fileLines } from './files.ts';
import { toolsDir } from './programs.ts';
import { comment, quote, writeFile } from './shell.ts';
import { callerLines, stepLines } from './steps.ts';
import { FUNCTIONS, INSIDE, OUTSIDE } from './template.ts';

/** Chance with which a race may hide from all runs of a script. */
const MISS = 1e-4;
const MAX_RUNS = 50;

/**
 * The script prints PRESENT (exit code 0) or ABSENT (1); 2 = it could not tell. It needs root, busybox (static) and
 * the runtime, whose path is its argument.
 * @throws UserError where no script can tell the finding
 */
export function script(saved: SavedFinding): string {
  if (hasFaults(saved.case))
    throw new UserError(
      'no script can put a fault into an operation at the same moment; replay the finding, or export it as json',
    );
  const finding = findingOf(saved);
  const check = checkFor(finding);
  const { divergence, case: c } = saved;
  if (check === null)
    throw new UserError(
      `no script can tell ${divergence.signature}: what it is about cannot be seen by shell commands; export it as json`,
    );
  const tools = toolsDir(c);
  const side = finding.pairwise ? [`PRESENT: the runtime does as ${versionsOf(saved)} did.`] : [];
  return [
    '#!/bin/sh',
    ...comment(divergence.title),
    ...(divergence.anchor === null ? [] : comment(`runtime-spec, ${divergence.anchor}: ${divergence.why}`)),
    '#',
    ...comment(`Looks at ${check.what}.`),
    ...side.flatMap(comment),
    ...comment(USAGE),
    '',
    'set -u',
    `NAME=${quote(finding.subject)}`,
    `RUNS=${runsFor(saved)}`,
    // the exit code that says refused: the control has to be accepted then
    `CONTROL=${c.invalid ? 1 : c.harmless ? 0 : ''}`,
    OUTSIDE,
    INSIDE,
    ...fileLines(c, check.says ?? {}),
    `mkdir -p ${tools} && cp /run/tools/busybox ${tools}/`,
    `LOG=${tools}/log; : >$LOG; chmod 666 $LOG`,
    ...(c.caller.fds ?? []).map((n) => `: >${WORK}/io/fd${n}`),
    FUNCTIONS,
    ...configLines(c),
    `sed -i "s|@CGROUP@|$ID|" $BUNDLE/config.json`,
    ...(c.host.propagation === 'shared' ? ['mount --make-rshared /'] : []),
    '',
    ...callerLines(c),
    ...stepLines(c, check.observe ?? []),
    '',
    ...controlLines(c),
    'seen=',
    ...check.look,
    `[ -n "$seen" ] || fail "nothing was seen of what this is about"`,
    'echo "seen: $seen" >&2',
    `case $seen in ${check.present.map(quote).join(' | ')}) exit 0 ;; *) exit 1 ;; esac`,
    '',
  ].join('\n');
}

const USAGE = `
Usage: sh THIS [RUNTIME], as root. Prints PRESENT (exit code 0) or ABSENT (1); 2: it could not be told.
Needs busybox, static, and nothing else. It runs in namespaces of its own and with cgroups of its own, below
/sys/fs/cgroup/*/ocifuzz-PID-N, which it removes; nothing else of the host is written to.`;

/** In so many runs a race would have shown. */
function runsFor({ divergence: { reliability } }: SavedFinding): number {
  const { same, runs } = reliability;
  if (same >= runs) return 1;
  const rate = Math.max(same, 0.5) / runs;
  return Math.min(MAX_RUNS, Math.ceil(Math.log(MISS) / Math.log(1 - rate)));
}

const versionsOf = ({ divergence, runtimes }: SavedFinding): string => {
  const known = runtimes[divergence.runtimes.at(-1) ?? ''];
  return known === undefined ? 'the runtime named' : `${known.name} ${known.version}`;
};

function configLines(c: Case): string[] {
  const to = '$BUNDLE/config.json';
  const main = writeFile(to, c.configText === undefined ? json(c.config ?? {}) : withOwnCgroup(c.configText));
  const contrast = contrastOf(c);
  if (contrast === undefined) return main;
  return ['if [ $CONFIG = control ]; then', ...writeFile(to, json(contrast.control)), 'else', ...main, 'fi'];
}

/** The control config has to be accepted; nothing else is looked at. */
function controlLines(c: Case): string[] {
  const first = c.script.findIndex((s) => s.op === 'create' || s.op === 'run');
  if (contrastOf(c) === undefined) return [];
  return [
    'if [ $CONFIG = control ]; then',
    `  [ "$rc_${first}" = 0 ] || fail "the control config is refused"`,
    '  exit 0',
    'fi',
  ];
}

/** The config with a cgroup path that no other run has. */
function json(config: Record<string, unknown>): string {
  const linux = (config.linux ?? {}) as Record<string, unknown>;
  const at = typeof linux.cgroupsPath === 'string' ? linux.cgroupsPath : '/ocifuzz/c1';
  const parts = at.split('/').filter((p) => p !== '');
  const own = ['', '@CGROUP@', ...(parts.length > 1 ? parts.slice(1) : parts)].join('/');
  const text = { ...config, linux: { ...linux, cgroupsPath: own } };
  return `${JSON.stringify(text, null, 1)}\n`;
}

function withOwnCgroup(text: string): string {
  if (!/"cgroupsPath"\s*:\s*"\/ocifuzz\//.test(text))
    throw new UserError('the raw config names no cgroup, so that a script could not clean up after it');
  return text.replace(/("cgroupsPath"\s*:\s*"\/)ocifuzz\//g, '$1@CGROUP@/');
}
