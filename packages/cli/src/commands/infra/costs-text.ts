import { PRICES_AS_OF, dollars, total, type CostTable } from '@causeway/infra'
import { table } from '../../hosts/units.ts'

export function costsText(tables: readonly CostTable[]): string {
  const whence = `list prices of us-east-1, ${PRICES_AS_OF}; what is assumed is in cost.md, and in --json`
  return [...tables.map(costText), whence].join('\n\n')
}

function costText({ environment, rows, running, migration }: CostTable): string {
  const lines = rows.map(({ service, configuration, scope, monthlyUsd }) => [
    service,
    configuration,
    scope,
    dollars(monthlyUsd),
  ])
  return [
    `${environment}, a month`,
    table([['service', 'configuration', 'paid while', 'monthly'], ...lines]),
    `as long as it stands: ${total(running)}`,
    `on top, until the migration is committed: ${total(migration)}`,
  ].join('\n')
}
