import type { InfraDesign } from '../design/infra-design.ts'
import type { CostItem } from '../design/model/operations.ts'

/** Dollars a month; `unknown` counts the items that have no price and are in no sum. */
export interface CostTable {
  readonly environment: string
  readonly rows: readonly CostItem[]
  /** As long as it stands. */
  readonly running: CostSum
  /** On top, until the migration is committed. */
  readonly migration: CostSum
}

export interface CostSum {
  readonly monthlyUsd: number
  readonly unknown: number
}

/** What an environment costs, dearest first and what is unknown last, with what is paid for the migration alone. */
export function costTable({ environment, costs }: InfraDesign): CostTable {
  const rows = costs.toSorted((a, b) => order(a) - order(b) || (b.monthlyUsd ?? -1) - (a.monthlyUsd ?? -1))
  return { environment, rows, running: sumOf(costs, 'running'), migration: sumOf(costs, 'migration') }
}

function order({ scope }: CostItem): number {
  return scope === 'running' ? 0 : 1
}

function sumOf(costs: readonly CostItem[], scope: CostItem['scope']): CostSum {
  const prices = costs.filter((item) => item.scope === scope).map(({ monthlyUsd }) => monthlyUsd)
  const known = prices.filter((price) => price !== null)
  return { monthlyUsd: known.reduce((total, price) => total + price, 0), unknown: prices.length - known.length }
}

/** `$1,234.50`, or that it is not known. */
export function dollars(value: number | null): string {
  if (value === null) return 'unknown'
  return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** `$1,234.50`, and what is missing in it. */
export function total({ monthlyUsd, unknown }: CostSum): string {
  const missing = unknown === 0 ? '' : ` and ${unknown} unknown`
  return `${dollars(monthlyUsd)}${missing}`
}
