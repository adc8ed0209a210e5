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
  /** What could not be measured here. */
  readonly missing: readonly string[]
  readonly workloads: readonly WorkloadResult[]
}

export function describeRun(
  context: BenchContext,
  postgres: Readonly<Record<string, string>>,
): Omit<Results, 'workloads' | 'missing'> {
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

/** Whether more is better. */
const RATES: readonly Measurement['unit'][] = ['rows/s', 'tx/s', 'writes/s']

/** Of a peer's figure: how many times better Causeway's median is; `null` where there is nothing to compare. */
export function ratioOf({ what, unit, by, values }: Measurement, all: readonly Measurement[]): number | null {
  const ours = all.find((other) => other.what === what && other.by === CAUSEWAY)
  if (by.startsWith(CAUSEWAY) || ours === undefined) return null
  const [here, there] = [median(ours.values), median(values)]
  if (here === 0 || there === 0) return null
  return RATES.includes(unit) ? here / there : there / here
}

/** What is promised of one figure, in words, and whether it holds; `null` where nothing is. */
export function promiseOf(
  measurement: Measurement,
  all: readonly Measurement[],
): { readonly words: string; readonly kept: boolean } | null {
  const { limit, atLeast, values, unit } = measurement
  if (limit !== undefined) {
    const found = percentile(values, limit.of === 'p99' ? 0.99 : 0.5)
    return { words: `${limit.of} ≤ ${readable(limit.most)} ${unit}`, kept: found <= limit.most }
  }
  if (atLeast === undefined) return null
  return { words: `≥ ${atLeast} ×`, kept: (ratioOf(measurement, all) ?? 0) >= atLeast }
}

export function keepsPromises({ measurements }: WorkloadResult): boolean {
  return measurements.every((measurement) => promiseOf(measurement, measurements)?.kept !== false)
}

export function readable(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US')
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2)
}
