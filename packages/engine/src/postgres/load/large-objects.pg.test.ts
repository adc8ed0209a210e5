import { CausewayError, silentLogger } from '@causeway/core'
import { resolvedDatabase, startPostgres, testSpec, type PostgresServer } from '@causeway/harness'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { leaseOf, setEpoch } from './fixtures/migration.ts'
import { largeObjectDifferences } from './large-object-differences.ts'
import { syncLargeObjects } from './large-objects.ts'

const signal = AbortSignal.timeout(120_000)
const MB = 1 << 20

/** Of every size that matters: around the first piece, around the next ones, and with a hole. */
const SIZES = [0, 1, MB / 8 - 1, MB / 8, MB / 8 + 1, MB, (MB * 9) / 8, (MB * 17) / 8 + 5]
const OBJECTS = `
  ${SIZES.map((size, index) => `SELECT lo_from_bytea(${5000 + index}, decode(rpad('', ${size} * 2, md5('${index}')), 'hex'));`).join('\n')}
  SELECT lo_put(lo_create(6000), 3000000, 'end');
  ALTER LARGE OBJECT 5001 OWNER TO app_owner; GRANT SELECT ON LARGE OBJECT 5001 TO PUBLIC;
  GRANT UPDATE ON LARGE OBJECT 5001 TO clerk WITH GRANT OPTION; COMMENT ON LARGE OBJECT 5001 IS 'it''s \\ small';
  ALTER LARGE OBJECT 5002 OWNER TO only_here`

const STATE = `
  SELECT oid::int, md5(lo_get(oid)) AS content, lomowner::regrole::text AS owner, obj_description(oid, 'pg_largeobject') AS comment,
    lomacl::text AS grants
  FROM pg_largeobject_metadata WHERE oid <> 5002 ORDER BY oid`

let source: PostgresServer
let target: PostgresServer
let spec: ResolvedSpec
beforeAll(async () => {
  ;[source, target] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 17 })])
  for (const server of [source, target]) {
    await server.createDatabase('files')
    await server.query('files', 'CREATE ROLE app_owner; CREATE ROLE clerk')
  }
  await source.query('files', `CREATE ROLE only_here; ${OBJECTS}`)
  spec = testSpec({
    source: resolvedDatabase(source, { database: 'files', ...source.superuser }),
    target: resolvedDatabase(target, { database: 'files', ...target.superuser }),
  })
  await using client = await connect(spec.target, { side: 'target', application: 'test', signal })
  await setEpoch(client, spec, 1)
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

const sync = async (epoch = 1) =>
  await syncLargeObjects({ spec, logger: silentLogger }, 'forward', leaseOf(epoch), signal)
const differences = async () => {
  await using from = await connect(spec.source, { side: 'source', application: 'test', signal })
  await using to = await connect(spec.target, { side: 'target', application: 'test', signal })
  return await Array.fromAsync(largeObjectDifferences(from, to, signal))
}

test('large objects arrive under their oids with owner, grants and comment, as far as the target knows the roles', async () => {
  expect(await differences()).toHaveLength(SIZES.length + 1)
  await sync()
  expect(await differences()).toEqual([])
  expect(await target.query('files', STATE)).toEqual(await source.query('files', STATE))
  const [unknownOwner] = await target.query(
    'files',
    'SELECT lomowner::regrole::text AS owner FROM pg_largeobject_metadata WHERE oid = 5002',
  )
  expect(unknownOwner).toEqual({ owner: 'postgres' })
})

test('differences are found in whatever piece they are, and only they are copied again', async () => {
  await sync()
  await target.query(
    'files',
    `SELECT lo_put(5007, ${2 * MB}, 'x'); SELECT lo_unlink(5003); SELECT lo_create(7000); UPDATE pg_largeobject_metadata SET lomacl = NULL WHERE oid = 5001`,
  )
  expect(await differences()).toEqual([
    { oid: 5003, kind: 'missing-on-target' },
    { oid: 5007, kind: 'differs' },
    { oid: 7000, kind: 'missing-on-source' },
  ])
  await sync()
  expect(await differences()).toEqual([])
  const [untouched] = await target.query('files', 'SELECT lomacl FROM pg_largeobject_metadata WHERE oid = 5001')
  expect(untouched).toEqual({ lomacl: null })
})

test('a stale holder has no effect', async () => {
  await sync()
  await target.query('files', 'SELECT lo_unlink(5004)')
  await expect(sync(0)).rejects.toSatisfy((error) => CausewayError.is(error) && error.code === 'CW-0801')
  expect(await differences()).toEqual([{ oid: 5004, kind: 'missing-on-target' }])
})

test('an object that may not be read is an error that names it', async () => {
  const reader = await source.createLogin('reader')
  const plain = { ...spec, source: resolvedDatabase(source, { database: 'files', ...reader }) }
  await target.query('files', 'SELECT lo_unlink(oid) FROM pg_largeobject_metadata')
  await expect(
    syncLargeObjects({ spec: plain, logger: silentLogger }, 'forward', leaseOf(1), signal),
  ).rejects.toSatisfy(
    (error) => CausewayError.is(error) && error.code === 'CW-0610' && error.message.includes('large object 5000'),
  )
})
