import { duration } from '../hosts/units.ts'
import { html, raw, type Html } from './html.ts'
import type { ReportedClients } from './report-data.ts'

const WIDTH = 920

interface Bar {
  readonly label: string
  readonly value: number
  readonly text: string
}

/** Horizontal bars, one a row, on one scale. */
export function barChart(bars: readonly Bar[]): Html {
  const rowHeight = 24
  const longest = Math.max(...bars.map((bar) => bar.value), 1)
  const rows = bars.map(
    (bar, index) =>
      html`<g transform="translate(0 ${index * rowHeight})">
        <text x="0" y="16" class="label">${bar.label}</text>
        <rect
          x="150"
          y="5"
          width="${Math.max(2, (bar.value / longest) * (WIDTH - 260))}"
          height="14"
          rx="3"
          class="bar"
        />
        <text x="${158 + Math.max(2, (bar.value / longest) * (WIDTH - 260))}" y="16" class="value">${bar.text}</text>
      </g>`,
  )
  return svg(bars.length * rowHeight + 4, rows)
}

/** The phases as rows over a common time axis, so that a short one is seen beside a long one. */
export function timeline(
  phases: readonly { readonly phase: string; readonly at: string; readonly durationMs: number }[],
): Html {
  const first = Date.parse(phases[0]?.at ?? '')
  const total = Math.max(
    1,
    phases.reduce((sum, phase) => sum + phase.durationMs, 0),
  )
  const rowHeight = 24
  const scale = (WIDTH - 260) / total
  const rows = phases.map((phase, index) => {
    const x = 150 + (Date.parse(phase.at) - first) * scale
    const width = Math.max(2, phase.durationMs * scale)
    return html`<g transform="translate(0 ${index * rowHeight})">
      <text x="0" y="16" class="label">${phase.phase}</text>
      <rect x="${x}" y="5" width="${width}" height="14" rx="3" class="bar ${phase.phase === 'cutover' ? 'hot' : ''}" />
      <text x="${x + width + 8}" y="16" class="value">${duration(phase.durationMs)}</text>
    </g>`
  })
  return svg(phases.length * rowHeight + 4, rows)
}

/** Writes a second as bars, errors on top of them, p99 as a line with its own scale on the right. */
export function seriesChart(series: ReportedClients['series']): Html {
  const height = 190
  const plot = { left: 44, right: WIDTH - 60, top: 12, bottom: height - 26 }
  const seconds = Math.max(1, ...series.map((point) => point.atSeconds)) + 1
  const mostWrites = Math.max(1, ...series.map((point) => point.writes))
  const worstMs = Math.max(1, ...series.map((point) => point.p99Ms))
  const x = (second: number) => plot.left + (second / seconds) * (plot.right - plot.left)
  const y = (share: number) => plot.bottom - share * (plot.bottom - plot.top)
  const width = Math.max(1, (plot.right - plot.left) / seconds - 2)
  const bars = series.map((point) => {
    const top = y(point.writes / mostWrites)
    return html`<rect
      x="${x(point.atSeconds)}"
      y="${top}"
      width="${width}"
      height="${plot.bottom - top}"
      class="bar ${point.errors > 0 ? 'hot' : ''}"
    />`
  })
  const line = series
    .map((point) => `${(x(point.atSeconds) + width / 2).toFixed(1)},${y(point.p99Ms / worstMs).toFixed(1)}`)
    .join(' ')
  return svg(height, [
    ...bars,
    html`<polyline points="${line}" class="line" />
      <text x="0" y="${plot.top + 8}" class="value">${mostWrites}/s</text>
      <text x="${plot.right + 6}" y="${plot.top + 8}" class="value p99">${duration(worstMs)}</text>
      <text x="${plot.left}" y="${height - 6}" class="value">0 s</text>
      <text x="${plot.right - 34}" y="${height - 6}" class="value">${seconds} s</text>
      <text x="${plot.left + 120}" y="${height - 6}" class="value"
        >bars: writes acknowledged a second · line: their p99</text
      >`,
  ])
}

function svg(height: number, parts: readonly Html[]): Html {
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img">${raw(parts.map((part) => part.text).join(''))}</svg>`
}
