import { resolvedDatabase, startPostgres, testSpec } from '@causeway/harness'
import { test } from 'vitest'
import { leaseOf, partsFor, type Schema } from './fixtures/migration.ts'
import { fullLoad } from './full-load.ts'
const signal = AbortSignal.timeout(120_000)
const SCHEMA: Schema = {
  preData: ['CREATE TABLE public.accounts (\n aid integer NOT NULL, bid integer, abalance integer, filler character(84)\n)',
    'CREATE TABLE public.wide (\n id bigint NOT NULL, a text, b numeric, c timestamptz, d jsonb, e uuid\n)'],
  postData: ['ALTER TABLE ONLY public.accounts\n    ADD CONSTRAINT accounts_pkey PRIMARY KEY (aid)',
  'ALTER TABLE ONLY public.wide\n    ADD CONSTRAINT wide_pkey PRIMARY KEY (id)', 'CREATE INDEX wide_a ON public.wide USING btree (a)', 'CREATE INDEX wide_c ON public.wide USING btree (c)'],
}
test('bench', async () => {
  const settings = { shared_buffers: '1GB', maintenance_work_mem: '256MB', max_wal_size: '8GB', checkpoint_timeout: '30min' }
  await using source = await startPostgres({ major: 15, settings }); await using target = await startPostgres({ major: 15, settings })
  for (const s of [source, target]) { await s.createDatabase('b'); await s.query('b', SCHEMA.preData.join(';')) }
  await source.query('b', `INSERT INTO accounts SELECT n, 1, 0, '' FROM generate_series(1, 2000000) n`)
  await source.query('b', `INSERT INTO wide SELECT n, md5(n::text) || repeat('x', 300), n * 1.5, now() + n * interval '1s', '{"a": [1,2,3], "b": "hello"}', gen_random_uuid() FROM generate_series(1, 500000) n`)
  const spec = testSpec({ source: resolvedDatabase(source, { database: 'b', ...source.superuser }), target: resolvedDatabase(target, { database: 'b', ...target.superuser }) })
  const parts = await partsFor(spec, SCHEMA, 1, signal)
  let last = 0
  const cpu = process.cpuUsage()
  const s = await fullLoad(parts, leaseOf(1), (p) => { const now = performance.now(); if (now - last > 480) { last = now; console.log(Math.round(p.bytesPerSecond / 1e6), p.etaSeconds?.toFixed(1), p.tables.map((t) => t.state).join()) } }, signal)
  const used = process.cpuUsage(cpu)
  console.log('BENCH', s, (s.bytes / 1e6 / (s.durationMs / 1000)).toFixed(0), 'MB/s', 'cpu', (used.user + used.system) / 1e6)
})
