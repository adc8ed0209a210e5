import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { silentLogger, type Finding } from '@causeway/core'
import { resolvedDatabase, startPostgres, testSpec, until, type Login, type PostgresServer } from '@causeway/harness'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { installControlSchema } from '../control/control-schema.ts'
import { migrationId } from '../names.ts'
import { CASES, WITH_KEY, type Case } from './fixtures/planted.ts'
import { preflight } from './preflight.ts'

const { signal } = new AbortController()

let source: PostgresServer
let target: PostgresServer
let serial = 0
const logins = new Map<PostgresServer, Login>()

beforeAll(async () => {
  ;[source, target] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
  for (const server of [source, target]) {
    logins.set(server, await server.createLogin('mover'))
    await server.createLogin('owner')
  }
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

/** Two new databases that belong to `owner`; `plant` runs on the source as `owner`. */
async function newSystem(plant: string, overrides: Partial<ResolvedSpec> = {}, plantOnTarget = '') {
  serial += 1
  const database = `db_${serial}`
  const fill = async (server: PostgresServer, sql: string) => {
    await server.createDatabase(database, 'owner')
    await server.query(database, `SET ROLE owner; ${sql}`)
  }
  await Promise.all([fill(source, plant), fill(target, plantOnTarget)])
  return testSpec({ source: databaseOf(source, database), target: databaseOf(target, database), ...overrides })
}

function databaseOf(server: PostgresServer, database: string) {
  return resolvedDatabase(server, { ...(logins.get(server) ?? server.superuser), database })
}

async function look(spec: ResolvedSpec): Promise<readonly Finding[]> {
  return await preflight({ spec, logger: silentLogger }, signal)
}

async function looked(spec: ResolvedSpec, check: string): Promise<readonly Finding[]> {
  return (await look(spec)).filter((finding) => finding.check === check)
}

const SQL = /^(ALTER|COMMIT|CREATE|GRANT|SELECT) /

/** As an administrator would: each remedy as it is printed, on the side it is for. */
async function remedy(spec: ResolvedSpec, findings: readonly Finding[]): Promise<void> {
  for (const { side, remedy: sql } of findings) {
    expect(sql).toMatch(SQL)
    const server = side === 'target' ? target : source
    await server.query(spec[side === 'target' ? 'target' : 'source'].database, sql)
  }
}

const blockers = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'blocker')

describe('a plain system', () => {
  test('has no blocker once what was printed at first has been run, all of it at once', async () => {
    await source.query(
      'postgres',
      'CREATE ROLE "odd seller" NOLOGIN NOINHERIT; CREATE ROLE reader LOGIN; CREATE ROLE clerk',
    )
    const spec = await newSystem(`${WITH_KEY}
      CREATE SCHEMA shop; CREATE VIEW shop.v AS SELECT 1; CREATE TYPE shop.span AS RANGE (SUBTYPE = float8); GRANT SELECT (note) ON public.orders TO clerk;
      CREATE FUNCTION shop.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION shop.f() TO reader;`)
    await source.query(
      spec.source.database,
      `CREATE TABLE shop.stock (id int, place int); ALTER TABLE shop.stock OWNER TO "odd seller"; CREATE EXTENSION hstore;
       CREATE EXTENSION pg_stat_statements SCHEMA shop; GRANT USAGE ON SCHEMA public TO clerk`,
    )
    const first = await look(spec)
    const found = new Set(blockers(first).map(({ check, side }) => `${check} ${side}`))
    expect([...found].sort()).toEqual([
      'pg.extension-privilege target',
      'pg.no-key source',
      'pg.privilege source',
      'pg.privilege target',
      'pg.role target',
    ])
    expect(first.filter(({ check }) => check === 'pg.role').map(({ message }) => message.split(' role ')[1])).toEqual([
      'clerk is named in the access rights of public.orders.note on the source and does not exist on the target',
      'odd seller owns shop.stock on the source and does not exist on the target',
      'reader is named in the access rights of routine shop.f on the source and does not exist on the target',
    ])
    // The owners of extensions, of a range's functions and of the schema public are superusers: nobody needs to be one.
    expect(first.some(({ remedy: sql }) => sql.includes('"postgres"'))).toBe(false)
    await remedy(spec, blockers(first))
    expect(blockers(await look(spec))).toEqual([])
  })

  test('tells what there is to carry', async () => {
    const spec = await newSystem(`${WITH_KEY} CREATE TABLE public.big (id int PRIMARY KEY, x text);
      INSERT INTO public.big SELECT i, repeat('x', 1000) FROM generate_series(1, 1000) i`)
    const [size] = await looked(spec, 'pg.size')
    expect(size).toMatchObject({ severity: 'information', remedy: '' })
    expect(size?.message).toMatch(/^2 tables, 1\.\d MB without indexes; the largest is "public"\."big" with 1\.\d MB$/)
  })

  test('is not changed by looking', async () => {
    const spec = await newSystem(WITH_KEY)
    const write = async () => (await source.query<{ n: string }>('postgres', 'SELECT txid_current()::text AS n'))[0]?.n
    const before = Number(await write())
    await look(spec)
    expect(Number(await write())).toBe(before + 1)
  })

  test('does not wait long for a table that is locked, and not at all once it is told to stop', async () => {
    const spec = await newSystem(WITH_KEY)
    const session = await source.connect(spec.source.database)
    await session.query('BEGIN; LOCK TABLE public.orders')
    const stop = new AbortController()
    const stopped = preflight({ spec, logger: silentLogger }, stop.signal)
    await until(async () => (await source.query('postgres', 'SELECT FROM pg_locks WHERE NOT granted')).length > 0)
    stop.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow('enough')
    await expect(look(spec)).rejects.toMatchObject({ code: 'CW-0616' })
    await session.end()
  })

  test('cannot be looked at when one side is not there: the coded error of the connection', async () => {
    const spec = await newSystem(WITH_KEY)
    const nowhere = { ...spec, target: { ...spec.target, database: 'nowhere' } }
    await expect(look(nowhere)).rejects.toMatchObject({ code: 'CW-0704' })
    const wrong = { ...spec, source: { ...spec.source, password: { from: 'literal', value: 'no' } as const } }
    await expect(look(wrong)).rejects.toMatchObject({ code: 'CW-0602' })
  })
})

const SCOPE: ResolvedSpec['scope'] = {
  schemas: { include: [], exclude: [] },
  tables: { include: [], exclude: [] },
  insertOnly: [],
}

describe('what would stop a migration, all of it planted in one system', () => {
  let before: readonly Finding[] = []
  let after: readonly Finding[] = []
  const of = (each: Case, findings: readonly Finding[]) =>
    findings.filter(
      ({ check, side, message }) =>
        check === each.check &&
        side === (each.side ?? 'source') &&
        (typeof each.says === 'string' ? message.includes(each.says) : each.says.test(message)),
    )

  beforeAll(async () => {
    const all = (part: 'plant' | 'plantAsSuperuser' | 'plantOnTarget') =>
      CASES.map((each) => (each[part] === undefined ? '' : `${each[part]};`)).join('\n')
    const spec = await newSystem(WITH_KEY + all('plant'), {}, all('plantOnTarget'))
    await source.query(spec.source.database, all('plantAsSuperuser'))
    before = await look(spec)
    await remedy(
      spec,
      CASES.filter(({ curable }) => curable).flatMap((each) => of(each, before)),
    )
    after = await look(spec)
  })

  test.each(CASES)('$name', (each) => {
    const { severity, curable = false } = each
    const [finding, ...others] = of(each, before)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ severity })
    expect(finding?.remedy === '').toBe(severity === 'information')
    expect(of(each, after)).toHaveLength(curable ? 0 : 1)
  })
})

