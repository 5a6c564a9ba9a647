/** Text for a POSIX shell. */

/** A word that the shell takes as it is. */
export const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** True for text that a here-document holds unchanged. */
const isPlain = (text: string): boolean => text === '' || /^(?:[\x20-\x7e\t]*\n)+$/.test(text);

/** Lines that write `text` to the file named by the shell word `path`. */
export function writeFile(path: string, text: string | Buffer): string[] {
  if (typeof text === 'string' && text !== '' && isPlain(text)) {
    const lines = text.slice(0, -1).split('\n');
    let end = 'END';
    while (lines.includes(end)) end += '_';
    return [`cat >${path} <<'${end}'`, ...lines, end];
  }
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  if (bytes.length === 0) return [`: >${path}`];
  const lines = bytes.toString('base64').match(/.{1,76}/g) ?? [];
  return [`base64 -d >${path} <<'END'`, ...lines, 'END'];
}

/** Text as comment lines. */
export const comment = (text: string): string[] =>
  text.split('\n').map((line) => `# ${line.replace(/[^\x20-\x7e]/g, '?')}`.trimEnd());
