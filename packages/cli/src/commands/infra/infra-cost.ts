import type { Command } from 'commander'
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
    const [{ costTable }, { costsText }] = await Promise.all([import('@causeway/infra'), import('./costs-text.ts')])
    const { all } = await loadDesigns(io, options)
    const wanted = all.filter(({ environment }) => environment === (options.environment ?? environment))
    const tables = wanted.map(costTable)
    const unknown = tables.some(({ running, migration }) => running.unknown + migration.unknown > 0)
    printResult(io, options.json, {
      data: tables,
      text: costsText(tables),
      warnings: unknown ? ['prices that are not in the bundled list are shown as unknown, and are in no sum'] : [],
    })
  })
}
