import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { conditions, promised, times } from './markdown.ts'
import { headlines } from './plot.ts'
import { promiseOf, ratioOf, readable, type Results, type WorkloadResult } from './results.ts'
import { median, percentile } from './statistics.ts'
import { CAUSEWAY, type Measurement } from './workload.ts'

const README = join(import.meta.dirname, 'README.md')
const [BEGIN, END] = ['<!-- last measured: written by --write-readme -->', '<!-- end -->']

/** Replaces what the README says was measured last; of a workload that is in several results, the last counts. */
export async function writeReadme(all: readonly Results[]): Promise<void> {
  const text = await readFile(README, 'utf8')
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (before < 0 || after < before) throw new Error(`${README} has no place for results: ${BEGIN} … ${END}`)
  await writeFile(README, `${text.slice(0, before)}${BEGIN}\n\n${lastMeasured(all)}\n\n${text.slice(after)}`)
}

function lastMeasured(all: readonly Results[]): string {
  const latest = new Map<string, { readonly workload: WorkloadResult; readonly results: Results }>()
  for (const results of all) {
    for (const workload of results.workloads) latest.set(workload.name, { workload, results })
  }
  const used = [...new Set([...latest.values()].map(({ results }) => results))]
  return [
    ...used.map((results) => {
      const file = results.startedAt.slice(0, 16).replaceAll(':', '')
      return `- [${file}](results/${file}.md): ${conditions(results)}, \`${JSON.stringify(results.sizes)}\``
    }),
    '',
    '| workload | figure | causeway | peer | ratio | promised |',
    '| --- | --- | ---: | --- | ---: | --- |',
    ...[...latest.values()].flatMap(({ workload }) => rowsOf(workload)),
  ].join('\n')
}

/** What a workload is about: its peers, and whatever something is promised of. */
function rowsOf({ name, measurements }: WorkloadResult): readonly string[] {
  const cells = [
    ...headlines(measurements).map((peer) => {
      const ours = measurements.find(({ what, by }) => what === peer.what && by === CAUSEWAY)
      const ratio = times(ratioOf(peer, measurements))
      return [
        peer.what,
        ours === undefined ? '' : middle(ours),
        `${peer.by}: ${middle(peer)}`,
        ratio,
        promised(peer, measurements),
      ]
    }),
    ...measurements
      .filter((each) => each.limit !== undefined && promiseOf(each, measurements) !== null)
      .map((each) => [
        each.what,
        `${middle(each)}, p99 ${shown(percentile(each.values, 0.99), each)}`,
        '–',
        '',
        promised(each, measurements),
      ]),
  ]
  return cells.map((row) => `| ${[name, ...row].join(' | ')} |`)
}

function middle(measurement: Measurement): string {
  return shown(median(measurement.values), measurement)
}

function shown(value: number, { unit }: Measurement): string {
  return `${readable(value)} ${unit}`
}
