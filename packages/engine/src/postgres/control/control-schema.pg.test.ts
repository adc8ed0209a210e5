import { resolvedDatabase, startPostgres, type PostgresServer } from '@causeway/harness'
import type { ResolvedDatabase } from '@causeway/spec'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connect, type SqlClient } from '../connect.ts'
import { hasControlSchema, installControlSchema, removeControlSchema } from './control-schema.ts'

const { signal } = new AbortController()
const lease = { epoch: 1 }

describe.each([13, 17] as const)('the control schema on PostgreSQL %i', (major) => {
  let server: PostgresServer
  let database: ResolvedDatabase
  let serial = 0
  beforeAll(async () => {
    server = await startPostgres({ major })
  })
  afterAll(() => server[Symbol.asyncDispose]())
  beforeEach(async () => {
    serial += 1
    const login = await server.createLogin(`mover_${serial}`)
    database = resolvedDatabase(server, { ...login, database: await server.createDatabase(`app_${serial}`) })
  })

  const open = (): Promise<SqlClient> => connect(database, { side: 'target', application: 'causeway/t/1/c', signal })
  const grantCreate = () => server.query('postgres', `GRANT CREATE ON DATABASE app_${serial} TO mover_${serial}`)

  it('is made once by several at the same time, with CREATE on the database only', async () => {
    await using one = await open()
    await using other = await open()
    await expect(installControlSchema(one)).rejects.toMatchObject({ code: 'CW-0710' })
    await grantCreate()
    expect(await hasControlSchema(one)).toBe(false)
    await Promise.all([installControlSchema(one), installControlSchema(other)])
    await installControlSchema(one)
    expect(await hasControlSchema(one)).toBe(true)
    const tables = await one.query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'causeway'::regnamespace AND relkind = 'r'`,
    )
    expect(tables).toHaveLength(6)
  })

  it('is made in a schema an administrator made for it, and goes with what is in it', async () => {
    await server.query(
      database.database,
      `CREATE SCHEMA causeway AUTHORIZATION mover_${serial};
       CREATE FUNCTION causeway.apply_as_replica() RETURNS void LANGUAGE sql AS 'SELECT'`,
    )
    await using client = await open()
    await installControlSchema(client)
    await removeControlSchema(client, 'any', lease)
    expect(await client.query(`SELECT to_regnamespace('causeway') AS schema`)).toEqual([{ schema: null }])
  })

  it('stays as long as another migration uses it', async () => {
    await grantCreate()
    await using client = await open()
    await installControlSchema(client)
    await client.query(
      `INSERT INTO causeway.control (migration, epoch, holder) VALUES ('one', 1, 'x'), ('other', 1, 'x')`,
    )
    await client.query(`INSERT INTO causeway.marker VALUES ('one', 'a', 'barrier'), ('other', 'b', 'barrier')`)
    await removeControlSchema(client, 'one', lease)
    expect(await client.query('SELECT migration FROM causeway.marker')).toEqual([{ migration: 'other' }])
    await removeControlSchema(client, 'other', lease)
    await removeControlSchema(client, 'other', lease)
    expect(await hasControlSchema(client)).toBe(false)
  })

  it('is not taken from somebody who has taken over', async () => {
    await grantCreate()
    await using client = await open()
    await installControlSchema(client)
    await client.query(`INSERT INTO causeway.control (migration, epoch, holder) VALUES ('one', 2, 'x')`)
    await expect(removeControlSchema(client, 'one', lease)).rejects.toMatchObject({ code: 'CW-0801' })
    expect(await client.query('SELECT epoch FROM causeway.control')).toEqual([{ epoch: '2' }])
  })

  it('is never touched when it is of another version', async () => {
    await grantCreate()
    await using client = await open()
    await installControlSchema(client)
    await client.query(`COMMENT ON TABLE causeway.control IS 'Causeway control schema, version 99'`)
    const refused = { code: 'CW-0720', message: expect.stringContaining('version 99') }
    await expect(installControlSchema(client)).rejects.toMatchObject(refused)
    await expect(removeControlSchema(client, 'one', lease)).rejects.toMatchObject(refused)
  })
})