describe('what would stop a migration', () => {
  test('a scope that names what is not there', async () => {
    const nothing = { ...SCOPE, tables: { include: ['public.order'], exclude: [] } }
    const spec = await newSystem(WITH_KEY, { scope: nothing })
    expect(await looked(spec, 'pg.empty-scope')).toMatchObject([{ severity: 'blocker', side: 'source' }])
    const misspelt = { ...spec, scope: { ...SCOPE, insertOnly: ['public.lgo', 'public.ord*'] } }
    expect(await looked(misspelt, 'pg.insert-only')).toMatchObject([
      { severity: 'warning', message: 'scope.insertOnly names public.lgo, which matches no table in scope' },
    ])
  })

  test('a target in use', async () => {
    const tables = [1, 2, 3, 4, 5, 6].map((n) => `CREATE TABLE public.t${n} ();`)
    const routine = `CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1';`
    const spec = await newSystem(WITH_KEY, {}, [routine, ...tables].join(' '))
    const names = 'routine public.f, table public.t1, table public.t2, table public.t3, table public.t4 and 2 more'
    expect(await looked(spec, 'pg.target-not-empty')).toMatchObject([
      { severity: 'blocker', side: 'target', message: `the target already holds ${names}` },
    ])
  })

  test('declared insert-only, whole rows, temporary or excluded tables are no finding', async () => {
    const spec = await newSystem(
      `${WITH_KEY} CREATE TABLE public.log (line text); CREATE TABLE public.whole (x int); ALTER TABLE public.whole REPLICA IDENTITY FULL;
       CREATE UNLOGGED TABLE public.cache (x int); CREATE TABLE public.e (x int NOT NULL UNIQUE); ALTER TABLE public.e REPLICA IDENTITY USING INDEX e_x_key`,
      { scope: { ...SCOPE, insertOnly: ['public.log'], tables: { include: [], exclude: ['public.cache'] } } },
    )
    const checks = (await look(spec)).map(({ check }) => check)
    expect(checks.filter((check) => !['pg.privilege', 'pg.size'].includes(check))).toEqual([])
  })

  test('a target that this migration has begun on is no obstacle, one that only one side knows of is', async () => {
    const spec = await newSystem(WITH_KEY, {}, WITH_KEY)
    for (const side of ['source', 'target'] as const) {
      expect(await looked(spec, 'pg.target-not-empty')).toHaveLength(1)
      await using client = await connect(spec[side], { side, application: 'test', signal })
      const server = side === 'source' ? source : target
      await server.query(spec[side].database, 'GRANT owner TO mover')
      await installControlSchema(client)
      const row = 'INSERT INTO causeway.control (migration, epoch, holder) VALUES ($1, 1, $2)'
      await client.query(row, [migrationId(spec), 'x'])
    }
    expect(await looked(spec, 'pg.target-not-empty')).toEqual([])
  })

  test('source and target are one database', async () => {
    const spec = await newSystem(WITH_KEY)
    const same = { ...spec, target: { ...spec.source, host: 'localhost' } }
    expect(await looked(same, 'pg.same-database')).toMatchObject([{ severity: 'blocker', side: 'both' }])
    const { target: other } = await newSystem('')
    expect(await looked({ ...spec, target: { ...spec.source, database: other.database } }, 'pg.same-database')).toEqual(
      [],
    )
  })

  test('encoding and collation', async () => {
    const spec = await newSystem('CREATE TABLE public.t (name text PRIMARY KEY, note text COLLATE "und-x-icu")')
    await target.query('postgres', `DROP DATABASE ${spec.target.database}`)
    const locale = `LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LOCALE 'C' TEMPLATE template0`
    await target.query('postgres', `CREATE DATABASE ${spec.target.database} OWNER owner ${locale}`)
    expect(await looked(spec, 'pg.collation')).toMatchObject([{ severity: 'warning', side: 'both' }])
    expect((await looked(spec, 'pg.collation'))[0]?.message).toMatch(
      /^the default collation is libc C on the source and icu de-DE [\d.]+ on the target; keys public\.t\.name$/,
    )
    await target.query('postgres', `DROP DATABASE ${spec.target.database}`)
    const latin = `CREATE DATABASE ${spec.target.database} OWNER owner ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`
    await target.query('postgres', latin)
    expect(await looked(spec, 'pg.encoding')).toMatchObject([
      { severity: 'blocker', message: 'the encoding is UTF8 on the source and LATIN1 on the target' },
    ])
  })

  test('a collation of a locale that the target does not know', async () => {
    const spec = await newSystem(
      `CREATE COLLATION public.ours (locale = 'POSIX'); CREATE COLLATION public.icu (provider = icu, locale = 'de')`,
    )
    expect(await looked(spec, 'pg.collation-locale')).toEqual([])
    const rename = `UPDATE pg_collation SET collcollate = 'xx_XX.utf8' WHERE collname = 'ours'`
    await source.query(spec.source.database, rename)
    expect(await looked(spec, 'pg.collation-locale')).toMatchObject([
      {
        severity: 'blocker',
        side: 'target',
        message: 'the target does not know xx_XX.utf8, of which the source has made public.ours',
      },
    ])
    const listed = `CREATE COLLATION pg_catalog.found (locale = 'POSIX'); UPDATE pg_collation SET collcollate = 'xx_XX.UTF-8' WHERE collname = 'found'`
    await target.query(spec.target.database, listed)
    expect(await looked(spec, 'pg.collation-locale')).toEqual([])
  })

  test('settings that applications would not find', async () => {
    const spec = await newSystem(WITH_KEY)
    const { database } = spec.source
    await source.query(
      'postgres',
      `ALTER DATABASE ${database} SET TimeZone = 'Asia/Tokyo'; ALTER DATABASE ${database} SET search_path = "$user", 'it''s'`,
    )
    await source.query('postgres', `ALTER ROLE owner IN DATABASE ${database} SET work_mem = '8MB'`)
    // Of Causeway's own role, and of one that is not moved.
    await source.query('postgres', `ALTER ROLE mover IN DATABASE ${database} SET DateStyle = 'German'`)
    const of = async () => [...(await looked(spec, 'pg.session-settings')), ...(await looked(spec, 'pg.role-settings'))]
    const found = await of()
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'warning',
        `sessions find other settings than on the source: TimeZone ('Asia/Tokyo', not 'UTC'), search_path ('"$user", "it's"', not '')`,
      ],
      ['warning', 'roles lack settings they have on the source: owner: work_mem'],
    ])
    await remedy(spec, found)
    expect(await of()).toEqual([])
  })

  test('applications that no fence refuses', async () => {
    const spec = await newSystem(WITH_KEY)
    await source.query('postgres', 'CREATE ROLE boss LOGIN SUPERUSER')
    const named = (user: string) => ({ user, password: null })
    const applications = [named('boss'), named('mover'), named('nobody'), named('owner')]
    const declared = { ...spec, source: { ...spec.source, applications } }
    const found = (await look(declared)).filter(({ check }) => check.startsWith('pg.application'))
    expect(found.map(({ check, severity, side }) => [check, severity, side])).toEqual([
      ['pg.application-superuser', 'blocker', 'source'],
      ['pg.application-shares-role', 'blocker', 'source'],
      ['pg.application-unknown', 'warning', 'source'],
    ])
    await remedy(spec, found.slice(0, 1))
    expect(await looked(declared, 'pg.application-superuser')).toEqual([])
  })

  test('sessions: superusers, long transactions, and no room for ours', async () => {
    const spec = await newSystem(WITH_KEY)
    const strict = { ...spec, gates: { ...spec.gates, oldestTransactionMs: 0 } }
    await source.query('postgres', 'GRANT pg_monitor TO mover')
    const session = await source.connect(spec.source.database)
    await session.query(`SET application_name = 'pgAdmin'; BEGIN; SELECT 1`)
    const found = await look(strict)
    expect(found.find(({ check }) => check === 'pg.superuser-session')).toMatchObject({
      severity: 'warning',
      message: 'superusers are connected, whom no fence refuses: postgres (pgAdmin)',
    })
    const oldest = found.filter(({ check }) => check === 'pg.oldest-transaction')
    expect(oldest).toMatchObject([{ severity: 'warning', side: 'source' }])
    await remedy(spec, oldest)
    expect(await looked(strict, 'pg.oldest-transaction')).toEqual([])
    await session.end().catch(() => {})
    await source.query('postgres', `ALTER DATABASE ${spec.source.database} CONNECTION LIMIT 5`)
    expect(await looked(spec, 'pg.connections')).toMatchObject([
      {
        severity: 'blocker',
        message: '4 sessions are left (role and database have a CONNECTION LIMIT), 10 are needed for 2 workers',
      },
    ])
  })
})

