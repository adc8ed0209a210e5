import { setTimeout as delay } from 'node:timers/promises'
import { resolvedDatabase, startPostgres, testSpec, type PostgresServer } from '@causeway/harness'
import { silentLogger, type LogData } from '@causeway/core'
import type { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readCatalog, type Table } from '../catalog.ts'
import { connect } from '../connect.ts'
import { ChangedRowQueue } from './changed-row-queue.ts'
import { ChangedRowVerifier } from './changed-row-verifier.ts'
import { COMPARING } from './fixtures/comparing.ts'
import type { RowId } from './comparison-sql.ts'
import { verifyTables } from './verify-tables.ts'

const EVERYTHING = { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] }
const signal = AbortSignal.timeout(120_000)
const database = 'moving'

let source: PostgresServer
let target: PostgresServer

beforeAll(async () => {
  source = await startPostgres({ major: 13 })
  target = await startPostgres({ major: 17 })
  await Promise.all([source.createDatabase(database), target.createDatabase(database)])
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

const both = (sql: string) => Promise.all([source.query(database, sql), target.query(database, sql)])
const specOf = () =>
  testSpec({
    source: resolvedDatabase(source, { database, ...source.superuser }),
    target: resolvedDatabase(target, { database, ...target.superuser }),
  })

async function tablesOf(): Promise<readonly Table[]> {
  await using client = await connect(specOf().source, { side: 'source', application: 'test', signal })
  return (await readCatalog(client, EVERYTHING)).tables
}

interface Write {
  readonly sql: string
  readonly table: string
  readonly key: RowId
}

/** Writes on the source and, late and in the same order, on the target: what a stream does, as seen from outside. */
class LaggingStream implements AsyncDisposable {
  readonly #from: Client
  readonly #to: Client
  readonly #changed: ChangedRowQueue
  readonly #lagMs: number
  readonly #onTheWay: Write[] = []
  readonly #stop = new AbortController()
  readonly #running: Promise<void>[]
  #begun = 0
  #applied = 0
  #progress = Promise.withResolvers<void>()

  constructor(from: Client, to: Client, changed: ChangedRowQueue, lagMs: number, next: () => Write) {
    this.#from = from
    this.#to = to
    this.#changed = changed
    this.#lagMs = lagMs
    this.#running = [this.#write(next), this.#apply()]
  }

  get applied(): number {
    return this.#applied
  }

  readonly passed = async (signal: AbortSignal): Promise<void> => {
    const begun = this.#begun
    while (this.#applied < begun) {
      signal.throwIfAborted()
      await this.#progress.promise
    }
  }

  /** No more writes; resolves when all of them have arrived. */
  async drain(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#running)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain()
    await Promise.all([this.#from.end(), this.#to.end()])
  }

  async #write(next: () => Write): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const write = next()
      this.#begun += 1
      await this.#from.query(write.sql)
      this.#onTheWay.push(write)
      await delay(1)
    }
  }

  async #apply(): Promise<void> {
    while (!this.#stop.signal.aborted || this.#applied < this.#begun) {
      await delay(this.#lagMs)
      for (const write of this.#onTheWay.splice(0)) {
        await this.#to.query(write.sql)
        this.#changed.note(write.table, [write.key])
        this.#applied += 1
      }
      this.#progress.resolve()
      this.#progress = Promise.withResolvers()
    }
  }
}

const ACCOUNTS = '"public"."accounts"'
const SCHEMA = `
  DROP TABLE IF EXISTS accounts, a, b, c, d, e;
  CREATE TABLE accounts (id int PRIMARY KEY, balance int, note text);
  INSERT INTO accounts SELECT n, n, 'note ' || n FROM generate_series(1, 50000) n;
  ANALYZE accounts`

/** Hot rows that flip between two states, rows that come and go, rows all over. */
function randomWrite(): Write {
  const key = Math.floor(Math.random() * 50_000) + 1
  const choice = Math.random()
  if (choice < 0.4) {
    const hot = (key % 10) + 1
    return write(hot, `UPDATE accounts SET balance = 1 - balance % 2 WHERE id = ${hot}`)
  }
  if (choice < 0.6) {
    const fleeting = 100_000 + (key % 5)
    return write(
      fleeting,
      `WITH gone AS (DELETE FROM accounts WHERE id = ${fleeting} RETURNING id)
       INSERT INTO accounts SELECT ${fleeting}, 0, 'fleeting' WHERE NOT EXISTS (SELECT FROM gone)
       ON CONFLICT DO NOTHING`,
    )
  }
  // The rows with a planted difference are left alone.
  const id = key % 1000 === 7 ? key + 1 : key
  return write(id, `UPDATE accounts SET note = 'note ${key}', balance = balance + 1 WHERE id = ${id}`)
}

function write(key: number, sql: string): Write {
  return { sql, table: ACCOUNTS, key: [String(key)] }
}

async function startWriting(changed: ChangedRowQueue, lagMs: number, next: () => Write): Promise<LaggingStream> {
  const [from, to] = await Promise.all([source.connect(database), target.connect(database)])
  return new LaggingStream(from, to, changed, lagMs, next)
}

describe('while data moves', () => {
  beforeEach(() => both(SCHEMA))

  test('motion is no damage, and damage is found all the same', async () => {
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    await using stream = await startWriting(changed, 30, randomWrite)
    const verify = () => verifyTables({ ...COMPARING, spec: specOf(), tables, changed, passed: stream.passed }, signal)
    for (let round = 0; round < 5; round += 1) expect(await verify()).toMatchObject({ mismatchCount: 0 })

    await target.query(database, `UPDATE accounts SET note = 'damaged' WHERE id IN (1007, 31007)`)
    await target.query(database, `DELETE FROM accounts WHERE id = 40007`)
    const { mismatches } = await verify()
    expect(stream.applied).toBeGreaterThan(100)
    expect([...mismatches].sort((left, right) => (left.key < right.key ? -1 : 1))).toEqual([
      { table: 'public.accounts', key: 'id=1007', columns: ['note'], kind: 'differs' },
      { table: 'public.accounts', key: 'id=31007', columns: ['note'], kind: 'differs' },
      { table: 'public.accounts', key: 'id=40007', columns: [], kind: 'missing-on-target' },
    ])
  })

  test('a table that changes all over, again and again, is motion', async () => {
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    const bulk = () => write(1, 'UPDATE accounts SET balance = balance + 1')
    await using stream = await startWriting(changed, 1, bulk)
    const result = await verifyTables({ ...COMPARING, spec: specOf(), tables, changed, passed: stream.passed }, signal)
    expect(result).toMatchObject({ mismatchCount: 0, tables: [{ rows: 50_000 }] })
  })

  test('a table without a key that grows stays pending, and is compared in the pause', async () => {
    await both(`DROP TABLE accounts; CREATE TABLE accounts (id int, note text);
      INSERT INTO accounts SELECT n, 'note' FROM generate_series(1, 20000) n; ANALYZE accounts`)
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    await using verifier = new ChangedRowVerifier({ ...COMPARING, spec: specOf(), logger: silentLogger, changed })
    let next = 20_000
    const insert = () => write((next += 1), `INSERT INTO accounts VALUES (${next}, 'new')`)
    await using stream = await startWriting(changed, 20, insert)
    const verified = { ...COMPARING, spec: specOf(), tables, changed, passed: stream.passed }
    expect(await verifyTables(verified, signal)).toMatchObject({ mismatchCount: 0 })
    await stream.drain()
    expect(changed.size).toBe(20_000)
    const { rows } = (await verifier.verifyChanged(signal)).tables[0] ?? {}
    expect(rows).toBe(next)
    expect(changed.size).toBe(0)
    await target.query(database, `DELETE FROM accounts WHERE id = 20001`)
    changed.note(ACCOUNTS, [['20001']])
    expect((await verifier.verifyChanged(signal)).mismatches).toMatchObject([
      { kind: 'missing-on-target', columns: [] },
    ])
  })

  test('changed rows are verified one after the other, and what differs stays pending and is told once', async () => {
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    changed.clear()
    const told: LogData[] = []
    const logger = { ...silentLogger, error: (_: string, data?: LogData) => told.push(data ?? {}) }
    await using verifier = new ChangedRowVerifier({ ...COMPARING, spec: specOf(), logger, changed })
    await using stream = await startWriting(changed, 20, randomWrite)
    const stop = new AbortController()
    const keeping = verifier.keepVerifying(stream.passed, stop.signal)

    await expect.poll(() => stream.applied, { timeout: 10_000 }).toBeGreaterThan(500)
    await target.query(database, `UPDATE accounts SET note = 'damaged' WHERE id = 2007`)
    changed.note(ACCOUNTS, [['2007']])
    await expect.poll(() => told.length, { timeout: 10_000 }).toBe(1)
    await stream.drain()
    await expect.poll(() => changed.size, { timeout: 10_000 }).toBe(1)
    expect(told).toEqual([{ table: 'public.accounts', key: 'id=2007', columns: ['note'], kind: 'differs' }])

    const { mismatches } = await verifier.verifyChanged(signal)
    expect(mismatches).toEqual(told)
    await target.query(database, `UPDATE accounts SET note = 'note 2007' WHERE id = 2007`)
    await expect.poll(() => changed.size, { timeout: 10_000 }).toBe(0)
    stop.abort(new Error('enough'))
    await expect(keeping).rejects.toThrow('enough')
  })

  test('after a restart all tables are pending, and are compared whole', async () => {
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    await using verifier = new ChangedRowVerifier({ ...COMPARING, spec: specOf(), logger: silentLogger, changed })
    await using stream = await startWriting(changed, 20, randomWrite)
    const stop = new AbortController()
    const keeping = verifier.keepVerifying(stream.passed, stop.signal)
    expect(changed.size).toBe(50_000)
    await expect.poll(() => changed.size, { timeout: 10_000 }).toBeLessThan(1000)
    await stream.drain()
    await expect.poll(() => changed.size, { timeout: 10_000 }).toBe(0)
    stop.abort(new Error('enough'))
    await expect(keeping).rejects.toThrow('enough')
  })
})

describe('while both sides are still', () => {
  const NAMES = ['a', 'b', 'c', 'd', 'e'] as const

  beforeEach(async () => {
    const tables = NAMES.map(
      (name) => `CREATE TABLE ${name} (k int, l text, v text, PRIMARY KEY (k, l));
        INSERT INTO ${name} SELECT n, 'l' || n, 'v' || n FROM generate_series(1, 20000) n; ANALYZE ${name};`,
    )
    await both(`${SCHEMA}; ${tables.join('')}`)
  })

  test('a thousand changed rows of five tables take a moment, and only they are looked at', async () => {
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    changed.clear()
    await using verifier = new ChangedRowVerifier({ ...COMPARING, spec: specOf(), logger: silentLogger, changed })
    await verifier.verifyChanged(signal)
    // Not noted: whoever looks at it looks at more than was asked for.
    await target.query(database, `UPDATE a SET v = 'other' WHERE k = 19999`)
    let best = Infinity
    for (let round = 0; round < 5; round += 1) {
      for (const name of NAMES) {
        const keys = Array.from({ length: 200 }, (_, index) => [String(index * 50 + 1), `l${index * 50 + 1}`])
        changed.note(`"public"."${name}"`, keys)
      }
      expect(changed.size).toBe(1000)
      const startedAt = performance.now()
      const result = await verifier.verifyChanged(signal)
      best = Math.min(best, performance.now() - startedAt)
      expect(result).toMatchObject({ mismatchCount: 0, inMotion: 0 })
      expect(result.tables.map(({ table, rows }) => [table, rows])).toEqual(
        NAMES.map((name) => [`public.${name}`, 200]),
      )
      expect(changed.size).toBe(0)
    }
    // About 10 ms where nothing else runs.
    expect(best).toBeLessThan(100)
  })

  test('differences are named, stay pending, and end with the repair', async () => {
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    changed.clear()
    await using verifier = new ChangedRowVerifier({ ...COMPARING, spec: specOf(), logger: silentLogger, changed })
    changed.note('"public"."a"', [
      ['1', 'l1'],
      ['2', 'l2'],
      ['3', 'l3'],
    ])
    changed.note('"public"."b"', [
      ['1', 'l1'],
      ['0', 'gone'],
      ['-1', ''],
    ])
    changed.note('"public"."c"', 'overflow')
    changed.note('"public"."unknown"', [['1']])
    await target.query(
      database,
      `UPDATE a SET v = '' WHERE k = 2; DELETE FROM b WHERE k = 1; INSERT INTO b VALUES (-1, '', ''); UPDATE c SET v = NULL WHERE k = 77`,
    )
    const result = await verifier.verifyChanged(signal)
    expect(result.mismatches).toEqual([
      { table: 'public.a', key: 'k=2, l=l2', columns: ['v'], kind: 'differs' },
      { table: 'public.b', key: 'k=1, l=l1', columns: [], kind: 'missing-on-target' },
      { table: 'public.b', key: 'k=-1, l=', columns: [], kind: 'missing-on-source' },
      { table: 'public.c', key: 'k=77, l=l77', columns: ['v'], kind: 'differs' },
    ])
    expect(result.mismatchCount).toBe(4)
    expect(changed.size).toBe(4)
    await target.query(
      database,
      `UPDATE a SET v = 'v2' WHERE k = 2; INSERT INTO b VALUES (1, 'l1', 'v1'); DELETE FROM b WHERE k = -1; UPDATE c SET v = 'v77' WHERE k = 77`,
    )
    expect(await verifier.verifyChanged(signal)).toMatchObject({ mismatchCount: 0 })
    expect(changed.size).toBe(0)
  })

  test('sessions that were lost are opened again', async () => {
    const tables = await tablesOf()
    const changed = new ChangedRowQueue(tables)
    changed.clear()
    const application = 'lost'
    await using verifier = new ChangedRowVerifier({
      ...COMPARING,
      application,
      spec: specOf(),
      logger: silentLogger,
      changed,
    })
    await verifier.verifyChanged(signal)
    await both(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lost'`)
    changed.note('"public"."a"', [['1', 'l1']])
    await expect
      .poll(
        () =>
          verifier.verifyChanged(signal).then(
            ({ tables }) => tables.length,
            () => 0,
          ),
        { timeout: 10_000 },
      )
      .toBe(1)
  })
})
