/** Output of runtimes is not trusted: no control character of it reaches a terminal. */

/** Control characters, format characters (direction of text, no width), separators, lone surrogates. */
const HOSTILE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Makes them visible as escapes such as \x1b and \u202e. `lines` keeps line feeds. */
export function sanitize(text: string, keep?: 'lines'): string {
  return text.replace(HOSTILE, (c) => (keep === 'lines' && c === '\n' ? c : visible(c)));
}

function visible(c: string): string {
  const code = c.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  return SHORT[c] ?? (code <= 0xff ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

/** JSON text with the same characters escaped, as JSON has it: it reads back to the same value. */
export function safeJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent) ?? 'null';
  return text.replace(HOSTILE, (c) =>
    c === '\n' ? c : [...Array(c.length).keys()].map((i) => `\\u${hex(c.charCodeAt(i), 4)}`).join(''),
  );
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
