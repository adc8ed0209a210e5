import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MAJORS } from './binaries.ts'
import { startPostgres, type PostgresServer } from './server.ts'

describe.each(MAJORS)('PostgreSQL %i', (major) => {
  test('starts, is no other system, keeps its data over a crash and leaves nothing behind', async () => {
    const server = await startPostgres({ major, settings: { work_mem: '8MB' } })
    const { pid, socketDirectory } = server
    await server.createDatabase('shop')
    await server.query('shop', 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)')
    await server.restart('immediate')
    expect(server.pid).not.toBe(pid)
    expect(await server.query('shop', 'SELECT id FROM kept')).toEqual([{ id: 1 }])
    const settings = await server.query(
      'shop',
      `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('wal_level') AS wal, current_setting('work_mem') AS mem`,
    )
    expect(settings).toEqual([{ major, wal: 'logical', mem: '8MB' }])
    await using other = await startPostgres({ major })
    expect(await identifierOf(other)).not.toEqual(await identifierOf(server))
    const lastPid = server.pid
    await server[Symbol.asyncDispose]()
    expect(existsSync(socketDirectory)).toBe(false)
    expect(() => process.kill(lastPid ?? 0, 0)).toThrow('ESRCH')
  })
})

async function identifierOf(server: PostgresServer): Promise<unknown> {
  return (await server.query('postgres', 'SELECT system_identifier::text FROM pg_control_system()'))[0]
}
