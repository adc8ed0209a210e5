import { resolvedDatabase, startPostgres, testSpec, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../connect.ts'
import { installControlSchema } from './control-schema.ts'
import { advanceSequences } from './sequences.ts'

const { signal } = new AbortController()

const SCHEMA = `
  CREATE SCHEMA "odd ""schema";
  CREATE TABLE public.serials (id serial PRIMARY KEY, v text);
  CREATE TABLE public.identities (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
  CREATE TABLE "odd ""schema"."odd 'table" ("odd ""id" bigserial PRIMARY KEY);
  CREATE TABLE public.unindexed (id serial, v text);
  CREATE TABLE public.parts (id bigserial, day int, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
  CREATE TABLE public.parts_1 PARTITION OF public.parts FOR VALUES FROM (0) TO (10);
  CREATE SEQUENCE public.free START 5;
  CREATE SEQUENCE public.untouched START 100;
  CREATE SEQUENCE public.falling INCREMENT -1;
  CREATE SEQUENCE public.round MAXVALUE 1000 CYCLE;
  CREATE TABLE public.falls (id int PRIMARY KEY DEFAULT nextval('public.falling'));`

const STATES = `
  SELECT 'serials' AS name, last_value::int8, is_called FROM public.serials_id_seq
  UNION ALL SELECT 'identities', last_value, is_called FROM public.identities_id_seq
  UNION ALL SELECT 'odd', last_value, is_called FROM "odd ""schema"."odd 'table_odd ""id_seq"
  UNION ALL SELECT 'unindexed', last_value, is_called FROM public.unindexed_id_seq
  UNION ALL SELECT 'parts', last_value, is_called FROM public.parts_id_seq
  UNION ALL SELECT 'free', last_value, is_called FROM public.free
  UNION ALL SELECT 'untouched', last_value, is_called FROM public.untouched
  UNION ALL SELECT 'falling', last_value, is_called FROM public.falling
  UNION ALL SELECT 'round', last_value, is_called FROM public.round`

describe('advanceSequences', () => {
  let source: PostgresServer
  let target: PostgresServer
  beforeAll(async () => {
    ;[source, target] = await Promise.all([startPostgres({ major: 13 }), startPostgres({ major: 18 })])
    for (const server of [source, target]) {
      await server.createDatabase('app')
      await server.query('app', SCHEMA)
    }
    await source.query(
      'app',
      `INSERT INTO public.serials SELECT nextval('public.serials_id_seq') FROM generate_series(1, 50);
       INSERT INTO public.serials VALUES (5000);
       INSERT INTO public.identities SELECT FROM generate_series(1, 7);
       INSERT INTO "odd ""schema"."odd 'table" SELECT FROM generate_series(1, 3);
       INSERT INTO public.unindexed SELECT FROM generate_series(1, 4); INSERT INTO public.unindexed VALUES (9000);
       INSERT INTO public.parts SELECT nextval('public.parts_id_seq'), 1 FROM generate_series(1, 9); INSERT INTO public.parts VALUES (300, 2);
       SELECT nextval('public.free'), setval('public.untouched', 250, false);
       INSERT INTO public.falls SELECT FROM generate_series(1, 20); INSERT INTO public.falls VALUES (-400);
       SELECT setval('public.round', 999)`,
    )
  })
  afterAll(async () => {
    await source[Symbol.asyncDispose]()
    await target[Symbol.asyncDispose]()
  })

  it('puts every kind past what was used, both ways, and changes nothing twice', async () => {
    const open = (server: PostgresServer, side: 'source' | 'target') =>
      connect(resolvedDatabase(server, { ...server.superuser, database: 'app' }), {
        side,
        application: 'causeway/t/1/s',
        signal,
      })
    await using from = await open(source, 'source')
    await using to = await open(target, 'target')
    for (const client of [from, to]) {
      await installControlSchema(client)
      await client.query(`INSERT INTO causeway.control (migration, epoch, holder) VALUES ('m', 3, 'x')`)
    }
    const { scope } = testSpec({
      source: resolvedDatabase(source, { ...source.superuser, database: 'app' }),
      target: resolvedDatabase(target, { ...target.superuser, database: 'app' }),
    })
    const options = { migration: 'm', scope, headroom: 100 }

    await expect(advanceSequences(from, to, options, { epoch: 2 })).rejects.toMatchObject({ code: 'CW-0801' })
    expect((await to.query<{ is_called: boolean }>(STATES)).every((row) => !row.is_called)).toBe(true)

    expect(await advanceSequences(from, to, options, { epoch: 3 })).toBe(9)
    expect(await to.query(STATES)).toEqual([
      { name: 'serials', last_value: '5100', is_called: true },
      { name: 'identities', last_value: '107', is_called: true },
      { name: 'odd', last_value: '103', is_called: true },
      { name: 'unindexed', last_value: '104', is_called: true },
      { name: 'parts', last_value: '400', is_called: true },
      { name: 'free', last_value: '105', is_called: true },
      { name: 'untouched', last_value: '250', is_called: false },
      { name: 'falling', last_value: '-500', is_called: true },
      { name: 'round', last_value: '99', is_called: true },
    ])
    expect(await advanceSequences(from, to, options, { epoch: 3 })).toBe(0)

    await to.query(`SELECT setval('public.free', 2000)`)
    expect(await advanceSequences(from, to, options, { epoch: 3 })).toBe(0)
    await advanceSequences(to, from, options, { epoch: 3 })
    expect(await from.query('SELECT last_value FROM public.free')).toEqual([{ last_value: '2100' }])
  })
})
