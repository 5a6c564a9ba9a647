/** Where the package lies, and its version; the same from source and from dist/. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of the directory that has package.json, with a slash at its end. */
export const PACKAGE_ROOT = fileURLToPath(root(new URL('.', import.meta.url)));

export const VERSION: string = (
  JSON.parse(readFileSync(`${PACKAGE_ROOT}package.json`, 'utf8')) as { version: string }
).version;

function root(dir: URL): URL {
  return existsSync(new URL('package.json', dir)) ? dir : root(new URL('..', dir));
}
