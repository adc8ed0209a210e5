import { html, raw, type Html } from './html.ts'

/** More rows than this are folded away; the record has them all. */
const ROWS_OPEN = 40

export function section(title: string, body: Html): Html {
  return html`<section>
    <h2>${title}</h2>
    ${body}
  </section>`
}

/** A column name that starts with `#` holds numbers. */
export function dataTable(columns: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  const kind = (column: number) => raw(columns[column]?.startsWith('#') === true ? ' class="n"' : '')
  const body = html`<div class="wide">
    <table>
      <thead>
        <tr>
          ${columns.map((column, index) => html`<th${kind(index)}>${column.replace(/^#/, '')}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, index) => html`<td${kind(index)}>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
  return rows.length <= ROWS_OPEN
    ? body
    : html`<details>
        <summary>${rows.length} rows</summary>
        ${body}
      </details>`
}
