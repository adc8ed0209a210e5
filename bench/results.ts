import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'
import { CAUSEWAY, type BenchContext, type Measurement } from './workload.ts'
import { median, percentile } from './statistics.ts'

export interface WorkloadResult {
  readonly name: string
  readonly summary: string
  readonly durationSeconds: number
  readonly measurements: readonly Measurement[]
}

export interface Results {
  readonly startedAt: string
  readonly machine: {
    readonly processor: string
    readonly processors: number
    readonly memoryGb: number
    readonly linux: string
  }
  readonly versions: Readonly<Record<string, string>>
  readonly sizes: BenchContext['sizes']
  readonly workloads: readonly WorkloadResult[]
}

export function describeRun(
  context: BenchContext,
  postgres: Readonly<Record<string, string>>,
): Omit<Results, 'workloads'> {
  return {
    startedAt: new Date().toISOString(),
    machine: {
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      processors: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      linux: release(),
    },
    versions: { causeway: revision(), node: process.version, ...postgres },
    sizes: context.sizes,
  }
}

/** Of the working copy; `+` when it was changed since. */
function revision(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty=+'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}

export function toMarkdown({ startedAt, machine, versions, sizes, workloads }: Results): string {
  const { processor, processors, memoryGb, linux } = machine
  return [
    `# ${startedAt.slice(0, 16).replace('T', ' ')} UTC`,
    '',
    `${processors} × ${processor}, ${memoryGb} GB, Linux ${linux}`,
    '',
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(' · '),
    '',
    `\`${JSON.stringify(sizes)}\``,
    ...workloads.flatMap((workload) => ['', ...workloadTable(workload)]),
    '',
  ].join('\n')
}

function workloadTable({ name, summary, durationSeconds, measurements }: WorkloadResult): readonly string[] {
  return [
    `## ${name}`,
    '',
    summary,
    '',
    '| figure | by | n | median | p99 | max | causeway is better by | promised |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...measurements.map((measurement) => row(measurement, measurements)),
    '',
    `Took ${durationSeconds.toFixed(0)} s.`,
  ]
}

function row(measurement: Measurement, all: readonly Measurement[]): string {
  const { what, unit, by, values, limit } = measurement
  const show = (value: number) => `${readable(value)} ${unit}`
  const promised =
    limit === undefined ? '' : `${limit.of} ≤ ${show(limit.most)}: ${keeps(measurement) ? 'yes' : '**no**'}`
  const cells = [
    what,
    by,
    String(values.length),
    show(median(values)),
    show(percentile(values, 0.99)),
    show(Math.max(...values)),
  ]
  return `| ${[...cells, ratio(measurement, all), promised].join(' | ')} |`
}

/** Whether what is promised of a figure holds; so does what nothing is promised of. */
export function keeps({ values, limit }: Measurement): boolean {
  if (limit === undefined) return true
  return percentile(values, limit.of === 'p99' ? 0.99 : 0.5) <= limit.most
}

/** In the row of the peer: how many times its median Causeway's is, or the other way round where more is better. */
function ratio({ what, unit, by, values }: Measurement, all: readonly Measurement[]): string {
  const ours = all.find((other) => other.what === what && other.by === CAUSEWAY)
  if (by === CAUSEWAY || ours === undefined || median(values) === 0) return ''
  const share = median(values) / median(ours.values)
  return `${(unit === 'rows/s' ? 1 / share : share).toFixed(2)} ×`
}

function readable(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2)
}
