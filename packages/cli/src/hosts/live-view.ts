import {
  PHASES,
  type Message,
  type MessageData,
  type MessageName,
  type Phase,
  type StatusView,
  type TableProgress,
} from '@causeway/core'
import { loadText, pausedText, streamText, trafficText, verifyingText } from './message-line.ts'
import { bar, counted, duration } from './units.ts'

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
  #load: MessageData['load-progress'] | null = null
  #verifying: MessageData['verification-progress'] | null = null
  #traffic: MessageData['traffic-measured'] | null = null
  #handover: string | null = null
  #held: string | null = null
  #waiting: string | null = null
  readonly #tables = new Map<string, TableProgress>()
  readonly #streams = new Map<string, Omit<MessageData['stream-status'], 'direction'>>()
  readonly #notes = new Map<string, string>()

  readonly #takers: { readonly [N in MessageName]?: (data: MessageData[N]) => void } = {
    'phase-changed': ({ to, authority, weight }) => {
      this.#phase = to
      this.#authority = authority
      this.#weight = weight
      this.#waiting = null
    },
    'weight-set': ({ to }) => void (this.#weight = to),
    'load-progress': (load) => void (this.#load = load),
    'table-progress': (progress) => void this.#tables.set(progress.table, progress),
    'verification-progress': (progress) => void (this.#verifying = progress),
    'verification-result': () => void (this.#verifying = null),
    'stream-status': (stream) => void this.#streams.set(stream.direction, stream),
    'traffic-measured': (measured) => void (this.#traffic = measured),
    'waiting-for': ({ what, command }) => void (this.#waiting = command ?? what),
    paused: ({ reason }) => void (this.#held = `paused: ${reason}`),
    throttled: ({ reason }) => void (this.#held = `throttled: ${reason}`),
    stalled: ({ reason }) => void (this.#held = `stalled: ${reason}`),
    frozen: ({ reason }) => void (this.#held = `frozen: ${reason}`),
    resumed: () => void (this.#held = null),
    'handover-started': ({ kind, number, pauseBudgetMs }) =>
      void (this.#handover = `${kind} ${number}: at most ${duration(pauseBudgetMs)}`),
    'handover-step': ({ kind, number, step, remainingMs }) =>
      void (this.#handover = `${kind} ${number}: ${step} done, ${duration(Math.max(0, remainingMs))} left`),
    'paused-for': (pause) => void (this.#handover = `${pause.kind} ${pause.number}: ${pausedText(pause)}`),
  }

  /** Takes over what a controller that has been running for a while says of itself. */
  begin(view: StatusView): void {
    this.#phase = view.phase
    this.#authority = view.authority
    this.#weight = view.weight
    this.#load = view.load
    this.#traffic = view.traffic
    this.#held = view.attribute && `${view.attribute.kind}: ${view.attribute.reason}`
    this.#waiting = view.waitingFor && (view.waitingFor.command ?? view.waitingFor.what)
    for (const progress of view.tables) this.#tables.set(progress.table, progress)
    for (const [direction, stream] of Object.entries(view.streams)) this.#streams.set(direction, stream)
  }

  hear(said: Message): void {
    // A message's name and its data belong together; TypeScript does not see that across the lookup.
    const take = this.#takers[said.name] as ((data: Message['data']) => void) | undefined
    take?.(said.data)
  }

  /** A line of the host's own, e.g. what its clients see. */
  note(name: string, text: string): void {
    this.#notes.set(name, text)
  }

  lines(): readonly string[] {
    return [
      '',
      ` ${this.#phaseBar()}`,
      row('authority', `${this.#authority}   weight ${this.#weight} % green`),
      ...this.#loadLines(),
      ...[...this.#streams]
        .filter(([, stream]) => stream.state !== 'stopped')
        .map(([direction, stream]) => row(direction, streamText(stream))),
      ...(this.#verifying === null ? [] : [verifyLine(this.#verifying)]),
      ...(this.#traffic === null ? [] : [row('traffic', trafficText(this.#traffic))]),
      ...(this.#handover === null ? [] : [row('pause', this.#handover)]),
      ...[...this.#notes].map(([name, text]) => row(name, text)),
      ...(this.#held === null ? [] : [row('held', this.#held)]),
      ...(this.#waiting === null ? [] : [row('waiting', `for ${this.#waiting}`)]),
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
    const busy = [...this.#tables.values()].filter((table) => table.state === 'copying' || table.state === 'indexing')
    return [
      row('load', `${bar(share(load), 24)} ${loadText(load)}`),
      ...busy
        .slice(0, TABLES_SHOWN)
        .map((table) =>
          row('', `${bar(share(table), 12)} ${table.table} ${table.state}, ${counted(table.copiedRows, 'row')}`),
        ),
    ]
  }
}

function row(name: string, text: string): string {
  return ` ${name.padEnd(10)} ${text}`
}

function share({ copiedBytes, totalBytes }: { readonly copiedBytes: number; readonly totalBytes: number }): number {
  return totalBytes === 0 ? 1 : copiedBytes / totalBytes
}

function verifyLine(progress: MessageData['verification-progress']): string {
  const done = progress.tablesDone / Math.max(1, progress.tables)
  return row('verifying', `${bar(done, 24)} ${verifyingText(progress)}`)
}
