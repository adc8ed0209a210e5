import { count, duration } from '../hosts/units.ts'
import { html, raw, type Html } from './html.ts'
import type { ReportedClients } from './report-data.ts'

/** Of every drawing, in its own units; the page scales it. */
const WIDTH = 920
const ROW = 24
const LABEL_WIDTH = 150
const VALUE_WIDTH = 110

interface Span {
  readonly label: string
  /** From the beginning of the first one. */
  readonly fromMs: number
  readonly durationMs: number
  /** Clients wait. */
  readonly hot: boolean
}

/** A row for each span over a common time axis, so that a short one is seen beside a long one. */
export function waterfall(spans: readonly Span[]): Html {
  const total = Math.max(1, ...spans.map((span) => span.fromMs + span.durationMs))
  const scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / total
  const rows = spans.map(({ label, fromMs, durationMs, hot }, index) => {
    const x = LABEL_WIDTH + fromMs * scale
    const width = Math.max(2, durationMs * scale)
    return html`<g transform="translate(0 ${index * ROW})">
      <text x="0" y="16" class="label">${label}</text>
      <rect x="${x}" y="5" width="${width}" height="14" rx="3" class="bar ${hot ? 'hot' : ''}" />
      <text x="${x + width + 8}" y="16" class="value">${duration(durationMs)}</text>
    </g>`
  })
  return svg(spans.length * ROW + 4, 'durations', rows)
}

interface Panel {
  readonly title: string
  readonly top: number
  readonly height: number
  /** One for each second, 0 to 1. */
  readonly shares: readonly number[]
  readonly kind: 'bar' | 'late'
}

/** Two panels over the same seconds: writes acknowledged, and their p99. Seconds with an error are marked. */
export function seriesChart(series: ReportedClients['series']): Html {
  const mostWrites = Math.max(1, ...series.map((point) => point.writes))
  const worstMs = Math.max(1, ...series.map((point) => point.p99Ms))
  const failures = series.some((point) => point.errors > 0) ? '; red: seconds with an error' : ''
  const panels: readonly Panel[] = [
    {
      title: `writes acknowledged each second, at most ${count(mostWrites)}${failures}`,
      top: 18,
      height: 110,
      shares: series.map((point) => point.writes / mostWrites),
      kind: 'bar',
    },
    {
      title: `p99 of a write in that second, at most ${duration(worstMs)}`,
      top: 160,
      height: 60,
      shares: series.map((point) => point.p99Ms / worstMs),
      kind: 'late',
    },
  ]
  const seconds = Math.max(1, ...series.map((point) => point.atSeconds + 1))
  return svg(250, 'writes and latency over time', [
    ...panels.map((panel) => bars(panel, series, seconds)),
    html`<text x="0" y="240" class="value">0 s</text> <text x="${WIDTH}" y="240" class="value end">${seconds} s</text>`,
  ])
}

function bars({ title, top, height, shares, kind }: Panel, series: ReportedClients['series'], seconds: number): Html {
  const slot = WIDTH / seconds
  const rects = series.map(({ atSeconds, errors }, index) => {
    const tall = Math.max(1, (shares[index] ?? 0) * height)
    const mark = errors > 0 ? 'hot' : ''
    return html`<rect
      x="${atSeconds * slot}"
      y="${top + height - tall}"
      width="${slot * 0.85}"
      height="${tall}"
      class="${kind} ${mark}"
    />`
  })
  return html`<text x="0" y="${top - 6}" class="value">${title}</text> ${rects}`
}

function svg(height: number, about: string, parts: readonly Html[]): Html {
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${about}">
    ${raw(parts.map((part) => part.text).join(''))}
  </svg>`
}
