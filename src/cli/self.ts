/** How this program is called from where the user is. */
import { basename, relative } from 'node:path';

export function self(): string {
  const script = process.argv[1] ?? 'ocifuzz';
  return basename(script) === 'ocifuzz' ? 'ocifuzz' : `node ${relative('', script)}`;
}
