import type { CausewayError } from '@causeway/core'
import { readString } from '../../wire/messages.ts'
import { MESSAGE } from '../../wire/frames.ts'
import type { Session } from '../../wire/session.ts'
import type { RowChange } from '../decoder.ts'
import type { StreamTable } from '../stream-table.ts'
import { MessageWriter } from './message-writer.ts'

/** Messages of the extended protocol. */
const EXTENDED = {
  parse: 0x50, // P
  bind: 0x42, // B
  execute: 0x45, // E
  sync: 0x53, // S
} as const

const FLUSH_BYTES = 128 * 1024
const WRITE_BYTES = 1024 * 1024
/** Statements kept on the server; a table with many columns in TOAST could make a new one for every combination. */
const MAX_PREPARED = 2_000

/** What one statement is about, to name it when it fails. */
export interface Step {
  readonly table: StreamTable | null
  /** `null` when the statement applies many changes. */
  readonly change: RowChange | null
  /** Rows its command tag must count; `null` when any number is right. */
  readonly expectedRows: number | null
}

/** A statement about no table, of which any count is right. */
export const PLAIN: Step = { table: null, change: null, expectedRows: null }

export interface StepFailure {
  readonly step: Step
  /** `null` when the statement ran and counted other rows than expected. */
  readonly error: CausewayError | null
  readonly rows: number
}

/**
 * Sends statements without waiting for answers; `sync` waits for all of them at once.
 *
 * The server skips everything after a failed statement up to the next `sync`. Values are bound and copied in the format
 * they came in. The session belongs to the pipeline.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class Pipeline {
  readonly #session: Session
  readonly #writer = new MessageWriter()
  /** By text: the name, and the step it was prepared for. */
  readonly #prepared = new Map<string, { readonly name: string; step: number }>()
  #names = 0
  #steps: Step[] = []
  #answered = 0
  #failure: StepFailure | null = null
  #ready = Promise.withResolvers<void>()

  constructor(session: Session) {
    this.#session = session
    session.onMessage({ receive: (type, body) => this.#receive(type, body) })
    // A failure between two syncs must not count as unhandled.
    this.#ready.promise.catch(() => {})
    session.closed.addEventListener('abort', () => this.#ready.reject(session.closed.reason), { once: true })
  }

  /** One statement without parameters. */
  run(sql: string, step: Step): void {
    this.bind(this.prepare(sql), 0, [0])
    this.execute(step)
  }

  /** One statement with text parameters. */
  runWith(sql: string, parameters: readonly string[], step: Step): void {
    const writer = this.bind(this.prepare(sql), parameters.length, [0])
    for (const parameter of parameters) {
      const bytes = Buffer.from(parameter)
      writer.int32(bytes.length)
      writer.bytes(bytes)
    }
    this.execute(step)
  }

  /** Name of a statement that is prepared once per session; plans once for all parameters. */
  prepare(sql: string): string {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known.name
    const name = `s${this.#names}`
    this.#names += 1
    this.#prepared.set(sql, { name, step: this.#steps.length })
    this.#writer.begin(EXTENDED.parse)
    this.#writer.text(name)
    this.#writer.text(sql)
    this.#writer.int16(0)
    this.#writer.end()
    return name
  }

  /**
   * Opens a Bind message: the caller writes each value as Int32 length (-1 is NULL) and bytes, then calls `execute`.
   * `formats` is one for all parameters, or one for each.
   */
  bind(name: string, parameters: number, formats: readonly (0 | 1)[]): MessageWriter {
    const writer = this.#writer
    writer.begin(EXTENDED.bind)
    writer.uint8(0)
    writer.text(name)
    writer.int16(formats.length)
    for (const format of formats) writer.int16(format)
    writer.int16(parameters)
    return writer
  }

  execute(step: Step): void {
    const writer = this.#writer
    // No result format is asked for: rows that come are not read.
    writer.int16(0)
    writer.end()
    writer.begin(EXTENDED.execute)
    writer.uint8(0)
    writer.int32(0)
    writer.end()
    this.#steps.push(step)
  }

  /**
   * `COPY … FROM STDIN` of `rows`. Should the COPY not begin, the server drops its data.
   */
  async copy<Row>(sql: string, encoder: CopyEncoder<Row>, rows: Iterable<Row>, step: Step): Promise<void> {
    this.run(sql, step)
    const writer = this.#writer
    writer.begin(MESSAGE.copyData)
    encoder.begin(writer)
    for (const row of rows) {
      encoder.row(writer, row)
      if (writer.messageSize < FLUSH_BYTES) continue
      writer.end()
      if (this.isFull) await this.drain()
      writer.begin(MESSAGE.copyData)
    }
    encoder.end(writer)
    writer.end()
    writer.begin(MESSAGE.copyDone)
    writer.end()
  }

  /** Enough is written that the caller should `drain` before it goes on. */
  get isFull(): boolean {
    return this.#writer.size >= FLUSH_BYTES
  }

  /** Hands what is written to the socket and waits until the socket wants more. */
  async drain(): Promise<void> {
    for (const chunk of this.#writer.take()) {
      for (let start = 0; start < chunk.length; start += WRITE_BYTES) {
        this.#session.write(chunk.subarray(start, start + WRITE_BYTES))
        await this.#session.drained()
      }
    }
  }

  /** Ends the sequence and waits for its answers. @returns the first statement that failed. @throws when the connection is gone */
  async sync(): Promise<StepFailure | null> {
    this.#writer.begin(EXTENDED.sync)
    this.#writer.end()
    this.#session.closed.throwIfAborted()
    await this.drain()
    await this.#ready.promise
    const failure = this.#failure
    this.#settlePrepared(failure)
    this.#ready = Promise.withResolvers()
    this.#ready.promise.catch(() => {})
    this.#steps = []
    this.#answered = 0
    this.#failure = null
    return failure
  }

  /** Outside a transaction that needs them: forgets prepared statements when there are too many. */
  async trim(): Promise<void> {
    if (this.#prepared.size < MAX_PREPARED) return
    this.run('DEALLOCATE ALL', PLAIN)
    this.#prepared.clear()
    await this.sync()
  }

  /** Statements behind a failed one were not prepared; whether its own was is not known, so it gets another name. */
  #settlePrepared(failure: StepFailure | null): void {
    for (const [sql, statement] of this.#prepared) {
      if (failure !== null && failure.error !== null && statement.step >= this.#answered) this.#prepared.delete(sql)
      else statement.step = -1
    }
  }

  #receive(type: number, body: Buffer): void {
    if (type === MESSAGE.commandComplete) {
      const step = this.#steps[this.#answered] ?? PLAIN
      this.#answered += 1
      if (step.expectedRows === null) return
      const rows = countedRows(readString(body))
      if (rows !== step.expectedRows) this.#failure ??= { step, error: null, rows }
    } else if (type === MESSAGE.errorResponse) {
      const step = this.#steps[this.#answered] ?? PLAIN
      this.#failure ??= { step, error: this.#session.errorFrom(body), rows: 0 }
    } else if (type === MESSAGE.readyForQuery) {
      this.#ready.resolve()
    }
  }
}

/** How rows become the data of a COPY. */
export interface CopyEncoder<Row> {
  begin(writer: MessageWriter): void
  row(writer: MessageWriter, row: Row): void
  end(writer: MessageWriter): void
}

/** `INSERT 0 3`, `UPDATE 3`, `COPY 3`, `SELECT 3`; 0 for tags without a count. */
export function countedRows(tag: string): number {
  const count = Number(tag.slice(tag.lastIndexOf(' ') + 1))
  return Number.isInteger(count) ? count : 0
}
