import { PHASES, type Message, type MessageOf, type Phase, type TableProgress } from '@causeway/core'
import { bar, bytes, count, duration } from './units.ts'

const SHOWN: readonly Phase[] = PHASES.filter((phase) => phase !== 'rolled-back')

/** How many unfinished tables are shown with a bar of their own. */
const TABLES_SHOWN = 6

/**
 * What a terminal shows of a running migration, kept up to date by its messages. Pure but for its own memory: `lines()`
 * gives the picture of now.
 */
export class LiveView {
  #phase: Phase = 'draft'
  #authority = 'SOURCE'
  #weight = 0
  #load: MessageOf<'load-progress'>['data'] | null = null
  #verifying: MessageOf<'verification-progress'>['data'] | null = null
  #traffic: MessageOf<'traffic-measured'>['data'] | null = null
  #waiting: string | null = null
  readonly #tables = new Map<string, TableProgress>()
  readonly #streams = new Map<string, MessageOf<'stream-status'>['data']>()
  readonly #notes = new Map<string, string>()

  hear(said: Message): void {
    if (said.name === 'phase-changed') {
      this.#phase = said.data.to
      this.#authority = said.data.authority
      this.#weight = said.data.weight
      this.#waiting = null
    }
    if (said.name === 'weight-set') this.#weight = said.data.to
    if (said.name === 'load-progress') this.#load = said.data
    if (said.name === 'table-progress') this.#tables.set(said.data.table, said.data)
    if (said.name === 'verification-progress') this.#verifying = said.data
    if (said.name === 'verification-result') this.#verifying = null
    if (said.name === 'stream-status') this.#streams.set(said.data.direction, said.data)
    if (said.name === 'traffic-measured') this.#traffic = said.data
    if (said.name === 'waiting-for') this.#waiting = said.data.command ?? said.data.what
  }

  /** A line of the host's own, e.g. what its clients see. */
  note(name: string, text: string): void {
    this.#notes.set(name, text)
  }

  lines(): readonly string[] {
    return [
      '',
      ` ${this.#phaseBar()}`,
      ` authority ${this.#authority}   weight ${this.#weight} % green`,
      ...this.#loadLines(),
      ...[...this.#streams.values()].filter((stream) => stream.state !== 'stopped').map(streamLine),
      ...(this.#verifying === null ? [] : [verifyLine(this.#verifying)]),
      ...(this.#traffic === null ? [] : [trafficLine(this.#traffic)]),
      ...[...this.#notes.entries()].map(([name, text]) => ` ${name.padEnd(9)} ${text}`),
      ...(this.#waiting === null ? [] : [` waiting for ${this.#waiting}`]),
    ]
  }

  #phaseBar(): string {
    if (this.#phase === 'rolled-back') return '↩ rolled-back'
    const now = SHOWN.indexOf(this.#phase)
    return SHOWN.map((phase, index) =>
      index < now ? `✓ ${phase}` : index === now ? `▶ ${phase.toUpperCase()}` : `· ${phase}`,
    ).join('  ')
  }

  #loadLines(): readonly string[] {
    const load = this.#load
    if (load === null || this.#phase !== 'full-load') return []
    const share = load.totalBytes === 0 ? 1 : load.copiedBytes / load.totalBytes
    const eta = load.etaSeconds === null ? 'ETA –' : `ETA ${duration(load.etaSeconds * 1_000)}`
    const busy = [...this.#tables.values()].filter((table) => table.state === 'copying' || table.state === 'indexing')
    return [
      ` load      ${bar(share, 24)} ${bytes(load.copiedBytes)} of about ${bytes(load.totalBytes)}, ${bytes(load.bytesPerSecond)}/s, ${eta}, ` +
        `${load.tablesReady} of ${load.tables} tables`,
      ...busy.slice(0, TABLES_SHOWN).map((table) => {
        const part = table.totalBytes === 0 ? 1 : table.copiedBytes / table.totalBytes
        return `   ${bar(part, 12)} ${table.table} ${table.state}, ${count(table.copiedRows)} rows`
      }),
    ]
  }
}

function streamLine(stream: MessageOf<'stream-status'>['data']): string {
  const lag = stream.lagMs === null ? '–' : duration(stream.lagMs)
  const reason = stream.reason === null ? '' : ` (${stream.reason})`
  return ` ${stream.direction.padEnd(9)} ${stream.state}${reason}, lag ${lag}, ${count(stream.rowsPerSecond)} rows/s, ${count(stream.appliedTransactions)} transactions applied`
}

function verifyLine(progress: MessageOf<'verification-progress'>['data']): string {
  return ` verifying ${bar(progress.tablesDone / Math.max(1, progress.tables), 24)} ${progress.tablesDone} of ${progress.tables} tables, ${progress.table} ${count(progress.checkedRows)} rows`
}

function trafficLine({ weight, blue, green }: MessageOf<'traffic-measured'>['data']): string {
  const total = blue.requests + green.requests
  const measured = total === 0 ? '–' : `${((green.requests / total) * 100).toFixed(1)} %`
  return ` traffic   configured ${weight} %, measured ${measured}; p99 blue ${duration(blue.p99Ms)}, green ${duration(green.p99Ms)}`
}
