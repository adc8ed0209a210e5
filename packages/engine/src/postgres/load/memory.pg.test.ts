import { setInterval } from 'node:timers/promises'
import { resolvedDatabase, startPostgres, testSpec } from '@causeway/harness'
import { expect, test } from 'vitest'
import { leaseOf, partsFor, type Schema } from './fixtures/migration.ts'
import { fullLoad } from './full-load.ts'

const signal = AbortSignal.timeout(120_000)
const MB = 1 << 20

const SCHEMA: Schema = {
  preData: [
    'CREATE TABLE public.film (\n    id integer NOT NULL, content bytea\n)',
    'CREATE TABLE public.many (\n    id integer NOT NULL, body text\n)',
  ],
  postData: ['ALTER TABLE ONLY public.many\n    ADD CONSTRAINT many_pkey PRIMARY KEY (id)'],
}

async function peakWhile(work: Promise<unknown>): Promise<number> {
  const done = new AbortController()
  void work.finally(() => done.abort()).catch(() => {})
  let peak = 0
  try {
    for await (const _ of setInterval(5, undefined, { signal: done.signal }))
      peak = Math.max(peak, process.memoryUsage().rss)
  } catch {
    // Aborted: the work has ended.
  }
  await work
  return peak
}

test('a value of 100 MB and a table of 200 MB pass through without staying', async () => {
  await using source = await startPostgres({ major: 15 })
  await using target = await startPostgres({ major: 15, settings: { max_wal_size: '2GB' } })
  for (const server of [source, target]) {
    await server.createDatabase('films')
    await server.query('films', SCHEMA.preData.join(';'))
  }
  await source.query(
    'films',
    `ALTER TABLE film ALTER content SET STORAGE EXTERNAL; ALTER TABLE many ALTER body SET STORAGE EXTERNAL;
     INSERT INTO film SELECT 1, convert_to(repeat('x', ${100 * MB}), 'UTF8');
     INSERT INTO many SELECT n, repeat('x', 200000) FROM generate_series(1, 1000) n`,
  )
  const spec = testSpec({
    source: resolvedDatabase(source, { database: 'films', ...source.superuser }),
    target: resolvedDatabase(target, { database: 'films', ...target.superuser }),
    fullLoad: { workers: 2, indexWorkers: 1, chunkBytes: 32 * MB },
  })
  const parts = await partsFor(spec, SCHEMA, 1, signal)
  const before = process.memoryUsage().rss
  const loading = fullLoad(parts, leaseOf(1), () => {}, signal)
  const growth = (await peakWhile(loading)) - before
  expect((await loading).bytes).toBeGreaterThan(280 * MB)
  expect(growth).toBeLessThan(100 * MB)
  const [film] = await target.query('films', 'SELECT length(content) AS bytes FROM film')
  expect(film).toEqual({ bytes: 100 * MB })
})
