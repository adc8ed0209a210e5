import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { spawn, type ChildProcess } from 'node:child_process'
import { resolvedDatabase, startPostgres, testSpec, type PostgresServer } from '@causeway/harness'
import { silentLogger, type Lease } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type SqlClient } from '../connect.ts'
import { applicationName, migrationId } from '../names.ts'
import { writeBeat } from '../stream/heartbeat.ts'
import { decide, openHandover, readControl } from './control-row.ts'
import { requireEpoch, withEpoch } from './epoch.ts'
import { acquireLease } from './lease.ts'
import { mark } from './markers.ts'

const { signal } = new AbortController()

let source: PostgresServer
let target: PostgresServer
beforeAll(async () => {
  ;[source, target] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

let serial = 0
/** A migration of its own between two new databases, as a plain role. */
async function newMigration() {
  serial += 1
  const name = `app_${serial}`
  const plainDatabase = async (server: PostgresServer) => {
    const login = await server.createLogin(`mover_${name}`)
    return resolvedDatabase(server, { ...login, database: await server.createDatabase(name, login.user) })
  }
  const spec = testSpec({ source: await plainDatabase(source), target: await plainDatabase(target) })
  const acquire = async (holder: string, takeOver = false): Promise<Lease> =>
    acquireLease({ spec, logger: silentLogger }, { holder, takeOver }, signal)
  const client = async (side: 'source' | 'target', epoch = 0, part = 'test'): Promise<SqlClient> =>
    connect(spec[side], { side, application: applicationName(spec, epoch, part), signal })
  const endSessions = async (server: PostgresServer) =>
    server.query(
      'postgres',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%/lease' AND datname = $1`,
      [name],
    )
  return { name, spec, migration: migrationId(spec), acquire, client, endSessions }
}

describe.concurrent('the lease', () => {
  it('counts epochs, the same on both sides', async () => {
    const { name, migration, acquire, client } = await newMigration()
    for (const epoch of [1, 2, 3]) {
      await using lease = await acquire(`run ${epoch}`)
      expect(lease).toMatchObject({ epoch, holder: `run ${epoch}` })
      for (const side of ['source', 'target'] as const) {
        await using reader = await client(side)
        expect(await readControl(reader, migration)).toEqual({
          epoch,
          holder: `run ${epoch}`,
          fenced: false,
          handover: null,
        })
      }
    }
    // A crash between the two sides leaves them apart; the next epoch is above both.
    await target.query(name, 'UPDATE causeway.control SET epoch = 7')
    await using lease = await acquire('after a crash')
    expect(lease.epoch).toBe(8)
  })

  it('is refused while another holds it, naming the holder', async () => {
    const { acquire } = await newMigration()
    await using held = await acquire('ada@host')
    await expect(acquire('bob@host')).rejects.toMatchObject({
      code: 'CW-0802',
      message: expect.stringContaining('ada@host'),
      data: { holder: 'ada@host', epoch: 1 },
    })
    expect(held.lost.aborted).toBe(false)
  })

  it('is taken from a holder that was killed', async () => {
    const { spec, acquire } = await newMigration()
    const holder = await startHolder(spec)
    const waiting = acquire('heir')
    holder.kill('SIGKILL')
    await using lease = await waiting
    expect(lease.epoch).toBe(2)
  })

  it('is taken over from a live holder, who can do nothing any more', async () => {
    const { migration, acquire, client } = await newMigration()
    await using old = await acquire('old')
    await using writer = await client('source', old.epoch, 'writer')
    await using idle = await client('source')
    await withEpoch(writer, migration, old, async () => writer.query('SELECT 1'))

    // In the middle of a transaction that holds the epoch: it is ended, or the take-over would wait for ever.
    await writer.query('BEGIN')
    await requireEpoch(writer, migration, old)
    await using lease = await acquire('new', true)

    expect(lease.epoch).toBeGreaterThan(old.epoch)
    expect(writer.closed.aborted).toBe(true)
    if (!old.lost.aborted) await once(old.lost, 'abort')
    expect(old.lost.reason).toMatchObject({ code: 'CW-0801' })
    const effects = [
      async () => withEpoch(idle, migration, old, async () => idle.query('CREATE TABLE public.late ()')),
      async () => mark(idle, migration, 'barrier', old),
      async () => writeBeat(idle, migration, old),
      async () => openHandover(idle, migration, { number: 1, kind: 'cutover' }, old),
      async () => decide(idle, migration, { number: 1, kind: 'cutover' }, 'COMMIT', old),
    ]
    for (const effect of effects) await expect(effect()).rejects.toMatchObject({ code: 'CW-0801', exitCode: 8 })
    expect(await idle.query(`SELECT to_regclass('public.late') AS late`)).toEqual([{ late: null }])
    expect(await idle.query('SELECT FROM causeway.marker UNION ALL SELECT FROM causeway.heartbeat')).toEqual([])
    await mark(idle, migration, 'barrier', lease)
    await writeBeat(idle, migration, lease)
  })

  it('leaves one holder when two take over at once', async () => {
    const { migration, acquire, client } = await newMigration()
    await using _old = await acquire('old')
    const results = await Promise.allSettled([acquire('left', true), acquire('right', true)])
    const leases = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    await using reader = await client('source')
    const { epoch } = await readControl(reader, migration)
    for (const lease of leases) if (lease.epoch !== epoch && !lease.lost.aborted) await once(lease.lost, 'abort')
    expect(leases.filter((lease) => !lease.lost.aborted).map((lease) => lease.epoch)).toEqual([epoch])
    for (const lease of leases) await lease[Symbol.asyncDispose]()
  })

  it('is lost when its session ends and somebody has taken the epoch meanwhile', async () => {
    const { name, acquire, endSessions } = await newMigration()
    await using lease = await acquire('steady')
    await source.query(name, 'UPDATE causeway.control SET epoch = epoch + 1')
    await endSessions(source)
    if (!lease.lost.aborted) await once(lease.lost, 'abort')
    expect(lease.lost.reason).toMatchObject({ code: 'CW-0801' })
  })

  it('leaves no session behind', async () => {
    const { name, acquire } = await newMigration()
    await (await acquire('short'))[Symbol.asyncDispose]()
    const left = async () => source.query('postgres', `SELECT FROM pg_stat_activity WHERE datname = $1`, [name])
    while ((await left()).length > 0) await delay(5)
    expect(await left()).toEqual([])
  })

  it('takes one decision of two that race, and keeps it', async () => {
    const { migration, acquire, client } = await newMigration()
    await using lease = await acquire('decider')
    await using left = await client('source')
    await using right = await client('source')
    const handover = { number: 1, kind: 'cutover' } as const
    await expect(decide(left, migration, handover, 'COMMIT', lease)).rejects.toMatchObject({ code: 'CW-0622' })
    for (const number of [1, 2, 3, 4, 5]) {
      const next = { number, kind: 'cutover' } as const
      await openHandover(left, migration, next, lease)
      await openHandover(left, migration, next, lease)
      await expect(
        openHandover(left, migration, { number: number + 1, kind: 'rollback' }, lease),
      ).rejects.toMatchObject({ code: 'CW-0622' })
      const [one, other] = await Promise.all([
        decide(left, migration, next, 'COMMIT', lease),
        decide(right, migration, next, 'ABORT', lease),
      ])
      expect(one).toBe(other)
      expect((await readControl(right, migration)).handover).toEqual({ ...next, decision: one })
      expect(await decide(left, migration, next, one === 'COMMIT' ? 'ABORT' : 'COMMIT', lease)).toBe(one)
      await expect(openHandover(left, migration, next, lease)).rejects.toMatchObject({ code: 'CW-0622' })
    }
  })
})

it('the lease survives a broken connection and a restart of the server with its epoch', async () => {
  const { name, migration, acquire, client, endSessions } = await newMigration()
  await using lease = await acquire('steady')
  await using reader = await client('source')
  await endSessions(source)
  await locked(source, name)
  await target.restart()
  await locked(target, name)
  expect(lease.lost.aborted).toBe(false)
  expect((await readControl(reader, migration)).epoch).toBe(lease.epoch)
})

async function locked(server: PostgresServer, database: string): Promise<void> {
  const sql = `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE locktype = 'advisory' AND datname = $1`
  while ((await server.query('postgres', sql, [database])).length === 0) await delay(5)
}

/** A process of its own that holds the lease until it is killed. */
async function startHolder(spec: ResolvedSpec): Promise<ChildProcess> {
  const module = new URL('./lease.ts', import.meta.url).href
  const program = `
    import { acquireLease } from '${module}'
    import { silentLogger } from '@causeway/core'
    process.once('message', async (spec) => {
      const request = { holder: 'victim', takeOver: false }
      globalThis.lease = await acquireLease({ spec, logger: silentLogger }, request, new AbortController().signal)
      process.send('held')
    })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.send(spec)
  await once(child, 'message')
  return child
}
