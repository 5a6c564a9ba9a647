/** features: what the document claims (features.md, features-linux.md), in itself and against deeds. */
import { type Case, HOOK_KINDS, isEdit } from '../src/contract/case.ts';
import { compareVersions } from '../src/contract/spec/index.ts';
import type { JudgeInput, Oracle, Run, Verdict } from '../src/contract/verdict.ts';
import { configOf, versionOf } from './core/case.ts';
import { claimsIn } from './core/claims.ts';
import { accepted, type Walk, walk } from './core/lifecycle.ts';
import { recordOf } from './core/record.ts';
import { type Report, report } from './core/report.ts';
import { specRules } from './core/rules.ts';
import { type Document, documentOf } from './core/state-document.ts';
import { slotsOf } from './hooks/entries.ts';

const RULES = specRules(
  'features.ociVersionMin',
  'features.ociVersionMax',
  'features.ociVersionMax.not-less',
  'features.ociVersionMin.accepted',
  'features.ociVersionMax.accepted',
  'features.no-undefined-properties',
  'features.annotations.convention',
  'features.mountOptions.no-data',
  'features.hooks',
  'features.mountOptions',
  'features.linux.namespaces',
  'features.linux.capabilities',
  'features.linux.seccomp.enabled',
  'features.linux.seccomp.actions',
  'features.linux.seccomp.operators',
  'features.linux.seccomp.archs',
  'features.linux.seccomp.knownFlags',
  'features.linux.seccomp.supportedFlags',
  'features.linux.memoryPolicy.modes',
  'features.linux.memoryPolicy.flags',
  'features.linux.mountExtensions.idmap',
);

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const enabled = { enabled: true } as const;
/** Members of any released version; `true` = a value without members of its own. */
const MEMBERS: Members = {
  ociVersionMin: true,
  ociVersionMax: true,
  hooks: true,
  mountOptions: true,
  annotations: true,
  potentiallyUnsafeConfigAnnotations: true,
  linux: {
    namespaces: true,
    capabilities: true,
    cgroup: { v1: true, v2: true, systemd: true, systemdUser: true, rdma: true },
    seccomp: {
      ...{ enabled: true, actions: true, operators: true, archs: true, knownFlags: true },
      supportedFlags: true,
    },
    apparmor: enabled,
    selinux: enabled,
    intelRdt: { enabled: true, schemata: true, monitoring: true },
    memoryPolicy: { modes: true, flags: true },
    mountExtensions: { idmap: enabled },
    netDevices: enabled,
  },
};
type Members = { [name: string]: true | Members };

function unknownMembers(value: unknown, known: Members, at: string): string[] {
  return Object.entries(documentOf(value) ?? {}).flatMap(([name, v]) => {
    const below = known[name];
    if (below === undefined) return [`${at}${name}`];
    return below === true ? [] : unknownMembers(v, below, `${at}${name}.`);
  });
}

/** Options of a file system rather than of mounts (mount(8)): they take a value. */
const isData = (option: unknown): boolean =>
  typeof option === 'string' && /=|^(size|mode|uid|gid|nr_inodes|nr_blocks|gid|ptmxmode)$/.test(option);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** What the document says of itself. */
function judgeDocument(doc: Document, r: Report): void {
  const check = (rule: string, holds: boolean, token: string, actual: unknown) =>
    r.check(`features.${rule}`, holds, { path: `features.${rule}`, token, actual });
  const { ociVersionMin: min, ociVersionMax: max } = doc;
  const isVersion = (v: unknown): v is string => typeof v === 'string' && SEMVER.test(v);
  check('ociVersionMin', isVersion(min), min === undefined ? 'absent' : 'no-version', min);
  check('ociVersionMax', isVersion(max), max === undefined ? 'absent' : 'no-version', max);
  if (isVersion(min) && isVersion(max))
    check('ociVersionMax.not-less', compareVersions(min, max) <= 0, 'less', { min, max });
  const unknown = unknownMembers(doc, MEMBERS, '');
  check('no-undefined-properties', unknown.length === 0, unknown.sort().join('+').slice(0, 80), unknown);
  const data = listOf(doc.mountOptions).filter(isData);
  check('mountOptions.no-data', data.length === 0, 'data', data);
  const annotations = Object.entries(documentOf(doc.annotations) ?? {});
  const bad = annotations.filter(([k, v]) => k === '' || typeof v !== 'string');
  check('annotations.convention', bad.length === 0, 'no-string', bad);
}

/**
 * True where a refusal says that it does not know the word. Only then is it about the claim: one line has to say both,
 * no warning, and of namespaces too, whose types are words of other matters.
 */
function isUnknown(stderr: string, rule: string, word: string): boolean {
  const escaped = word.replaceAll(/[^A-Za-z0-9_]/g, '\\$&');
  const names = new RegExp(`(?<![A-Za-z0-9_])${escaped}(?![A-Za-z0-9_])`);
  const refuses = /unknown|unsupported|unrecogni[sz]ed|not (supported|recogni[sz]ed)/i;
  const matter = rule === 'features.linux.namespaces' ? /namespace/i : /./;
  return stderr
    .split('\n')
    .some((l) => !/level=warn/.test(l) && names.test(l) && refuses.test(l) && matter.test(l));
}

