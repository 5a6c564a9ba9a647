/** `--runtimes LIST`: what was typed, before anything is looked up. */
import { UserError } from '../contract/errors.ts';
import type { RuntimeEntry } from '../runtimes/resolve.ts';

const FORM = '[adapter:]label[=path][?flag=value&flag]';

/**
 * `runc,old=PATH,runsc:gv=PATH?platform=ptrace` to entries. A flag becomes `--flag=value`, given to the runtime
 * before every operation.
 * @throws UserError for an entry of another form, an empty list, a label twice
 */
export function parseRuntimeList(text: string): RuntimeEntry[] {
  const entries = text.split(',').map((e) => parseEntry(e.trim()));
  const labels = entries.map((e) => e.label);
  const twice = labels.find((l, i) => labels.indexOf(l) !== i);
  if (twice !== undefined)
    throw new UserError(`runtime label '${twice}' is given twice; name one of them: other=PATH`);
  return entries;
}

/** The text that parses to these entries. */
export function formatRuntimeList(entries: readonly RuntimeEntry[]): string {
  return entries
    .map(({ adapter, label, path, flags }) => {
      const query = flags.map((f) => f.slice(2)).join('&');
      return `${adapter === undefined ? '' : `${adapter}:`}${label}${path === undefined ? '' : `=${path}`}${query && `?${query}`}`;
    })
    .join(',');
}

function parseEntry(text: string): RuntimeEntry {
  const m = /^(?:(?<adapter>[\w-]+):)?(?<label>[\w.+-]+)(?:=(?<path>[^?]+))?(?:\?(?<flags>.+))?$/.exec(text);
  const { adapter, label, path, flags } = m?.groups ?? {};
  if (label === undefined)
    throw new UserError(`'${text}' is not a runtime; write ${FORM}, for example runc,new=./runc`);
  return {
    ...(adapter === undefined ? {} : { adapter }),
    label,
    ...(path === undefined ? {} : { path }),
    flags: flags === undefined ? [] : flags.split('&').map((f) => flag(f, text)),
  };
}

function flag(text: string, entry: string): string {
  if (!/^[a-z][\w-]*(=.*)?$/i.test(text))
    throw new UserError(`'${text}' in '${entry}' is not a flag; write ?name=value or ?name`);
  return `--${text}`;
}
