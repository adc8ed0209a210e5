import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { GateName, GateResult } from '../gates/gate.ts'
import { INITIAL_STATE, type MigrationState } from '../phases/state.ts'
import type {
  ChainCheck,
  StateReader,
  StoredEvent,
  StoredGate,
  StoredStep,
  VersionedState,
} from '../ports/state-store.ts'
import { CHAIN_START, checkChain, type ChainHead, type ChainLink } from './chain.ts'
import { translateSqliteError } from './translate-error.ts'

type Row = Record<string, SQLOutputValue>

/** What any process may ask of the journal; `SqliteStore` adds what its one writer may. */
export class SqliteReader implements StateReader {
  protected readonly db: DatabaseSync
  readonly #path: string

  constructor(db: DatabaseSync, path: string) {
    this.db = db
    this.#path = path
  }

  async state(): Promise<VersionedState> {
    return this.guarded(() => this.stateNow())
  }

  async events(afterSeq: number, limit: number): Promise<readonly StoredEvent[]> {
    return this.guarded(() =>
      this.rows('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?', afterSeq, limit).map(toEvent),
    )
  }

  async gates(gate?: GateName): Promise<readonly StoredGate[]> {
    return this.guarded(() =>
      this.rows('SELECT * FROM gates WHERE ?1 IS NULL OR gate = ?1 ORDER BY id', gate ?? null).map(toGate),
    )
  }

  async steps(run: string): Promise<readonly StoredStep[]> {
    return this.guarded(() => this.rows('SELECT * FROM steps WHERE run = ? ORDER BY seq', run).map(toStep))
  }

  async verifyChain(): Promise<ChainCheck> {
    return this.guarded(() => {
      const rows = this.db.prepare('SELECT * FROM events ORDER BY seq').iterate()
      return checkChain(linksOf(rows), this.chainHead())
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.db.isOpen) this.db.close()
  }

  protected stateNow(): VersionedState {
    const row = this.rows('SELECT version, state FROM state')[0]
    if (row === undefined) return { version: 0, state: INITIAL_STATE }
    return { version: Number(row['version']), state: JSON.parse(String(row['state'])) as MigrationState }
  }

  protected chainHead(): ChainHead {
    const row = this.rows('SELECT last_seq, last_hash FROM state')[0]
    if (row === undefined) return CHAIN_START
    return { lastSeq: Number(row['last_seq']), lastHash: String(row['last_hash']) }
  }

  protected rows(sql: string, ...parameters: readonly (string | number | null)[]): readonly Row[] {
    return this.db.prepare(sql).all(...parameters)
  }

  /** Errors of SQLite leave the journal in our words, and nothing half written behind. */
  protected guarded<T>(body: () => T): T {
    try {
      return body()
    } catch (error) {
      if (this.db.isOpen && this.db.isTransaction) this.db.exec('ROLLBACK')
      throw translateSqliteError(error, this.#path)
    }
  }
}

function* linksOf(rows: Iterable<Row>): Generator<ChainLink> {
  for (const row of rows) yield toLink(row)
}

function toLink(row: Row): ChainLink {
  return {
    seq: Number(row['seq']),
    time: String(row['time']),
    code: String(row['code']),
    data: String(row['data']),
    prevHash: String(row['prev_hash']),
    hash: String(row['hash']),
  }
}

function toEvent(row: Row): StoredEvent {
  const { seq, time, code, data, hash } = toLink(row)
  return { seq, time, code, data: JSON.parse(data) as unknown, hash }
}

function toGate(row: Row): StoredGate {
  return {
    ...(JSON.parse(String(row['result'])) as GateResult),
    evaluatedAt: String(row['evaluated_at']),
    evidence: JSON.parse(String(row['evidence'])) as unknown,
  }
}

export function toStep(row: Row): StoredStep {
  return {
    run: String(row['run']),
    seq: Number(row['seq']),
    name: String(row['name']),
    status: row['status'] as StoredStep['status'],
    payload: JSON.parse(String(row['payload'])) as unknown,
    result: JSON.parse(String(row['result'])) as unknown,
    startedAt: String(row['started_at']),
    finishedAt: row['finished_at'] === null ? null : String(row['finished_at']),
  }
}
