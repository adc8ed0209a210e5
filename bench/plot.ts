import { promiseOf, ratioOf, readable, type Results, type WorkloadResult } from './results.ts'
import { percentile } from './statistics.ts'
import { CAUSEWAY, MOST_MEGABYTES, type Measurement } from './workload.ts'

const WIDTH = 1000
const LABEL_WIDTH = 470
const VALUE_WIDTH = 160
const ROW = 22
const HEADING = 40

/** A picture by itself is read on paper of any colour: it brings its own. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #16202c; } .soft { fill: #566473; font-size: 12px; }
  .title { font-size: 15px; font-weight: 600; } .end { text-anchor: end; } .middle { text-anchor: middle; }
  .bar { fill: #2f6fb3; } .kept { fill: #1f7a4d; } .missed { fill: #c8452f; }
  .line { stroke: #16202c; stroke-width: 1; } .promise { stroke: #16202c; stroke-width: 2.5; }`

interface Bar {
  readonly label: string
  readonly value: number
  readonly promised: number | null
  /** `null` where nothing is promised. */
  readonly kept: boolean | null
}

interface Panel {
  readonly title: string
  readonly unit: string
  /** A line through all of them. */
  readonly line: number | null
  readonly bars: readonly Bar[]
}

/** A picture of what matters most in these results, as SVG. */
export function toPlot(results: Results): string {
  const panels = [ratios(results.workloads), pauses(results.workloads), peaks(results.workloads)]
  const shown = panels.filter(({ bars }) => bars.length > 0)
  let top = 36
  const drawn = shown.map((panel) => {
    const at = top
    top += HEADING + panel.bars.length * ROW + 24
    return `<g transform="translate(20 ${at})">${draw(panel)}</g>`
  })
  return `<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${top}"
    width="${WIDTH}"
    height="${top}"
    role="img"
  >
    <title>Causeway beside its peers</title>
    <style>
      ${STYLE}
    </style>
    <rect width="${WIDTH}" height="${top}" fill="#fff" />
    <text x="20" y="24" class="soft">
      ${results.startedAt.slice(0, 10)} · thick marks: promised · green: kept · red: not kept · blue: nothing promised
    </text>
    ${drawn.join('')}
  </svg> `
}

function draw({ title, unit, line, bars }: Panel): string {
  const most = Math.max(line ?? 0, ...bars.map(({ value, promised }) => Math.max(value, promised ?? 0)))
  const scale = (WIDTH - 40 - LABEL_WIDTH - VALUE_WIDTH) / most
  const x = (value: number) => LABEL_WIDTH + value * scale
  const bottom = HEADING + bars.length * ROW
  const lineDrawn =
    line === null
      ? ''
      : `<line x1="${x(line)}" x2="${x(line)}" y1="${HEADING - 6}" y2="${bottom}" class="line" />
          <text x="${x(line)}" y="${bottom + 14}" class="soft middle">${readable(line)} ${unit}</text>`
  const rows = bars.map(({ label, value, promised, kept }, index) => {
    const y = HEADING + index * ROW
    const look = kept === null ? 'bar' : kept ? 'kept' : 'missed'
    const mark =
      promised === null
        ? ''
        : `<line x1="${x(promised)}" x2="${x(promised)}" y1="${y - 1}" y2="${y + 17}" class="promise" />`
    return `<text x="${LABEL_WIDTH - 8}" y="${y + 12}" class="end">${escape(label)}</text>
      <rect x="${LABEL_WIDTH}" y="${y}" width="${Math.max(1, value * scale)}" height="16" rx="2" class="${look}" />
      ${mark}
      <text x="${x(most) + 10}" y="${y + 12}">${readable(value)} ${unit}${promised === null ? '' : `, promised ${promised}`}</text>`
  })
  return `<text x="0" y="16" class="title">${title}</text>${lineDrawn}${rows.join('')}`
}

/** Of each peer, by the figure that the workload is about. */
function ratios(workloads: readonly WorkloadResult[]): Panel {
  const bars = workloads.flatMap(({ name, measurements }) =>
    headlines(measurements).flatMap((measurement): readonly Bar[] => {
      const ratio = ratioOf(measurement, measurements)
      if (ratio === null) return []
      const kept = promiseOf(measurement, measurements)?.kept ?? null
      return [{ label: `${name} – ${measurement.by}`, value: ratio, promised: measurement.atLeast ?? null, kept }]
    }),
  )
  return { title: 'How many times faster than its peers Causeway is', unit: '×', line: 1, bars }
}

const HEADLINES: readonly string[] = ['time', 'highest rate kept up with']

/** The figures of peers that a workload is about. */
export function headlines(measurements: readonly Measurement[]): readonly Measurement[] {
  return measurements.filter(({ what, by }) => !by.startsWith(CAUSEWAY) && HEADLINES.includes(what))
}

function pauses(workloads: readonly WorkloadResult[]): Panel {
  const bars = workloads.flatMap(({ name, measurements }) =>
    measurements
      .filter(({ what }) => what.startsWith('pause, '))
      .map((measurement): Bar => {
        const { what, values, limit } = measurement
        const kept = promiseOf(measurement, measurements)?.kept ?? null
        const label = `${name} – ${what.replace('pause, ', '')}`
        return { label, value: percentile(values, 0.99), promised: limit?.most ?? null, kept }
      }),
  )
  return { title: 'How long clients waited, 99th percentile', unit: 'ms', line: null, bars }
}

function peaks(workloads: readonly WorkloadResult[]): Panel {
  const bars = workloads.flatMap(({ name, measurements }): readonly Bar[] => {
    const values = measurements.filter(({ unit }) => unit === 'MB').flatMap(({ values }) => values)
    if (values.length === 0) return []
    const value = Math.max(...values)
    return [{ label: name, value, promised: null, kept: value <= MOST_MEGABYTES }]
  })
  return { title: 'Most memory that Causeway had', unit: 'MB', line: MOST_MEGABYTES, bars }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
