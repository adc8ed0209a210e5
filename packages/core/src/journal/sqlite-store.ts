import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { CausewayError } from '../errors/causeway-error.ts'
import type { GateResult } from '../gates/gate.ts'
import type { MigrationState } from '../phases/state.ts'
import type { NewEvent, StateStore, StepKey, StoredEvent, StoredStep, VersionedState } from '../ports/state-store.ts'
import { linkHash } from './chain.ts'
import { SqliteReader, toStep } from './sqlite-reader.ts'
import { toJson } from './to-json.ts'

interface PreparedEvent extends NewEvent {
  readonly text: string
  readonly time: string
}

/**
 * The journal's one writer. Calls are synchronous underneath and each is one transaction: when the promise resolves, the
 * data is on disk (`synchronous = FULL`). That costs an fsync, so write what must survive and nothing else.
 */
export class SqliteStore extends SqliteReader implements StateStore {
  readonly #clock: Clock
  readonly #lock: Disposable

  constructor(db: DatabaseSync, path: string, clock: Clock, lock: Disposable) {
    super(db, path)
    this.#clock = clock
    this.#lock = lock
  }

  async change(version: number, state: MigrationState, event: NewEvent): Promise<VersionedState> {
    const text = toJson(state)
    const prepared = this.#prepare(event)
    return this.#transaction(() => {
      const found = this.stateNow().version
      if (found !== version) {
        throw new CausewayError('CW-1023', `the state has version ${found}, not ${version}`, {
          data: { found, version },
        })
      }
      this.#append(prepared)
      this.db.prepare('UPDATE state SET version = version + 1, state = ?').run(text)
      return { version: version + 1, state }
    })
  }

  async append(event: NewEvent): Promise<StoredEvent> {
    const prepared = this.#prepare(event)
    return this.#transaction(() => this.#append(prepared))
  }

  async step<T>(key: StepKey, payload: unknown, action: () => Promise<T>): Promise<T> {
    const known = this.#begin(key, toJson(payload))
    // The record is what an earlier call of this very action returned, as JSON keeps it.
    if (known?.status === 'done') return known.result as T
    let result: T
    try {
      result = await action()
    } catch (error) {
      this.#end(key, 'failed', toJson({ code: CausewayError.is(error) ? error.code : 'CW-0101' }))
      throw error
    }
    this.#end(key, 'done', toJson(result))
    return result
  }

  async recordGate(result: GateResult, evidence: unknown): Promise<void> {
    const texts = [toJson(result), toJson(evidence), this.#clock.now().toISOString()]
    this.#transaction(() => {
      const insert = 'INSERT INTO gates (gate, outcome, result, evidence, evaluated_at) VALUES (?, ?, ?, ?, ?)'
      this.db.prepare(insert).run(result.gate, result.outcome, ...texts)
    })
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    try {
      await super[Symbol.asyncDispose]()
    } finally {
      this.#lock[Symbol.dispose]()
    }
  }

  /** Intent first: it is on disk before the action begins. */
  #begin({ run, seq, name }: StepKey, payload: string): StoredStep | null {
    return this.#transaction(() => {
      const row = this.rows('SELECT * FROM steps WHERE run = ? AND seq = ?', run, seq)[0]
      const known = row === undefined ? null : toStep(row)
      if (known !== null && known.name !== name) {
        const message = `step ${seq} of ${run} is ${known.name} in the journal and ${name} now`
        throw new CausewayError('CW-1024', message, { data: { run, seq, known: known.name, name } })
      }
      if (known?.status === 'done') return known
      const insert = `INSERT OR REPLACE INTO steps VALUES (?, ?, ?, 'started', ?, 'null', ?, NULL)`
      this.db.prepare(insert).run(run, seq, name, payload, this.#clock.now().toISOString())
      return null
    })
  }

  #end({ run, seq }: StepKey, status: 'done' | 'failed', result: string): void {
    this.#transaction(() => {
      const update = 'UPDATE steps SET status = ?, result = ?, finished_at = ? WHERE run = ? AND seq = ?'
      this.db.prepare(update).run(status, result, this.#clock.now().toISOString(), run, seq)
    })
  }

  /** Refuses what is not fit before anything is begun. */
  #prepare(event: NewEvent): PreparedEvent {
    return { code: event.code, data: event.data, text: toJson(event.data), time: this.#clock.now().toISOString() }
  }

  #append({ code, data, text, time }: PreparedEvent): StoredEvent {
    const { lastSeq, lastHash } = this.chainHead()
    const seq = lastSeq + 1
    const hash = linkHash({ seq, time, code, data: text, prevHash: lastHash })
    this.db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)').run(seq, time, code, text, lastHash, hash)
    this.db.prepare('UPDATE state SET last_seq = ?, last_hash = ?').run(seq, hash)
    return { seq, time, code, data, hash }
  }

  #transaction<T>(body: () => T): T {
    return this.guarded(() => {
      this.db.exec('BEGIN IMMEDIATE')
      const result = body()
      this.db.exec('COMMIT')
      return result
    })
  }
}
