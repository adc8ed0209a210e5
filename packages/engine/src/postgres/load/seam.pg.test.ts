import { CausewayError } from '@causeway/core'
import { resolvedDatabase, startPostgres, testSpec, until, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leaseOf, partsFor, type Schema } from './fixtures/migration.ts'
import { finishBuild, fullLoad } from './full-load.ts'

const signal = AbortSignal.timeout(120_000)

/** The parent is larger, so that a single worker begins with it. */
const SCHEMA: Schema = {
  preData: [
    'CREATE TABLE public.parent (\n    id integer NOT NULL, pad text\n)',
    'CREATE TABLE public.child (\n    id integer NOT NULL, parent integer NOT NULL\n)',
  ],
  postData: [
    'ALTER TABLE ONLY public.parent\n    ADD CONSTRAINT parent_pkey PRIMARY KEY (id)',
    'ALTER TABLE ONLY public.child\n    ADD CONSTRAINT child_parent_fkey FOREIGN KEY (parent) REFERENCES public.parent(id)',
  ],
}
const ROWS = `
  INSERT INTO parent SELECT n, repeat('p', 200) FROM generate_series(1, 500) n;
  INSERT INTO child SELECT n, n FROM generate_series(1, 500) n`
const ONE_WORKER = { fullLoad: { workers: 1, indexWorkers: 1, chunkBytes: 1 << 28 } }

