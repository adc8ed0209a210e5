import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolvedDatabase, startPostgres, testSpec, until, type PostgresServer } from '@causeway/harness'
import type { ResolvedSpec } from '@causeway/spec'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyPart, openCopyPair } from './copy-part.ts'
import { beginPart } from './copy-sql.ts'
import { copyTables } from './copy-tables.ts'
import { leaseOf, partsFor, type Schema } from './fixtures/migration.ts'
import { fullLoad } from './full-load.ts'
import { ProgressMeter } from './progress.ts'
import { openSnapshot } from './snapshot.ts'

const signal = AbortSignal.timeout(120_000)

/** `large` is split, and a COPY into it can be held at a row; a row that landed twice breaks a constraint or a count. */
const SCHEMA: Schema = {
  preData: [
    `CREATE FUNCTION public.pause(id integer) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN IF id = 2000 THEN PERFORM pg_advisory_xact_lock_shared(42); END IF; RETURN true; END $$`,
    'CREATE TABLE public.large (\n    id integer NOT NULL, body text, CONSTRAINT paused CHECK (public.pause(id))\n)',
    'CREATE TABLE public.medium (\n    id integer NOT NULL, large integer NOT NULL\n)',
    'CREATE TABLE public.keyless (\n    value integer\n)',
  ],
  postData: [
    'ALTER TABLE ONLY public.large\n    ADD CONSTRAINT large_pkey PRIMARY KEY (id)',
    'CREATE INDEX large_body ON public.large USING btree ("left"(body, 10))',
    'ALTER TABLE ONLY public.medium\n    ADD CONSTRAINT medium_pkey PRIMARY KEY (id)',
    'ALTER TABLE ONLY public.medium\n    ADD CONSTRAINT medium_large_fkey FOREIGN KEY (large) REFERENCES public.large(id)',
  ],
}
const ROWS = `
  INSERT INTO large SELECT n, (SELECT string_agg(md5(n::text || i), '') FROM generate_series(1, 30) i) FROM generate_series(1, 4000) n;
  INSERT INTO medium SELECT n, n % 4000 + 1 FROM generate_series(1, 20000) n;
  INSERT INTO keyless SELECT n % 10 FROM generate_series(1, 5000) n`

const STATE = `
  SELECT (SELECT count(*) || md5(string_agg(t::text, ',' ORDER BY t::text)) FROM large t) AS large,
    (SELECT count(*) || md5(string_agg(t::text, ',' ORDER BY t::text)) FROM medium t) AS medium,
    (SELECT count(*) || md5(string_agg(t::text, ',' ORDER BY t::text)) FROM keyless t) AS keyless,
    ARRAY(SELECT conname || convalidated FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1) AS constraints,
    ARRAY(SELECT indexrelid::regclass || ' ' || indisvalid FROM pg_index JOIN pg_class c ON c.oid = indrelid
      WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1) AS indexes`

