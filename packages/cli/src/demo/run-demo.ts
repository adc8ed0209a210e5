import { mkdir, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CausewayError, ERRORS, type ErrorCode, type Message, type Messages } from '@causeway/core'
import {
  connectionTo,
  freePort,
  INVENTORY_LEDGER,
  judge,
  startInventoryLoad,
  type InventoryLoad,
  type Major,
  type Verdict,
} from '@causeway/harness'
import { startMigration, type RunningMigration } from '../compose.ts'
import { messageHost, type MessageHost } from '../hosts/message-host.ts'
import { count, duration } from '../hosts/units.ts'
import type { Io } from '../io.ts'
import { loadSpec } from '../load-spec.ts'
import { stderrLogger } from '../logger.ts'
import { printResult } from '../output.ts'
import type { ReportedClients } from '../report/report-data.ts'
import { writeReport, type WrittenReport } from '../report/write-report.ts'
import { grantAsAdministrator } from './administrator.ts'
import { writeDemoDeclaration } from './demo-declaration.ts'
import { startDemoSystem, type DemoSystem } from './demo-system.ts'

export interface DemoOptions {
  readonly rows: number
  /** Writes a second; as many reads come on top. */
  readonly rate: number
  readonly from: `${Major}`
  readonly to: `${Major}`
  readonly rollback: boolean
  readonly out: string
  readonly json: boolean
}

/** How often what clients see is shown. */
const NOTE_MS = 500

/**
 * The main job on servers of its own: every phase of a real migration, real clients writing all the time, and a judge
 * that knows nothing of Causeway. @throws CW-0502 when anything was lost, duplicated or reordered
 */
export async function runDemo(io: Io, options: DemoOptions): Promise<void> {
  using host = messageHost(io, options.json)
  const system = await startDemoSystem({
    from: Number(options.from) as Major,
    to: Number(options.to) as Major,
    rows: options.rows,
    say: (text) => host.say(text),
    signal: io.signal,
  })
  await using _system = system
  const port = await freePort()
  const file = await writeDemoDeclaration(system.folder, { ...system, ...urlsOf(system), routerPort: port })
  const spec = await loadSpec(io, { file })
  const holding = Promise.withResolvers<void>()
  const messages: Messages = {
    emit: (said) => {
      host.emit(said)
      if (isHolding(said)) holding.resolve()
      if (said.name === 'frozen') holding.reject(new CausewayError(knownCode(said.data.code), said.data.reason))
    },
  }

  const logger = stderrLogger(io)
  const granted = await grantAsAdministrator({ spec, logger }, system, io.signal)
  host.say(`the administrator ran the ${granted} statements that \`causeway plan\` prints`)
  const migration = await startMigration({ spec, logger, messages, takeOver: false, exitWhenBlocked: false }, io.signal)
  await using _migration = migration
  const load = startInventoryLoad({
    url: `http://127.0.0.1:${port}`,
    seeded: system.seeded,
    writesPerSecond: options.rate,
    history: system.history,
  })
  await using _load = load
  using _noting = noteClients(host, load)

  migration.ended.catch((error: unknown) => holding.reject(error))
  await holding.promise
  await sleep(spec.hold.durationMs, undefined, { signal: io.signal })
  const clientsAtEnd = await finish(migration, load, system, options)

  const authority = options.rollback ? system.source : system.target
  const verdict = await judge(connectionTo(authority, system.database), INVENTORY_LEDGER, system.history.operations)
  const report = await writeReport(spec, options.out, clientsOf(clientsAtEnd, verdict))
  await mkdir(options.out, { recursive: true })
  await copyFile(file, join(options.out, 'migration.yaml'))
  conclude(io, options, verdict, report)
}

/** Ends the hold while clients still write, lets them go on for a moment, then stops them. */
async function finish(
  migration: RunningMigration,
  load: InventoryLoad,
  system: DemoSystem,
  { rollback }: DemoOptions,
): Promise<ReturnType<InventoryLoad['stats']>> {
  const aborted = AbortSignal.timeout(120_000)
  if (rollback) {
    await migration.controller.command('rollback', {}, aborted)
    await sleep(3_000)
    await load.stop()
    await system.worker.stop()
    const stats = load.stats()
    await migration.controller.command('clean-up', {}, aborted)
    await migration.ended
    return stats
  }
  await migration.controller.command('commit', {}, aborted)
  await migration.ended
  await load.stop()
  await system.worker.stop()
  return load.stats()
}

function conclude(io: Io, options: DemoOptions, verdict: Verdict, { html, data }: WrittenReport): void {
  const clients = data.clients
  const pauses = data.handovers.filter((handover) => handover.decision === 'COMMIT')
  const text = [
    '',
    `${verdict.ok ? '✓ nothing lost' : '✗ THE ORACLE OBJECTS'}: ${count(verdict.acked)} writes acknowledged, ${count(verdict.found)} found, ` +
      `${verdict.lost} lost, ${verdict.duplicated} duplicated, ${verdict.reordered} reordered`,
    ...pauses.map(
      (handover) =>
        `  ${handover.kind.padEnd(9)} clients waited ${duration(handover.pauseMs)} (budget ${duration(handover.budgetMs)})`,
    ),
    ...(clients === null
      ? []
      : [
          `  clients   ${count(clients.requests)} requests, ${clients.errors} errors, p99 ${duration(clients.p99Ms)}, ` +
            `longest gap between two acknowledged writes ${duration(clients.longestGapMs)}`,
        ]),
    ...verdict.offenders.map((offender) => `  ${offender}`),
    ...verdict.brokenInvariants.map((invariant) => `  ${invariant}`),
    `  report    ${html}`,
  ].join('\n')
  printResult(io, options.json, { data: { verdict, report: html, handovers: data.handovers, clients }, text })
  if (verdict.ok) return
  throw new CausewayError(
    'CW-0502',
    `the oracle found ${verdict.lost} lost, ${verdict.duplicated} duplicated, ${verdict.reordered} reordered writes`,
  )
}

function clientsOf(stats: ReturnType<InventoryLoad['stats']>, verdict: Verdict): ReportedClients {
  const { writes, reads, longestGap, latency, seconds } = stats
  return {
    requests: writes.acked + writes.rejected + writes.errors + reads.ok + reads.errors,
    errors: writes.errors + reads.errors,
    acked: verdict.acked,
    found: verdict.found,
    lost: verdict.lost,
    duplicated: verdict.duplicated,
    longestGapMs: longestGap.ms,
    p50Ms: latency.p50Ms,
    p99Ms: latency.p99Ms,
    series: seconds.map(({ second, writes: acknowledged, p99Ms, errors }) => ({
      atSeconds: second,
      writes: acknowledged,
      p99Ms,
      errors,
    })),
  }
}

function noteClients(host: MessageHost, load: InventoryLoad): Disposable {
  const timer = setInterval(() => {
    const { writes, reads, latency, longestGap } = load.stats()
    host.note(
      'clients',
      `${count(writes.acked)} writes acknowledged, p99 ${duration(latency.p99Ms)}, longest gap ${duration(longestGap.ms)}, ${writes.errors + reads.errors} errors`,
    )
  }, NOTE_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function knownCode(code: string | null): ErrorCode {
  return code !== null && code in ERRORS ? (code as ErrorCode) : 'CW-1001'
}

function isHolding(said: Message): boolean {
  return said.name === 'waiting-for' && said.data.what === 'the end of the hold'
}

function urlsOf({ blue, green, worker }: DemoSystem): { blueUrl: string; greenUrl: string; workerUrl: string } {
  return { blueUrl: blue.url, greenUrl: green.url, workerUrl: worker.url }
}