describe('between 13 and 17', () => {
  let source: PostgresServer
  let target: PostgresServer
  beforeAll(async () => {
    ;[source, target] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
  })
  afterAll(async () => {
    await source[Symbol.asyncDispose]()
    await target[Symbol.asyncDispose]()
  })

  const newMigration = async (name: string) => {
    await source.createDatabase(name)
    await target.createDatabase(name)
    await source.query(name, [...SCHEMA.preData, ROWS, ...SCHEMA.postData].join(';'))
    await target.query(name, SCHEMA.preData.join(';'))
    const spec = testSpec({
      source: resolvedDatabase(source, { database: name, ...source.superuser }),
      target: resolvedDatabase(target, { database: name, ...target.superuser }),
      ...ONE_WORKER,
    })
    return { name, parts: await partsFor(spec, SCHEMA, 1, signal) }
  }

  /** Stops the load where it is about to copy the child; the parent has landed. */
  const holdChild = async (name: string) => {
    const holder = await target.connect(name)
    await holder.query('BEGIN; LOCK TABLE child')
    return {
      reached: async () => await until(async () => (await waiting(name)).some((each) => each === 'child')),
      release: async () => await holder.end(),
    }
  }
  const waiting = async (name: string) => {
    const rows = await target.query<{ relation: string }>(
      name,
      'SELECT relation::regclass::text AS relation FROM pg_locks WHERE NOT granted',
    )
    return rows.map(({ relation }) => relation)
  }
  const rowsOf = async (server: PostgresServer, name: string, table: string) => {
    const [row] = await server.query<{ rows: number }>(name, `SELECT count(*)::int AS rows FROM ${table}`)
    return row?.rows
  }
  const copied = async (name: string) =>
    await target.query<{ table: string; snapshot: string }>(
      name,
      `SELECT table_name AS table, snapshot FROM causeway.copied ORDER BY 1 DESC`,
    )

  test('what is written during the load is in no copy, and every snapshot says so', async () => {
    const { name, parts } = await newMigration('writes')
    const child = await holdChild(name)
    const loading = fullLoad(parts, leaseOf(1), () => {}, signal)
    await child.reached()
    const [written] = await source.query<{ xid: string }>(
      name,
      `INSERT INTO parent VALUES (1000); UPDATE parent SET pad = 'later'; DELETE FROM child WHERE id > 400;
       INSERT INTO child VALUES (1000, 1000); SELECT pg_current_xact_id()::text AS xid`,
    )
    await child.release()
    await loading
    expect(await rowsOf(target, name, `parent WHERE id <= 500 AND pad LIKE 'ppp%'`)).toBe(500)
    expect(await rowsOf(target, name, 'parent')).toBe(500)
    expect(await rowsOf(target, name, 'child')).toBe(500)
    const landed = await copied(name)
    expect(landed.map(({ table }) => table)).toEqual(['"public"."parent"', '"public"."child"'])
    expect(new Set(landed.map(({ snapshot }) => snapshot)).size).toBe(1)
    const [visible] = await source.query(name, 'SELECT pg_visible_in_snapshot($1::xid8, $2::pg_snapshot) AS seen', [
      written?.xid,
      landed[0]?.snapshot,
    ])
    expect(visible).toEqual({ seen: false })
  })

  test('a table that was truncated behind its snapshot is copied from a newer one', async () => {
    const { name, parts } = await newMigration('truncated')
    const child = await holdChild(name)
    const loading = fullLoad(parts, leaseOf(1), () => {}, signal)
    await child.reached()
    // The snapshot sees 500 rows, and a COPY none: the stream would then miss the row that is changed before they go.
    await source.query(name, 'UPDATE child SET parent = 1 WHERE id = 7')
    await source.query(name, 'TRUNCATE child; INSERT INTO child VALUES (1000, 1)')
    await child.release()
    await loading
    expect(await rowsOf(target, name, 'child')).toBe(1)
    expect(await rowsOf(target, name, 'parent')).toBe(500)
    expect(new Set((await copied(name)).map(({ snapshot }) => snapshot)).size).toBe(2)
  })

  test('whole tables land frozen', async () => {
    const { name, parts } = await newMigration('frozen')
    await fullLoad(parts, leaseOf(1), () => {}, signal)
    await target.query(name, 'CREATE EXTENSION pageinspect')
    const [page] = await target.query(
      name,
      `SELECT bool_and(t_infomask & 768 = 768) AS frozen FROM heap_page_items(get_raw_page('child', 0))`,
    )
    expect(page).toEqual({ frozen: true })
  })

  test('tables from two snapshots keep their foreign keys unchecked until the stream has passed', async () => {
    const { name, parts } = await newMigration('two_snapshots')
    const child = await holdChild(name)
    const stop = new AbortController()
    const loading = fullLoad(parts, leaseOf(1), () => {}, stop.signal)
    await child.reached()
    stop.abort(new Error('enough'))
    await expect(loading).rejects.toThrow('enough')
    await child.release()
    await source.query(name, 'INSERT INTO parent VALUES (1000); INSERT INTO child VALUES (1000, 1000)')
    await fullLoad(parts, leaseOf(1), () => {}, signal)
    expect(await rowsOf(target, name, 'parent')).toBe(500)
    expect(await rowsOf(target, name, 'child')).toBe(501)
    expect(new Set((await copied(name)).map(({ snapshot }) => snapshot)).size).toBe(2)
    const validated = async () => await target.query(name, `SELECT convalidated FROM pg_constraint WHERE contype = 'f'`)
    expect(await validated()).toEqual([{ convalidated: false }])
    await expect(finishBuild(parts, leaseOf(1), signal)).rejects.toSatisfy(
      (error) => CausewayError.is(error) && error.code === 'CW-0771' && error.message.includes('child_parent_fkey'),
    )
    await target.query(name, 'INSERT INTO parent VALUES (1000)')
    await finishBuild(parts, leaseOf(1), signal)
    expect(await validated()).toEqual([{ convalidated: true }])
  })

  test('stops on its signal with nothing half done', async () => {
    const { name, parts } = await newMigration('aborted')
    const child = await holdChild(name)
    const stop = new AbortController()
    const loading = fullLoad(parts, leaseOf(1), () => {}, stop.signal)
    await child.reached()
    stop.abort(new Error('enough'))
    await expect(loading).rejects.toThrow('enough')
    for (const server of [source, target]) {
      const sessions = `SELECT FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE 'causeway/%'`
      await until(async () => (await server.query('postgres', sessions, [name])).length === 0)
    }
    await child.release()
    expect((await copied(name)).map(({ table }) => table)).toEqual(['"public"."parent"'])
    expect(await rowsOf(target, name, 'child')).toBe(0)
  })

  test('has no effect once the lease has gone to another', async () => {
    const { name, parts } = await newMigration('stale')
    const child = await holdChild(name)
    const loading = fullLoad(parts, leaseOf(1), () => {}, signal)
    await child.reached()
    await target.query(name, 'UPDATE causeway.control SET epoch = 2')
    await child.release()
    await expect(loading).rejects.toSatisfy((error) => CausewayError.is(error) && error.code === 'CW-0801')
    expect((await copied(name)).map(({ table }) => table)).toEqual(['"public"."parent"'])
    expect(await rowsOf(target, name, 'child')).toBe(0)
  })
})
