import { setTimeout as delay } from 'node:timers/promises'
import { resolvedDatabase, startPostgres, testSpec, type Login, type PostgresServer } from '@causeway/harness'
import type { ResolvedSpec } from '@causeway/spec'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type SqlClient } from '../connect.ts'
import { applicationName, migrationId } from '../names.ts'
import { decide, openHandover } from './control-row.ts'
import { installControlSchema } from './control-schema.ts'
import { fence, isFenced, rehearseFence, unfence } from './fence.ts'
import { probeFence } from './fence-probe.ts'
import { ownersInScope } from '../check/role-facts.ts'
import { readGrantFacts, requiredGrants } from './grants.ts'
import { applicationPrefix } from './own-sessions.ts'
import { actAsReplica } from './replica-role.ts'

const { signal } = new AbortController()
const EVERYTHING = { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] }
const lease = { epoch: 1 }

describe.concurrent.each([13, 17, 18] as const)(
  'the fence on PostgreSQL %i, as a plain role with the grants printed',
  (major) => {
    let server: PostgresServer
    let serial = 0
    /** Two that are given a right on the same parameter at once collide on the server. */
    let granting: Promise<void> = Promise.resolve()
    beforeAll(async () => {
      server = await startPostgres({ major })
    })
    afterAll(() => server[Symbol.asyncDispose]())

    async function newDatabase() {
      serial += 1
      const id = serial
      const name = `app_${id}`
      const logins: Record<'owner' | 'writer' | 'reader' | 'stranger' | 'mover', Login> = {
        owner: await server.createLogin(`owner_${id}`),
        writer: await server.createLogin(`writer ${id}`),
        reader: await server.createLogin(`reader_${id}`),
        stranger: await server.createLogin(`stranger_${id}`),
        mover: await server.createLogin(`mover_${id}`),
      }
      await server.createDatabase(name, logins.owner.user)
      const database = resolvedDatabase(server, {
        ...logins.mover,
        database: name,
        applications: [logins.writer, logins.reader].map(({ user, password }) => ({
          user,
          password: { from: 'literal', value: password },
        })),
      })
      const spec = testSpec({ source: database, target: database })
      await using first = await open(spec)
      await server.query(name, `CREATE TABLE public.t (a int); ALTER TABLE public.t OWNER TO "writer ${id}"`)
      await grantEverything(first, name)
      await installControlSchema(first)
      await first.query('INSERT INTO causeway.control (migration, epoch, holder) VALUES ($1, 1, $2)', [
        migrationId(spec),
        'x',
      ])
      return { id, name, spec, logins }
    }

    async function open(spec: ResolvedSpec): Promise<SqlClient> {
      return await connect(spec.source, { side: 'source', application: applicationName(spec, 1, 'test'), signal })
    }

    async function grantEverything(client: SqlClient, database: string): Promise<void> {
      const missing = async () =>
        requiredGrants('source', await readGrantFacts(client, await ownersInScope(client, EVERYTHING))).filter(
          (grant) => !grant.satisfied,
        )
      granting = granting.then(async () => {
        for (const { statement } of await missing()) await server.query(database, statement)
      })
      await granting
      expect(await missing()).toEqual([])
    }

    const raise = (client: SqlClient, spec: ResolvedSpec, until = signal) => fence(client, spec, null, lease, until)
    const insert = async (session: Client) => await session.query('INSERT INTO public.t VALUES (1)')

    /** Effective rights, by role: what NULL means is spelt out. */
    const rights = (name: string) =>
      server.query(
        name,
        `SELECT grantee::regrole::text, privilege_type, is_grantable
       FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
       WHERE datname = $1 ORDER BY 1, 2`,
        [name],
      )

    it('needs nothing beyond the grants printed, and every one of them', async () => {
      const { spec, name, logins } = await newDatabase()
      await using client = await open(spec)
      const facts = await readGrantFacts(client, await ownersInScope(client, EVERYTHING))
      const statements = requiredGrants('source', facts).map(({ statement }) => statement)
      expect(facts.superuser).toBe(false)
      expect(statements).toContain(`GRANT "${logins.owner.user}" TO "${logins.mover.user}"`)
      expect(statements).toContain(`GRANT "${logins.writer.user}" TO "${logins.mover.user}"`)
      await actAsReplica('source', (sql) => client.query(sql))
      expect(await client.query('SHOW session_replication_role')).toEqual([{ session_replication_role: 'replica' }])
      await server.query(name, `REVOKE "${logins.owner.user}" FROM "${logins.mover.user}"`)
      await using other = await open(spec)
      await expect(rehearseFence(other, spec, lease)).rejects.toMatchObject({ code: 'CW-0610' })
      await expect(raise(other, spec)).rejects.toMatchObject({ code: 'CW-0610' })
      expect(await isFenced(client, spec)).toBe(false)
    })

    it('ends every session and refuses every role, and gives back exactly what it found', async () => {
      const { spec, name, logins } = await newDatabase()
      await server.query(
        name,
        `REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC; REVOKE TEMP ON DATABASE ${name} FROM PUBLIC;
       GRANT CONNECT ON DATABASE ${name} TO "${logins.writer.user}", "${logins.mover.user}";
       GRANT CONNECT, TEMP ON DATABASE ${name} TO "${logins.reader.user}" WITH GRANT OPTION`,
      )
      const before = await rights(name)
      const sessions = await Promise.all(
        [logins.writer, logins.reader, logins.owner].map((login) => server.connect(name, login)),
      )
      const [writing] = sessions
      await writing?.query('BEGIN; INSERT INTO public.t VALUES (1)')

      await using client = await open(spec)
      await using second = await open(spec)
      const evidence = await raise(client, spec)
      expect(evidence.sessionsEnded).toBe(3)
      expect(evidence.rolesRefused).toEqual(expect.arrayContaining([logins.owner, logins.writer, logins.reader, logins.stranger].map(({ user }) => user))) // prettier-ignore
      expect(evidence.rolesRefused).not.toContain(logins.mover.user)
      for (const session of sessions) await expect(insert(session)).rejects.toThrow(/terminat|not queryable/)
      for (const login of [logins.owner, logins.writer, logins.reader, logins.stranger]) {
        await expect(server.connect(name, login)).rejects.toThrow('permission denied for database')
      }
      expect(await client.query('SELECT FROM public.t')).toEqual([])
      expect(second.closed.aborted).toBe(false)
      await using third = await open(spec)
      expect(await isFenced(third, spec)).toBe(true)
      const probe = await probeFence(client, spec.source, applicationPrefix(spec), signal)
      const own = [logins.owner, logins.writer, logins.reader, logins.stranger].map(({ user }) => user)
      expect(probe.refused).toEqual(expect.arrayContaining(own))
      expect(probe.notRefused).toEqual(['postgres'])

      await unfence(client, spec, null, lease)
      await unfence(client, spec, null, lease)
      expect(await rights(name)).toEqual(before)
      expect(await isFenced(client, spec)).toBe(false)
      const back = await server.connect(name, logins.writer)
      await insert(back)
      await back.end()
    })

    it('restores the default access list, with roles renamed and dropped meanwhile', async () => {
      const { id, spec, name, logins } = await newDatabase()
      const before = await rights(name)
      await using client = await open(spec)
      await raise(client, spec)
      await unfence(client, spec, null, lease)
      expect(await rights(name)).toEqual(before)

      await server.query(
        name,
        `GRANT CONNECT ON DATABASE ${name} TO "${logins.reader.user}", "${logins.stranger.user}"`,
      )
      await raise(client, spec)
      await server.query(
        name,
        `ALTER ROLE "${logins.reader.user}" RENAME TO renamed_${id}; DROP ROLE "${logins.stranger.user}"`,
      )
      await unfence(client, spec, null, lease)
      const roles = (await rights(name)).map((row) => row['grantee'])
      expect(roles).toContain(`renamed_${id}`)
    })

    it('closes again what was opened while it stood, and keeps it for later', async () => {
      const { spec, name, logins } = await newDatabase()
      await using client = await open(spec)
      await raise(client, spec)
      await server.query(name, `GRANT CONNECT ON DATABASE ${name} TO "${logins.stranger.user}"`)
      expect(await isFenced(client, spec)).toBe(false)
      const probe = await probeFence(client, spec.source, applicationPrefix(spec), signal)
      expect(probe.notRefused).toEqual(['postgres', logins.stranger.user].sort())
      await raise(client, spec)
      expect(await isFenced(client, spec)).toBe(true)
      await server.query(name, `REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`)
      await unfence(client, spec, null, lease)
      expect((await rights(name)).map((row) => row['grantee'])).toContain(logins.stranger.user)
    })

    it('waits for a prepared transaction, until the signal', async () => {
      const { spec, name, logins } = await newDatabase()
      const session = await server.connect(name, logins.writer)
      await session.query(`BEGIN; INSERT INTO public.t VALUES (1); PREPARE TRANSACTION 'waiting'`)
      await using client = await open(spec)
      const stop = new AbortController()
      const stopped = raise(client, spec, stop.signal).catch((error: unknown) => error)
      while (!(await isFencedFrom(spec))) await delay(5)
      stop.abort(new Error('enough'))
      expect(await stopped).toMatchObject({ message: 'enough' })
      expect(await isFencedFrom(spec)).toBe(true)

      const waiting = raise(client, spec)
      await server.query(name, `COMMIT PREPARED 'waiting'`)
      await waiting
      expect(await client.query('SELECT a FROM public.t')).toEqual([{ a: 1 }])
    })

    it('lets nobody slip in who had passed the check and does not show as a session yet', async () => {
      const { spec, name, logins } = await newDatabase()
      await using client = await open(spec)
      // The server waits here between the check of the access list and the entry in pg_stat_activity.
      const late = new Client({
        host: server.host,
        port: server.port,
        database: name,
        ...logins.writer,
        options: '-c post_auth_delay=1',
      })
      late.on('error', () => {})
      const attempt = late.connect().then(() => insert(late)).catch(() => {}) // prettier-ignore
      const sql = `SELECT FROM pg_locks WHERE locktype = 'object' AND classid = 'pg_database'::regclass AND pid <> pg_backend_pid()`
      while ((await client.query(sql)).length === 0) await delay(1)
      expect(await client.query('SELECT FROM pg_stat_activity WHERE usename = $1', [logins.writer.user])).toEqual([])
      await raise(client, spec)
      const written = await client.query('SELECT FROM public.t')
      await attempt
      expect(await client.query('SELECT FROM public.t')).toEqual(written)
    })

    it('ends and names whoever shares our role, and is not stopped by an idle superuser', async () => {
      const { spec, name, logins } = await newDatabase()
      const shared = await server.connect(name, logins.mover)
      const admin = await server.connect(name)
      await using client = await open(spec)
      expect((await raise(client, spec)).sessionsEnded).toBe(1)
      await expect(insert(shared)).rejects.toThrow(/terminat|not queryable/)
      const again = await server.connect(name, logins.mover)
      const probe = await probeFence(client, spec.source, applicationPrefix(spec), signal)
      expect(probe.notRefused).toEqual([logins.mover.user, 'postgres'].sort())
      expect(probe.applications).toEqual([])
      await again.end()

      // Members of our role share its way in.
      await server.query(name, `GRANT "${logins.mover.user}" TO "${logins.reader.user}"`)
      const { applications } = await probeFence(client, spec.source, applicationPrefix(spec), signal)
      expect(applications).toEqual([logins.reader.user])

      // In the middle of writing, a superuser is waited for: what it commits must be before the barrier.
      await admin.query('BEGIN; INSERT INTO public.t VALUES (7)')
      let raised = false
      const waiting = raise(client, spec).then(() => (raised = true))
      await delay(30)
      expect(raised).toBe(false)
      await admin.query('COMMIT')
      await waiting
      await admin.end()
    })

    it('is rehearsed without refusing anybody', async () => {
      const { spec, name, logins } = await newDatabase()
      const session = await server.connect(name, logins.writer)
      const before = await rights(name)
      await using client = await open(spec)
      await rehearseFence(client, spec, lease)
      await insert(session)
      expect(await rights(name)).toEqual(before)
      expect(await isFenced(client, spec)).toBe(false)
      await server.query(name, `REVOKE pg_signal_backend FROM "${logins.mover.user}"`)
      await expect(rehearseFence(client, spec, lease)).rejects.toMatchObject({ code: 'CW-0610' })
      await session.end()
    })

    it('keeps out of a hand-over that is decided, and of a later one', async () => {
      const { spec, name, logins } = await newDatabase()
      await using client = await open(spec)
      const first = { number: 1, kind: 'cutover' } as const
      const second = { number: 2, kind: 'rollback' } as const
      await expect(fence(client, spec, first, lease, signal)).rejects.toMatchObject({ code: 'CW-0407' })
      await openHandover(client, migrationId(spec), first, lease)
      await fence(client, spec, first, lease, signal)
      await decide(client, migrationId(spec), first, 'ABORT', lease)
      await unfence(client, spec, first, lease)
      // What was sent before the hand-over was undone, and arrives now.
      await expect(fence(client, spec, first, lease, signal)).rejects.toMatchObject({ code: 'CW-0407' })
      await (await server.connect(name, logins.writer)).end()

      await openHandover(client, migrationId(spec), second, lease)
      await fence(client, spec, second, lease, signal)
      await unfence(client, spec, first, lease)
      expect(await isFenced(client, spec)).toBe(true)
      await unfence(client, spec, second, lease)
      expect(await isFenced(client, spec)).toBe(false)
    })

    it('has no effect under an epoch that is over', async () => {
      const { spec, name, logins } = await newDatabase()
      await using client = await open(spec)
      await client.query('UPDATE causeway.control SET epoch = 2')
      await expect(raise(client, spec)).rejects.toMatchObject({ code: 'CW-0801' })
      await expect(unfence(client, spec, null, lease)).rejects.toMatchObject({ code: 'CW-0801' })
      await expect(rehearseFence(client, spec, lease)).rejects.toMatchObject({ code: 'CW-0801' })
      await (await server.connect(name, logins.writer)).end()
    })

    async function isFencedFrom(spec: ResolvedSpec): Promise<boolean> {
      await using client = await open(spec)
      return await isFenced(client, spec)
    }
  },
)
