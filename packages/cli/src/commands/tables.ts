import type { Command } from 'commander'
import { CausewayError, type TableProgress, type TableVerification } from '@causeway/core'
import { bytes, count, table } from '../hosts/units.ts'
import type { Io } from '../io.ts'
import { loadSpec } from '../load-spec.ts'
import { printResult } from '../output.ts'
import { command, withDeclaration, type CommonOptions } from './command-options.ts'
import { liveStatus, recordedStatus } from './controller-status.ts'

/** What is known of one table; `null` parts are not known, since this controller has not copied or compared it. */
export interface TableRow {
  readonly table: string
  readonly load: TableProgress | null
  readonly verification: TableVerification | null
}

export function tablesCommand(io: Io): Command {
  return withDeclaration(
    command('tables', 'each table: how much is copied, and what the last verification found', [
      'causeway tables',
      'causeway tables --json | jq ".data[] | select(.verification.mismatches > 0)"',
    ]),
  ).action(async (options: CommonOptions) => {
    const spec = await loadSpec(io, options)
    const live = await liveStatus(io, spec)
    const known = live ?? (await recordedStatus(spec))
    if (known === null) {
      throw new CausewayError('CW-0256', `there is no journal in ${spec.stateDir}: nothing has been started here`)
    }
    const rows = tableRows(live?.tables ?? [], known.verified?.perTable ?? [])
    printResult(io, options.json, {
      data: rows,
      text: rows.length === 0 ? 'no table has been copied or compared yet' : tablesText(rows),
    })
  })
}

/** Both views of the tables as one, by name. */
export function tableRows(
  loads: readonly TableProgress[],
  verified: readonly TableVerification[],
): readonly TableRow[] {
  const load = new Map(loads.map((one) => [one.table, one]))
  const verification = new Map(verified.map((one) => [one.table, one]))
  return [...new Set([...load.keys(), ...verification.keys()])].toSorted().map((name) => ({
    table: name,
    load: load.get(name) ?? null,
    verification: verification.get(name) ?? null,
  }))
}

export function tablesText(rows: readonly TableRow[]): string {
  return table([
    ['table', 'state', 'copied', 'of about', 'rows', 'compared', 'mismatches'],
    ...rows.map(({ table: name, load, verification }) => [
      name,
      load?.state ?? 'ready',
      load === null ? '–' : bytes(load.copiedBytes),
      load === null ? '–' : bytes(load.totalBytes),
      load === null ? '–' : count(load.copiedRows),
      verification === null ? '–' : count(verification.rows),
      verification === null ? '–' : count(verification.mismatches),
    ]),
  ])
}
