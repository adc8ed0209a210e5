import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCrossingOn } from './support/crossing.ts'
import { openServers, OWNER, type ServerPair } from './support/servers.ts'

let servers: ServerPair

beforeAll(async () => {
  servers = await openServers({ from: 13, to: 18 })
})

afterAll(async () => servers[Symbol.asyncDispose]())

const FUNCTION = `CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';`

/** What cannot be carried, and what preflight says of it. */
const REFUSED = [
  {
    database: 'unlogged',
    sql: 'CREATE UNLOGGED TABLE public.cache (id int PRIMARY KEY)',
    says: '"public"."cache" is unlogged: its changes are in no log and cannot be followed',
  },
  {
    database: 'always',
    sql: `${FUNCTION} CREATE TABLE public.t (id int PRIMARY KEY); CREATE TRIGGER a AFTER INSERT ON public.t
      FOR EACH ROW EXECUTE FUNCTION public.f(); ALTER TABLE public.t ENABLE ALWAYS TRIGGER a`,
    says: 'the trigger "a" on "public"."t" is ENABLE ALWAYS: it would fire for applied changes, too',
  },
  {
    database: 'replica',
    sql: `${FUNCTION} CREATE TABLE public.t (id int PRIMARY KEY); CREATE TRIGGER a AFTER INSERT ON public.t
      FOR EACH ROW EXECUTE FUNCTION public.f(); ALTER TABLE public.t ENABLE REPLICA TRIGGER a`,
    says: 'the trigger "a" on "public"."t" is ENABLE REPLICA: it would fire for applied changes, too',
  },
  {
    database: 'keyless',
    sql: 'CREATE TABLE public.log (line text)',
    says: '"public"."log" has no primary key and no other replica identity: updates and deletes cannot be followed',
  },
  {
    database: 'later',
    sql: 'CREATE TABLE public.d (id int PRIMARY KEY DEFERRABLE)',
    says: '"public"."d" has a DEFERRABLE primary key, which cannot be its replica identity',
  },
] as const

it.each(REFUSED)('$database: refused before anything is done, with its reason', async ({ database, sql, says }) => {
  await using zoo = await openCrossingOn(servers, {
    database,
    writesPerSecond: 0,
    sql: `SET ROLE ${OWNER}; ${sql}; RESET ROLE`,
  })
  const run = zoo.run()
  const { code, error } = await run.exited
  expect(error).toMatchObject({ code: 'CW-0310' })
  expect(code).not.toBe(0)
  const found = run.messages.filter(({ name }) => name === 'finding').map(({ data }) => data)
  expect(found.filter((finding) => 'severity' in finding && finding.severity === 'blocker')).toEqual([
    expect.objectContaining({ side: 'source', message: says }),
  ])
  const made = `SELECT nspname FROM pg_namespace WHERE nspname IN ('causeway', 'oracle')`
  expect(await zoo.target.query(database, made)).toEqual([])
})
