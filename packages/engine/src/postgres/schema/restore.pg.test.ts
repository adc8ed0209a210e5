import { resolvedDatabase, startPostgres, testSpec, type Major, type PostgresServer } from '@causeway/harness'
import { CausewayError, silentLogger, type Lease } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, describe, expect, test } from 'vitest'
import { connect, type SqlClient } from '../connect.ts'
import { installControlSchema } from '../control/control-schema.ts'
import { migrationId } from '../names.ts'
import { diffSchemas } from './diff.ts'
import { chooseDumpTool, WASM_DUMP, type DumpTool } from './dump-tool.ts'
import { zooOf } from './fixtures/zoo.ts'
import { readSchema, readSchemaWith } from './read-schema.ts'
import { restorePreData } from './restore.ts'

const { signal } = new AbortController()
const lease: Lease = { epoch: 1, holder: 'test', lost: signal, [Symbol.asyncDispose]: async () => {} }
const servers = new Map<number, Promise<PostgresServer>>()

async function serverOf(major: Major): Promise<PostgresServer> {
  const started = servers.get(major) ?? startPostgres({ major })
  servers.set(major, started)
  return await started
}
afterAll(async () => {
  for (const server of servers.values()) await (await server)[Symbol.asyncDispose]()
})

let databases = 0
const roles = new Set<string>()

/** A source with the zoo and an empty target, each with a plain role that has no more than it needs. */
async function setUp(from: Major, to: Major) {
  const [source, target] = [await serverOf(from), await serverOf(to)]
  databases += 1
  const [name, copy] = [`zoo${databases}`, `copy${databases}`]
  for (const server of [source, target]) {
    if (roles.has(`${server.port}`)) continue
    roles.add(`${server.port}`)
    await server.query('postgres', 'CREATE ROLE app; CREATE ROLE viewer; CREATE ROLE owner')
    await server.query('postgres', "CREATE ROLE mover LOGIN PASSWORD 'm'; GRANT app, owner TO mover")
  }
  await source.createDatabase(name)
  await source.query(
    name,
    `GRANT CREATE ON DATABASE ${name} TO app; ${from >= 15 ? 'GRANT CREATE ON SCHEMA public TO PUBLIC;' : ''}`,
  )
  await source.query(name, zooOf(from))
  await target.createDatabase(copy, 'mover')
  const login = { user: 'mover', password: 'm' }
  const spec = testSpec({
    source: resolvedDatabase(source, { database: name, ...login }),
    target: resolvedDatabase(target, { database: copy, ...login }),
  })
  return { source, target, spec, name, copy }
}

async function open(spec: ResolvedSpec) {
  const source = await connect(spec.source, { side: 'source', application: 'test', signal })
  const target = await connect(spec.target, { side: 'target', application: 'test', signal })
  await installControlSchema(target)
  await target.query(
    `INSERT INTO causeway.control (migration, epoch, holder) VALUES ($1, 1, 'test') ON CONFLICT DO NOTHING`,
    [migrationId(spec)],
  )
  return { source, target }
}

/** Carries everything and returns the differences. */
async function carry(spec: ResolvedSpec, tool?: DumpTool) {
  const { source, target } = await open(spec)
  await using _source = source
  await using _target = target
  const context = { spec, logger: silentLogger }
  const schema =
    tool === undefined
      ? await readSchema(context, { source, target }, lease, signal)
      : await readSchemaWith(tool, context, source, lease, signal)
  const refused = await restorePreData(context, target, schema.preData, lease, signal)
  const early = await diffSchemas(source, target, spec.scope, 'pre-data', signal)
  const { statements, leftOut } = schema.postData
  for (const stage of ['table', 'constraint', 'final']) {
    for (const statement of statements.filter((each) => each.stage === stage)) {
      await target.transaction(async () => await target.query(statement.sql))
    }
  }
  const late = await diffSchemas(source, target, spec.scope, 'complete', signal)
  return { refused, early, late, leftOut, statements }
}

describe.each([
  [13, 17],
  [15, 18],
  [18, 18],
] as const)('from %i to %i', (from, to) => {
  test('carries a schema with everything in it as a plain role', async () => {
    const { spec } = await setUp(from, to)
    const { refused, early, late, leftOut } = await carry(spec)
    expect(early).toEqual([])
    expect(late).toEqual([])
    expect(leftOut).toEqual([])
    expect(refused).toEqual([])
  })
})

