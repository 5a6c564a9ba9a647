/** What commands about one saved finding share. */
import { UserError } from '../contract/errors.ts';
import type { Executor } from '../contract/executor.ts';
import type { SavedFinding } from '../contract/verdict.ts';
import { readFindings } from '../store/corpus.ts';
import { type Examine, examiner } from '../triage/examine.ts';
import { judgeBy } from './session.ts';

/** The finding at a file or in a directory. @throws UserError if there is none, or more than one */
export function oneFinding(path: string): SavedFinding {
  const [found, ...more] = readFindings(path);
  if (found === undefined || more.length > 0)
    throw new UserError(`${path} holds ${more.length + (found ? 1 : 0)} findings; name one of them`);
  return found.finding;
}

/** Looks that are not kept, by a version of the specification where the user names one. */
export const looks = (executor: Executor, spec?: string): Examine =>
  examiner(executor, judgeBy(spec), async () => {});
