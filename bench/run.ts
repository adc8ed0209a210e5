import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MAJORS, startPostgres, type Major } from '@causeway/harness'
import { describeRun, keeps, toMarkdown, type WorkloadResult } from './results.ts'
import type { BenchContext, Sizes, Workload } from './workload.ts'
import { cdcBacklog } from './workloads/cdc-backlog.ts'
import { fullLoad } from './workloads/full-load.ts'
import { memory } from './workloads/memory.ts'
import { pause } from './workloads/pause.ts'
import { verification } from './workloads/verification.ts'

const WORKLOADS: readonly Workload[] = [fullLoad, cdcBacklog, verification, pause, memory]

const FULL: Sizes = {
  megabytes: 2000,
  rounds: 3,
  transactions: 200_000,
  trips: 20,
  writesPerSecond: 500,
  memory: { tableMegabytes: 2000, valueMegabytes: 100, transactionRows: 1_000_000 },
}

const QUICK: Sizes = {
  megabytes: 60,
  rounds: 1,
  transactions: 10_000,
  trips: 5,
  writesPerSecond: 500,
  memory: { tableMegabytes: 60, valueMegabytes: 20, transactionRows: 50_000 },
}

const HELP = `npm run bench -- [options] [workload …]

Measures Causeway, and peers where there are any, on servers of its own; writes what it found to bench/results/.

Workloads: ${WORKLOADS.map(({ name }) => name).join(', ')}; all of them by default.

  --quick              small sizes, one round: whether it works, not how fast it is
  --from MAJOR         PostgreSQL of the source (15)
  --to MAJOR           PostgreSQL of the target (17)
  --megabytes N        size of the tables that are copied and compared (${FULL.megabytes})
  --transactions N     TPC-B transactions of one backlog (${FULL.transactions})
  --rounds N           rounds of what has a peer (${FULL.rounds})
  --trips N            cut-overs, each with its rollback (${FULL.trips})
  --rate N             writes per second during them (${FULL.writesPerSecond})
  --help
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    from: { type: 'string', default: '15' },
    to: { type: 'string', default: '17' },
    megabytes: { type: 'string' },
    transactions: { type: 'string' },
    rounds: { type: 'string' },
    trips: { type: 'string' },
    rate: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(HELP)
else await bench()

async function bench(): Promise<void> {
  if (process.platform !== 'linux') throw new Error('processor time and memory are read from /proc: this needs Linux')
  const context: BenchContext = { sizes: sizes(), from: major(values.from), to: major(values.to), say }
  const chosen = positionals.length === 0 ? WORKLOADS : positionals.map(workloadOf)
  const described = describeRun(context, await postgresVersions(context))
  const workloads: WorkloadResult[] = []
  for (const workload of chosen) workloads.push(await measure(workload, context))
  const results = { ...described, workloads }
  const directory = join(import.meta.dirname, 'results')
  await mkdir(directory, { recursive: true })
  const base = join(directory, `${results.startedAt.slice(0, 16).replaceAll(':', '')}${values.quick ? '-quick' : ''}`)
  await writeFile(`${base}.json`, `${JSON.stringify(results, null, 2)}\n`)
  await writeFile(`${base}.md`, toMarkdown(results))
  process.stdout.write(`${toMarkdown(results)}\n${base}.md\n`)
  if (!workloads.every(({ measurements }) => measurements.every(keeps))) process.exitCode = 1
}

async function measure({ name, summary, run }: Workload, context: BenchContext): Promise<WorkloadResult> {
  say(`— ${name}`)
  const beganAt = performance.now()
  const measurements = await run(context)
  return { name, summary, durationSeconds: (performance.now() - beganAt) / 1000, measurements }
}

function sizes(): Sizes {
  const base = values.quick ? QUICK : FULL
  const number = (text: string | undefined, otherwise: number) => {
    if (text === undefined) return otherwise
    if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is not a whole number from 1`)
    return Number(text)
  }
  return {
    ...base,
    megabytes: number(values.megabytes, base.megabytes),
    transactions: number(values.transactions, base.transactions),
    rounds: number(values.rounds, base.rounds),
    trips: number(values.trips, base.trips),
    writesPerSecond: number(values.rate, base.writesPerSecond),
  }
}

function workloadOf(name: string): Workload {
  const workload = WORKLOADS.find((workload) => workload.name === name)
  if (workload === undefined)
    throw new Error(`there is no workload ${name}: ${WORKLOADS.map((each) => each.name).join(', ')}`)
  return workload
}

function major(text: string): Major {
  const major = MAJORS.find((major) => String(major) === text)
  if (major === undefined) throw new Error(`there is no PostgreSQL ${text} here: ${MAJORS.join(', ')}`)
  return major
}

async function postgresVersions({ from, to }: BenchContext): Promise<Readonly<Record<string, string>>> {
  const versions: Record<string, string> = {}
  for (const [side, major] of [
    ['source', from],
    ['target', to],
  ] as const) {
    await using server = await startPostgres({ major })
    const [row] = await server.query<{ server_version: string }>('postgres', 'SHOW server_version')
    versions[`${side} PostgreSQL`] = row?.server_version ?? 'unknown'
  }
  return versions
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}
