/** docs/conformance.md is made from docs/peers.md, the catalogue and the fixed cases; `npm run golden` writes it anew. */
import { expect, test } from 'vitest';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import { isJudgedByRuns } from '../../../src/catalogue/conformance.ts';
import { UNEXERCISED } from '../../../src/catalogue/unexercised.ts';
import { readSuite } from '../../../src/store/suite.ts';
import { peerRows } from './peers.ts';

const INTRO = `# What \`ocifuzz conformance\` covers

\`ocifuzz conformance --runtimes LIST\` runs a fixed set of cases and says for each requirement and runtime: ok, violation,
cannot say, or not exercised. Each case of \`conformance/\` is small and is run alone; a requirement that seems broken is
looked at twice. It is for a certificate; to hunt for bugs, run a campaign.

The table has every requirement that can be judged by running a runtime, and what two other suites do about it: the
validation tests of runtime-tools and youki's contest. Numbers are rows of [peers.md](peers.md); \`(v)\`: that test cannot
fail, or asks for something else than today's text. Where there is no case here, the reason stands below.

`;

const rows = peerRows();
const suite = readSuite('conformance');
const judged = catalogue().filter(isJudgedByRuns);
const isNamed = (id: string, names: readonly string[]): boolean =>
  names.some((name) => (name.endsWith('.*') ? id.startsWith(name.slice(0, -1)) : name === id));

/** Rows of the checklist in which the suite comes to the requirement. */
function cell(id: string, who: string): string {
  const by = new RegExp(`\\b${who}(\\(v\\))?`);
  return rows
    .filter((r) => isNamed(id, r.names) && by.test(r.by))
    .map((r) => `${r.number}${by.exec(r.by)?.[1] ?? ''}`)
    .join(', ');
}

function page(): string {
  const lines = judged.map(({ requirement: { id, level } }) => {
    const cases = suite.filter((c) => c.requirements.includes(id)).length;
    const cells = [`\`${id}\``, level, cases === 0 ? 'no' : 'yes', cell(id, 'RT'), cell(id, 'YC')];
    return `| ${cells.join(' | ')} |\n`;
  });
  const have = (who: string) => judged.filter((e) => cell(e.requirement.id, who) !== '').length;
  const own = judged.filter((e) => suite.some((c) => c.requirements.includes(e.requirement.id))).length;
  const totals = `${judged.length} requirements: ${own} have a case here; runtime-tools comes to ${have('RT')}, contest to ${have('YC')}.\n\n`;
  const head = '| requirement | level | here | runtime-tools | contest |\n|---|---|---|---|---|\n';
  const reasons = Object.entries(UNEXERCISED).map(([id, why]) => `- \`${id}\`: ${why}\n`);
  return `${INTRO}${totals}${head}${lines.join('')}\n## Without a case\n\n${reasons.join('')}`;
}

test('the page says what there is', async () => {
  await expect(page()).toMatchFileSnapshot('../../../docs/conformance.md');
  expect(page()).toContain('| `hooks.poststart.phase` | MUST | yes |');
});
