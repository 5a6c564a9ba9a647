/** The root's read-only flag, masked and read-only paths: by experiment, and by the table for the root. */
import { parseAsk } from '../../src/contract/asks.ts';
import { ROOTFS } from '../../src/contract/case.ts';
import { errnoWord } from '../core/errno.ts';
import { changedByHooks, isBelow, isOverlaid, normalPath, placesOf } from '../core/mounts.ts';
import { specRules } from '../core/rules.ts';
import type { MountsInput } from './index.ts';

export const PATH_RULES = specRules(
  'config.root.readonly.true',
  'config.root.readonly.default',
  'linux.masked.unreadable',
  'linux.readonly.effect',
);

export function judgePaths(all: MountsInput): void {
  judgeRoot(all);
  judgeMaskedAndReadonly(all);
}

const EROFS = 30;

function judgeRoot({ c, config, record, table, r }: MountsInput): void {
  const readonly = config.root.readonly === true;
  const rule = readonly ? 'config.root.readonly.true' : 'config.root.readonly.default';
  const path = 'mounts[root].option[ro]';
  const ask = record.results.find((a) => a.ask === 'root:write:/');
  const covered = (config.mounts ?? []).some((m) => normalPath(m.destination) === '/');
  if (covered || isOverlaid(c, config, '/')) return;
  if (ask !== undefined) {
    // other errors have other reasons: the identity of the program
    const right = readonly ? ask.ret < 0 : ask.ret >= 0 || ask.errno !== EROFS;
    r.check(rule, right, {
      ...(readonly ? {} : { kind: 'violation' as const }),
      path,
      token: readonly ? 'writable' : 'unasked',
      title: readonly ? 'a read-only root can be written to' : 'the root is read-only unasked',
      expected: readonly ? 'EROFS' : 'ok',
      actual: ask.ret < 0 ? errnoWord(ask.errno) : 'ok',
    });
    return;
  }
  const root = table?.findLast((l) => l.at === '/');
  if (root === undefined) return;
  const seen = root.options.includes('ro') || root.superOptions.has('ro');
  r.check(rule, seen === readonly, {
    ...(readonly ? {} : { kind: 'violation' as const }),
    path,
    token: readonly ? 'writable' : 'unasked',
    title: readonly ? 'a read-only root is mounted writable' : 'the root is read-only unasked',
    expected: readonly,
    actual: seen,
  });
}

function judgeMaskedAndReadonly({ c, config, record, table, r }: MountsInput): void {
  const masked = (config.linux?.maskedPaths ?? []).map(normalPath);
  const readonly = (config.linux?.readonlyPaths ?? []).map(normalPath);
  const mounted = (config.mounts ?? []).map((m) => normalPath(m.destination));
  const led = [...masked, ...readonly, ...mounted]
    .map((p) => placesOf(c, [p]))
    .filter(([spelled, place]) => spelled !== place);
  const linksElsewhere = c.files.some((f) => f.type === 'symlink' && !isBelow(f.path, ROOTFS));
  for (const result of record.results) {
    const ask = parseAsk(result.ask);
    if (ask === null) continue;
    const at = normalPath(ask.target);
    if (changedByHooks(c, at) || led.some((places) => mayTouch(places, at))) continue;
    if (ask.name === 'masked:read' || ask.name === 'masked:list') {
      if (!masked.includes(at) || (linksElsewhere && mounted.some((m) => isBelow(at, m)))) continue;
      const nothing = result.ret < 0 || (result.text ?? '').replaceAll(/[\s\0]|\.ask/g, '') === '';
      r.check('linux.masked.unreadable', nothing, {
        kind: 'violation',
        path: `masked.${ask.name === 'masked:read' ? 'file' : 'directory'}`,
        token: 'readable',
        title: 'a masked path can be read',
        expected: 'nothing',
        actual: result.text,
      });
    }
    if (ask.name === 'readonly:write') {
      const later = masked.some((m) => m === at || isBelow(at, m));
      // a mount above hides what the rootfs has at the path: then there may be nothing to protect
      const hidden = (config.mounts ?? []).some(
        (m) => !['proc', 'sysfs'].includes(m.type ?? '') && isBelow(at, normalPath(m.destination)),
      );
      if (!readonly.includes(at) || later || hidden) continue;
      // who may not write anyway is answered with another error: then the mount tells
      const other = result.ret < 0 && result.errno !== EROFS;
      r.check('linux.readonly.effect', result.ret < 0 && !(other && isWritableMount(table, at)), {
        kind: 'violation',
        path: 'readonly',
        token: 'writable',
        title: 'a read-only path can be written to',
        expected: 'EROFS',
        actual: other ? `${errnoWord(result.errno)}, on a mount without ro` : 'ok',
      });
    }
  }
}

/**
 * True if what is done at a path through a symbolic link may show at another path: what it comes to is not treated.
 * `places`: as placesOf() tells them of the one path, without a second one where the link leads to none.
 */
const mayTouch = (places: readonly string[], at: string): boolean =>
  places.length < 2 || places.some((p) => p === at || isBelow(p, at) || isBelow(at, p));

/** True if a mount of its own lies on the path, is what is seen there, and is not read-only. */
function isWritableMount(table: MountsInput['table'], at: string): boolean {
  const seen = table?.findLast((l) => l.at === at || isBelow(at, l.at));
  return seen?.at === at && !seen.options.includes('ro') && !seen.superOptions.has('ro');
}
