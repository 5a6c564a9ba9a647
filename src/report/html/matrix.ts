/** Requirements by area against runtimes: a row for each area, with its requirements behind a button. */
import { html, type Markup, scrolls } from './markup.ts';

export type Cells<R> = {
  /** what a requirement says */
  about(row: R): Markup;
  /** figures of an area on a runtime, by its place among the labels */
  share(rows: readonly R[], runtime: number): Markup | Markup[];
  /** the cell of a requirement on a runtime; `class` says how it is drawn */
  cell(row: R, runtime: number): { class: string; text: Markup };
};

export function matrix<R>(
  labels: readonly string[],
  areas: readonly (readonly [area: string, rows: readonly R[]])[],
  cells: Cells<R>,
): Markup {
  return html`<div ${scrolls('Requirements')}><table class="matrix"><thead><tr><th scope="col">Area</th><th scope="col" class="num">Requirements</th>${labels.map(
    (l) => html`<th scope="col">${l}</th>`,
  )}</tr></thead>
${areas.map(([area, rows]) => areaBody(area, rows, labels, cells))}</table></div>`;
}

function areaBody<R>(
  area: string,
  rows: readonly R[],
  labels: readonly string[],
  { about, share, cell }: Cells<R>,
): Markup {
  const id = `area-${area.replace(/\W/g, '-')}`;
  return html`<tbody class="area"><tr><th scope="row"><button type="button" aria-expanded="false" aria-controls="${id}">${area}</button></th><td class="num">${rows.length}</td>${labels.map(
    (_, i) => html`<td class="share">${share(rows, i)}</td>`,
  )}</tr></tbody>
<tbody id="${id}" class="rows">${rows.map(
    (row) =>
      html`<tr><td colspan="2">${about(row)}</td>${labels.map((_, i) => {
        const { class: name, text } = cell(row, i);
        return html`<td class="${name}">${text}</td>`;
      })}</tr>`,
  )}</tbody>`;
}
