/** config.json as text, with the edits that no JSON value can express. */
import { token } from '../../src/contract/config/pointers.ts';
import type { TextEdit } from './area.ts';

/** The text of the value with the edits applied; edits of places that do not exist are without effect. */
export function render(config: unknown, edits: TextEdit[]): string {
  const texts = (kind: TextEdit['edit']) =>
    edits.flatMap((e) => (e.edit === kind && 'text' in e ? [e.text] : []));
  const whole = texts('whole')[0];
  return [...texts('before'), whole ?? renderValue(config, '', edits), ...texts('after')].join('');
}

function renderValue(value: unknown, at: string, edits: TextEdit[]): string {
  const raw = edits.find((e) => e.edit === 'value' && e.pointer === at);
  if (raw?.edit === 'value') return raw.text;
  if (Array.isArray(value)) return `[${value.map((v, i) => renderValue(v, `${at}/${i}`, edits)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).map(([name, v]) => {
    const pointer = `${at}/${token(name)}`;
    const renamed = edits.find((e) => e.edit === 'rename' && e.pointer === pointer);
    return `${JSON.stringify(renamed?.edit === 'rename' ? renamed.name : name)}:${renderValue(v, pointer, edits)}`;
  });
  const more = edits.flatMap((e) => (e.edit === 'member' && e.pointer === at ? [e.text] : []));
  return `{${[...members, ...more].join(',')}}`;
}