describe('from 13 to 17', () => {
  test('the WebAssembly dump and that of the system give the same target', async () => {
    const setup = await setUp(13, 17)
    const system = await chooseDumpTool(13)
    const other = await setup.target.createDatabase('by_system', 'mover')
    await carry(setup.spec, WASM_DUMP)
    const bySystem = { ...setup.spec, target: { ...setup.spec.target, database: other } }
    await carry(bySystem, system)
    await using wasm = await connect(setup.spec.target, { side: 'source', application: 'test', signal })
    await using target = await connect(bySystem.target, { side: 'target', application: 'test', signal })
    const differences = await diffSchemas(wasm, target, setup.spec.scope, 'complete', signal)
    // An older pg_dump does not know the privilege of 17: where rights were revoked it grants the others one by one.
    expect(differences.filter((line) => !line.includes('MAINTAIN'))).toEqual([])
  })

  test('a scope of a few tables takes along what they need, and leaves out foreign keys that lead out of it', async () => {
    const { spec } = await setUp(13, 17)
    const tables = { include: ['shop.orders', 'shop.parent', 'shop.events'], exclude: ['shop.events_2024'] }
    const { early, late, leftOut } = await carry({ ...spec, scope: { ...spec.scope, tables } })
    expect(early).toEqual([])
    expect(late).toEqual([])
    expect(leftOut).toEqual([
      'foreign key "customer_known" of "shop"."orders" references "shop"."customers", which is not in scope',
      'foreign key "events_customer_fkey" of "shop"."events" references "shop"."customers", which is not in scope',
      'foreign key "unchecked" of "shop"."orders" references "shop"."customers", which is not in scope',
    ])
  })

  test('the diff finds what is missing, changed or too much', async () => {
    const { spec, target, source, name, copy } = await setUp(13, 17)
    await carry(spec)
    await target.query(
      copy,
      `
      DROP INDEX shop.customers_lower; ALTER TABLE shop.orders DROP COLUMN period; ALTER TABLE shop.orders ALTER ticket TYPE bigint;
      REVOKE UPDATE ON shop.customers FROM viewer; GRANT DELETE ON shop.customers TO viewer; CREATE TABLE shop.more (x int);
      ALTER TABLE shop.customers ALTER state SET DEFAULT 'done; --'; ALTER TABLE shop.orders ENABLE TRIGGER off;
      ALTER TABLE shop.orders DROP CONSTRAINT customer_known; ALTER FUNCTION shop.touch() OWNER TO mover; DROP POLICY mine ON shop.customers;
      ALTER TYPE shop.state ADD VALUE 'extra'; COMMENT ON TABLE shop.customers IS NULL; ALTER SEQUENCE shop.tickets INCREMENT 1;
      CREATE OR REPLACE VIEW shop.simple AS SELECT id, code FROM shop.customers WHERE id > 1 WITH CASCADED CHECK OPTION`,
    )
    await source.query(name, "COMMENT ON FUNCTION shop.touch() IS 'new'")
    await using client = await connect(spec.source, { side: 'source', application: 'test', signal })
    await using other = await connect(spec.target, { side: 'target', application: 'test', signal })
    expect(await diffSchemas(client, other, spec.scope, 'complete', signal)).toMatchInlineSnapshot(`
      [
        "type "shop"."state": labels is ["new","it's \\"paid\\"","done; --"] on the source, ["new","it's \\"paid\\"","done; --","extra"] on the target",
        "routine "shop"."touch"(): owner is "app" on the source, "mover" on the target",
        "table "shop"."customers": grants is "owner=DELETE, owner=INSERT, owner=REFERENCES, owner=SELECT, owner=TRIGGER, owner=TRUNCATE, owner=UPDATE, viewer=SELECT, viewer=UPDATE" on the source, "owner=DELETE, owner=INSERT, owner=REFERENCES, owner=SELECT, owner=TRIGGER, owner=TRUNCATE, owner=UPDATE, viewer=DELETE, viewer=SELECT" on the target",
        "table "shop"."more" is on the target only",
        "column "shop"."customers"."state": default is "'new'::shop.state" on the source, "'done; --'::shop.state" on the target",
        "column "shop"."customers"."code": grants is "viewer=INSERT, viewer=UPDATE" on the source, "viewer=INSERT" on the target",
        "column "shop"."orders"."period" is missing on the target",
        "column "shop"."orders"."placed_at": position is 5 on the source, 4 on the target",
        "column "shop"."orders"."ticket": position is 6 on the source, 5 on the target",
        "column "shop"."orders"."ticket": type is "integer" on the source, "bigint" on the target",
        "column "shop"."orders"."number": position is 7 on the source, 6 on the target",
        "column "shop"."more"."x" is on the target only",
        "sequence "shop"."tickets": increment is 3 on the source, 1 on the target",
        "constraint "shop"."orders"."orders_period_excl" is missing on the target",
        "constraint "shop"."orders"."customer_known" is missing on the target",
        "index "shop"."customers_lower" is missing on the target",
        "index "shop"."orders_period_excl" is missing on the target",
        "replica identity of table "shop"."more" is on the target only",
        "view "shop"."simple": definition is " SELECT customers.id, customers.code FROM shop.customers WHERE (customers.id > 0);" on the source, " SELECT id, code FROM shop.customers WHERE (id > 1);" on the target",
        "trigger "shop"."orders"."off": enabled is "D" on the source, "O" on the target",
        "policy "shop"."customers"."mine" is missing on the target",
        "row security of table "shop"."more" is on the target only",
        "comment on table shop.customers is missing on the target",
        "comment on index shop.customers_lower is missing on the target",
        "comment on table constraint customer_known on shop.orders is missing on the target",
        "comment on policy mine on shop.customers is missing on the target",
        "comment on function shop.touch() is missing on the target",
      ]
    `)
  })

  test('a second run has nothing to do, and one that was stopped goes on', async () => {
    const { spec, target, copy } = await setUp(13, 17)
    const { source: client, target: session } = await open(spec)
    await using _client = client
    await using _session = session
    const context = { spec, logger: silentLogger }
    const stop = new AbortController()
    // Stops after the first transaction: the rest is left for the second run.
    const committed: SqlClient = {
      ...session,
      side: session.side,
      closed: session.closed,
      query: session.query.bind(session),
      transaction: async (body) => {
        const result = await session.transaction(body)
        stop.abort(new Error('stopped'))
        return result
      },
    }
    const { preData } = await readSchemaWith(WASM_DUMP, context, client, lease, signal)
    await expect(restorePreData(context, committed, preData, lease, stop.signal)).rejects.toThrow('stopped')
    expect(await diffSchemas(client, session, spec.scope, 'pre-data', signal)).not.toEqual([])
    await restorePreData(context, session, preData, lease, signal)
    expect(await diffSchemas(client, session, spec.scope, 'pre-data', signal)).toEqual([])
    const before = await target.query(copy, 'SELECT count(*) FROM pg_class')
    await restorePreData(context, session, preData, lease, signal)
    expect(await target.query(copy, 'SELECT count(*) FROM pg_class')).toEqual(before)
  })

  test('a target that is not empty is refused before anything is done', async () => {
    const { spec, target, copy } = await setUp(13, 17)
    await target.query(
      copy,
      'CREATE SCHEMA shop; CREATE TABLE shop.there (x int); CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    )
    await expect(carry(spec)).rejects.toSatisfy(
      (error) =>
        CausewayError.is(error) &&
        error.code === 'CW-0740' &&
        error.message.includes('routine public.f, table shop.there'),
    )
    expect(await target.query(copy, "SELECT FROM pg_extension WHERE extname = 'hstore'")).toEqual([])
    expect(await target.query(copy, "SELECT FROM pg_type WHERE typname = 'state'")).toEqual([])
    expect(await target.query(copy, 'SELECT FROM causeway.built')).toEqual([])
  })

  test('a statement that the target refuses is named', async () => {
    const { spec, source, name } = await setUp(13, 17)
    await source.query(
      name,
      'CREATE TABLE shop.foreign_owner (x int); ALTER TABLE shop.foreign_owner OWNER TO postgres; GRANT SELECT ON shop.foreign_owner TO mover',
    )
    await expect(carry(spec)).rejects.toSatisfy(
      (error) =>
        CausewayError.is(error) &&
        error.code === 'CW-0741' &&
        error.message.endsWith('ALTER TABLE shop.foreign_owner OWNER TO postgres'),
    )
  })

  test('a controller that has lost its lease changes nothing', async () => {
    const { spec, target, copy } = await setUp(13, 17)
    const { source: client, target: session } = await open(spec)
    await using _client = client
    await using _session = session
    await target.query(copy, 'UPDATE causeway.control SET epoch = 2')
    const context = { spec, logger: silentLogger }
    const { preData } = await readSchemaWith(WASM_DUMP, context, client, lease, signal)
    await expect(restorePreData(context, session, preData, lease, signal)).rejects.toSatisfy(
      (error) => CausewayError.is(error) && error.code === 'CW-0801',
    )
    expect(await target.query(copy, "SELECT FROM pg_namespace WHERE nspname = 'shop'")).toEqual([])
  })
})
