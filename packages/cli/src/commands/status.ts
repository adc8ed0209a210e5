import type { Command } from 'commander'
import { CausewayError, ControlClient, type MessageData, type StatusView } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { differText, loadText, streamText, trafficText, verifyingText } from '../hosts/message-line.ts'
import { counted, duration } from '../hosts/units.ts'
import type { Io } from '../io.ts'
import { loadSpec } from '../load-spec.ts'
import { printResult, type Result } from '../output.ts'
import { command, withDeclaration, type CommonOptions } from './command-options.ts'
import { liveStatus, recordedStatus, type RecordedStatus } from './controller-status.ts'
import { tableRows, tablesText, type TableRow } from './tables.ts'

interface StatusOptions extends CommonOptions {
  readonly watch: boolean
}

/** How many tables are shown here; `causeway tables` shows all. */
const TABLES_SHOWN = 12

export function statusCommand(io: Io): Command {
  return withDeclaration(
    command('status', 'where the migration is, what it waits for, and whether there is a way back', [
      'causeway status',
      'causeway status --watch',
      'causeway status --json | jq .data.phase',
    ]),
  )
    .option('-w, --watch', 'keep showing what happens, until interrupted or the controller ends', false)
    .action(async (options: StatusOptions) => {
      const spec = await loadSpec(io, options)
      if (options.watch) return await watch(io, spec, options.json)
      const live = await liveStatus(io, spec)
      printResult(io, options.json, live === null ? fromJournal(await recordedStatus(spec)) : fromController(live))
    })
}

function fromController(view: StatusView): Result {
  const command = view.waitingFor?.command ?? null
  return {
    data: { running: true, ...view },
    text: statusText(view),
    nextSteps: view.attribute?.kind === 'frozen' ? ['causeway resume'] : command === null ? [] : command.split(', or '),
  }
}

function fromJournal(status: RecordedStatus | null): Result {
  if (status === null) {
    return { data: null, text: 'nothing has been started here', nextSteps: ['causeway doctor', 'causeway run'] }
  }
  const over = status.phase === 'committed'
  return {
    data: { running: false, ...status },
    text: `${over ? 'the migration is over' : 'no controller is running; this is what the journal holds'}\n${lines(recordedLines(status))}`,
    nextSteps: over ? ['causeway report'] : ['causeway run'],
  }
}

type Line = readonly [name: string, text: string]

/** Everything about a running migration on one screen. */
export function statusText(view: StatusView): string {
  const { forward, reverse } = view.streams
  const { load, verifying, traffic, waitingFor, wayBack } = view
  const verifyingNow = verifying !== null && verifying.tablesDone < verifying.tables
  const shown = tablesShown(tableRows(view.tables, view.verified?.perTable ?? []))
  return [
    lines([
      ...headLines(view),
      ...(traffic === null ? [] : [['traffic', trafficText(traffic)] as const]),
      ...(view.phase === 'full-load' && load !== null ? [['load', loadText(load)] as const] : []),
      ['forward', streamText(forward)],
      ['reverse', streamText(reverse)],
      ...(verifyingNow ? [['verifying', verifyingText(verifying)] as const] : []),
      ['verified', verifiedText(view)],
      ['way back', `${wayBack.available ? 'available' : 'LOST'}: ${wayBack.why}`],
      ['waits for', waitingFor === null ? 'nobody' : waitingFor.what],
    ]),
    ...(shown === '' ? [] : ['', shown]),
  ].join('\n')
}

function recordedLines(status: RecordedStatus): readonly Line[] {
  const { verified, verification } = status
  const found =
    verified === null ? 'not yet' : verification === null ? 'nothing that still holds' : resultText(verified)
  return [...headLines(status), ['verified', found]]
}

function headLines(status: StatusView | RecordedStatus): readonly Line[] {
  const { migration, environment, phase, attribute, handover, authority, weight } = status
  return [
    ['migration', `${migration} (${environment})${'epoch' in status ? `, epoch ${status.epoch}` : ''}`],
    ['phase', `${phase}${handover === null ? '' : `, ${handover.kind} ${handover.number} in course`}`],
    ...(attribute === null
      ? []
      : [[attribute.kind, `${attribute.reason}${attribute.code === null ? '' : ` (${attribute.code})`}`] as const]),
    ['authority', AUTHORITY[authority]],
    ['weight', `${weight} % of requests are for green`],
  ]
}

const AUTHORITY = {
  SOURCE: 'SOURCE: clients write to the source',
  NONE: 'NONE: clients wait, authority is being handed over',
  TARGET: 'TARGET: clients write to the target',
} as const

function verifiedText({ verified, verification, pendingVerification }: StatusView): string {
  const waiting = `${counted(pendingVerification, 'changed row')} to compare again`
  if (verification === null) return verified === null ? `not yet, ${waiting}` : `nothing that still holds, ${waiting}`
  const age = duration(Math.max(0, Date.now() - Date.parse(verification.finishedAt)))
  return `${differText(verification.mismatches)}, compared ${age} ago, ${waiting}`
}

function resultText({ mismatchCount, tables, rows }: MessageData['verification-result']): string {
  return `${differText(mismatchCount)} in ${counted(tables, 'table')}, ${counted(rows, 'row')}`
}

/** All tables while they are few; else those that are not ready or differ. */
function tablesShown(rows: readonly TableRow[]): string {
  if (rows.length === 0) return ''
  if (rows.length <= TABLES_SHOWN) return tablesText(rows)
  const open = rows.filter(({ load, verification }) => load?.state !== 'ready' || (verification?.mismatches ?? 0) > 0)
  const rest = `${counted(rows.length - Math.min(open.length, TABLES_SHOWN), 'table')} more: causeway tables`
  return open.length === 0 ? rest : `${tablesText(open.slice(0, TABLES_SHOWN))}\n${rest}`
}

function lines(all: readonly Line[]): string {
  return all.map(([name, text]) => `${name.padEnd(10)} ${text}`).join('\n')
}

/** What happens is the result here, so it goes to stdout. */
async function watch(io: Io, spec: ResolvedSpec, json: boolean): Promise<void> {
  const client = new ControlClient(spec.stateDir)
  const view = await liveStatus(io, spec)
  if (view === null) {
    throw new CausewayError('CW-0306', 'no controller is running for this migration, so there is nothing to watch')
  }
  if (!json && io.stdout.isTTY !== true) io.stdout.write(`${statusText(view)}\n`)
  const { messageHost } = await import('../hosts/message-host.ts')
  using host = messageHost(io, json, io.stdout)
  host.begin(view)
  for await (const said of client.messages(io.signal)) {
    host.emit(said)
    // Nobody reads any more.
    if (!io.stdout.writable) return
  }
  host.say('the controller has ended')
}
