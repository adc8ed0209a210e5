import type { Command } from 'commander'
import { PRICES_AS_OF, costTable, dollars, total, type CostTable } from '@causeway/infra'
import { table } from '../../hosts/units.ts'
import type { Io } from '../../io.ts'
import { printResult } from '../../output.ts'
import { command, withDeclaration, type CommonOptions } from '../command-options.ts'
import { loadDesigns } from './load-designs.ts'

export function infraCostCommand(io: Io): Command {
  return withDeclaration(
    command('cost', 'what each environment costs a month, and the migration on top', [
      'causeway infra cost',
      'causeway infra cost --environment dev --json | jq .data[0].running.monthlyUsd',
    ]),
  ).action(async (options: CommonOptions) => {
    const { all } = await loadDesigns(io, options)
    const wanted = all.filter(({ environment }) => environment === (options.environment ?? environment))
    const tables = wanted.map(costTable)
    const unknown = tables.some(({ running, migration }) => running.unknown + migration.unknown > 0)
    printResult(io, options.json, {
      data: tables,
      text: `${tables.map(costText).join('\n\n')}\n\nlist prices of us-east-1, ${PRICES_AS_OF}; what is assumed is in cost.md, and in --json`,
      warnings: unknown ? ['prices that are not in the bundled list are shown as unknown, and are in no sum'] : [],
    })
  })
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
