/** `ocifuzz validate BUNDLE...`: configs against the specification, without running anything. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { SCHEMA_VERSION } from '../../contract/case.ts';
import { UserError } from '../../contract/errors.ts';
import { requirement } from '../../contract/spec/index.ts';
import { plural } from '../../report/format.ts';
import { safeJson, sanitize } from '../../report/sanitize.ts';
import { type Style, styleFor } from '../../report/style.ts';
import { type Fault, faultAt, validateConfig } from '../../validate/index.ts';
import { parseConfig } from '../../validate/text.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';

const CONFIG = 'config.json';

export const validate: Handler<'json' | 'spec'> = async (o, bundles, io) => {
  const results = bundles.map((bundle) => ({ bundle, faults: bundleFaults(bundle, o.spec) }));
  const all = results.flatMap((r) => r.faults);
  const errors = all.filter((f) => f.severity === 'error').length;
  if (o.json) io.stdout.write(`${safeJson({ schemaVersion: SCHEMA_VERSION, bundles: results }, 2)}\n`);
  else {
    const style = styleFor(io.env, io.stdout.isTTY === true);
    for (const r of results) io.stdout.write(lines(r.bundle, r.faults, style));
    io.stdout.write(
      `${plural(bundles.length, 'bundle')}: ${plural(errors, 'error')}, ${plural(all.length - errors, 'warning')}\n`,
    );
  }
  return errors > 0 ? EXIT.findings : EXIT.ok;
};

/**
 * What is wrong with the bundle at a path: a directory, or a config.json in one.
 * @throws UserError for a path that cannot be read
 */
function bundleFaults(path: string, spec: string | undefined): Fault[] {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  if (!isFile && !existsSync(path)) throw new UserError(`${path} does not exist; name a bundle directory`);
  const dir = isFile ? resolve(path, '..') : path;
  const file = isFile ? path : join(path, CONFIG);
  if (!existsSync(file)) return [noConfig(dir)];
  const { config, faults } = parseConfig(readFileSync(file));
  if (config === undefined) return faults;
  const found = validateConfig(config, ...(spec === undefined ? [] : [spec]));
  return [...faults, ...found, ...rootFaults(dir, config)].sort((a, b) => (a.pointer < b.pointer ? -1 : 1));
}

function noConfig(dir: string): Fault {
  const near = readdirSync(dir).find((name) => /^config\.(json|ya?ml)$/i.test(name));
  return near === undefined
    ? faultAt('bundle.config.exists', '', `add ${CONFIG} to the bundle`)
    : faultAt('bundle.config.name', '', `rename ${basename(near)} to ${CONFIG}`);
}

function rootFaults(dir: string, config: unknown): Fault[] {
  const path = (config as { root?: { path?: unknown } | null } | null)?.root?.path;
  if (typeof path !== 'string' || statSync(resolve(dir, path), { throwIfNoEntry: false })?.isDirectory())
    return [];
  return [faultAt('config.root.path.directory-exists', '/root/path', 'make the directory, or name another')];
}

function lines(bundle: string, faults: readonly Fault[], style: Style): string {
  if (faults.length === 0) return '';
  const block = faults.flatMap((f) => {
    const paint = f.severity === 'error' ? style.red : style.yellow;
    return [
      `  ${paint(f.severity.padEnd(7))}  ${style.bold(sanitize(f.pointer || '/'))}  ${sanitize(f.message)}`,
      `           ${f.requirement} (${requirement(f.requirement).anchor}); ${sanitize(f.hint)}`,
    ];
  });
  return `${sanitize(bundle)}\n${block.join('\n')}\n`;
}
