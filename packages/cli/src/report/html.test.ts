import { expect, it } from 'vitest'
import { html, raw } from './html.ts'

it('every value is escaped, in lists too, and only once', () => {
  const name = `<script>alert("x" & 'y')</script>`
  const cell = html`<td title="${name}">${[name, 'b']}</td>`
  const safe = '&lt;script&gt;alert(&quot;x&quot; &amp; &#39;y&#39;)&lt;/script&gt;'
  expect(
    html`<tr>
      ${[cell, cell]}
    </tr>`.text.replaceAll(/\s*\n\s*/g, ''),
  ).toBe(`<tr>${`<td title="${safe}">${safe}b</td>`.repeat(2)}</tr>`)
})

it('numbers and empty text are themselves, and our own text is left as it is', () => {
  expect(html`${0}${''}${raw('<b>')}`.text).toBe('0<b>')
})