describe('a server that is not ready', () => {
  test('version, log settings; then a standby', async () => {
    const settings = {
      wal_level: 'replica',
      max_replication_slots: '0',
      max_wal_senders: '0',
      wal_sender_timeout: '5s',
      max_slot_wal_keep_size: '64MB',
      max_connections: '10',
    }
    await using weak = await startPostgres({ major: 13, settings })
    logins.set(weak, await weak.createLogin('mover'))
    await weak.createDatabase('db')
    const spec = testSpec({
      source: databaseOf(target, 'postgres'),
      target: { ...databaseOf(weak, 'db'), majorVersion: 15 },
    })
    const found = (await look(spec)).filter(({ side, check }) => side === 'target' && check !== 'pg.privilege')
    expect(found.map(({ check, severity }) => `${severity} ${check}`)).toEqual([
      'blocker pg.declared-version',
      'blocker pg.older-target',
      'blocker pg.connections',
      'blocker pg.wal-level',
      'blocker pg.replication-slots',
      'blocker pg.wal-senders',
      'blocker pg.wal-sender-timeout',
      'warning pg.slot-wal-keep-size',
    ])
    expect(found.find(({ check }) => check === 'pg.slot-wal-keep-size')?.message).toContain('64 MB')
    const levels = found.filter(({ check }) =>
      ['pg.wal-level', 'pg.replication-slots', 'pg.wal-senders'].includes(check),
    )
    for (const { remedy: sql } of levels) await weak.query('db', sql)
    await weak.query('db', 'ALTER SYSTEM SET wal_sender_timeout = 0')
    await weak.restart()
    expect(await looked(spec, 'pg.wal-sender-timeout')).toMatchObject([{ severity: 'warning', side: 'target' }])
    const names = async () => new Set((await look(spec)).map(({ check }) => check))
    const after = await names()
    for (const { check } of levels) expect(after).not.toContain(check)
    const file = path.join(weak.dataDirectory, 'standby.signal')
    await writeFile(file, '')
    await chmod(file, 0o666)
    await weak.restart()
    expect(await names()).toContain('pg.standby')
  })
})
