import type { Command } from 'commander'
import {
  CausewayError,
  ControlClient,
  readJournal,
  type Message,
  type StatusView,
  type TableProgress,
} from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { LiveView } from '../hosts/live-view.ts'
import { messageLine } from '../hosts/message-line.ts'
import { bytes, count, duration, table } from '../hosts/units.ts'
import type { Io } from '../io.ts'
import { loadSpec } from '../load-spec.ts'
import { printResult } from '../output.ts'
import { command, withDeclaration, type CommonOptions } from './command-options.ts'

interface StatusOptions extends CommonOptions {
  readonly watch: boolean
}

export function statusCommand(io: Io): Command {
  return withDeclaration(
    command('status', 'where the migration is, what it waits for, and whether there is a way back', [
      'causeway status',
      'causeway status --watch',
      'causeway status --json | jq .data.phase',
    ]),
  )
    .option('-w, --watch', 'keep showing what happens until interrupted', false)
    .action(async (options: StatusOptions) => {
      const spec = await loadSpec(io, options)
      if (options.watch) return await watch(io, spec, options.json)
      const view = await currentView(io, spec)
      printResult(
        io,
        options.json,
        view.live === null
          ? recorded(view.recorded)
          : { data: view.live, text: viewText(view.live), nextSteps: nextSteps(view.live) },
      )
    })
}

export function tablesCommand(io: Io): Command {
  return withDeclaration(
    command('tables', 'each table: rows, state, verification', ['causeway tables', 'causeway tables --json']),
  ).action(async (options: CommonOptions) => {
    const spec = await loadSpec(io, options)
    const rows = await tableRows(io, spec)
    const text = table([
      ['table', 'state', 'rows', 'copied', 'of about'],
      ...rows.map((row) => [
        row.table,
        row.state,
        count(row.copiedRows),
        bytes(row.copiedBytes),
        bytes(row.totalBytes),
      ]),
    ])
    printResult(io, options.json, { data: rows, text })
  })
}

/** The controller's view while one runs; else what the journal holds. */
async function currentView(
  io: Io,
  spec: ResolvedSpec,
): Promise<{ live: StatusView | null; recorded: Recorded | null }> {
  try {
    return { live: (await new ControlClient(spec.stateDir).status(io.signal)) as StatusView, recorded: null }
  } catch (error) {
    if (!CausewayError.is(error) || error.code !== 'CW-0306') throw error
    await using journal = readJournal(spec.stateDir)
    if (journal === null) return { live: null, recorded: null }
    return { live: null, recorded: (await journal.state()).state }
  }
}

type Recorded = {
  readonly phase: string
  readonly weight: number
  readonly attribute: { readonly reason: string } | null
}

function recorded(state: Recorded | null): Parameters<typeof printResult>[2] {
  if (state === null)
    return { data: null, text: 'nothing has been started here', nextSteps: ['causeway doctor', 'causeway run'] }
  return {
    data: state,
    text: `no controller is running\nphase      ${state.phase}\nweight     ${state.weight} %${state.attribute === null ? '' : `\nheld by    ${state.attribute.reason}`}`,
    nextSteps: ['causeway run'],
  }
}

function viewText(view: StatusView): string {
  const { forward, reverse } = view.streams
  const lag = (ms: number | null) => (ms === null ? 'not known' : duration(ms))
  return [
    `migration  ${view.migration} (${view.environment}), epoch ${view.epoch}`,
    `phase      ${view.phase}${view.attribute === null ? '' : `, ${view.attribute.kind}: ${view.attribute.reason}`}`,
    `authority  ${view.authority}`,
    `weight     ${view.weight} %`,
    `forward    ${forward.state}, lag ${lag(forward.lagMs)}, ${forward.appliedTransactions} transactions applied`,
    `reverse    ${reverse.state}, lag ${lag(reverse.lagMs)}`,
    `verified   ${view.verification === null ? 'not yet' : `${view.verification.mismatches} mismatches at ${view.verification.finishedAt}`}, ${view.pendingVerification} changed rows wait`,
    `way back   ${view.wayBack.available ? 'available' : 'LOST'}: ${view.wayBack.why}`,
  ].join('\n')
}

function nextSteps(view: StatusView): readonly string[] {
  const waiting = view.waitingFor as { command: string | null } | null
  return waiting?.command === null || waiting === null ? [] : [waiting.command]
}

async function watch(io: Io, spec: ResolvedSpec, json: boolean): Promise<void> {
  const picture = new LiveView()
  for await (const said of new ControlClient(spec.stateDir).messages(io.signal)) {
    if (json) io.stdout.write(`${JSON.stringify(said)}\n`)
    else show(io, picture, said)
  }
}

function show(io: Io, picture: LiveView, said: Message): void {
  picture.hear(said)
  const line = messageLine(said)
  if (line !== null) io.stdout.write(`${said.time.slice(11, 23)} ${line}\n`)
  else if (said.name === 'stream-status') io.stdout.write(`${picture.lines().slice(3).join('\n')}\n`)
}

/** While a controller runs; afterwards the report has the tables. */
async function tableRows(io: Io, spec: ResolvedSpec): Promise<readonly TableProgress[]> {
  const view = (await new ControlClient(spec.stateDir).status(io.signal)) as StatusView
  return view.tables
}
