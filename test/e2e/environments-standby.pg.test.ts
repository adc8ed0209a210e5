import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres, startStandby, temporaryDirectory, until, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCauseway } from './support/causeway.ts'
import { declaration } from './support/declaration.ts'

const resources = new AsyncDisposableStack()
let primary: PostgresServer
let standby: PostgresServer

beforeAll(async () => {
  primary = resources.use(await startPostgres({ major: 16 }))
  await primary.createDatabase('shop')
  await primary.createDatabase('moved')
  await primary.query('shop', 'CREATE TABLE t (id int PRIMARY KEY)')
  standby = resources.use(await startStandby(primary))
})

afterAll(async () => {
  await resources.disposeAsync()
})

it('a standby as source or target', async () => {
  await using folder = await temporaryDirectory()
  const file = join(folder.path, 'migration.yaml')
  const { superuser } = standby
  const users = { source: superuser.user, target: superuser.user }
  const parts = { source: standby, target: standby, application: superuser, users, hooks: {}, yaml: '' }
  const text = declaration({ ...parts, database: 'shop' })
  await writeFile(file, text.replace(/(?<=^target:.*database: )shop/ms, 'moved'))
  const env = { SOURCE_PASSWORD: superuser.password, TARGET_PASSWORD: superuser.password, APP_PASSWORD: '' }
  const doctor = await runCauseway(['doctor', '--file', file, '--json'], env)
  expect(doctor.answer.error).toMatchObject({ code: 'CW-0310' })
  const { findings } = doctor.answer.data as { readonly findings: readonly { readonly check: string }[] }
  expect(findings.filter(({ check }) => check === 'pg.standby')).toEqual(
    ['source', 'target'].map((side) =>
      expect.objectContaining({
        side,
        severity: 'blocker',
        remedy: `name its primary in ${side}.host and ${side}.port, which is 127.0.0.1:${primary.port} as this server knows it`,
      }),
    ),
  )
  const run = await runCauseway(['run', '--file', file, '--exit-when-blocked'], env)
  expect([run.code, run.stderr]).toEqual([3, expect.stringContaining(`which is 127.0.0.1:${primary.port}`)])
})

it('why: a snapshot there shows transactions that are running as if they were over (ADR 6)', async () => {
  const open = await primary.connect('shop')
  try {
    await open.query('BEGIN; INSERT INTO t VALUES (1)')
    const { rows } = await open.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id')
    await primary.query('shop', 'INSERT INTO t VALUES (2)')
    const seen = `SELECT id, pg_visible_in_snapshot($1::xid8, pg_current_snapshot()) AS "looksCommitted" FROM t`
    const id = [rows[0]?.id]
    await until(async () => (await standby.query('shop', seen, id)).length > 0)
    expect(await standby.query('shop', seen, id)).toEqual([{ id: 2, looksCommitted: true }])
    expect(await primary.query('shop', seen, id)).toEqual([{ id: 2, looksCommitted: false }])
  } finally {
    await open.end()
  }
})
