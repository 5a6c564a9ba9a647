/** A finding as the text of an issue, in the shape that the projects ask for. */
import { explainedText } from '../contract/explained.ts';
import type { SavedFinding } from '../contract/verdict.ts';

/** What the machine is that the text is written on. */
export type ExportHost = { kernel: string; arch: string; distribution: string };

/** Headings that differ: runc's and gVisor's issue forms have their own; others take any. */
const FORMS: Record<string, { steps: string; version: string; host: string }> = {
  runc: {
    steps: 'Steps to reproduce the issue',
    version: 'What version of runc are you using?',
    host: 'Host OS and kernel information',
  },
  runsc: { steps: 'Steps to reproduce', version: 'runsc version', host: 'uname' },
};
const ANY = { steps: 'Steps to reproduce', version: 'Version', host: 'Host' };

/** `sh`: the script that shows it, or why there is none. */
export function markdown(saved: SavedFinding, sh: string, host: ExportHost): string {
  const { divergence: d, runtimes } = saved;
  const first = runtimes[d.runtimes.at(-1) ?? '']?.name ?? d.runtimes.at(-1) ?? '';
  const form = FORMS[first] ?? ANY;
  const { same, runs } = d.reliability;
  const fence = '`'.repeat(Math.max(3, ...[...sh.matchAll(/`+/g)].map(([m]) => m.length + 1)));
  const seen = Object.entries((d.actual ?? {}) as Record<string, unknown>);
  return [
    `# ${d.title}`,
    '',
    '<!-- Before this is filed: look for the same among the open and closed issues of the project, and run the',
    'script on its newest release. What may touch security goes to its security contact, not here. -->',
    '',
    '## Description',
    '',
    ...description(saved),
    '',
    `## ${form.steps}`,
    '',
    `Save the script below as \`repro.sh\` and run \`sh repro.sh ${first}\` as root. It needs busybox (static) and nothing`,
    'else, and works in namespaces and cgroups of its own.',
    '',
    '## Expected',
    '',
    d.expected === null ? d.why : `${d.why} Here: ${code(d.expected)}.`,
    '',
    '## Actual',
    '',
    ...seen.map(([label, value]) => `- ${titleOf(runtimes, label)}: ${code(value ?? d.title)}`),
    `- seen in ${same} of ${runs} runs`,
    ...(d.explained ? explainedText(d.explained).map((text) => `- ${text}`) : []),
    '',
    `## ${form.version}`,
    '',
    ...Object.entries(runtimes).map(([, r]) => `- ${r.name} ${r.version}`),
    '',
    `## ${form.host}`,
    '',
    `${host.distribution}, Linux ${host.kernel}, ${host.arch}`,
    '',
    '## Script',
    '',
    `${fence}sh`,
    sh.trimEnd(),
    fence,
    '',
  ].join('\n');
}

function description({ divergence: d }: SavedFinding): string[] {
  if (d.anchor === null) return [`${d.title}. ${d.why}`];
  const url = `https://github.com/opencontainers/runtime-spec/blob/main/${d.anchor}`;
  const word = d.level === null || d.level === 'IMPLIED' ? 'It follows from' : `It is a ${d.level} of`;
  return [`${d.title}.`, '', `${word} the [runtime-spec, ${d.anchor}](${url}): ${d.why}`];
}

const code = (value: unknown): string => `\`${JSON.stringify(value).replaceAll('`', "'")}\``;

function titleOf(runtimes: SavedFinding['runtimes'], label: string): string {
  const known = runtimes[label];
  return known === undefined ? label : `${known.name} ${known.version}`;
}
