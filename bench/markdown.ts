import { promiseOf, ratioOf, readable, type Results, type WorkloadResult } from './results.ts'
import { median, percentile } from './statistics.ts'
import type { Measurement } from './workload.ts'

/** Everything that was measured. @param plot its file, beside this one */
export function toMarkdown(results: Results, plot: string): string {
  const { startedAt, sizes, missing, workloads } = results
  return [
    `# ${startedAt.slice(0, 16).replace('T', ' ')} UTC`,
    '',
    conditions(results),
    '',
    `\`${JSON.stringify(sizes)}\``,
    '',
    ...missing.map((text) => `Not here: ${text}.\n`),
    `![ratios and memory](${plot})`,
    ...workloads.flatMap((workload) => ['', ...workloadTable(workload)]),
    '',
  ].join('\n')
}

/** Machine and versions. */
export function conditions({ machine, versions }: Results): string {
  const { processor, processors, memoryGb, linux } = machine
  const all = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `${processors} × ${processor}, ${memoryGb} GB, Linux ${linux} · ${all.join(' · ')}`
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
  const { what, unit, by, values } = measurement
  const show = (value: number) => `${readable(value)} ${unit}`
  const cells = [
    what,
    by,
    String(values.length),
    show(median(values)),
    show(percentile(values, 0.99)),
    show(Math.max(...values)),
    times(ratioOf(measurement, all)),
    promised(measurement, all),
  ]
  return `| ${cells.join(' | ')} |`
}

export function times(ratio: number | null): string {
  return ratio === null ? '' : `${ratio.toFixed(2)} ×`
}

export function promised(measurement: Measurement, all: readonly Measurement[]): string {
  const promise = promiseOf(measurement, all)
  return promise === null ? '' : `${promise.words}: ${promise.kept ? 'yes' : '**no**'}`
}
