import { startPostgres } from '@causeway/harness'
import { expect, it } from 'vitest'
import { TestMigration } from './fixtures/migration.ts'

const SCHEMA = `
  CREATE DOMAIN public.image AS bytea CHECK (length(VALUE) > 0);
  CREATE TABLE public.film (id int PRIMARY KEY, n int, content bytea, poster public.image, note text);
  CREATE TABLE public.loose (n int, content bytea, note text);
  ALTER TABLE public.loose REPLICA IDENTITY FULL`

/** Of 2.4 MB, as digits of `bytea`: a message of more than 4 MB. */
const DIGITS = `(SELECT string_agg(md5(n::text || s.seed), '') FROM generate_series(1, 150000) n)`

it('large values of bytea from a server that sends them as text, and text that only looks like them', async () => {
  await using old = await startPostgres({ major: 13 })
  await using current = await startPostgres({ major: 17 })
  await using migration = await TestMigration.create(old, current, SCHEMA)
  await migration.createStream('forward')
  await using forward = migration.run('forward')
  const { source } = migration
  await source.query(`INSERT INTO public.film SELECT seed, 0, decode(d, 'hex'), decode(d, 'hex'), '\\x' || d
    FROM (VALUES (1), (2), (3)) AS s(seed), LATERAL (SELECT ${DIGITS} AS d) AS digits`)
  await source.query(`INSERT INTO public.loose SELECT seed, decode(d, 'hex'), '\\x' || d || 'no digit'
    FROM (VALUES (1), (2)) AS s(seed), LATERAL (SELECT ${DIGITS} AS d) AS digits`)
  await source.query(`UPDATE public.film SET content = content || 'x', id = 10 + id WHERE id < 3`)
  await source.query(
    `UPDATE public.loose SET n = 3, content = content || 'y' WHERE n = 1; DELETE FROM public.loose WHERE n = 2`,
  )
  await migration.caughtUp(forward)
  const { source: from, target: to } = await migration.contents()
  expect(to).toEqual(from)
})
