/** residue: what is left when the container is gone (runtime.md#lifecycle steps 12 and 13, #errors). */
import { type Case, HOOK_KINDS, isEdit } from '../src/contract/case.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, versionOf } from './core/case.ts';
import { type FileChange, fileChanges, fileClass, isCovered, programsWrite } from './core/files.ts';
import { containerLeft, type Left } from './core/left.ts';
import { type Life, walk } from './core/lifecycle.ts';
import { type Report, report } from './core/report.ts';
import { specRules } from './core/rules.ts';

/** After a delete, and after a create that failed. */
const DELETED = 'op.delete.resources';
const FAILED = 'errors.state-unchanged';
/** What was there before and belongs to others: gone after a delete, or as it was. */
const FOREIGN = 'op.delete.foreign-resources';
const RULES = specRules(DELETED, FAILED, FOREIGN);

/** True if the life is over: deleted, run to its end, or refused for another reason than a hook. */
function isOver(c: Case, life: Life): boolean {
  // of operations at the same time only a look after all of them tells
  if (life.concurrent) {
    const last = life.steps.at(-1);
    return last?.step.op === 'state' && last.group === null && last.seen.outcome === 'error';
  }
  if (life.delete !== null || life.create.step.op === 'run') return true;
  if (life.create.seen.outcome !== 'error') return false;
  if (life.steps.some((s) => s.step.op === 'state' && s.seen.outcome === 'error')) return true;
  // whether a container whose hook failed is destroyed or stopped can be read both ways
  const hooked = HOOK_KINDS.some((k) => (configOf(c)?.hooks?.[k] ?? []).length > 0);
  return !hooked;
}

/**
 * Mount points, device nodes and the working directory that a runtime makes in the rootfs stay in practice and
 * are compared between runtimes only. What was there before and has changed, or what is new anywhere else, shows.
 */
function filesLeft(c: Case, run: Run): Left[] {
  if (configOf(c) === null || programsWrite(c) || c.script.some(isEdit)) return [];
  const overlay = configOf(c)?.mounts?.some((m) => m.type === 'overlay') === true;
  return fileChanges(run).flatMap((f: FileChange): Left[] => {
    const where = fileClass(c, f.path);
    const made = f.change === 'created';
    // overlayfs keeps what it needs in its workdir
    if (made && (['mountpoint', 'dev', 'cwd'].includes(where) || (overlay && where === 'work'))) return [];
    return [
      {
        path: `files[${where}]`,
        token: f.change,
        kind: made ? 'difference' : 'residue',
        title: `files of the ${where} are ${made ? 'left' : 'changed'} (${f.change})`,
        actual: f.path,
      },
    ];
  });
}

/** What is gone after a delete was not the container's to take away. */
const blamed = (rule: string, { token }: Left): string =>
  rule === DELETED && /^(gone|removed)/.test(token) ? FOREIGN : rule;

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const r: Report = report('residue', RULES, run, versionOf(input));
  const { lives, steps } = walk(c, run);
  if (lives.length === 0) return [];
  const rule = lives.every((l) => l.create.seen.outcome === 'error') ? FAILED : DELETED;
  const cut = steps.some((s) => s.seen.outcome === 'timeout' || s.seen.outcome === 'signal');
  if (cut) r.unknown(rule, 'an operation was cut off');
  else if (!lives.every((l) => isOver(c, l))) r.unknown(rule, 'the container was not deleted');
  else {
    const ids = [...new Set(lives.map((l) => l.id))];
    const left = [
      ...containerLeft(c, run, ids),
      // what lies under a mount that is left cannot be seen
      ...(isCovered(run) ? [] : filesLeft(c, run)),
    ];
    const concurrent = lives.some((l) => l.concurrent);
    for (const l of left) {
      // what only the parents of a cgroup are does not depend on it
      const after =
        concurrent && l.kind === 'residue'
          ? '-after-concurrent'
          : rule === FAILED
            ? '-after-failed-create'
            : '';
      r.fail(blamed(rule, l), { ...l, token: `${l.token}${after}` });
    }
    for (const each of rule === DELETED ? [DELETED, FOREIGN] : [rule])
      if (!left.some((l) => blamed(rule, l) === each)) r.ok(each);
  }
  return r.verdicts();
}

export const residue: Oracle = {
  name: 'residue',
  title: 'mounts, cgroups, processes, interfaces, state and files left behind',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