/** What is claimed and used by the case: accepted, or refused as unknown. */
function judgeClaims(c: Case, run: Run, doc: Document, took: boolean, r: Report): void {
  const refusal = run.observation.steps.find(
    (s) => s.outcome === 'error' && ['create', 'start'].includes(s.op),
  );
  for (const { rule, word } of claimsIn(c, doc)) {
    if (took) r.ok(rule);
    else if (c.expectation === 'valid' && isUnknown(refusal?.stderr ?? '', rule, word))
      r.fail(rule, {
        path: rule,
        token: 'refused',
        title: `${rule} lists ${word}, which is refused as unknown`,
        expected: 'recognized',
        actual: refusal?.stderr.slice(0, 500),
      });
    else r.unknown(rule, 'refused, for another reason');
  }
}

function judgeVersions(c: Case, run: Run, doc: Document, took: boolean, r: Report): void {
  const version = c.config?.ociVersion;
  for (const member of ['ociVersionMin', 'ociVersionMax'] as const) {
    if (typeof version !== 'string' || doc[member] !== version) continue;
    const refusal = run.observation.steps.find((s) => s.op === 'create' && s.outcome === 'error');
    const rule = `features.${member}.accepted`;
    if (took) r.ok(rule);
    else if (/\bversion\b/i.test(refusal?.stderr ?? ''))
      r.fail(rule, {
        path: rule,
        token: 'refused',
        expected: 'accepted',
        actual: refusal?.stderr.slice(0, 500),
      });
  }
}

/** s; a longer timeout may overflow somewhere, which is another matter. */
const AN_HOUR = 3600;

function judgeHooks(c: Case, { lives: [life] }: Walk, doc: Document, r: Report): void {
  const config = configOf(c);
  if (config === null || life === undefined || life.crowded || life.altered) return;
  if (c.script.some(isEdit)) return;
  const slots = slotsOf(c, config, life);
  // only what nothing keeps from running: all are found and succeed, with time enough
  if (slots.some((s) => s.outcome !== 'ok' || (s.timeout ?? 0) > AN_HOUR)) return;
  const kinds = listOf(doc.hooks);
  for (const kind of HOOK_KINDS.filter((k) => kinds.includes(k))) {
    const listed = slots.filter((s) => s.kind === kind);
    const due = kind === 'poststop' ? life.delete !== null : life.start?.seen.outcome === 'ok';
    if (listed.length === 0 || !due) continue;
    // inside, what silences the program silences a hook as well
    if (kind === 'startContainer' && life.program === null) r.unknown('features.hooks', 'nothing reports');
    else
      r.check(
        'features.hooks',
        listed.some((s) => s.calls.length + s.strayed.length > 0),
        {
          path: `features.hooks[${kind}]`,
          token: 'not-run',
          title: `${kind} is listed as a hook, and is not run`,
        },
      );
  }
}

function judgeDeeds(c: Case, run: Run, doc: Document, took: boolean, r: Report): void {
  const config = configOf(c);
  const linux = documentOf(doc.linux) ?? {};
  const idmap = documentOf(documentOf(linux.mountExtensions)?.idmap)?.enabled;
  if (idmap !== undefined && took && config?.mounts?.some((m) => (m.uidMappings ?? []).length > 0))
    r.check('features.linux.mountExtensions.idmap', idmap === true, {
      path: 'features.linux.mountExtensions.idmap',
      token: 'disabled',
      title: 'id-mapped mounts work and are said not to',
    });
  const seccomp = config?.linux?.seccomp;
  const filters = (seccomp?.syscalls ?? []).some((s) => s.action !== seccomp?.defaultAction);
  const seen = recordOf(c, run.observation)?.seccomp;
  if (documentOf(linux.seccomp)?.enabled === true && filters && typeof seen === 'number')
    r.check('features.linux.seccomp.enabled', seen === 2, {
      path: 'features.linux.seccomp.enabled',
      token: 'no-filter',
      title: 'seccomp is said to be enabled, and no filter is loaded',
      kind: 'violation',
    });
}

function judgeRun(input: JudgeInput, run: Run): Verdict[] {
  const { case: c } = input;
  const doc = documentOf(run.runtime.features);
  if (doc === null) return [];
  const r = report('features', RULES, run, versionOf(input));
  const seen = walk(c, run);
  const took = accepted(seen);
  judgeDocument(doc, r);
  if (took) judgeHooks(c, seen, doc, r);
  if (configOf(c) !== null) {
    judgeVersions(c, run, doc, took, r);
    judgeClaims(c, run, doc, took, r);
    if (!run.runtime.ownKernel) judgeDeeds(c, run, doc, took, r);
  }
  return r.verdicts().map(atAnyVersion);
}

/** The document is no part of the config: its rules hold whatever version the config names. */
const atAnyVersion = (v: Verdict): Verdict =>
  v.kind === 'spec-gap' && v.level !== 'IMPLIED' ? { ...v, kind: 'violation' } : v;

export const features: Oracle = {
  name: 'features',
  title: 'claims of the features document against themselves and against deeds',
  rules: RULES,
  judge: (input) => input.runs.flatMap((run) => judgeRun(input, run)),
};
