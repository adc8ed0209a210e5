import { resolvedDatabase, startPostgres, MAJORS, type Major } from '@causeway/harness'
import { CausewayError } from '@causeway/core'
import type { ResolvedDatabase } from '@causeway/spec'
import { describe, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { chooseDumpTool, WASM_DUMP, type DumpTool } from './dump-tool.ts'
import { dumpSchema, readExclusions } from './dump.ts'
import { splitDump } from './split.ts'

const SCHEMA = `
  CREATE SCHEMA app; CREATE SCHEMA causeway; CREATE TABLE causeway.control (id int);
  CREATE TABLE app.orders (id bigserial PRIMARY KEY, total numeric); CREATE INDEX orders_total ON app.orders (total);
  CREATE TABLE app.secret (x int); CREATE TABLE app."o""d d" (x int); COMMENT ON TABLE app.orders IS 'it''s';
  CREATE PUBLICATION p FOR TABLE app.orders; CREATE EXTENSION hstore;
`
const NOWHERE = { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] }
const options = { side: 'source', application: 'test', excluded: [{ kind: 'schema', pattern: '"causeway"' }] } as const
const { signal } = new AbortController()

async function dumpBoth(database: ResolvedDatabase, tool: DumpTool) {
  const pre = await dumpSchema(database, 'pre-data', { ...options, tool, signal })
  const post = await dumpSchema(database, 'post-data', { ...options, tool, signal })
  return { pre: splitDump(pre), post: splitDump(post) }
}

describe.each(MAJORS)('PostgreSQL %i', (major: Major) => {
  test('dumps both sections as a plain role over TCP with SCRAM and TLS, and over a socket', async () => {
    await using server = await startPostgres({ major, tls: true })
    await server.createDatabase('shop')
    await server.query('shop', SCHEMA)
    const reader = await server.createLogin('reader')
    await server.query(
      'shop',
      'GRANT USAGE ON SCHEMA app TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA app TO reader',
    )
    const tcp = resolvedDatabase(server, { database: 'shop', ...reader })
    const socket = { ...tcp, host: server.socketDirectory }

    const system = await chooseDumpTool(major)
    for (const { tool, database } of [
      { tool: WASM_DUMP, database: tcp },
      { tool: system, database: socket },
    ]) {
      const { pre, post } = await dumpBoth(database, tool)
      expect(pre).toContain("COMMENT ON TABLE app.orders IS 'it''s'")
      expect(pre.filter((sql) => sql.includes('causeway') || sql.includes('PUBLICATION'))).toEqual([])
      expect(post).toEqual([
        'ALTER TABLE ONLY app.orders\n    ADD CONSTRAINT orders_pkey PRIMARY KEY (id)',
        'CREATE INDEX orders_total ON app.orders USING btree (total)',
      ])
    }
  })
})

describe('a dump', () => {
  test('leaves out by exact name what is not in scope, so that no right on it is needed', async () => {
    await using server = await startPostgres({ major: 13 })
    await server.createDatabase('shop')
    await server.query('shop', SCHEMA)
    const reader = await server.createLogin('reader')
    await server.query('shop', 'GRANT USAGE ON SCHEMA app TO reader; GRANT SELECT ON app.orders TO reader')
    const database = resolvedDatabase(server, { database: 'shop', ...reader })
    const whole = dumpSchema(database, 'pre-data', { ...options, tool: WASM_DUMP, signal })
    await expect(whole).rejects.toSatisfy(
      (error) =>
        CausewayError.is(error) &&
        error.code === 'CW-0641' &&
        error.message.includes('(1): pg_dump: error: query failed: ERROR:  permission denied for table'),
    )
    await using client = await connect(database, { ...options, signal })
    const scope = { ...NOWHERE, tables: { include: [], exclude: ['app.secret', 'app.o"*'] } }
    const excluded = await readExclusions(client, scope)
    expect(excluded.map(({ pattern }) => pattern)).toEqual(['"app"."o""d d"', '"app"."secret"', '"causeway"'])
    const dump = await dumpSchema(database, 'pre-data', { ...options, excluded, tool: WASM_DUMP, signal })
    expect(splitDump(dump).filter((sql) => sql.startsWith('CREATE TABLE'))).toHaveLength(1)
    expect(dump).toContain('CREATE EXTENSION')
  })

  test('of thousands of excluded tables and long queries works in WebAssembly', async () => {
    await using server = await startPostgres({ major: 13, settings: { max_locks_per_transaction: '256' } })
    await server.createDatabase('shop')
    await server.query(
      'shop',
      `CREATE SCHEMA app; DO $$ BEGIN FOR i IN 1..1500 LOOP
      EXECUTE format('CREATE TABLE app.%I (id int, t text)', i || repeat('x', 40)); END LOOP; END $$`,
    )
    const database = resolvedDatabase(server, { database: 'shop', ...server.superuser })
    await using client = await connect(database, { ...options, signal })
    const scope = { ...NOWHERE, tables: { include: ['app.1x*'], exclude: [] } }
    const excluded = await readExclusions(client, scope)
    expect(excluded).toHaveLength(1499)
    const dump = await dumpSchema(database, 'pre-data', { ...options, excluded, tool: WASM_DUMP, signal })
    expect(splitDump(dump).filter((sql) => sql.startsWith('CREATE TABLE'))).toHaveLength(1)
    const all = await dumpSchema(database, 'pre-data', { ...options, tool: WASM_DUMP, signal })
    expect(splitDump(all).filter((sql) => sql.startsWith('CREATE TABLE'))).toHaveLength(1500)
  })

  test('ends with its signal and with its server', async () => {
    await using server = await startPostgres({ major: 15 })
    const database = resolvedDatabase(server, { database: 'postgres', ...server.superuser })
    const lock = await server.connect('postgres')
    await lock.query('CREATE TABLE held (x int)')
    await lock.query('BEGIN; LOCK TABLE held')
    const waiters = async () =>
      (await server.query('postgres', "SELECT FROM pg_locks WHERE NOT granted AND relation = 'held'::regclass")).length
    const dumpThatWaits = async (tool: DumpTool, signal: AbortSignal) => {
      const running = dumpSchema(database, 'pre-data', { ...options, tool, signal })
      running.catch(() => {})
      while ((await waiters()) === 0);
      return { running }
    }
    for (const tool of [WASM_DUMP, await chooseDumpTool(15)]) {
      const stop = new AbortController()
      const { running } = await dumpThatWaits(tool, stop.signal)
      stop.abort(new Error('enough'))
      await expect(running).rejects.toThrow('enough')
      while ((await waiters()) > 0);
    }
    const { running } = await dumpThatWaits(WASM_DUMP, signal)
    await server.stop('immediate')
    await expect(running).rejects.toSatisfy((error) => CausewayError.is(error) && /CW-061[12]/.test(error.code))
  })
})