let source: PostgresServer
let target: PostgresServer
beforeAll(async () => {
  // Whatever is not forced to the disk stays off it for as long as a test lasts.
  const settings = { synchronous_commit: 'off', wal_writer_delay: '10s', autovacuum: 'off' }
  ;[source, target] = await Promise.all([startPostgres({ major: 14 }), startPostgres({ major: 17, settings })])
  await source.createDatabase('shop')
  await source.query('shop', [...SCHEMA.preData, ROWS, ...SCHEMA.postData].join(';'))
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

const newTarget = async (name: string): Promise<ResolvedSpec> => {
  await target.createDatabase(name)
  await target.query(name, SCHEMA.preData.join(';'))
  return testSpec({
    source: resolvedDatabase(source, { database: 'shop', ...source.superuser }),
    target: resolvedDatabase(target, { database: name, ...target.superuser }),
    fullLoad: { workers: 2, indexWorkers: 2, chunkBytes: 1 << 20 },
  })
}
const expectEqual = async (name: string) =>
  expect(await target.query(name, STATE)).toEqual(await source.query('shop', STATE))

/** Keeps every COPY waiting at the row that `pause` names. */
const holdCopies = async (name: string) => {
  const holder = await target.connect(name)
  await holder.query('SELECT pg_advisory_lock(42)')
  const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
  return {
    reached: async () => await until(async () => (await target.query(name, waiting)).length > 0),
    end: async () => await holder.end(),
  }
}

test.each([
  ['target', 'copy'],
  ['source', 'copy'],
  ['source', 'snapshot'],
  ['target', 'load'],
] as const)(
  'the %s ends our %s sessions in the middle of a COPY: the load goes on, and nothing is there twice',
  async (side, sessions) => {
    const name = `ended_${side}_${sessions}`
    const spec = await newTarget(name)
    const parts = await partsFor(spec, SCHEMA, 1, signal)
    const copies = await holdCopies(name)
    const loading = fullLoad(parts, leaseOf(1), () => {}, signal)
    await copies.reached()
    const ended = await { source, target }[side].query(
      spec[side].database,
      `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE $2`,
      [spec[side].database, `causeway/%/${sessions}`],
    )
    expect(ended).toContainEqual({ ended: true })
    await copies.end()
    expect((await loading).rows).toBe(29_000)
    await expectEqual(name)
    const snapshots = await target.query(
      name,
      'SELECT count(DISTINCT snapshot)::int AS count FROM causeway.copied GROUP BY table_name',
    )
    expect(snapshots).toEqual([{ count: 1 }, { count: 1 }, { count: 1 }])
  },
)

test('a table that is read in parts cannot be rewritten between them', async () => {
  const spec = await newTarget('rewritten')
  const copies = await holdCopies('rewritten')
  const loading = fullLoad(await partsFor(spec, SCHEMA, 1, signal), leaseOf(1), () => {}, signal)
  await copies.reached()
  const locks = await source.query(
    'shop',
    `SELECT relation::regclass::text AS relation, mode FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE application_name LIKE 'causeway/%/snapshot' AND relation >= 16384`,
  )
  expect(locks).toEqual([{ relation: 'large', mode: 'AccessShareLock' }])
  await copies.end()
  await loading
})

test('a part that landed without our knowing is not copied again', async () => {
  const spec = await newTarget('landed')
  const { context, catalog } = await partsFor(spec, SCHEMA, 1, signal)
  const table = catalog.tables.find(({ name }) => name === 'large')
  if (table === undefined) throw new Error('no such table')
  const part = { table, part: 1, parts: 2, fromPage: 100, toPage: null }
  await using snapshot = await openSnapshot(context, 1, signal)
  const options = { context, epoch: 1, snapshot, emptyBy: 'truncate', begin: beginPart, onBytes: () => {} } as const
  await using pair = await openCopyPair(context, 1, signal)
  const first = await copyPart(pair, part, options, signal)
  expect(first?.rows).toBeGreaterThan(1000)
  expect(await copyPart(pair, part, options, signal)).toBeNull()
  const [row] = await target.query('landed', 'SELECT count(*)::int AS rows FROM large')
  expect(row).toEqual({ rows: first?.rows })
})

test('killed at every dangerous moment, one after the other, the next process finishes the job once', async () => {
  const spec = await newTarget('killed')
  const faults = [
    'full-load.before-commit:3',
    'full-load.table-copied:2',
    'full-load.index-built:1',
    'full-load.index-built:2',
  ]
  for (const [index, fault] of faults.entries()) {
    const script = new URL('fixtures/load-process.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [script, String(index + 1)], {
      env: { ...process.env, CAUSEWAY_FAULT: fault },
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    child.stdin.end(JSON.stringify({ spec, schema: SCHEMA }))
    expect([fault, ...(await once(child, 'exit'))]).toEqual([fault, null, 'SIGKILL'])
  }
  const epoch = faults.length + 1
  await fullLoad(await partsFor(spec, SCHEMA, epoch, signal), leaseOf(epoch), () => {}, signal)
  await expectEqual('killed')
})

test('what was reported as copied survives a crash of the target', async () => {
  const spec = await newTarget('crashed')
  const { context, catalog } = await partsFor(spec, SCHEMA, 1, signal)
  // Copied in parts: to empty a whole table in the same transaction would force its commit to the disk anyway.
  const tables = catalog.tables.filter(({ name }) => name === 'large')
  using meter = new ProgressMeter(tables, () => {})
  await copyTables({ context, lease: leaseOf(1), tables, meter, onLanded: () => {} }, signal)
  await target.restart('immediate')
  const [row] = await target.query('crashed', 'SELECT count(*)::int AS rows FROM large')
  expect(row).toEqual({ rows: 4000 })
})
