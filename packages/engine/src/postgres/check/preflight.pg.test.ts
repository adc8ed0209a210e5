import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { silentLogger, type Finding } from '@causeway/core'
import { resolvedDatabase, startPostgres, testSpec, type Login, type PostgresServer } from '@causeway/harness'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { installControlSchema } from '../control/control-schema.ts'
import { migrationId } from '../names.ts'
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
  for (const [server, sql] of [
    [source, plant],
    [target, plantOnTarget],
  ] as const) {
    await server.createDatabase(database, 'owner')
    await server.query(database, `SET ROLE owner; ${sql}`)
  }
  return testSpec({ source: database1(source, database), target: database1(target, database), ...overrides })
}

function database1(server: PostgresServer, database: string) {
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

const WITH_KEY = 'CREATE TABLE public.orders (id int PRIMARY KEY, note text);'

describe('a plain system', () => {
  test('has no blocker once what was printed at first has been run, all of it at once', async () => {
    await source.query(
      'postgres',
      'CREATE ROLE "odd seller" NOLOGIN NOINHERIT; CREATE ROLE reader LOGIN; CREATE ROLE clerk',
    )
    const spec = await newSystem(`${WITH_KEY}
      CREATE SCHEMA shop; CREATE VIEW shop.v AS SELECT 1; GRANT SELECT (note) ON public.orders TO clerk;
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
    // The owners of extensions and of the schema public are superusers: nobody needs to be one of them.
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

  test('cannot be looked at when one side is not there: the coded error of the connection', async () => {
    const spec = await newSystem(WITH_KEY)
    const nowhere = { ...spec, target: { ...spec.target, database: 'nowhere' } }
    await expect(look(nowhere)).rejects.toMatchObject({ code: 'CW-0704' })
    const wrong = { ...spec, source: { ...spec.source, password: { from: 'literal', value: 'no' } as const } }
    await expect(look(wrong)).rejects.toMatchObject({ code: 'CW-0602' })
  })
})

interface Case {
  readonly name: string
  readonly check: string
  readonly severity: Finding['severity']
  readonly side?: Finding['side']
  /** In the message. */
  readonly says: string | RegExp
  readonly plant: string
  readonly plantAsSuperuser?: string
  readonly plantOnTarget?: string
  readonly scope?: Partial<ResolvedSpec['scope']>
  /** The remedy is SQL, and makes the finding go away. */
  readonly curable?: boolean
}

const SCOPE: ResolvedSpec['scope'] = {
  schemas: { include: [], exclude: [] },
  tables: { include: [], exclude: [] },
  insertOnly: [],
}

const CASES: readonly Case[] = [
  {
    name: 'no key',
    check: 'pg.no-key',
    severity: 'blocker',
    says: '"public"."log" has no primary key',
    plant: 'CREATE TABLE public.log (line text)',
    curable: true,
  },
  {
    name: 'no key, but a unique index that will do',
    check: 'pg.no-key',
    severity: 'blocker',
    says: '"public"."log"',
    plant: 'CREATE TABLE public.log (id int NOT NULL, line text, UNIQUE (id) INCLUDE (line))',
    curable: true,
  },
  {
    name: 'a partition without key',
    check: 'pg.no-key',
    severity: 'blocker',
    says: '"public"."p1"',
    plant:
      'CREATE TABLE public.p (d int) PARTITION BY LIST (d); CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1)',
    curable: true,
  },
  {
    name: 'REPLICA IDENTITY NOTHING',
    check: 'pg.replica-identity-nothing',
    severity: 'blocker',
    says: '"public"."orders"',
    plant: `${WITH_KEY} ALTER TABLE public.orders REPLICA IDENTITY NOTHING`,
    curable: true,
  },
  {
    name: 'a deferrable primary key',
    check: 'pg.deferrable-key',
    severity: 'blocker',
    says: '"public"."d"',
    plant: 'CREATE TABLE public.d (id int PRIMARY KEY DEFERRABLE)',
    curable: true,
  },
  {
    name: 'an unlogged table',
    check: 'pg.unlogged-table',
    severity: 'blocker',
    says: '"public"."cache"',
    plant: 'CREATE UNLOGGED TABLE public.cache (id int PRIMARY KEY)',
    curable: true,
  },
  {
    name: 'a trigger that fires always',
    check: 'pg.trigger-fires-twice',
    severity: 'blocker',
    says: '"odd ""t" on "public"."orders" is ENABLE ALWAYS',
    plant: `${WITH_KEY} CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER "odd ""t" AFTER INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION public.f();
      ALTER TABLE public.orders ENABLE ALWAYS TRIGGER "odd ""t"`,
    curable: true,
  },
  {
    name: 'a rule that fires for replicas',
    check: 'pg.rule-fires-twice',
    severity: 'blocker',
    says: 'ENABLE REPLICA',
    plant: `${WITH_KEY} CREATE RULE r AS ON INSERT TO public.orders DO ALSO NOTHING; ALTER TABLE public.orders ENABLE REPLICA RULE r`,
    curable: true,
  },
  {
    name: 'forced row security',
    check: 'pg.row-security',
    severity: 'blocker',
    says: '"public"."orders"',
    plant: `${WITH_KEY} ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`,
    curable: true,
  },
  {
    name: 'an empty scope',
    check: 'pg.empty-scope',
    severity: 'blocker',
    says: 'matches no table',
    plant: WITH_KEY,
    scope: { tables: { include: ['public.order'], exclude: [] } },
  },
  {
    name: 'insertOnly that names nothing',
    check: 'pg.insert-only',
    severity: 'warning',
    says: 'public.lgo',
    plant: WITH_KEY,
    scope: { insertOnly: ['public.lgo', 'public.ord*'] },
  },
  {
    name: 'a target in use',
    check: 'pg.target-not-empty',
    severity: 'blocker',
    side: 'target',
    says: /routine public\.f, table public\.t1, table public\.t2, table public\.t3, table public\.t4 and 2 more$/,
    plant: WITH_KEY,
    plantOnTarget: `CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
      ${[1, 2, 3, 4, 5, 6].map((n) => `CREATE TABLE public.t${n} ();`).join(' ')}`,
  },
  {
    name: 'an extension the target does not have',
    check: 'pg.extension-missing',
    severity: 'blocker',
    side: 'target',
    says: 'adminpack 2.1',
    plant: WITH_KEY,
    plantAsSuperuser: 'CREATE EXTENSION adminpack',
  },
  {
    name: 'an extension only a superuser may create',
    check: 'pg.extension-privilege',
    severity: 'blocker',
    side: 'target',
    says: 'amcheck',
    plant: `${WITH_KEY} CREATE SCHEMA tools`,
    plantAsSuperuser: 'CREATE EXTENSION amcheck SCHEMA tools',
    curable: true,
  },
  {
    name: 'an older extension',
    check: 'pg.extension-older',
    severity: 'warning',
    side: 'target',
    says: 'hstore is 1.7 on the source and 1.4 on the target',
    plant: WITH_KEY,
    plantAsSuperuser: 'CREATE EXTENSION hstore',
    plantOnTarget: 'RESET ROLE; CREATE EXTENSION hstore VERSION "1.4"',
    curable: true,
  },
  {
    name: 'a control schema of somebody else',
    check: 'pg.control-schema',
    severity: 'blocker',
    says: 'belongs to postgres',
    plant: WITH_KEY,
    plantAsSuperuser: 'CREATE SCHEMA causeway',
    curable: true,
  },
  {
    name: 'a prepared transaction',
    check: 'pg.prepared-transaction',
    severity: 'blocker',
    says: `'it''s open'`,
    plant: `${WITH_KEY} BEGIN; INSERT INTO public.orders VALUES (1); PREPARE TRANSACTION 'it''s open'; BEGIN`,
    curable: true,
  },
  {
    name: 'foreign tables',
    check: 'pg.foreign-table',
    severity: 'warning',
    says: '1 foreign table, carried as definition only: "public"."far"',
    plant: WITH_KEY,
    plantAsSuperuser: `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE public.far (id int) SERVER s`,
  },
  {
    name: 'inheritance',
    check: 'pg.inheritance',
    severity: 'information',
    says: '"public"."orders"',
    plant: `${WITH_KEY} CREATE TABLE public.child (PRIMARY KEY (id)) INHERITS (public.orders)`,
  },
  {
    name: 'generated columns',
    check: 'pg.generated-columns',
    severity: 'information',
    says: '"public"."g"',
    plant: 'CREATE TABLE public.g (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) STORED)',
  },
  {
    name: 'publications',
    check: 'pg.publication',
    severity: 'information',
    says: 'theirs',
    plant: `${WITH_KEY} CREATE PUBLICATION theirs FOR TABLE public.orders`,
  },
  {
    name: 'an active subscription',
    check: 'pg.subscription',
    severity: 'warning',
    says: 'the subscription sub writes to the source',
    plant: WITH_KEY,
    plantAsSuperuser: `CREATE SUBSCRIPTION sub CONNECTION 'host=/nowhere' PUBLICATION p WITH (connect = false); ALTER SUBSCRIPTION sub ENABLE`,
  },
  {
    name: 'an event trigger',
    check: 'pg.event-trigger',
    severity: 'warning',
    says: 'watch',
    plant: `${WITH_KEY} CREATE FUNCTION public.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
    plantAsSuperuser: 'CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION public.f()',
    curable: true,
  },
  {
    name: 'large objects',
    check: 'pg.large-object-changes',
    severity: 'warning',
    says: 'changes of 2 large objects',
    plant: `${WITH_KEY} SELECT lo_create(0), lo_create(0)`,
  },
]

describe('what would stop a migration', () => {
  test.each(CASES)('$name', async (each) => {
    const overrides = { scope: { ...SCOPE, ...each.scope } }
    const spec = await newSystem(each.plant, overrides, each.plantOnTarget)
    if (each.plantAsSuperuser !== undefined) await source.query(spec.source.database, each.plantAsSuperuser)
    const findings = await looked(spec, each.check)
    expect(findings.length).toBeGreaterThan(0)
    expect(findings[0]).toMatchObject({ severity: each.severity, side: each.side ?? 'source' })
    expect(findings[0]?.message).toMatch(each.says)
    expect((findings[0]?.remedy ?? '') === '').toBe(each.severity === 'information')
    if (each.curable !== true) return
    await remedy(spec, findings)
    expect(await looked(spec, each.check)).toEqual([])
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
      if (side === 'source') await server.query(spec.source.database, 'ALTER DATABASE postgres CONNECTION LIMIT -1')
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
    expect((await looked(spec, 'pg.collation'))[0]?.message).toBe(
      'the default collation is libc C on the source and icu de-DE 153.128.44 on the target; keys public.t.name, 1 columns in all',
    )
    await target.query('postgres', `DROP DATABASE ${spec.target.database}`)
    const latin = `CREATE DATABASE ${spec.target.database} OWNER owner ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`
    await target.query('postgres', latin)
    expect(await looked(spec, 'pg.encoding')).toMatchObject([
      { severity: 'blocker', message: 'the encoding is UTF8 on the source and LATIN1 on the target' },
    ])
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
    const { oldestTransactionMs, ...gates } = spec.gates
    expect(oldestTransactionMs).toBeGreaterThan(0)
    const strict = { ...spec, gates: { ...gates, oldestTransactionMs: 0 } }
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
      source: database1(target, 'postgres'),
      target: { ...database1(weak, 'db'), majorVersion: 15 },
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
    await weak.restart()
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
