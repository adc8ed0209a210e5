import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '@causeway/harness'
import { toMarkdown } from './markdown.ts'
import { OPTIONS_HELP, parseOptions, type Options } from './options.ts'
import { findCarriers } from './peers/find.ts'
import { toPlot } from './plot.ts'
import { writeReadme } from './readme.ts'
import { describeRun, keepsPromises, type Results, type WorkloadResult } from './results.ts'
import type { BenchContext, Workload } from './workload.ts'
import { CDC_BACKLOGS } from './workloads/cdc-backlog.ts'
import { FULL_LOADS } from './workloads/full-load.ts'
import { lag } from './workloads/lag.ts'
import { memory } from './workloads/memory.ts'
import { PAUSES } from './workloads/pause.ts'
import { verification } from './workloads/verification.ts'

const WORKLOADS: readonly Workload[] = [...FULL_LOADS, ...CDC_BACKLOGS, lag, verification, ...PAUSES, memory]

const options = parseOptions(process.argv.slice(2))
if (options.help) process.stdout.write(await help(options))
else if (options.writeReadme) await writeReadme(await Promise.all(options.names.map(readResults)))
else await bench(options)

async function help({ from }: Options): Promise<string> {
  const { carriers, missing } = await findCarriers(from)
  const list = (lines: readonly string[]) => lines.map((line) => `  ${line}\n`).join('')
  return `npm run bench -- [options] [workload …]

Measures Causeway, and peers where there are any, on servers of its own; writes what it found to bench/results/.

Workloads, all of them by default; the word before the slash means each that begins with it:
${list(WORKLOADS.map(({ name }) => name))}
Options:
${OPTIONS_HELP}
Peers here: native logical replication, sum(hashtext(row::text)), and
${list(carriers.map(({ name }) => name))}
Not here:
${list([...missing, ...(await missingWorkloads(WORKLOADS))])}`
}

async function bench({ quick, from, to, sizes, peers, names }: Options): Promise<void> {
  if (process.platform !== 'linux') throw new Error('processor time and memory are read from /proc: this needs Linux')
  const context: BenchContext = { sizes, peers, from, to, say }
  const chosen = names.length === 0 ? WORKLOADS : names.flatMap(workloadsOf)
  const described = describeRun(context, await postgresVersions(context))
  const missing = [...(await findCarriers(from)).missing, ...(await missingWorkloads(chosen))]
  for (const text of missing) say(`not here: ${text}`)
  const workloads: WorkloadResult[] = []
  for (const workload of chosen) {
    if (((await workload.missing?.()) ?? null) === null) workloads.push(await measure(workload, context))
  }
  await write({ ...described, missing, workloads }, quick)
  // Small sizes are mostly the start of programs: what is promised is not meant for them.
  if (!quick && !workloads.every(keepsPromises)) process.exitCode = 1
}

async function write(results: Results, quick: boolean): Promise<void> {
  const directory = join(import.meta.dirname, 'results')
  await mkdir(directory, { recursive: true })
  const name = `${results.startedAt.slice(0, 16).replaceAll(':', '')}${quick ? '-quick' : ''}`
  const base = join(directory, name)
  const markdown = toMarkdown(results, `${name}.svg`)
  await writeFile(`${base}.json`, `${JSON.stringify(results, null, 2)}\n`)
  await writeFile(`${base}.svg`, toPlot(results))
  await writeFile(`${base}.md`, markdown)
  process.stdout.write(`${markdown}\n${base}.md\n`)
}

async function measure({ name, summary, run }: Workload, context: BenchContext): Promise<WorkloadResult> {
  say(`— ${name}`)
  const beganAt = performance.now()
  const measurements = await run(context)
  return { name, summary, durationSeconds: (performance.now() - beganAt) / 1000, measurements }
}

async function missingWorkloads(workloads: readonly Workload[]): Promise<readonly string[]> {
  const reasons = await Promise.all(
    workloads.map(async ({ name, missing }) => {
      const reason = (await missing?.()) ?? null
      return reason === null ? [] : [`${name}: ${reason}`]
    }),
  )
  return reasons.flat()
}

/** One by its name, or all of a group. */
function workloadsOf(name: string): readonly Workload[] {
  const found = WORKLOADS.filter((workload) => workload.name === name || workload.name.startsWith(`${name}/`))
  if (found.length > 0) return found
  throw new Error(`there is no workload ${name}: ${WORKLOADS.map((each) => each.name).join(', ')}`)
}

async function readResults(file: string): Promise<Results> {
  return JSON.parse(await readFile(file, 'utf8')) as Results
}

async function postgresVersions({ from, to }: BenchContext): Promise<Readonly<Record<string, string>>> {
  const versionOf = async (major: BenchContext['from']) => {
    await using server = await startPostgres({ major })
    const [row] = await server.query<{ server_version: string }>('postgres', 'SHOW server_version')
    return row?.server_version ?? 'unknown'
  }
  const source = await versionOf(from)
  return { 'source PostgreSQL': source, 'target PostgreSQL': to === from ? source : await versionOf(to) }
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}
