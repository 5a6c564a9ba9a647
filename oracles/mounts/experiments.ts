/** What the program could do on a mount in spite of an option (config.md#linux-mount-options). */
import { parseAsk } from '../../src/contract/asks.ts';
import { errnoWord } from '../core/errno.ts';
import { changedByHooks, isBelow, isOverlaid, mountKind, normalPath, placesOf } from '../core/mounts.ts';
import { isClear } from './effects.ts';
import type { MountsInput } from './index.ts';

const EROFS = 30;

export function judgeExperiments({ c, config, record, r }: MountsInput): void {
  const tests: Record<string, { option: string; what: string }> = {
    'mount:write': { option: 'ro', what: 'write' },
    'mount:exec': { option: 'noexec', what: 'exec' },
    'mount:open': { option: 'nodev', what: 'open-device' },
    'mount:follow': { option: 'nosymfollow', what: 'follow' },
  };
  for (const result of record.results) {
    const ask = parseAsk(result.ask);
    const test = ask && tests[ask.name];
    if (!ask || !test) continue;
    const entries = (config.mounts ?? []).filter((m) => normalPath(m.destination) === normalPath(ask.target));
    const [entry] = entries;
    const options = entry?.options ?? [];
    // a hook or later entries may cover the place, and a link leads to one that others cover
    const target = normalPath(ask.target);
    const covered =
      changedByHooks(c, target) ||
      placesOf(c, [target]).some((p) => p !== target || isOverlaid(c, config, p)) ||
      (config.mounts ?? []).some((m) => isBelow(target, normalPath(m.destination)));
    if (entry === undefined || entries.length > 1 || covered) continue;
    if (options.includes(test.option) && isClear(options, test.option)) {
      r.check(`config.mounts.opt.${test.option}`, result.ret < 0, {
        since: test.option === 'nosymfollow' ? '1.1.0' : '1.0.0',
        ignored: true,
        path: `mounts[${mountKind(entry)}].option[${test.option}]`,
        token: `${test.option}-not-applied`,
        title: `${test.what} succeeds on a mount with ${test.option}`,
        expected: 'an error',
        actual: result.ret,
      });
    }
    const writable = options.includes('rw') && isClear(options, 'rw');
    if (ask.name === 'mount:write' && writable && mountKind(entry) === 'tmpfs' && record.uid[0] === 0) {
      r.check('config.mounts.opt.rw', result.ret >= 0 || result.errno !== EROFS, {
        since: '1.0.0',
        path: 'mounts[tmpfs].option[ro]',
        token: 'rw-not-applied',
        title: 'a mount with rw is read-only',
        expected: 'ok',
        actual: errnoWord(result.errno),
      });
    }
  }
}
