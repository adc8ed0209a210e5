import type { Direction, VerificationResult, VerifyProgress } from '@causeway/core'
import type { Catalog, Table } from '../catalog.ts'
import type { EngineContext } from '../context.ts'
import { applicationName } from '../names.ts'
import type { ChangedKey, ChangedRows } from '../stream/changed-rows.ts'
import { ChangedRowQueue } from './changed-row-queue.ts'
import { ChangedRowVerifier, type Passed } from './changed-row-verifier.ts'
import { verifyTables } from './verify-tables.ts'

/** A table that the stream has not changed for so long is taken to be quiet. */
const QUIET_MS = 60_000

/**
 * Verification in one direction: all rows once, and from then on those that the stream changes.
 *
 * Knows nothing after a restart: until all has been compared again, by whatever means, all of it is pending.
 */
export class Verification implements ChangedRows, AsyncDisposable {
  readonly #context: EngineContext
  readonly #direction: Direction
  #catalog: Catalog | null = null
  #queue: ChangedRowQueue | null = null
  #verifier: Verifier | null = null
  /** When the stream last changed a table, by `performance.now()`. */
  readonly #changedAt = new Map<string, number>()

  constructor(context: EngineContext, direction: Direction) {
    this.#context = context
    this.#direction = direction
  }

  asksFor(table: string): boolean {
    // Before the first call every table is pending whole.
    return this.#queue?.asksFor(table) ?? false
  }

  note(table: string, keys: readonly ChangedKey[] | 'overflow'): void {
    this.#changedAt.set(table, performance.now())
    this.#queue?.note(table, keys)
  }

  /** All rows of all tables, while data moves. */
  async all(
    catalog: Catalog,
    epoch: number,
    passed: Passed,
    report: (progress: VerifyProgress) => void,
    signal: AbortSignal,
  ): Promise<VerificationResult> {
    const { spec } = this.#context
    const changed = this.#queueOf(catalog)
    const now = performance.now()
    const isQuiet = ({ sql }: Table) => now - (this.#changedAt.get(sql) ?? -Infinity) > QUIET_MS
    const options = { spec, direction: this.#direction, tables: catalog.tables, changed, passed, isQuiet, report }
    return verifyTables({ ...options, application: applicationName(spec, epoch, 'verify') }, signal)
  }

  /** What is pending, while both sides are still. */
  async changed(catalog: Catalog, epoch: number, signal: AbortSignal): Promise<VerificationResult> {
    const verifier = await this.#verifierOf(catalog, epoch)
    return verifier.verifyChanged(signal)
  }

  /** What is pending, while data moves, until `signal`. */
  async keep(catalog: Catalog, epoch: number, passed: Passed, signal: AbortSignal): Promise<void> {
    const verifier = await this.#verifierOf(catalog, epoch)
    await verifier.keepVerifying(passed, signal)
  }

  /** Both sides have just been proven equal while nobody wrote; from here on only what this direction changes is pending. */
  provenEqual(catalog: Catalog): void {
    this.#queueOf(catalog).clear()
  }

  /** Rows that wait; a table pending whole counts with its estimate. 0 before the first call of any other method. */
  pending(): number {
    return this.#queue?.size ?? 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#verifier?.instance[Symbol.asyncDispose]()
    this.#verifier = null
  }

  /** Tables with other columns than before are other tables: all of it is pending again. */
  #queueOf(catalog: Catalog): ChangedRowQueue {
    if (this.#queue === null || this.#catalog !== catalog) this.#queue = new ChangedRowQueue(catalog.tables)
    this.#catalog = catalog
    return this.#queue
  }

  /** The sessions carry the epoch in their name, so that a take-over can end them. */
  async #verifierOf(catalog: Catalog, epoch: number): Promise<ChangedRowVerifier> {
    const changed = this.#queueOf(catalog)
    if (this.#verifier?.epoch !== epoch || this.#verifier.changed !== changed) {
      await this[Symbol.asyncDispose]()
      const { spec, logger } = this.#context
      const application = applicationName(spec, epoch, 'verify')
      const options = { spec, logger, direction: this.#direction, changed, application }
      this.#verifier = { epoch, changed, instance: new ChangedRowVerifier(options) }
    }
    return this.#verifier.instance
  }
}

interface Verifier {
  readonly epoch: number
  readonly changed: ChangedRowQueue
  readonly instance: ChangedRowVerifier
}
