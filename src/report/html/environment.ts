/** What ran where, what was refused, and what could not be judged. */
import { plural, shellWord } from '../format.ts';
import type { RunReport } from '../run-report.ts';
import { html, type Markup, scrolls } from './markup.ts';

export function refusals({ stats, inconclusive }: RunReport): Markup {
  const refused = Object.entries(stats.refusals).flatMap(([label, causes]) =>
    Object.entries(causes)
      .sort(([, a], [, b]) => b - a)
      .map(
        ([cause, n]) =>
          html`<tr><th scope="row">${label}</th><td>${cause}</td><td class="num">${n}</td></tr>`,
      ),
  );
  const notes = [
    ...(stats.notClaimed > 0
      ? [`${plural(stats.notClaimed, 'verdict')} about what a runtime does not declare; never a finding`]
      : []),
    ...(stats.unstable > 0 ? [`${plural(stats.unstable, 'difference')} did not hold when run again`] : []),
    ...(stats.unconfirmed > 0 ? [`${plural(stats.unconfirmed, 'sighting')} when the time was up`] : []),
    ...inconclusive.map(
      (i) => `${i.count} × inconclusive: ${i.reason}${i.case === null ? '' : ` (case ${i.case})`}`,
    ),
  ];
  return html`${notes.length > 0 ? html`<ul>${notes.map((n) => html`<li>${n}</li>`)}</ul>` : ''}
${refused.length > 0 ? html`<details><summary>Refusals of cases that are meant to run</summary><div ${scrolls('Refusals')}><table><thead><tr><th scope="col">Runtime</th><th scope="col">Cause and area</th><th scope="col" class="num">Cases</th></tr></thead><tbody>${refused}</tbody></table></div></details>` : ''}`;
}

export function environment({ start, version }: RunReport): Markup {
  const { host } = start;
  const facts: [string, string][] = [
    ['ocifuzz', version],
    ['Command', ['ocifuzz', ...start.argv].map(shellWord).join(' ')],
    ['Host', `${host.distribution}, Linux ${host.kernel} ${host.arch}, ${plural(host.cpus, 'CPU')}`],
    ['cgroup', `${host.cgroup}: ${host.controllers.join(' ')}`],
    ['Security modules', host.lsm.join(' ') || 'none'],
    ['Namespaces', host.namespaces.join(' ')],
    ['Capabilities', host.capabilities.map((c) => c.replace(/^CAP_/, '')).join(' ')],
  ];
  return html`<div ${scrolls('Runtimes')}><table><thead><tr><th scope="col">Runtime</th><th scope="col">Release</th><th scope="col">Declared spec</th><th scope="col">Path</th><th scope="col">SHA-256</th></tr></thead><tbody>${start.runtimes.map(
    (r) =>
      html`<tr><th scope="row">${r.label}</th><td>${r.name} ${r.version}${r.package === undefined ? '' : html`<br><span class="quiet">package ${r.package}</span>`}</td><td>${r.declaredSpec ?? 'none'}</td><td><code>${r.path}</code></td><td><code>${r.sha256.slice(0, 16)}</code></td></tr>`,
  )}</tbody></table></div>
<div ${scrolls('Host')}><table class="pairs"><tbody>${facts.map(([name, text]) => html`<tr><th scope="row">${name}</th><td>${text}</td></tr>`)}</tbody></table></div>`;
}
