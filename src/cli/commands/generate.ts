/** `ocifuzz generate`: bundles on disk, made at random or by hand, for a runtime without us. */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { baseConfig, generateCase } from '../../../generators/index.ts';
import { UserError } from '../../contract/errors.ts';
import { hostFacts } from '../../executor/facts.ts';
import { type BundleFile, bundleFiles, commandFiles } from '../../export/bundle.ts';
import { emptyDirectory, findBusybox, writeBundle } from '../../export/write-bundle.ts';
import { plural } from '../../report/format.ts';
import { sanitize } from '../../report/sanitize.ts';
import { validateConfig } from '../../validate/index.ts';
import { parseConfig } from '../../validate/text.ts';
import { chosenAreas } from '../areas.ts';
import type { Handler } from '../commands.ts';
import { EXIT } from '../exit-codes.ts';
import { type ByHand, ownRootfs, withValues } from '../hand.ts';
import type { Io } from '../io.ts';
import type { Values } from '../options.ts';

const BY_HAND = ['args', 'env', 'cwd', 'uid', 'hostname', 'mount', 'hook', 'rootfs', 'from'] as const;
const AT_RANDOM = ['areas', 'seed', 'count'] as const;
/** Cases in a row that need more than files before it is given up. */
const PATIENCE = 1000;

type GenerateValues = (typeof BY_HAND)[number] | (typeof AT_RANDOM)[number] | 'profile' | 'bundleOut';

export const generate: Handler<GenerateValues> = async (o, _args, io) => {
  if (o.bundleOut === undefined)
    throw new UserError('--out is needed: the directory that gets the bundle or the bundles');
  const hand = BY_HAND.filter((name) => o[name] !== undefined);
  const random = AT_RANDOM.find((name) => o[name] !== undefined);
  if (hand.length > 0 && random !== undefined)
    throw new UserError(`--${hand[0]} makes one bundle by hand; leave --${random} out`);
  const dir = resolve(o.bundleOut);
  const run = (hand.length > 0 ? byHand : atRandom)(dir, o, io);
  io.stdout.write(`run one as root: runc run --bundle ${sanitize(run)} NAME\n`);
  return EXIT.ok;
};

/** Returns the bundle's directory. */
function byHand(dir: string, o: ByHand & Pick<Values, 'from'>, io: Io): string {
  const config = withValues(o.from === undefined ? plainConfig() : readConfig(o.from), o);
  const [fault] = validateConfig(config).filter((f) => f.severity === 'error');
  if (fault)
    throw new UserError(
      `the config would be wrong at ${fault.pointer || '/'}: ${fault.message}; ${fault.hint}`,
    );
  const busybox = findBusybox();
  emptyDirectory(dir);
  const root = ownRootfs(config);
  const rootfs = root === null ? [] : commandFiles(dir, root, commandsOf(busybox));
  const text = `${JSON.stringify(config, null, 2)}\n`;
  const files: BundleFile[] = [...rootfs, { type: 'file', path: join(dir, 'config.json'), content: text }];
  writeBundle(files, busybox);
  io.stdout.write(`${sanitize(dir)}\n`);
  return dir;
}

/** A plain config with a shell. */
function plainConfig(): Record<string, unknown> {
  const { linux, process, ...config } = baseConfig();
  const { cgroupsPath: _, ...rest } = linux ?? {};
  return { ...config, process: { ...process, args: ['/bin/sh'] }, linux: rest };
}

function readConfig(path: string): Record<string, unknown> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    throw new UserError(`--from ${path} cannot be read`);
  }
  const { config, faults } = parseConfig(bytes);
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new UserError(`--from ${path} is no config: ${faults[0]?.message ?? 'it is not a JSON object'}`);
  return config as Record<string, unknown>;
}

/** Names that busybox goes by. */
const commandsOf = (busybox: string): string[] =>
  execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');

/** Returns the first bundle's directory. */
function atRandom(dir: string, o: Pick<Values, 'areas' | 'seed' | 'count' | 'profile'>, io: Io): string {
  const { count = 1, seed = randomInt(2 ** 32) } = o;
  const busybox = findBusybox();
  const host = hostFacts('v2', [], 'full');
  const areas = chosenAreas(o.areas);
  emptyDirectory(dir);
  let written = 0;
  let last = 0;
  for (let index = 0; written < count; index += 1) {
    const { case: c, areas: names } = generateCase({
      seed,
      index,
      profile: o.profile,
      areas,
      host,
      runtimes: [],
    });
    const work = join(dir, String(written));
    const files = filesOr(() => bundleFiles(c, work));
    if (files === null) {
      if (index - last > PATIENCE)
        throw new UserError(
          'cases of these areas need more than the files of a bundle; name others with --areas',
        );
      continue;
    }
    writeBundle(files, busybox);
    io.stdout.write(`${sanitize(join(work, 'bundle'))}  ${c.expectation}  ${names.join(',')}\n`);
    written += 1;
    last = index;
  }
  io.stdout.write(`${plural(written, 'bundle')} of seed ${seed}\n`);
  return join(dir, '0', 'bundle');
}

/** null for a case that needs more than files */
function filesOr(make: () => BundleFile[]): BundleFile[] | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
