import { parseArgs } from 'node:util'
import { MAJORS, type Major } from '@causeway/harness'
import type { Sizes } from './workload.ts'

const FULL: Sizes = {
  megabytes: 2000,
  rounds: 3,
  tables: 2000,
  transactions: 200_000,
  scale: 10,
  lagRates: [500, 1000, 2000, 4000, 8000, 16_000],
  lagSeconds: 15,
  trips: 20,
  writeRates: [250, 1000, 2000],
  memory: { tableMegabytes: 2000, valueMegabytes: 100, transactionRows: 1_000_000 },
}

const QUICK: Sizes = {
  megabytes: 10,
  rounds: 1,
  tables: 20,
  transactions: 5000,
  scale: 1,
  lagRates: [1000],
  lagSeconds: 2,
  trips: 1,
  writeRates: [250],
  memory: { tableMegabytes: 60, valueMegabytes: 20, transactionRows: 50_000 },
}

export interface Options {
  readonly help: boolean
  readonly quick: boolean
  readonly from: Major
  readonly to: Major
  readonly sizes: Sizes
  readonly peers: RegExp
  /** What the README shall be written from, instead of measuring. */
  readonly writeReadme: boolean
  /** Names of workloads or of their groups; with `writeReadme`, files of results. */
  readonly names: readonly string[]
}

export const OPTIONS_HELP = `  --quick              small sizes, one round: whether it works, not how fast it is
  --from MAJOR         PostgreSQL of the source (15)
  --to MAJOR           PostgreSQL of the target (15: what Debian's pg_dump knows, so that every peer can do the same)
  --megabytes N        size of the tables that are copied and compared (${FULL.megabytes})
  --tables N           small tables of one database (${FULL.tables})
  --transactions N     TPC-B transactions of one backlog (${FULL.transactions}); a fifth for wide tables
  --rounds N           rounds of what has a peer (${FULL.rounds})
  --peers PATTERN      of full-load, only peers whose name matches
  --trips N            cut-overs, each with its rollback (${FULL.trips})
  --rate N             writes per second during them, one rate only (${FULL.writeRates.join(', ')})
  --lag-rate N         transactions per second while lag is measured, one rate only (${FULL.lagRates.join(', ')})
  --write-readme FILE… writes these results (JSON) into bench/README.md; a later file wins over an earlier one
  --help
`

/** @throws on what it does not know */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      from: { type: 'string', default: '15' },
      to: { type: 'string', default: '15' },
      megabytes: { type: 'string' },
      tables: { type: 'string' },
      transactions: { type: 'string' },
      rounds: { type: 'string' },
      peers: { type: 'string', default: '' },
      trips: { type: 'string' },
      rate: { type: 'string' },
      'lag-rate': { type: 'string' },
      'write-readme': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const base = values.quick ? QUICK : FULL
  return {
    help: values.help,
    quick: values.quick,
    from: major(values.from),
    to: major(values.to),
    sizes: {
      ...base,
      megabytes: number(values.megabytes) ?? base.megabytes,
      tables: number(values.tables) ?? base.tables,
      transactions: number(values.transactions) ?? base.transactions,
      rounds: number(values.rounds) ?? base.rounds,
      trips: number(values.trips) ?? base.trips,
      writeRates: only(number(values.rate)) ?? base.writeRates,
      lagRates: only(number(values['lag-rate'])) ?? base.lagRates,
    },
    peers: new RegExp(values.peers),
    writeReadme: values['write-readme'],
    names: positionals,
  }
}

function number(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${text} is not a whole number from 1`)
  return Number(text)
}

function only(value: number | undefined): readonly number[] | undefined {
  return value === undefined ? undefined : [value]
}

function major(text: string): Major {
  const major = MAJORS.find((major) => String(major) === text)
  if (major === undefined) throw new Error(`there is no PostgreSQL ${text} here: ${MAJORS.join(', ')}`)
  return major
}
